// What a guide points at, or names, has to be there.

import Foundation

/// The rule for README.md, CONTRIBUTING.md and the texts in docs/.
enum GuideRules {
    private static let folders = ["Sources/", "Tests/", "boot/", "scripts/", "js-apps/", "docs/", "vendor/"]

    static func findings(in file: SourceFile) -> [Finding] {
        guard isGuide(file) else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            paths(in: String(decoding: line, as: UTF8.self)).filter { !FileManager.default.fileExists(atPath: $0) }
                .map { Finding(file.name, index + 1, "points at \($0), which is not there") }
        }
    }

    /// What a guide names and there is not: a file by its name or the end of its path, or a suite of tests.
    static func findings(in file: SourceFile, tree: TreeNames) -> [Finding] {
        guard isGuide(file) else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            pieces(of: String(decoding: line, as: UTF8.self)).filter { piece in
                !tree.knows(piece) && !folders.contains { piece.hasPrefix($0) }
            }
            .map { Finding(file.name, index + 1, "names \($0), which is not there") }
        }
    }

    private static func isGuide(_ file: SourceFile) -> Bool {
        let isGuide = ["README.md", "CONTRIBUTING.md"].contains(file.name) || file.isIn("docs")
        return isGuide && file.name.hasSuffix(".md")
    }

    /// The paths that a line has in backticks. One that is a line by itself is the head of an example.
    static func paths(in line: String) -> [String] {
        pieces(of: line).filter { piece in
            folders.contains { piece.hasPrefix($0) } && piece.utf8.allSatisfy(isPathPart)
        }
    }

    /// What a line has in backticks.
    private static func pieces(of line: String) -> [String] {
        let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
        if pieces.count == 3, pieces[0].isEmpty, pieces[2].isEmpty { return [] }
        // The pieces alternate: what is outside of backticks, and what is inside.
        return pieces.indices.filter { $0 % 2 == 1 && $0 < pieces.count - 1 }.map { String(pieces[$0]) }
    }

    private static func isPathPart(_ byte: UInt8) -> Bool {
        let scalar = Character(UnicodeScalar(byte))
        return byte < 128 && (scalar.isLetter || scalar.isNumber || "_./+-".contains(scalar))
    }
}

/// The names of what there is, as guides shorten them.
struct TreeNames {
    /// The ends of all paths, and what folders are called.
    private var known: Set<String> = []
    private static let endings = [".swift", ".S", ".c", ".h", ".js", ".ld"]

    /// - Parameter files: the paths of all files.
    init(_ files: [String]) {
        for file in files {
            let parts = file.split(separator: "/")
            for index in parts.indices { known.insert(parts[index...].joined(separator: "/")) }
            for part in parts.dropLast() { known.insert(String(part)) }
        }
    }

    /// False for the name of a file or of a suite of tests that there is not; true for everything else.
    func knows(_ name: String) -> Bool {
        guard let first = name.first, first.isLetter || first.isNumber,
            name.allSatisfy({ $0.isLetter || $0.isNumber || "_+-./".contains($0) })
        else { return true }
        if name.hasSuffix("Tests"), !name.contains("/"), !name.contains(".") {
            return known.contains(name) || known.contains(name + ".swift")
        }
        guard Self.endings.contains(where: { name.hasSuffix($0) }) else { return true }
        return known.contains(name)
    }
}
