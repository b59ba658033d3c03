// What becomes of an app that has ended: it is reported, and the app is started again where its manifest says so.

import FTL
import Formats

extension Bootstrap {
    /// An app has ended.
    mutating func end(_ app: RunningApp, _ event: Event) {
        let end = AppEnd(status: event.word0, reason: event.word1)
        try? app.watcher?.send(.write, word0: event.word0, word1: event.word1)
        broker.forget(app)
        // Whoever sits at the console does not wait.
        if let message = attendant.messageForSuccessor(of: app) {
            if !end.isGood { failed = true }
            var run = app.run
            run.arguments = [message]
            return startAgain(run)
        }
        settle(app.run, after: end, ran: Clock.now - app.startTime)
    }

    /// Starts those whose time has come.
    mutating func restartDue() {
        for entry in restarter.takeDue() { startAgain(entry.run) }
    }

    /// An app that waits to be started again is not.
    ///
    /// - Returns: how many of it waited.
    mutating func cancelRestart(of name: ByteString) -> Int {
        let entries = restarter.takeAll(name)
        for entry in entries {
            if entry.hasFailed { failed = true }
            print("\(name.string) is not started again: that was cancelled")
            refuseLost(entry.run.app)
        }
        return entries.count
    }

    private mutating func startAgain(_ run: Run) {
        do throws(LaunchError) {
            let successor = try launcher.prepare(run, catalog, sink)
            do throws(FTLError) { try start(successor) } catch { throw .process(error) }
            run.history.countRestart()
        } catch {
            print("cannot start \(run.app.name.string) again: \(error.message)")
            settle(run, after: .notStarted, ran: 0)
        }
    }

    /// Decides what becomes of an app, and says so where its manifest does not leave it as it is.
    private mutating func settle(_ run: Run, after end: AppEnd, ran: UInt64) {
        let (app, history) = (run.app, run.history)
        let name = app.name.string
        switch history.decide(app.manifest.restart, after: end, ran: ran) {
        case .again(let delay):
            let entry = Restarter.Entry(run: run, deadline: Clock.now + delay, hasFailed: !end.isGood)
            if restarter.add(entry) {
                // Where all are always started again, their first ends count.
                if !hasOthers && history.restarts == 0 && !end.isGood { failed = true }
                print("\(name) \(end.text): it is started again in \(delay / Clock.millisecond) ms")
                return
            }
            print("\(name) \(end.text): it is not started again, too many apps wait for that already")
        case .ended:
            // The kernel has logged an end that is not a good one.
            if app.manifest.restart != .never { print("\(name) \(end.text): it is not started again") }
        case .givenUp:
            print("\(name) \(end.text), the \(RestartHistory.mostFailures)th failure in a row: it is not started again")
        }
        if !end.isGood { failed = true }
        refuseLost(app)
    }

    /// Whoever waits for a service that the app provided, and nobody else may provide, waits in vain.
    private mutating func refuseLost(_ app: App) {
        for service in app.manifest.provides where !mayBeProvided(service) { broker.giveUp(service) }
    }

    private func mayBeProvided(_ service: ByteString) -> Bool {
        running.contains { $0.manifest.provides.contains(service) } || restarter.mayProvide(service)
    }

    /// Whether nothing is left to wait for.
    var isOver: Bool {
        guard arguments.isBatch else { return running.isEmpty && restarter.entries.isEmpty }
        // What is always started again is there for the others: it does not keep the machine on. Where there are no
        // others, each app is waited for until it has ended once.
        let runs = running.contains { $0.manifest.restart != .always || !hasOthers && $0.history.restarts == 0 }
        return !runs && !restarter.entries.contains { $0.run.app.manifest.restart != .always }
    }
}
