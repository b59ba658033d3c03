// The answering side: a service with any number of clients, served by one loop over one sink.

/// A service this program provides.
public struct Service: ~Copyable {
    /// A client's channel. A class, so that an array can own it.
    private final class Connection {
        let channel: Channel
        init(_ channel: consuming Channel) { self.channel = channel }
    }

    private let registration: Channel
    private let sink: Sink
    private var connections: [Connection] = []

    /// Registers the service with the supervisor. Clients wait until `serve` or `run` is called.
    ///
    /// - Throws: as `Supervisor.register`; `limitReached` or `outOfMemory` where there is no sink to be had.
    public init(_ name: ByteString, _ supervisor: inout Supervisor) throws(FTLError) {
        try self.init(registration: try supervisor.register(name))
    }

    /// - Parameter registration: the channel that announces the clients.
    public init(registration: consuming Channel) throws(FTLError) {
        let sink = try Sink()
        try sink.add(registration)
        self.registration = registration
        self.sink = sink
    }

    /// How many clients are connected now.
    public var clientCount: Int { connections.count }

    /// Serves until the deadline, in nanoseconds since boot, or for ever.
    ///
    /// - Parameter handler: answers one request with `Request.reply`. A request that it does not answer is
    ///   answered with the error that it throws, or with `unsupported`.
    /// - Throws: `peerClosed` where the supervisor is gone.
    public mutating func run(
        until deadline: UInt64 = .max, _ handler: (inout Request) throws(FTLError) -> Void
    ) throws(FTLError) {
        while try serve(until: deadline, handler) {}
    }

    /// Waits for one event and deals with it: a new client, a request, a client that left.
    ///
    /// - Returns: false where the deadline passed first.
    public mutating func serve(
        until deadline: UInt64 = .max, _ handler: (inout Request) throws(FTLError) -> Void
    ) throws(FTLError) -> Bool {
        guard let event = try sink.wait(until: deadline) else { return false }
        if event.handle == registration.number {
            switch event.kind {
            case .message: try accept(event)
            case .peerClosed: throw .peerClosed
            case .writable, .timer, .processExited, .threadExited, .readable: break
            }
            return true
        }
        guard let index = connections.firstIndex(where: { $0.channel.number == event.handle }) else { return true }
        switch event.kind {
        case .peerClosed: connections.remove(at: index)
        case .message:
            do throws(FTLError) {
                try answer(connections[index].channel, event, handler)
            } catch {
                // The client is gone, or does not take its replies. Keeping them for it would have no bound.
                connections.remove(at: index)
            }
        case .writable, .timer, .processExited, .threadExited, .readable: break
        }
        return true
    }

    /// Takes a new client. One that cannot be taken is disconnected; the others do not notice.
    private mutating func accept(_ event: Event) throws(FTLError) {
        var message = try registration.receive(event)
        guard message.info.kind == .open, let handle = message.handle.take() else { return }
        let channel = Channel(handle)
        guard (try? sink.add(channel)) != nil else { return }
        connections.append(Connection(channel))
    }

    /// - Throws: where the reply could not be sent.
    private func answer(
        _ channel: borrowing Channel, _ event: Event, _ handler: (inout Request) throws(FTLError) -> Void
    ) throws(FTLError) {
        // What is no request is nothing to answer.
        guard let kind = event.info.kind, let replyKind = kind.reply else { return try channel.discard(event) }
        var request = Request(kind: kind, message: try channel.receive(event))
        var failure = FTLError.unsupported
        do throws(FTLError) {
            try handler(&request)
        } catch {
            failure = error
        }
        guard var reply = request.takeReply() else {
            return try channel.send(.errorReply, id: event.info.id, word0: UInt64(failure.rawValue))
        }
        try channel.send(
            replyKind, id: event.info.id, word0: reply.word0, word1: reply.word1, body: reply.body,
            handle: &reply.handle)
    }
}

/// One request of a client.
public struct Request: ~Copyable {
    struct Reply: ~Copyable {
        var word0: UInt64
        var word1: UInt64
        var body: [UInt8]
        var handle: Handle?
    }

    /// What is asked.
    public let kind: MessageKind
    /// The message that asks it. A handle in it can be taken.
    public var message: Message
    private var answer: Reply?

    init(kind: MessageKind, message: consuming Message) {
        self.kind = kind
        self.message = message
        answer = nil
    }

    /// The answer; sent when the handler returns. Only the last one counts.
    public mutating func reply(
        word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], handle: consuming Handle? = nil
    ) {
        answer = Reply(word0: word0, word1: word1, body: body, handle: handle)
    }

    mutating func takeReply() -> Reply? { answer.take() }
}
