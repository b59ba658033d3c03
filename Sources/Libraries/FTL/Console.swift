// Lines on the console. The kernel puts the program's name before each.

/// The console, which everybody writes to.
public enum Console {
    /// Writes one line in one call, so that the lines of several programs do not mix. What is longer than
    /// `Limits.consoleWriteLength` is written in pieces.
    public static func write(line: [UInt8]) {
        var bytes = line
        bytes.append(10)
        var start = 0
        while start < bytes.count {
            let end = min(start + Limits.consoleWriteLength, bytes.count)
            // Safe because the array lives as long as this closure runs, and the call only reads it. A console
            // that cannot be written to has nobody to tell.
            unsafe bytes[start..<end].withUnsafeBufferPointer { piece in
                _ = unsafe syscall(.consoleWrite, UInt(bitPattern: piece.baseAddress), UInt(piece.count))
            }
            start = end
        }
    }
}

/// Writes the text as one line on the console.
public func print(_ line: String) { Console.write(line: Array(line.utf8)) }

/// Writes the bytes as one line on the console.
public func print(_ line: ByteString) { Console.write(line: line.bytes) }
