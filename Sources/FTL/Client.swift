// The asking side of a service, for programs that have nothing else to do while they wait for the answer.

/// A channel to a service, used one request at a time: each method sends a request and waits for its reply.
///
/// The channel is in a sink of the client's own. A program that waits for other things as well uses `Channel`
/// and one `Sink` for all instead.
public struct Client: ~Copyable {
    private let channel: Channel
    private let sink: Sink
    private var lastID: UInt32 = 0

    /// - Throws: `limitReached` or `outOfMemory` where there is no sink to be had; the channel is closed then.
    public init(_ channel: consuming Channel) throws(FTLError) {
        let sink = try Sink()
        try sink.add(channel)
        self.channel = channel
        self.sink = sink
    }

    /// Sends a request and waits for its reply.
    ///
    /// - Parameters:
    ///   - handle: goes with the request. Nil afterwards where the request was sent, untouched where not.
    ///   - deadline: in nanoseconds since boot. A reply that comes later is dropped.
    /// - Throws: what the service answered as an error; `peerClosed` where it is gone; `timedOut`; `malformed`
    ///   where the answer is of another kind than the question asks for; otherwise as `Channel.send`.
    public mutating func request(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], handle: inout Handle?,
        until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        lastID &+= 1
        let id = lastID
        while true {
            do throws(FTLError) {
                try channel.send(kind, id: id, word0: word0, word1: word1, body: body, handle: &handle)
                break
            } catch {
                guard error == .overloaded else { throw error }
                // Until there is room again; replies to given-up requests may be among what comes first.
                try forget(try next(until: deadline))
            }
        }
        while true {
            let event = try next(until: deadline)
            guard event.kind == .message, event.info.id == id else {
                try forget(event)
                continue
            }
            let message = try channel.receive(event)
            if message.info.kind == .errorReply { throw FTLError(rawValue: Int(clamping: message.word0)) ?? .malformed }
            guard message.info.kind == kind.reply else { throw .malformed }
            return message
        }
    }

    /// Sends a request without a handle and waits for its reply.
    public mutating func request(
        _ kind: MessageKind, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        var none: Handle? = nil
        return try request(kind, word0: word0, word1: word1, body: body, handle: &none, until: deadline)
    }

    /// Writes the bytes.
    ///
    /// - Returns: the reply; its word 0 is how many bytes the service took.
    public mutating func write(
        _ bytes: [UInt8], at offset: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        try request(.write, word0: offset, body: bytes, until: deadline)
    }

    /// Reads at most `count` bytes.
    public mutating func read(
        count: Int, at offset: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> [UInt8] {
        try request(.read, word0: offset, word1: UInt64(clamping: count), until: deadline).body
    }

    /// Opens what the service knows under this path.
    ///
    /// - Returns: the reply; a new channel, where there is one, is the handle that comes with it.
    public mutating func open(
        _ path: ByteString, word0: UInt64 = 0, until deadline: UInt64 = .max
    ) throws(FTLError) -> Message {
        try request(.open, word0: word0, body: path.bytes, until: deadline)
    }

    /// The next event of the channel.
    private func next(until deadline: UInt64) throws(FTLError) -> Event {
        guard let event = try sink.wait(until: deadline) else { throw .timedOut }
        if event.kind == .peerClosed { throw .peerClosed }
        return event
    }

    /// Drops what nobody waits for any more.
    private func forget(_ event: Event) throws(FTLError) {
        if event.kind == .message { try channel.discard(event) }
    }
}
