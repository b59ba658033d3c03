// What scripts/check says.

/// A rule that is broken, and where.
struct Finding: Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let complaint: String

    init(_ file: String, _ line: Int, _ complaint: String) {
        self.file = file
        self.line = line
        self.complaint = complaint
    }

    var description: String { "\(file):\(line): \(complaint)" }
}

/// A file of the repository, read.
struct SourceFile {
    /// Relative to the repository.
    let name: String
    let bytes: [UInt8]
    let lines: [ArraySlice<UInt8>]

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What is after the last line's end is no line.
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it is no text: no byte of a text is 0.
    var isBinary: Bool { bytes.contains(0) }

    var isSwift: Bool { name.hasSuffix(".swift") }

    /// Whether its path begins with one of these folders.
    func isIn(_ folders: String...) -> Bool { folders.contains { name.hasPrefix($0 + "/") } }
}
