// The names in a program's file, as llvm-nm tells them.

/// A name and where it lies.
struct Symbol: Equatable {
    let name: String
    let address: UInt64
    /// Bytes; 0 where the file does not say.
    let size: UInt64
}

extension Symbol {
    /// What llvm-nm printed, with or without `--print-size`: `ADDRESS [SIZE] TYPE NAME`.
    static func parse(_ text: String) -> [Symbol] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
            guard words.count >= 3, let address = UInt64(words[0], radix: 16) else { return nil }
            if words[1].utf8.count == 1 {
                // A name of C++ or of Swift may hold blanks.
                return Symbol(name: words[2...].joined(separator: " "), address: address, size: 0)
            }
            guard words.count == 4, let size = UInt64(words[1], radix: 16) else { return nil }
            return Symbol(name: String(words[3]), address: address, size: size)
        }
    }

    /// The symbols of a program; none where it cannot be read.
    static func all(of program: String) throws(ToolError) -> [Symbol] {
        parse(try Subprocess.run(["llvm-nm", "--print-size", program], errors: .dropped).text)
    }
}
