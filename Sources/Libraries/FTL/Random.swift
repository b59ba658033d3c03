// Random numbers that nobody can foresee, from the kernel's generator.

/// The system's random numbers.
public enum Random {
    /// Fills the buffer.
    ///
    /// - Throws: `unavailable` where the machine gave the kernel nothing to begin with; `tooLarge` above
    ///   `Limits.randomLength`.
    public static func fill(_ buffer: inout MutableSpan<UInt8>) throws(FTLError) {
        // Safe because the buffer is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe syscall(.randomFill, UInt(bitPattern: bytes.baseAddress), UInt(bytes.count))
        }
        _ = try check(result)
    }

    /// So many random bytes.
    ///
    /// - Throws: as the other form.
    public static func bytes(count: Int) throws(FTLError) -> [UInt8] {
        guard count <= Limits.randomLength else { throw .tooLarge }
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var buffer = bytes.mutableSpan
        try fill(&buffer)
        return bytes
    }
}
