// The asking side of a service, for programs that have nothing else to do while they wait for an answer.
//
// A request is sent under an id, and its reply carries the same one. So many requests can be on their way at once, and
// their replies may come in any order (docs/rpc.md). What a client holds is bounded: `ticketLimit` requests, each with
// one reply at most. While it waits it takes every reply that comes, so that a service which answers in an order of
// its own is never held up; while it does not wait, replies stay in the channel's queue and push back on the service.

/// A channel to a service, in a sink of the client's own. A program that waits for other things as well uses
/// `intoChannel` and one `Sink` for all. Closed when the value goes out of scope; what is on its way is then forgotten.
public struct Client: ~Copyable {
    /// Requests that one client may have on their way, replies that nobody has asked for yet included.
    public static let ticketLimit = 64

    private let channel: Channel
    private let sink: Sink
    private let table = ReplyTable()

    /// - Throws: `limitReached` or `outOfMemory` where there is no sink to be had; the channel is closed then.
    public init(_ channel: consuming Channel) throws(FTLError) {
        let sink = try Sink()
        try sink.add(channel)
        self.channel = channel
        self.sink = sink
    }

    /// The channel alone, for example to send it away or to put it into a sink. Forgets all requests.
    ///
    /// - Throws: where the channel cannot be taken out of the client's sink; it is closed then.
    public consuming func intoChannel() throws(FTLError) -> Channel {
        try sink.remove(channel)
        return channel
    }

    // MARK: Many requests at once

    /// Sends a request. Waits only where the service has too much to receive already.
    ///
    /// - Parameters:
    ///   - handle: goes with the request. Nil afterwards where the request was sent, untouched where not.
    ///   - deadline: in nanoseconds since boot.
    /// - Throws: `limitReached` where `ticketLimit` requests are on their way; `timedOut` where there was no room for
    ///   it in time; otherwise as `Channel.send`. What was thrown for was not sent.
    public func send(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], handle: inout Handle?,
        until deadline: UInt64 = .max
    ) throws(FTLError) -> Ticket {
        let ticket = Ticket(try table.add(kind), table)
        while true {
            do throws(FTLError) {
                try channel.send(kind, id: ticket.entry.id, word0: word0, word1: word1, body: body, handle: &handle)
                return ticket
            } catch {
                guard error == .overloaded else { throw error }
            }
            // Until there is room again; replies may be among what comes first.
            try takeEvent(until: deadline)
        }
    }

    /// Sends a request without a handle.
    ///
    /// - Throws: as the other form.
    public func send(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], until deadline: UInt64 = .max
    ) throws(FTLError) -> Ticket {
        var none: Handle? = nil
        return try send(kind, word0: word0, word1: word1, body: body, handle: &none, until: deadline)
    }

    /// Waits for the reply to a request. Replies to other requests that come first are kept for their tickets.
    ///
    /// - Parameter deadline: in nanoseconds since boot; 0: do not wait.
    /// - Throws: what the service answered as an error; `peerClosed` where it is gone; `malformed` where the answer
    ///   is of another kind than the question asks for; `timedOut`, after which the ticket is as good as before;
    ///   `invalidState` where the reply was taken already; `invalidArgument` for a ticket of another client.
    public func reply(to ticket: borrowing Ticket, until deadline: UInt64 = .max) throws(FTLError) -> Message {
        guard ticket.table === table else { throw .invalidArgument }
        let entry = ticket.entry
        guard table.contains(entry) else { throw .invalidState }
        while !entry.isSettled {
            guard !table.isPeerGone else { throw .peerClosed }
            try takeEvent(until: deadline)
        }
        let reply = entry.message.take()
        table.remove(entry)
        guard let message = reply else { throw entry.failure ?? .malformed }
        if message.info.kind == .errorReply { throw FTLError(rawValue: Int(clamping: message.word0)) ?? .malformed }
        guard message.info.kind == entry.kind.reply else { throw .malformed }
        return message
    }

    /// Waits for one event of the channel and acts on it.
    private func takeEvent(until deadline: UInt64) throws(FTLError) {
        guard let event = try sink.wait(until: deadline) else { throw .timedOut }
        switch event.kind {
        case .peerClosed: table.isPeerGone = true
        case .message:
            // What nobody waits for any more, and a second reply, are forgotten.
            guard let entry = table.find(event.info.id), !entry.isSettled else { return try channel.discard(event) }
            do throws(FTLError) {
                entry.message = try channel.receive(event)
            } catch {
                entry.failure = error
                try channel.discard(event)
            }
        case .writable, .timer, .processExited, .threadExited, .readable, .interrupt: break
        }
    }

    // MARK: One request

    /// Sends a request and waits for its reply.
    ///
    /// - Parameters:
    ///   - handle: goes with the request. Nil afterwards where the request was sent, untouched where not.
    ///   - deadline: in nanoseconds since boot. A reply that comes later is dropped.
    /// - Throws: as `send` and `reply(to:)`.
    public func request(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], handle: inout Handle?,
        until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        let ticket = try send(kind, word0: word0, word1: word1, body: body, handle: &handle, until: deadline)
        return try reply(to: ticket, until: deadline)
    }

    /// Sends a request without a handle and waits for its reply.
    public func request(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        var none: Handle? = nil
        return try request(kind, word0: word0, word1: word1, body: body, handle: &none, until: deadline)
    }

    /// Writes the bytes.
    ///
    /// - Returns: the reply; its word 0 is how many bytes the service took.
    @discardableResult
    public func write(
        _ bytes: [UInt8], at offset: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        try request(.write, word0: offset, body: bytes, until: deadline)
    }

    /// Writes the text as UTF-8.
    ///
    /// - Returns: as the other form.
    @discardableResult
    public func write(
        _ text: String, at offset: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        try write(Array(text.utf8), at: offset, until: deadline)
    }

    /// Reads at most `count` bytes.
    public func read(
        count: Int = Limits.bodyLength, at offset: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> [UInt8] {
        try request(.read, word0: offset, word1: UInt64(clamping: count), until: deadline).body
    }

    /// Opens what the service knows under this path.
    ///
    /// - Parameter word0: what the service makes of it.
    /// - Throws: also `malformed` where the service's answer holds no channel.
    public func open(
        _ path: ByteString, word0: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> Client {
        var reply = try request(.open, word0: word0, body: path.bytes, until: deadline)
        guard let handle = reply.handle.take() else { throw .malformed }
        return try Client(Channel(handle))
    }

    /// Asks for a number about what was opened.
    public func getattr(_ attribute: Attribute, until deadline: UInt64 = .max) throws(FTLError) -> UInt64 {
        try request(.getattr, word0: attribute.rawValue, until: deadline).word0
    }

    /// Changes a number about what was opened.
    public func setattr(
        _ attribute: Attribute, to value: UInt64, until deadline: UInt64 = .max
    ) throws(FTLError) {
        _ = try request(.setattr, word0: attribute.rawValue, word1: value, until: deadline)
    }
}
