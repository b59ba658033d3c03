// The answering side: a service with any number of clients, served by one loop over one sink.

/// A service this program provides. Dropping it disconnects its clients; a request that somebody still keeps then has
/// nobody to answer.
public struct Service: ~Copyable {
    /// Requests of one client that are not answered; further ones wait in the client's channel and push back on it.
    public static let requestLimit = 16

    /// Channels that one client may have opened (`Request.accept`), so that it leaves some for the others.
    public static let openedLimit = 128

    private let registration: Channel
    private let table: ConnectionTable

    /// Registers the service with the supervisor. Clients wait until `serve` or `run` is called.
    ///
    /// - Parameter clients: how many to take. `run` ends when that many have come and gone.
    /// - Throws: as `Supervisor.register`; `limitReached` or `outOfMemory` where there is no sink to be had.
    public init(
        _ name: ByteString, _ supervisor: borrowing Supervisor, clients: Int = .max
    ) throws(FTLError) {
        try self.init(registration: try supervisor.register(name), clients: clients)
    }

    /// - Parameter registration: the channel that announces the clients.
    public init(registration: consuming Channel, clients: Int = .max) throws(FTLError) {
        let sink = try Sink()
        try sink.add(registration)
        self.registration = registration
        table = ConnectionTable(sink, clientsLeft: clients)
    }

    deinit { table.closeAll() }

    /// How many channels are connected now: clients, and what they opened (`Request.accept`).
    public var clientCount: Int { table.connections.count }

    /// Whether as many clients have come and gone as the service was to take.
    public var isOver: Bool { table.clientsLeft <= 0 && table.connections.isEmpty }

    /// Serves the requests of a channel that came some other way as well.
    ///
    /// - Parameter context: what they have as their `context`.
    /// - Throws: as `Sink.add`; the channel is closed then.
    public func add(_ channel: consuming Channel, context: UInt64 = 0) throws(FTLError) {
        try table.add(channel, context: context)
    }

    /// Serves until the service is over, or the deadline (in nanoseconds since boot) has passed.
    ///
    /// - Parameter handler: gets each request. It answers it with `Request.reply`, or keeps it to answer later. A
    ///   request that it does neither with is answered with the error that the handler throws, or `unsupported`.
    /// - Throws: `peerClosed` where the supervisor is gone.
    public func run(
        until deadline: UInt64 = .max, _ handler: (consuming Request) throws(FTLError) -> Void
    ) throws(FTLError) {
        while !isOver, try serve(until: deadline, handler) {}
    }

    /// Deals with one thing, waiting for it if need be: a new client, a request, a client that left.
    ///
    /// - Parameter handler: as for `run`.
    /// - Returns: false where the deadline passed first.
    /// - Throws: as `run`.
    public func serve(
        until deadline: UInt64 = .max, _ handler: (consuming Request) throws(FTLError) -> Void
    ) throws(FTLError) -> Bool {
        // One that may be answered because another one was.
        if let connection = table.connections.first(where: { $0.isReady }) {
            connection.answerNext(handler)
            return true
        }
        guard let event = try table.sink.wait(until: deadline) else { return false }
        if event.handle == registration.number {
            switch event.kind {
            case .message: try accept(event)
            case .peerClosed: throw .peerClosed
            case .writable, .timer, .processExited, .threadExited, .readable, .interrupt: break
            }
        } else if let connection = table.find(event.handle) {
            connection.handle(event)
            if connection.isReady { connection.answerNext(handler) }
        }
        return true
    }

    /// Takes a new client. One that cannot be taken is disconnected; the others do not notice.
    private func accept(_ event: Event) throws(FTLError) {
        guard event.info.kind == .open, table.clientsLeft > 0 else { return try registration.discard(event) }
        let handle: Handle?
        do throws(FTLError) {
            var message = try registration.receive(event)
            handle = message.handle.take()
        } catch {
            // There is no handle left for it.
            return try registration.discard(event)
        }
        guard let handle else { return }
        guard (try? table.add(Channel(handle), context: 0)) != nil else { return }
        if table.clientsLeft != .max { table.clientsLeft -= 1 }
    }
}
