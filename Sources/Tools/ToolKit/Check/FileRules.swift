// Rules for every file: how long it is, how it begins, and what must not be in it.

import Foundation

/// The rules that look at one file at a time, and at no other.
enum FileRules {
    /// The most lines of a file that somebody wrote.
    static let maximumLength = 400
    private static let commented = [".swift", ".S", ".c", ".h", ".js", ".ts", ".ld"]

    static func findings(in file: SourceFile) -> [Finding] {
        length(of: file) + head(of: file) + contents(of: file)
    }

    private static func length(of file: SourceFile) -> [Finding] {
        let isMade = file.bytes.starts(with: "// Made by scripts/".utf8)
        guard file.isIn("Sources", "Tests", "boot", "js-apps", "scripts", ".ci"), !isMade,
            file.lines.count > maximumLength
        else { return [] }
        let complaint = "has \(file.lines.count) lines; no file has more than \(maximumLength)"
        return [Finding(file.name, maximumLength, complaint)]
    }

    private static func head(of file: SourceFile) -> [Finding] {
        guard file.isIn("Sources", "Tests", "boot", "js-apps", "scripts", ".ci"),
            commented.contains(where: { file.name.hasSuffix($0) })
        else { return [] }
        let isComment = file.bytes.starts(with: "//".utf8) || file.bytes.starts(with: "/*".utf8)
        guard !isComment || file.bytes.dropFirst(2).allSatisfy(isBlank) else { return [] }
        return [Finding(file.name, 1, "starts with no comment that says why the file exists")]
    }

    private static func contents(of file: SourceFile) -> [Finding] {
        var found: [Finding] = []
        for (index, line) in file.lines.enumerated() {
            // What a patch takes out is not ours.
            if file.name.hasSuffix(".patch"), line.first == UInt8(ascii: "-") { continue }
            if let path = machinePath(in: line) {
                found.append(Finding(file.name, index + 1, "a path of one machine: \(path)"))
            }
            if let mark = leftOver(in: line) {
                found.append(Finding(file.name, index + 1, "a left-over mark: \(mark)"))
            }
        }
        return found
    }

    /// The first path in a line that is there on one machine only.
    static func machinePath(in line: ArraySlice<UInt8>) -> String? {
        var index = line.startIndex
        while let slash = line[index...].firstIndex(of: UInt8(ascii: "/")) {
            index = slash + 1
            if slash > line.startIndex, isPartOfPath(line[slash - 1]) { continue }
            for folder in ["opt/", "root/", "home/", "work/"] where line[index...].starts(with: folder.utf8) {
                return String(decoding: line[slash...].prefix { !isBlank($0) }, as: UTF8.self)
            }
        }
        return nil
    }

    /// A slash after one of these is inside a path or a number of paths, or after a placeholder.
    private static func isPartOfPath(_ byte: UInt8) -> Bool {
        isWordPart(byte) || ".})".utf8.contains(byte)
    }

    /// The first mark in a line that somebody meant to come back to.
    static func leftOver(in line: ArraySlice<UInt8>) -> String? {
        // In two parts, or this file would be found.
        for mark in ["TO" + "DO", "FIX" + "ME", "XX" + "X"] {
            var index = line.startIndex
            while let start = line[index...].firstIndex(of: mark.utf8.first ?? 0) {
                let end = start + mark.utf8.count
                if line[start...].starts(with: mark.utf8), start == line.startIndex || !isWordPart(line[start - 1]),
                    end == line.endIndex || !isWordPart(line[end])
                {
                    return mark
                }
                index = start + 1
            }
        }
        // What merging leaves: seven of a kind, and a blank.
        for mark in [UInt8(ascii: "<"), UInt8(ascii: ">")] {
            let run = line.prefix { $0 == mark }
            if run.count == 7, line.dropFirst(7).first == UInt8(ascii: " ") {
                return String(decoding: run, as: UTF8.self)
            }
        }
        return nil
    }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }
}
