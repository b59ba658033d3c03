// Memory as an object: it can be given to others, and read and written without being mapped.

/// A memory area of a fixed length.
@frozen
public struct VmArea: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// A new area of zeroes.
    ///
    /// - Parameter length: in bytes.
    /// - Throws: `invalidArgument` for a length of zero or less; `limitReached`, `outOfMemory`.
    public init(length: Int) throws(FTLError) {
        guard length > 0 else { throw .invalidArgument }
        self.init(Handle(result: try call(.vmAreaCreate, UInt(length))))
    }

    /// In bytes.
    public func length() throws(FTLError) -> Int { Int(bitPattern: try call(.vmAreaLength, number.word)) }

    /// Fills the buffer with what is in the area from `offset` on.
    ///
    /// - Throws: `invalidArgument` where the area ends before the buffer does.
    public func read(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(FTLError) {
        let number = self.number
        // Safe because the buffer is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe syscall(
                .vmAreaRead, number.word, UInt(bitPattern: offset), UInt(bitPattern: bytes.baseAddress),
                UInt(bytes.count))
        }
        _ = try check(result)
    }

    /// `count` bytes from `offset` on.
    ///
    /// - Throws: as the other form.
    public func read(at offset: Int, count: Int) throws(FTLError) -> [UInt8] {
        // Also keeps a wrong count from becoming a wrong allocation.
        guard offset >= 0, count >= 0, count <= (try length()) else { throw .invalidArgument }
        var bytes = [UInt8](repeating: 0, count: count)
        var buffer = bytes.mutableSpan
        try read(at: offset, into: &buffer)
        return bytes
    }

    /// Copies the bytes into the area from `offset` on.
    ///
    /// - Throws: `invalidArgument` where the area ends before the bytes do.
    public func write(_ bytes: borrowing Span<UInt8>, at offset: Int) throws(FTLError) {
        let number = self.number
        // Safe because the bytes live as long as this closure runs, and the call only reads them.
        let result = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe syscall(
                .vmAreaWrite, number.word, UInt(bitPattern: offset), UInt(bitPattern: bytes.baseAddress),
                UInt(bytes.count))
        }
        _ = try check(result)
    }

    /// Copies the bytes into the area from `offset` on.
    ///
    /// - Throws: as the other form.
    public func write(_ bytes: [UInt8], at offset: Int) throws(FTLError) { try write(bytes.span, at: offset) }
}
