// One end of a channel: messages of an info word, two words, a body that is copied and at most one handle that
// is moved. Sending never waits; what has come in is reported by a sink and received (or discarded) by its token.

/// One end of a pair; what is sent here comes out at the other end.
@frozen
public struct Channel: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// Two new ends, connected with each other.
    ///
    /// - Throws: `limitReached`, `outOfMemory`.
    public static func makePair() throws(FTLError) -> ChannelPair {
        let pair = try call(.channelCreate)
        return ChannelPair(
            first: Channel(Handle(result: pair & 0x7fff_ffff)), second: Channel(Handle(result: pair >> 32)))
    }

    /// Sends a message; the body is copied.
    ///
    /// - Parameter handle: goes with the message. It is nil afterwards where the message was sent, and untouched
    ///   where it was not.
    /// - Throws: `overloaded` where the other end has too much to receive already (a sink that this end is in
    ///   reports `writable` when that is over), `peerClosed`, `tooLarge` for a body above `Limits.bodyLength`,
    ///   `wouldCycle` for a handle whose queue would in the end hold this channel.
    public func send(
        _ kind: MessageKind, id: UInt32 = 0, word0: UInt64 = 0, word1: UInt64 = 0, body: borrowing Span<UInt8>,
        handle: inout Handle?
    ) throws(FTLError) {
        let info = UInt(MessageInfo(kind: kind, id: id, length: body.count).rawValue)
        let moved = handle?.number ?? .none
        let number = self.number
        // Safe because the body lives as long as this closure runs, and the call only reads it.
        let result = unsafe body.withUnsafeBufferPointer { bytes in
            unsafe syscall(
                .channelSend, number.word, info, UInt(word0), UInt(word1), UInt(bitPattern: bytes.baseAddress),
                moved.word)
        }
        _ = try check(result)
        // It is the receiver's now.
        if let sent = handle.take() { _ = sent.release() }
    }

    /// Sends a message; the body is copied.
    ///
    /// - Parameter handle: as in the other form.
    /// - Throws: as the other form.
    public func send(
        _ kind: MessageKind, id: UInt32 = 0, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [],
        handle: inout Handle?
    ) throws(FTLError) {
        try send(kind, id: id, word0: word0, word1: word1, body: body.span, handle: &handle)
    }

    /// Sends a message without a handle.
    ///
    /// - Throws: as the other form.
    public func send(
        _ kind: MessageKind, id: UInt32 = 0, word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = []
    ) throws(FTLError) {
        var none: Handle? = nil
        try send(kind, id: id, word0: word0, word1: word1, body: body.span, handle: &none)
    }

    /// Receives the message that the event reported.
    ///
    /// - Throws: `invalidArgument` or `notFound` for an event of another channel or one that was answered already.
    public func receive(_ event: Event) throws(FTLError) -> Message {
        var body = [UInt8](repeating: 0, count: event.info.length)
        var buffer = body.mutableSpan
        let handle = try receive(event, into: &buffer)
        return Message(info: event.info, word0: event.word0, word1: event.word1, body: body, handle: handle)
    }

    /// Receives the message that the event reported into a buffer of the caller's; the first
    /// `event.info.length` bytes of it are the body afterwards. Answers the handle that came with the message.
    ///
    /// - Throws: `tooLarge` where the buffer is too small (the message can still be received or discarded);
    ///   otherwise as the other form.
    public func receive(_ event: Event, into buffer: inout MutableSpan<UInt8>) throws(FTLError) -> Handle? {
        let number = self.number
        // Safe because the buffer is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe syscall(
                .channelRecv, number.word, UInt(event.token), UInt(bitPattern: bytes.baseAddress), UInt(bytes.count))
        }
        let received = try check(result)
        return received == 0 ? nil : Handle(result: received)
    }

    /// Forgets the message that the event reported, and closes the handle in it.
    public func discard(_ event: Event) throws(FTLError) {
        _ = try call(.channelDiscard, number.word, UInt(event.token))
    }
}

/// The two ends of a new channel.
@frozen
public struct ChannelPair: ~Copyable, Sendable {
    public var first: Channel
    public var second: Channel
}

/// A message as it was received.
@frozen
public struct Message: ~Copyable, Sendable {
    public let info: MessageInfo
    public let word0: UInt64
    public let word1: UInt64
    public let body: [UInt8]
    /// What came with it. Take it (`message.handle.take()`), or it is closed with the message.
    public var handle: Handle?

    /// The body as text, to be printed: what is no UTF-8 shows as U+FFFD.
    public var text: String { ByteString(body).string }
}
