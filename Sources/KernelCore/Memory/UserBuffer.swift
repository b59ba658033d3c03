// Bytes that a program named in a call. A handler gets one of these instead of an address.

/// Bytes of a program's that were found to be its own. Nothing can change that before the call that looked them
/// up ends: the kernel is entered by one hart at a time and never waits inside.
struct UserBuffer {
    let area: VmArea?
    let offset: Int
    let count: Int

    /// Copies the bytes to kernel memory of the same length.
    func copy(to target: UnsafeMutableRawBufferPointer) {
        precondition(target.count == count)
        unsafe area?.copyOut(offset: offset, to: target)
    }

    /// Copies kernel memory to the bytes, from `position` on.
    func write(_ source: UnsafeRawBufferPointer, at position: Int = 0) {
        precondition(position + source.count <= count)
        unsafe area?.copyIn(offset: offset + position, from: source)
    }

    /// The bytes as an array; for what is short.
    func bytes() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        // Safe: the array has the buffer's length.
        unsafe result.withUnsafeMutableBytes { unsafe copy(to: $0) }
        return result
    }
}
