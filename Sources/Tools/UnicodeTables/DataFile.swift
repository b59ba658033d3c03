// The text files of the Unicode Character Database (UAX #44, 4.2): fields between semicolons, comments behind a `#`, code
// points in hexadecimal, ranges with two dots.

import Foundation

/// A line that says something.
struct DataLine {
    let fields: [String]

    /// The code points of the first field: one, or a range.
    var range: ClosedRange<Int> {
        let ends = fields[0].components(separatedBy: "..").map { Int($0, radix: 16)! }
        return ends[0]...ends[ends.count - 1]
    }
    /// The code points of a field that lists some.
    func codePoints(_ field: Int) -> [Int] { fields[field].split(separator: " ").map { Int($0, radix: 16)! } }
}

/// A folder with the database's files, as their publisher lays them out.
struct DataFolder {
    let path: String

    func lines(_ name: String) throws -> [DataLine] {
        let text = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { return nil }
            return DataLine(
                fields: content.split(separator: ";", omittingEmptySubsequences: false).map {
                    $0.trimmingCharacters(in: .whitespaces)
                })
        }
    }

    /// The sets that a file names in its second field.
    func sets(_ name: String) throws -> [String: CodePointSet] {
        var ranges: [String: [ClosedRange<Int>]] = [:]
        for line in try lines(name) { ranges[line.fields[1], default: []].append(line.range) }
        return ranges.mapValues { CodePointSet($0) }
    }
}
