// Symbol files: lines of sixteen hexadecimal digits, a space and a name, sorted by address. Looked up where they
// lie, since a panic is no time to build an index. A broken file gives wrong names or none, never a fault.

/// Looks addresses up in a symbol file.
public enum SymbolTable {
    /// The function an address is in.
    public struct Symbol: Equatable, Sendable {
        /// Where its name lies in the file.
        public let name: Range<Int>
        /// Bytes from the function's beginning to the address.
        public let offset: UInt64
    }

    /// The last function at or below `address`, or nil where there is none.
    public static func symbol(at address: UInt64, in file: borrowing Span<UInt8>) -> Symbol? {
        // Of the lines that begin in low ..< high one may be the answer; those before low are not above address.
        var low = 0
        var high = file.count
        var best: Symbol?
        while low < high {
            var start = low + (high - low) / 2
            while start > low, file[start - 1] != UInt8(ascii: "\n") { start -= 1 }
            let end = file.firstIndex(of: UInt8(ascii: "\n"), in: start..<file.count) ?? file.count
            guard let symbolAddress = self.address(at: start, in: file), start + 17 <= end else { return best }
            if symbolAddress <= address {
                best = Symbol(name: start + 17..<end, offset: address - symbolAddress)
                low = end + 1
            } else {
                high = start
            }
        }
        return best
    }

    /// The sixteen digits and the space that begin a line.
    private static func address(at start: Int, in file: borrowing Span<UInt8>) -> UInt64? {
        guard file.count - start >= 17, file[start + 16] == UInt8(ascii: " ") else { return nil }
        var value: UInt64 = 0
        for index in start..<start + 16 {
            switch file[index] {
            case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
                value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte):
                value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
