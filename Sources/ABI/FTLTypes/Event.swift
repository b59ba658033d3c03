// What a sink reports. Events cross the boundary as 40 bytes each, little-endian:
//
//   0: u32 kind   4: u32 handle   8: u64 token   16: u64 info   24: u64 word 0   32: u64 word 1
//
// `handle` is the number, in the process that waits, of the object the event is about.

/// What happened.
public enum EventKind: UInt32, CaseIterable, Sendable {
    /// A message is there: info, words and the token by which its body and handle are received (or discarded).
    case message = 1
    /// A channel that answered `overloaded` takes messages again.
    case writable = 2
    /// The other end was closed and everything it sent was received. Reported once.
    case peerClosed = 3
    /// A timer's deadline passed. Word 0: the time in nanoseconds it was set for.
    case timer = 4
    /// A process ended. Word 0: its status; word 1: an `ExitReason`.
    case processExited = 5
    /// A thread ended.
    case threadExited = 6
    /// Something was typed: `console_read` has bytes.
    case readable = 7
    /// A device interrupted; it does not again before that is acknowledged. Word 0: how often since the last event.
    case interrupt = 8
}

/// Why a process ended.
public enum ExitReason: UInt64, CaseIterable, Sendable {
    /// It said so itself, with a status of its choice.
    case exited = 0
    /// It did something it must not; the report is on the console.
    case faulted = 1
    /// Somebody with the right to do so ended it.
    case killed = 2
}

/// One event, as `sink_wait` reports it.
public struct Event: Equatable, Sendable {
    /// Bytes of an event on the wire.
    public static let size = 40

    /// Where each part of it begins, in bytes.
    public enum Field: Int, CaseIterable, Sendable {
        case kind = 0
        case handle = 4
        case token = 8
        case info = 16
        case word0 = 24
        case word1 = 32
    }

    public var kind: EventKind
    public var handle: HandleNumber
    /// Names the message to `channel_recv` and `channel_discard`; zero for other events.
    public var token: UInt64
    public var info: MessageInfo
    public var word0: UInt64
    public var word1: UInt64

    @inlinable
    public init(
        kind: EventKind, handle: HandleNumber = .none, token: UInt64 = 0, info: MessageInfo = MessageInfo(rawValue: 0),
        word0: UInt64 = 0, word1: UInt64 = 0
    ) {
        self.kind = kind
        self.handle = handle
        self.token = token
        self.info = info
        self.word0 = word0
        self.word1 = word1
    }

    /// The event in bytes `offset ..< offset + Event.size`, or nil where they hold none.
    @inlinable
    public init?(bytes: borrowing Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, bytes.count - offset >= Event.size else { return nil }
        func word(_ at: Int) -> UInt64 {
            var value: UInt64 = 0
            for byte in 0..<8 { value |= UInt64(bytes[offset + at + byte]) << (8 * UInt64(byte)) }
            return value
        }
        self.init(word(0), word(8), word(16), word(24), word(32))
    }

    /// The event in the five words of the wire format, or nil where they hold none.
    @inlinable @inline(__always)
    public init?(_ first: UInt64, _ token: UInt64, _ info: UInt64, _ word0: UInt64, _ word1: UInt64) {
        guard let kind = EventKind(rawValue: UInt32(truncatingIfNeeded: first)) else { return nil }
        self.init(
            kind: kind, handle: HandleNumber(rawValue: UInt32(truncatingIfNeeded: first >> 32)), token: token,
            info: MessageInfo(rawValue: info), word0: word0, word1: word1)
    }

    /// The five words of the wire format, in order.
    @inlinable
    public var words: (UInt64, UInt64, UInt64, UInt64, UInt64) {
        (UInt64(kind.rawValue) | UInt64(handle.rawValue) << 32, token, info.rawValue, word0, word1)
    }
}
