// Services by name: who provides one, and who wants to be connected.
//
// A connection is a new channel. One end goes to the provider in an `open` message on the channel it got when it
// registered, the other end to the client as the answer to its request. Each answer carries the id of the
// request it answers and goes to the app that asked, so requests of several apps at once cannot mix up.
//
// Who asks for a service that is not there waits, also while its provider waits to be started again; not any more once
// the last app that may provide it has ended for good.

import FTL
import Formats

/// The services that are registered, and the clients that wait for one.
struct Broker {
    /// A registered service. A class, because an array cannot hold a channel by itself.
    private final class Registration {
        let name: ByteString
        let provider: RunningApp
        let channel: Channel

        init(_ name: ByteString, _ provider: RunningApp, _ channel: consuming Channel) {
            self.name = name
            self.provider = provider
            self.channel = channel
        }
    }

    /// A request to be connected that cannot be answered yet.
    private struct Waiting {
        let name: ByteString
        let app: RunningApp
        let id: UInt32
    }

    /// A service that an app was started for. There are no more of these than the manifests name.
    private struct Known {
        let name: ByteString
        /// Who provides it, did last, or may in a moment.
        let app: ByteString
        let history: RestartHistory
        /// It has ended, and nobody is left who may provide the service.
        var isGivenUp = false
    }

    /// Requests of one app that may wait at once.
    private static let waitingPerApp = 64

    private var registrations: [Registration] = []
    private var waiting: [Waiting] = []
    private var known: [Known] = []

    /// Deals with a request to be connected to a service, or to provide it.
    ///
    /// - Parameters:
    ///   - name: the service's.
    ///   - mode: 0: to be connected; 1: to provide it.
    mutating func open(
        _ name: ByteString, mode: UInt64, from app: RunningApp, _ id: UInt32, _ sink: borrowing Sink
    ) throws(FTLError) {
        switch mode {
        case 0:
            // Whoever may end a service and start it may as well talk to it.
            let isAllowed = app.manifest.uses.contains(name) || app.manifest.grants.contains(.manage)
            guard isAllowed else { throw refusal(app, "connect to", "uses", name) }
            guard isRegistered(name) || !isGivenUp(name) else { throw .peerClosed }
            guard waiting.count(where: { $0.app === app }) < Broker.waitingPerApp else { throw .limitReached }
            waiting.append(Waiting(name: name, app: app, id: id))
        case 1:
            guard app.manifest.provides.contains(name) else { throw refusal(app, "provide", "provides", name) }
            try register(name, app, id, sink)
        default: throw .invalidArgument
        }
        connectWaiting()
    }

    /// Says on the console what the manifest lacks: whoever wrote it should not have to guess.
    private func refusal(_ app: RunningApp, _ what: String, _ key: String, _ name: ByteString) -> FTLError {
        if Manifest.isName(name) {
            print("\(app.name.string) may not \(what) \(name.string): no \"\(key): \(name.string)\" in its manifest")
        }
        return .notAllowed
    }

    /// Who provides what and who waits for it: a line for each service, "NAME PID APP STATE WAITING RESTARTS", with a
    /// pid of 0 where nobody provides it, and "-" where no app was started that may. The states: "running";
    /// "restarting", while its app waits to be started again; "ended", when it is not; otherwise "awaited".
    func describe(isRestarting: (ByteString) -> Bool) -> [UInt8] {
        var names = registrations.map { $0.name }
        for name in known.map({ $0.name }) + waiting.map({ $0.name }) where !names.contains(name) { names.append(name) }
        var text: [UInt8] = []
        for name in names {
            let provider = registrations.first { $0.name == name }?.provider
            let pid = provider.flatMap { try? $0.process.id() } ?? 0
            let last = known.first { $0.name == name }
            let app = provider?.name ?? last?.app ?? "-"
            let restarts = (provider?.history ?? last?.history)?.restarts ?? 0
            let state =
                provider != nil
                ? "running" : isGivenUp(name) ? "ended" : isRestarting(name) ? "restarting" : "awaited"
            let count = waiting.count { $0.name == name }
            text += Array("\(name.string) \(pid) \(app.string) \(state) \(count) \(restarts)\n".utf8)
        }
        return text
    }

    /// An app was started: whoever wants a service that it may provide waits for it.
    mutating func expect(_ app: RunningApp) {
        for name in app.manifest.provides {
            known.removeAll { $0.name == name }
            known.append(Known(name: name, app: app.name, history: app.history))
        }
    }

    /// Nobody is left who may provide the service: whoever waits for it is refused, and whoever comes until an app is
    /// started that may.
    mutating func giveUp(_ name: ByteString) {
        guard let index = known.firstIndex(where: { $0.name == name }) else { return }
        known[index].isGivenUp = true
        refuseWaiting(for: name)
    }

    private mutating func refuseWaiting(for name: ByteString) {
        for request in waiting where request.name == name { request.app.refuse(request.id, .peerClosed) }
        waiting.removeAll { $0.name == name }
    }

    private func isRegistered(_ name: ByteString) -> Bool { registrations.contains { $0.name == name } }

    private func isGivenUp(_ name: ByteString) -> Bool { known.contains { $0.name == name && $0.isGivenUp } }

    /// Deals with an event of a provider's registration channel.
    ///
    /// - Returns: false where the handle is none of those.
    mutating func handleProvider(_ event: Event) throws(FTLError) -> Bool {
        guard let index = registrations.firstIndex(where: { $0.channel.number == event.handle }) else { return false }
        switch event.kind {
        case .peerClosed:
            // The name is free again; whoever comes now waits for the next provider.
            let name = registrations.remove(at: index).name
            if isGivenUp(name) { refuseWaiting(for: name) }
        case .writable: connectWaiting()
        case .message: try registrations[index].channel.discard(event)
        case .timer, .processExited, .threadExited, .readable, .interrupt: break
        }
        return true
    }

    /// Forgets what the app still waits for.
    mutating func forget(_ app: RunningApp) {
        waiting.removeAll { $0.app === app }
    }

    private mutating func register(
        _ name: ByteString, _ app: RunningApp, _ id: UInt32, _ sink: borrowing Sink
    ) throws(FTLError) {
        guard !isRegistered(name) else { throw .alreadyExists }
        let pair = try Channel.makePair()
        try sink.add(pair.first)
        var handle: Handle? = pair.second.intoHandle()
        app.answer(id, &handle)
        // If that did not reach the app, the other end is closed now, and the event of that removes the name.
        registrations.append(Registration(name, app, pair.first))
    }

    /// Connects everybody whose service is there, in the order in which they asked.
    private mutating func connectWaiting() {
        var index = 0
        while index < waiting.count {
            let request = waiting[index]
            guard let registration = registrations.first(where: { $0.name == request.name }) else {
                index += 1
                continue
            }
            do throws(FTLError) {
                let pair = try Channel.makePair()
                var providerEnd: Handle? = pair.first.intoHandle()
                let path = Array("service/".utf8) + request.name.bytes
                try registration.channel.send(.open, body: path, handle: &providerEnd)
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
