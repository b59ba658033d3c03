// Which tests are in scope: the strict language and its built-in objects as ECMAScript 2025 has them.

enum Scope {
    /// Folders below `test` with tests in scope.
    static let folders = ["language", "built-ins"]

    /// Whether a test, whose path begins below `test`, is in scope.
    static func contains(_ path: String, _ metadata: Metadata, _ text: String) -> Bool {
        if !path.hasSuffix(".js") || path.contains("_FIXTURE") { return false }
        if metadata.flags.contains("noStrict") || metadata.flags.contains("CanBlockIsFalse") { return false }
        if path.hasPrefix("language/eval-code/direct/") || callsEval(text) { return false }
        return metadata.features.allSatisfy(Features.inScope.contains)
    }

    /// Whether the text calls `eval` by its name, which is a direct eval wherever it is no comment.
    private static func callsEval(_ text: String) -> Bool {
        var rest = text[...]
        while let found = rest.range(of: "eval(") {
            let before = rest[..<found.lowerBound].last ?? text[..<found.lowerBound].last ?? " "
            if !before.isLetter, !before.isNumber, !"._$".contains(before), !isComment(text, found.lowerBound) {
                return true
            }
            rest = rest[found.upperBound...]
        }
        return false
    }
    private static func isComment(_ text: String, _ at: String.Index) -> Bool {
        let line = text[..<at].suffix { !$0.isNewline }
        return line.contains("//")
            || text[..<at].range(of: "/*", options: .backwards).map { !text[$0.lowerBound..<at].contains("*/") } == true
    }
}

extension Substring {
    /// The characters at the end that fulfil a condition.
    fileprivate func suffix(_ condition: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
