// Services by name: who provides one, and who wants to be connected.
//
// A connection is a new channel. One end goes to the provider in an `open` message on the channel it got when it
// registered, the other end to the client as the answer to its request. Each answer carries the id of the
// request it answers and goes to the app that asked, so requests of several apps at once cannot mix up.

import FTL
import Formats

/// The services that are registered, and the clients that wait for one.
struct Broker {
    /// A registered service. A class, because an array cannot hold a channel by itself.
    private final class Registration {
        let path: ByteString
        let channel: Channel

        init(_ path: ByteString, _ channel: consuming Channel) {
            self.path = path
            self.channel = channel
        }
    }

    /// A request to be connected that cannot be answered yet.
    private struct Waiting {
        let path: ByteString
        let app: RunningApp
        let id: UInt32
    }

    /// Requests of one app that may wait at once.
    private static let waitingPerApp = 64
    private static let prefix = ByteString("service/")

    private var registrations: [Registration] = []
    private var waiting: [Waiting] = []

    /// Deals with a message of an app.
    mutating func handle(_ event: Event, from app: RunningApp, _ sink: borrowing Sink) throws(FTLError) {
        let id = event.info.id
        // Longer than any name of a service: not worth receiving.
        let mostBytes = Broker.prefix.bytes.count + Limits.nameLength
        guard event.info.kind == .open, event.info.length <= mostBytes else {
            try app.channel?.discard(event)
            // What is a reply or no kind at all asks for nothing.
            if let kind = event.info.kind, kind.reply != nil {
                app.refuse(id, kind == .open ? .notFound : .unsupported)
            }
            return
        }
        guard let path = try app.channel?.receive(event).body else { return }
        do throws(FTLError) {
            let path = ByteString(path)
            guard path.hasPrefix(Broker.prefix) else { throw .notFound }
            let name = ByteString(Array(path.bytes[Broker.prefix.bytes.count...]))
            switch event.word0 {
            case 0:
                guard app.manifest.uses.contains(name) else { throw .notAllowed }
                guard waiting.count(where: { $0.app === app }) < Broker.waitingPerApp else { throw .limitReached }
                waiting.append(Waiting(path: path, app: app, id: id))
            case 1:
                guard app.manifest.provides.contains(name) else { throw .notAllowed }
                try register(path, app, id, sink)
            default: throw .invalidArgument
            }
        } catch {
            app.refuse(id, error)
        }
        connectWaiting()
    }

    /// Deals with an event of a provider's registration channel.
    ///
    /// - Returns: false where the handle is none of those.
    mutating func handleProvider(_ event: Event) throws(FTLError) -> Bool {
        guard let index = registrations.firstIndex(where: { $0.channel.number == event.handle }) else { return false }
        switch event.kind {
        case .peerClosed:
            // The name is free again; whoever comes now waits for the next provider.
            registrations.remove(at: index)
        case .writable: connectWaiting()
        case .message: try registrations[index].channel.discard(event)
        case .timer, .processExited, .threadExited, .readable: break
        }
        return true
    }

    /// Forgets what the app still waits for.
    mutating func forget(_ app: RunningApp) {
        waiting.removeAll { $0.app === app }
    }

    private mutating func register(
        _ path: ByteString, _ app: RunningApp, _ id: UInt32, _ sink: borrowing Sink
    ) throws(FTLError) {
        guard !registrations.contains(where: { $0.path == path }) else { throw .alreadyExists }
        let pair = try Channel.makePair()
        try sink.add(pair.first)
        var handle: Handle? = pair.second.intoHandle()
        app.answer(id, &handle)
        // If that did not reach the app, the other end is closed now, and the event of that removes the name.
        registrations.append(Registration(path, pair.first))
    }

    /// Connects everybody whose service is there, in the order in which they asked.
    private mutating func connectWaiting() {
        var index = 0
        while index < waiting.count {
            let request = waiting[index]
            guard let registration = registrations.first(where: { $0.path == request.path }) else {
                index += 1
                continue
            }
            do throws(FTLError) {
                let pair = try Channel.makePair()
                var providerEnd: Handle? = pair.first.intoHandle()
                try registration.channel.send(.open, body: request.path.bytes, handle: &providerEnd)
                var clientEnd: Handle? = pair.second.intoHandle()
                request.app.answer(request.id, &clientEnd)
                waiting.remove(at: index)
            } catch {
                switch error {
                // The provider has much to do, and its channel tells when there is room; or it has just gone,
                // and its channel tells that.
                case .overloaded, .peerClosed: index += 1
                default:
                    request.app.refuse(request.id, error)
                    waiting.remove(at: index)
                }
            }
        }
    }
}
