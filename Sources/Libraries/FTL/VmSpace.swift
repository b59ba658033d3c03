// An address space as an object: whoever starts a process can make it, and map areas into it, before the process is
// there and while it runs. That is how two programs come to share memory.

/// An address space. A process that it is given to lives in it; without one it ends with the handle.
@frozen
public struct VmSpace: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// A new space with nothing in it.
    ///
    /// - Parameter isolation: of the process that will live there.
    /// - Throws: `limitReached` where this program has `Limits.spacesPerProcess` that no process has yet;
    ///   `outOfMemory`.
    public init(isolation: Isolation = .kernel) throws(FTLError) {
        self.init(Handle(result: try call(.vmSpaceCreate, isolation.rawValue)))
    }

    /// Maps an area where there is room, readable, and writable where the area's handle is.
    ///
    /// - Parameters:
    ///   - offset: of the first byte, in whole pages.
    ///   - length: in bytes; rounded up to whole pages.
    /// - Returns: the address, for whoever lives in the space.
    /// - Throws: `invalidArgument`, `notAllowed`, `limitReached`, `outOfMemory`; `invalidState` where the process that
    ///   lived here has ended.
    public func map(_ area: borrowing VmArea, offset: Int = 0, length: Int) throws(FTLError) -> UInt {
        // Safe: nothing is mapped into this program's own space, and the other's memory is not this one's.
        try check(
            unsafe syscall(
                .vmSpaceMap, number.word, area.number.word, UInt(bitPattern: offset), UInt(bitPattern: length)))
    }

    /// Ends a mapping.
    ///
    /// - Parameter address: as `map` answered it.
    /// - Throws: `notFound`, `notAllowed` for what is not from `map`.
    public func unmap(_ address: UInt) throws(FTLError) { _ = try call(.vmSpaceUnmap, number.word, address) }
}
