// What getattr and setattr ask about: a number in word 0 that names a number of the thing that was opened.

/// An attribute of what a service opens. Those below 256 mean the same everywhere; from there on they are the
/// service's own.
public struct Attribute: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt64

    @inlinable
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Bytes that can be read. Setting a smaller one cuts off the rest.
    @inlinable
    public static var length: Attribute { Attribute(rawValue: 1) }
}
