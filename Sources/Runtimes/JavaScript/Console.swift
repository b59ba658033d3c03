// What the runtime itself prints: errors that nobody caught, and what the engine's C library says.

import FTL

extension Console {
    /// Prints each line of a text as one.
    static func write(lines text: [UInt8]) {
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            write(line: Array(line))
        }
    }
}
