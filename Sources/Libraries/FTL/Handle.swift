// Owning a handle. Exactly one value owns each, and the handle is closed with it.

/// A handle this program owns, whatever it names. Closed when the value goes out of scope.
@frozen
public struct Handle: ~Copyable, Sendable {
    /// The handle's number; valid as long as this value is.
    public let number: HandleNumber

    /// Takes the ownership of an open handle that no other value owns.
    public init(owning number: HandleNumber) { self.number = number }

    init(result: UInt) { number = HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)) }

    deinit { _ = try? call(.handleClose, number.word) }

    /// Gives up the ownership without closing: somebody else does that now.
    public consuming func release() -> HandleNumber {
        let number = number
        discard self
        return number
    }

    /// Another handle to the same object.
    ///
    /// - Parameter rights: what the new handle may do at most; it never may more than this one.
    /// - Throws: `notAllowed` without the right to duplicate (channels never have it); `limitReached`.
    public func duplicate(rights: Rights = .all) throws(FTLError) -> Handle {
        Handle(result: try call(.handleDuplicate, number.word, UInt(rights.rawValue)))
    }
}

/// What all objects of the kernel have in common for this program: a handle.
public protocol KernelObject: ~Copyable {
    /// The number by which events name the object.
    var number: HandleNumber { get }
    /// Takes a handle to an object of this type; the kernel finds out on first use if it is of another.
    init(_ handle: consuming Handle)
    /// The handle, for example to send it away.
    consuming func intoHandle() -> Handle
}

extension KernelObject where Self: ~Copyable {
    /// A second value for the same object.
    ///
    /// - Parameter rights: what the new one may do at most; it never may more than this one.
    /// - Throws: `notAllowed` without the right to duplicate (channels never have it); `limitReached`.
    public func duplicate(rights: Rights = .all) throws(FTLError) -> Self {
        Self(Handle(result: try call(.handleDuplicate, number.word, UInt(rights.rawValue))))
    }
}
