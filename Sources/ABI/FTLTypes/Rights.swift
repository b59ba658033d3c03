// What a handle lets its holder do. Rights only ever narrow: a duplicate has the same or fewer.

/// The rights of one handle.
public struct Rights: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Receive from a channel, wait on a sink, receive an object's events, read a memory area.
    public static let read = Rights(rawValue: 1 << 0)
    /// Send on a channel, put objects into a sink, set a timer, write a memory area.
    public static let write = Rights(rawValue: 1 << 1)
    /// Make another handle to the same object.
    public static let duplicate = Rights(rawValue: 1 << 2)
    /// Move the handle to another process.
    public static let transfer = Rights(rawValue: 1 << 3)
    /// Run an image.
    public static let execute = Rights(rawValue: 1 << 4)
    /// Start, kill and give handles to a process, start a thread; find and trace processes.
    public static let manage = Rights(rawValue: 1 << 5)
    /// Map a memory area into an address space.
    public static let map = Rights(rawValue: 1 << 6)

    /// Switch the machine off.
    public static let power = Rights(rawValue: 1 << 7)

    /// Every right there is.
    public static let all: Rights = [.read, .write, .duplicate, .transfer, .execute, .manage, .map, .power]
}
