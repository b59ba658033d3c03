// The console as an object: what is typed, and the screen as it is. Only a program that was given it has it; printing
// lines needs no handle (Console).

/// What is typed on the console, and the screen. In a sink it reports `readable`.
@frozen
public struct Terminal: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// What was typed and not read yet, at most `count` bytes. Does not wait.
    public func read(count: Int = Limits.consoleReadLength) throws(FTLError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(max(count, 0), Limits.consoleReadLength))
        let number = self.number
        // Safe because the array is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe syscall(.consoleRead, number.word, UInt(bitPattern: buffer.baseAddress), UInt(buffer.count))
        }
        bytes.removeSubrange(Int(bitPattern: try check(result))...)
        return bytes
    }

    /// Writes the bytes as they are.
    ///
    /// - Throws: `tooLarge` above `Limits.consoleWriteLength`.
    public func put(_ bytes: [UInt8]) throws(FTLError) {
        let number = self.number
        // Safe because the array lives as long as this closure runs, and the call only reads it.
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe syscall(.consolePut, number.word, UInt(bitPattern: buffer.baseAddress), UInt(buffer.count))
        }
        _ = try check(result)
    }
}
