// The types of kernel objects a handle can name.

/// The type of a kernel object.
public enum ObjectType: UInt8, CaseIterable, Sendable {
    case channel = 1
    case sink = 2
    case timer = 3
    case process = 4
    case thread = 5
    case vmArea = 6
    case image = 7
    case system = 8
    case vmSpace = 9
    case console = 10
    case interrupt = 11

    /// The name by which programs print it.
    public var name: StaticString {
        switch self {
        case .channel: "channel"
        case .sink: "sink"
        case .timer: "timer"
        case .process: "process"
        case .thread: "thread"
        case .vmArea: "vmArea"
        case .image: "image"
        case .system: "system"
        case .vmSpace: "vmSpace"
        case .console: "console"
        case .interrupt: "interrupt"
        }
    }
}

/// The number by which a process names one of its handles. Zero is never a handle. A number is not used again
/// soon after it was closed, so that a stale one is an error and not somebody else's object.
public struct HandleNumber: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Stands for "no handle" in calls that take one or none.
    public static let none = HandleNumber(rawValue: 0)

    /// Handle numbers are positive 31-bit values, so that two fit into a call's (non-negative) result.
    public static let largest: UInt32 = 0x7fff_ffff
}
