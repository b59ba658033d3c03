// What apps ask their supervisor for, on the channel each was started with (docs/supervisor.md):
//
//   open service/NAME       word 0: 0 to be connected, 1 to provide it
//   open system             the system's handle, with the rights granted              grant: observe, manage or power
//   open initfs             the archive of all programs and scripts, to read            grant: observe
//   open image/NAME         the image of an app, or javascript: that of scripts         grant: manage
//   open app/NAME\0ARG\0…  starts an app; word 0: isolation, 0 for its manifest's  grant: manage
//                           -> word 0: its pid; a channel on which its end is reported: write, status and reason
//   open console            a channel on which is written what was typed               grant: console
//   open console/output     the console's handle, to draw on the screen                grant: console
//   getattr services        -> a line for each service
//   getattr apps            -> a line for each app
//   setattr app/NAME        word 0: 256, word 1: 0: it is not started again, where it waits for that  grant: manage
//                           -> word 0: how many of it waited

import FTL
import Formats

extension Bootstrap {
    /// Bytes of the longest request.
    private static let longest = 8 + Limits.nameLength + Limits.argumentsLength
    private static let service = ByteString("service/")
    private static let app = ByteString("app/")
    private static let image = ByteString("image/")
    /// The attribute of an app that says whether it is started again.
    private static let restart: UInt64 = 256

    /// Answers a message of an app.
    mutating func answer(_ event: Event, from app: RunningApp) throws(FTLError) {
        // What is a reply or no kind at all asks for nothing.
        guard let kind = event.info.kind, kind.reply != nil, event.info.length <= Bootstrap.longest else {
            try app.channel?.discard(event)
            if event.info.kind?.reply != nil { app.refuse(event.info.id, .tooLarge) }
            return
        }
        do throws(FTLError) {
            guard let body = try app.channel?.receive(event).body else { return }
            switch kind {
            case .open: try open(ByteString(body), event, from: app)
            case .getattr:
                let text = try list(ByteString(body))
                try app.channel?.send(.getattrReply, id: event.info.id, body: Array(text.prefix(Limits.bodyLength)))
            case .setattr:
                let count = try set(ByteString(body), event, from: app)
                try app.channel?.send(.setattrReply, id: event.info.id, word0: UInt64(count))
            default: throw .unsupported
            }
        } catch {
            // Where it could not be received it must not stay in the queue.
            try? app.channel?.discard(event)
            app.refuse(event.info.id, error)
        }
    }

    /// Changes something about an app, and says how many of it that was about.
    private mutating func set(_ path: ByteString, _ event: Event, from app: RunningApp) throws(FTLError) -> Int {
        guard path.hasPrefix(Bootstrap.app) else { throw .notFound }
        try require(.manage, of: app)
        guard event.word0 == Bootstrap.restart else { throw .unsupported }
        guard event.word1 == 0 else { throw .invalidArgument }
        let name = ByteString(Array(path.bytes[Bootstrap.app.bytes.count...]))
        guard catalog.app(name) != nil else { throw .notFound }
        return cancelRestart(of: name)
    }

    private mutating func open(_ path: ByteString, _ event: Event, from app: RunningApp) throws(FTLError) {
        let id = event.info.id
        if path.hasPrefix(Bootstrap.service) {
            let name = ByteString(Array(path.bytes[Bootstrap.service.bytes.count...]))
            try broker.open(name, mode: event.word0, from: app, id, sink)
        } else if path.hasPrefix(Bootstrap.app) {
            try require(.manage, of: app)
            try start(Array(path.bytes[Bootstrap.app.bytes.count...]), isolation: event.word0, for: app, id)
        } else if path == "system" {
            let rights = app.manifest.systemRights
            guard !rights.isEmpty else { throw .notAllowed }
            var handle: Handle? = try system.duplicate(rights: rights.union([.duplicate, .transfer])).intoHandle()
            app.answer(id, &handle)
        } else if path == "initfs" {
            try require(.observe, of: app)
            var handle: Handle? = try launcher.archive()
            app.answer(id, &handle)
        } else if path.hasPrefix(Bootstrap.image) {
            try require(.manage, of: app)
            let name = ByteString(Array(path.bytes[Bootstrap.image.bytes.count...]))
            var handle: Handle?
            do throws(LaunchError) { handle = try launcher.image(of: name, catalog) } catch { throw error.code }
            app.answer(id, &handle)
        } else if path == "console" {
            try require(.console, of: app)
            try attendant.attach(app, id, sink)
        } else if path == "console/output" {
            try require(.console, of: app)
            var handle: Handle? = try attendant.output()
            app.answer(id, &handle)
        } else {
            throw .notFound
        }
    }

    private func require(_ grant: Manifest.Grant, of app: RunningApp) throws(FTLError) {
        guard app.manifest.grants.contains(grant) else { throw .notAllowed }
    }

    /// Starts an app that another one asks for.
    ///
    /// - Parameter words: its name and its arguments, a NUL byte between them.
    private mutating func start(
        _ words: [UInt8], isolation: UInt64, for client: RunningApp, _ id: UInt32
    ) throws(FTLError) {
        let parts = words.split(separator: 0, omittingEmptySubsequences: false).map { ByteString(Array($0)) }
        let chosen = Isolation(rawValue: UInt(isolation))
        guard isolation == 0 || chosen != nil else { throw .invalidArgument }
        guard let app = catalog.app(parts[0]) else { throw .notFound }
        let pair = try Channel.makePair()
        let started: RunningApp
        do throws(LaunchError) {
            // One that waits to be started again is that one.
            let history = restarter.first(app.name)?.run.history ?? RestartHistory()
            let run = Run(app, isolation: chosen, arguments: Array(parts.dropFirst()), history)
            started = try launcher.prepare(run, catalog, sink)
        } catch {
            print("cannot start \(app.name.string): \(error.message)")
            throw error.code
        }
        let pid = try started.process.id()
        try start(started)
        if restarter.take(app.name) != nil { started.history.countRestart() }
        started.watcher = .some(pair.first)
        var watching: Handle? = pair.second.intoHandle()
        client.answer(id, word0: pid, &watching)
    }
}
