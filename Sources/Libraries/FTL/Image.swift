// A program that was read and checked, ready to become processes.

/// An executable. All processes made from one share its code.
@frozen
public struct Image: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// Reads and checks an executable file, a static-PIE ELF.
    ///
    /// - Parameters:
    ///   - area: holds the file, in the `length` bytes from `offset` on. Needs the rights to read and execute.
    /// - Throws: `malformed` where it is not what the system can run; the kernel's log says why.
    public init(_ area: borrowing VmArea, offset: Int, length: Int) throws(FTLError) {
        self.init(
            Handle(
                result: try call(
                    .imageCreate, area.number.word, UInt(bitPattern: offset), UInt(bitPattern: length))))
    }
}
