// The supervisor: which apps run, and one loop over everything that happens to them.

import FTL
import Formats

struct Bootstrap: ~Copyable {
    /// The emulator's exit status where an app failed; 0 where none did.
    private static let failedStatus = 65

    let system: System
    let catalog: Catalog
    let sink: Sink
    var launcher: Launcher
    var broker = Broker()
    var attendant: Attendant
    var restarter: Restarter
    let arguments: BootArguments
    var running: [RunningApp] = []
    /// Of each app that was started, by its name, the runs of the last one.
    var histories: [(name: ByteString, history: RestartHistory)] = []
    /// An app that counts has not ended well.
    var failed = false
    /// An app was to be started that is not always started again.
    private(set) var hasOthers = false

    init(system: consuming System, initfs: consuming VmArea, terminal: consuming Terminal) throws(FTLError) {
        arguments = BootArguments(words: Program.arguments)
        let sink = try Sink()
        let attendant = try Attendant(terminal, sink)
        let restarter = try Restarter(sink)
        catalog = Catalog(try initfs.read(at: 0, count: try initfs.length()))
        self.sink = sink
        self.attendant = attendant
        self.restarter = restarter
        launcher = Launcher(initfs: initfs)
        self.system = system
    }

    /// Starts the apps and looks after them.
    mutating func run() throws(FTLError) {
        startApps()
        var announced = false
        while true {
            if isOver && !announced {
                if arguments.isBatch { try system.shutdown(status: failed ? Bootstrap.failedStatus : 0) }
                print("all apps have ended\(failed ? ", not all of them well" : ""); Ctrl-A X leaves the emulator")
                announced = true
            }
            guard let event = try sink.wait() else { continue }
            do throws(FTLError) {
                try handle(event)
            } catch {
                // One app's misfortune is not the others'.
                print("cannot serve a request: \(error.name)")
            }
        }
    }

    private mutating func startApps() {
        for fault in catalog.faults { fail(fault) }
        let wanted =
            arguments.apps
            ?? catalog.apps.filter { isDefault($0.manifest.start) }.map { $0.name }
        var prepared: [RunningApp] = []
        do throws(StartOrderError) {
            for name in try StartOrder.order(of: wanted, among: catalog.apps) {
                guard let app = catalog.app(name) else { continue }
                if app.manifest.restart != .always { hasOthers = true }
                do throws(LaunchError) {
                    prepared.append(
                        try launcher.prepare(
                            Run(
                                app, isolation: arguments.isolation(of: name), arguments: arguments.arguments(of: name)),
                            catalog, sink))
                } catch {
                    fail("cannot start \(name.string): \(error.message)")
                }
            }
        } catch {
            fail(error.message)
        }
        // All at once, so that none has a head start while the programs of the others are still being read.
        for app in prepared {
            do throws(FTLError) { try start(app) } catch { fail("cannot start \(app.name.string): \(error.name)") }
        }
    }

    private func isDefault(_ start: Manifest.Start) -> Bool {
        switch start {
        case .byDefault: true
        case .interactive: !arguments.isBatch
        case .manual: false
        }
    }

    /// Lets a prepared app run.
    mutating func start(_ app: RunningApp) throws(FTLError) {
        try app.process.start()
        running.append(app)
        histories.removeAll { $0.name == app.name }
        histories.append((app.name, app.history))
        broker.expect(app)
    }

    private mutating func handle(_ event: Event) throws(FTLError) {
        if try broker.handleProvider(event) { return }
        if try attendant.handle(event, sink) { return }
        if restarter.isTimer(event) { return restartDue() }
        if event.kind == .processExited {
            guard let index = running.firstIndex(where: { $0.process.number == event.handle }) else { return }
            end(running.remove(at: index), event)
            return
        }
        // The number of a channel that was closed meanwhile is nobody's.
        guard let app = running.first(where: { $0.channel?.number == event.handle }) else { return }
        switch event.kind {
        case .message: try answer(event, from: app)
        case .peerClosed: app.channel = nil
        case .writable, .timer, .processExited, .threadExited, .readable, .interrupt: break
        }
    }

    private mutating func fail(_ message: String) {
        print(message)
        failed = true
    }
}
