// What a guide points at has to be there.

import Foundation

/// The rule for README.md, CONTRIBUTING.md and the texts in docs/.
enum GuideRules {
    private static let folders = ["Sources/", "Tests/", "boot/", "scripts/", "js-apps/", "docs/", "vendor/"]

    static func findings(in file: SourceFile) -> [Finding] {
        let isGuide = ["README.md", "CONTRIBUTING.md"].contains(file.name) || file.isIn("docs")
        guard isGuide, file.name.hasSuffix(".md") else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            paths(in: String(decoding: line, as: UTF8.self)).filter { !FileManager.default.fileExists(atPath: $0) }
                .map { Finding(file.name, index + 1, "points at \($0), which is not there") }
        }
    }

    /// The paths that a line has in backticks. One that is a line by itself is the head of an example.
    static func paths(in line: String) -> [String] {
        let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
        if pieces.count == 3, pieces[0].isEmpty, pieces[2].isEmpty { return [] }
        // The pieces alternate: what is outside of backticks, and what is inside.
        return pieces.indices.filter { $0 % 2 == 1 && $0 < pieces.count - 1 }.map { String(pieces[$0]) }.filter {
            piece in
            folders.contains { piece.hasPrefix($0) } && piece.utf8.allSatisfy(isPathPart)
        }
    }

    private static func isPathPart(_ byte: UInt8) -> Bool {
        let scalar = Character(UnicodeScalar(byte))
        return byte < 128 && (scalar.isLetter || scalar.isNumber || "_./+-".contains(scalar))
    }
}
