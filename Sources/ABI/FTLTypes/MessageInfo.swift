// The info word of a message: what kind it is, which request it belongs to, how long its body is.
//
//   63            32 31            16 15      9   8   7       0
//  |   message id   |  body length   |   zero  | handle | kind |

/// What a message asks or answers. A service is a thing that is opened, read and written, like a file.
public enum MessageKind: UInt8, CaseIterable, Sendable {
    case open = 1
    case read = 2
    case write = 3
    case getattr = 4
    case setattr = 5
    case openReply = 0x81
    case readReply = 0x82
    case writeReply = 0x83
    case getattrReply = 0x84
    case setattrReply = 0x85
    /// The request failed: word 0 is the `FTLError`'s code.
    case errorReply = 0xff

    /// The name by which programs print it.
    public var name: StaticString {
        switch self {
        case .open: "open"
        case .read: "read"
        case .write: "write"
        case .getattr: "getattr"
        case .setattr: "setattr"
        case .openReply: "openReply"
        case .readReply: "readReply"
        case .writeReply: "writeReply"
        case .getattrReply: "getattrReply"
        case .setattrReply: "setattrReply"
        case .errorReply: "errorReply"
        }
    }

    /// What the number of a reply has and that of a request has not.
    @inlinable
    public static var replyBit: UInt8 { 0x80 }

    /// The kind that answers this request; a reply has none.
    @inlinable
    public var reply: MessageKind? {
        rawValue < MessageKind.replyBit ? MessageKind(rawValue: rawValue | MessageKind.replyBit) : nil
    }
}

/// A message's info word. The kernel checks the length and sets the handle bit; kind and id mean something only
/// to the two ends.
public struct MessageInfo: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt64

    /// Where each part of it begins, in bytes.
    public enum Field: Int, CaseIterable, Sendable {
        case kind = 0
        case length = 2
        case id = 4
    }

    @inlinable
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter length: of the body, in bytes; more than `Limits.bodyLength` is refused when it is sent.
    @inlinable
    public init(kind: MessageKind, id: UInt32 = 0, length: Int = 0) {
        rawValue = UInt64(kind.rawValue) | UInt64(UInt16(clamping: length)) << 16 | UInt64(id) << 32
    }

    /// The kind, where it is one of those there are.
    @inlinable
    public var kind: MessageKind? { MessageKind(rawValue: UInt8(truncatingIfNeeded: rawValue)) }

    /// Ties a reply to its request; chosen by whoever asks.
    @inlinable
    public var id: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }

    /// Bytes in the body.
    @inlinable
    public var length: Int { Int(UInt16(truncatingIfNeeded: rawValue >> 16)) }

    /// Whether a handle comes with the message.
    @inlinable
    public var hasHandle: Bool { rawValue & 0x100 != 0 }

    /// The same word with the handle bit as given, and the unused bits zero.
    @inlinable
    public func carrying(handle: Bool) -> MessageInfo {
        MessageInfo(rawValue: rawValue & ~0xff00 | (handle ? 0x100 : 0))
    }
}
