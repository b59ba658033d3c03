// Bootstrap: the first process, and the supervisor of all others.
//
// It reads the initfs, starts the apps that the boot arguments ask for (or those whose manifests say that they
// start by default), connects clients with services, and sees how the apps end. In batch mode it powers the
// machine off when all of them have.

import FTL
import Formats

/// The emulator's exit status where an app failed; 0 where none did.
let failedStatus = 65

struct Bootstrap: ~Copyable {
    private let system: System
    private let arguments: BootArguments
    private let sink: Sink
    private var broker = Broker()
    private var running: [RunningApp] = []
    private var failed = false

    init(system: consuming System) throws(FTLError) {
        self.system = system
        arguments = BootArguments(words: Program.arguments)
        sink = try Sink()
    }

    /// Starts the apps and looks after them.
    mutating func run(initfs: consuming VmArea) throws(FTLError) {
        startApps(Catalog(try initfs.read(at: 0, count: try initfs.length())), initfs)
        var announced = false
        while true {
            if running.isEmpty && !announced {
                if arguments.isBatch { try system.shutdown(status: failed ? failedStatus : 0) }
                print(failed ? "all apps have ended, not all of them well" : "all apps have ended")
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

    private mutating func startApps(_ catalog: Catalog, _ initfs: consuming VmArea) {
        for fault in catalog.faults { fail(fault) }
        let wanted =
            arguments.apps
            ?? catalog.apps.filter { $0.manifest.start == .byDefault }.map { $0.name }
        var launcher = Launcher(initfs: initfs)
        var prepared: [RunningApp] = []
        do throws(StartOrderError) {
            for name in try StartOrder.order(of: wanted, among: catalog.apps) {
                guard let app = catalog.app(name) else { continue }
                do throws(LaunchError) {
                    prepared.append(try launcher.prepare(app, catalog, sink))
                } catch {
                    fail("cannot start \(name.string): \(error.message)")
                }
            }
        } catch {
            fail(error.message)
        }
        // All at once, so that none has a head start while the programs of the others are still being read.
        for app in prepared {
            do throws(FTLError) {
                try app.process.start()
                running.append(app)
            } catch {
                fail("cannot start \(app.name.string): \(error.name)")
            }
        }
    }

    private mutating func handle(_ event: Event) throws(FTLError) {
        if try broker.handleProvider(event) { return }
        if event.kind == .processExited {
            guard let index = running.firstIndex(where: { $0.process.number == event.handle }) else { return }
            // The kernel has logged an end that is not a good one.
            if event.word0 != 0 || event.word1 != ExitReason.exited.rawValue { failed = true }
            broker.forget(running.remove(at: index))
            return
        }
        // The number of a channel that was closed meanwhile is nobody's.
        guard let app = running.first(where: { $0.channel?.number == event.handle }) else { return }
        switch event.kind {
        case .message: try broker.handle(event, from: app, sink)
        case .peerClosed: app.channel = nil
        case .writable, .timer, .processExited, .threadExited, .readable: break
        }
    }

    private mutating func fail(_ message: String) {
        print(message)
        failed = true
    }
}

do throws(FTLError) {
    guard let system = Program.takeHandle(0), let initfs = Program.takeHandle(1) else { throw .invalidState }
    var bootstrap = try Bootstrap(system: System(system))
    try bootstrap.run(initfs: VmArea(initfs))
} catch {
    print("cannot go on: \(error.name)")
    Program.exit(1)
}
