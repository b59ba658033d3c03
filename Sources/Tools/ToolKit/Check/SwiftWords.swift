// What the rules look for in a line of code: imports, attributes and words. By hand and not with Regex, which would take
// most of the time of scripts/check.

/// A run of letters, digits and `_`, with the `@` of an attribute.
struct SwiftWord: Equatable {
    let text: String
    /// Whether a `@` stands right before it, which `text` begins with then.
    let isAttribute: Bool
    /// Whether a blank, a `)` or nothing stands before it.
    let isFree: Bool
}

extension SwiftWord {
    /// The words of a line of code, in order, statement by statement.
    static func statements(of line: [UInt8]) -> [[SwiftWord]] {
        line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { words(of: $0) }
    }

    private static func words(of statement: ArraySlice<UInt8>) -> [SwiftWord] {
        var found: [SwiftWord] = []
        var index = statement.startIndex
        while index < statement.endIndex {
            guard isPart(statement[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < statement.endIndex, isPart(statement[index]) { index += 1 }
            let before = start > statement.startIndex ? statement[start - 1] : UInt8(ascii: " ")
            let isAttribute = before == UInt8(ascii: "@")
            let text = String(decoding: statement[(isAttribute ? start - 1 : start)..<index], as: UTF8.self)
            let isFree = before == UInt8(ascii: " ") || before == UInt8(ascii: "\t") || before == UInt8(ascii: ")")
            found.append(SwiftWord(text: text, isAttribute: isAttribute, isFree: isFree))
        }
        return found
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]

    /// The module that a statement imports, nil where it imports none.
    static func imported(by statement: [SwiftWord]) -> String? {
        guard let index = statement.firstIndex(where: { $0.text == "import" && $0.isFree }) else { return nil }
        let rest = statement[(index + 1)...]
        guard let first = rest.first else { return nil }
        return kinds.contains(first.text) ? rest.dropFirst().first?.text : first.text
    }
}

/// What would let an app leave the compiler's protection.
enum UnsafeWord {
    /// Attributes that take away a check. One that begins with `_` is not part of the language, whatever it does.
    private static let attributes: Set<String> = ["@unchecked", "@unsafe", "@safe", "@c", "@cdecl", "@extern"]

    /// What is wrong with a line of an app's code, nil where nothing is.
    static func complaint(about line: [UInt8]) -> String? {
        let words = SwiftWord.statements(of: line).joined()
        if let word = words.first(where: { $0.isAttribute && $0.text.hasPrefix("@_") }) {
            return "an attribute that is not part of the language in an app: \(word.text)"
        }
        if let word = words.first(where: { attributes.contains($0.text) }) {
            return "an attribute that takes away a check in an app: \(word.text)"
        }
        if words.contains(where: { $0.text == "unsafe" }) { return "unsafe code in an app: unsafe" }
        if let word = words.first(where: { isInterface($0.text) }) {
            return "an unsafe interface in an app: \(word.text)"
        }
        return nil
    }

    private static func isInterface(_ word: String) -> Bool {
        word.hasPrefix("Unsafe") || word.hasPrefix("unsafe") || word.hasPrefix("withUnsafe") || word == "Unmanaged"
    }
}
