// Every place of the kernel that the compiler does not vouch for says why it is right. The compiler asks for the word
// `unsafe`; what it cannot ask for is the reason, which is a comment with the word "Safe".
//
// What a reason is for is told by indentation, which scripts/check sees to as well. It is for what stands below it in the
// same member of a type, as long as that is no less indented. In a member's own comment it is for all of the member. A
// reason of one member is none for another.

/// The rule for unsafe code of the kernel.
enum SafetyRules {
    /// Those of a declaration, which has its reason right above it.
    private static let attributes: Set<String> = ["@unsafe", "@safe", "@unchecked"]
    private static let words = attributes.union(["unsafe"])
    private static let members: Set<String> = ["func", "init", "deinit", "subscript"]
    /// "Safety" begins what the comment of an `@unsafe` member asks of its callers.
    private static let reasons: Set<String> = ["Safe", "Safety"]

    static func findings(in file: SourceFile, _ code: SwiftCode) -> [Finding] {
        guard file.isIn("Sources/Kernel") else { return [] }
        let lines = zip(file.lines, code.lines).map { Line(raw: $0, code: $1) }
        return lines.indices.compactMap { index in
            guard lines[index].words.contains(where: { words.contains($0) }), !hasReason(index, lines) else {
                return nil
            }
            return Finding(file.name, index + 1, "unsafe code of the kernel without a reason: \"Safe: …\"")
        }
    }

    /// One line, as far as it matters here.
    private struct Line {
        let indentation: Int
        let words: [String]
        let isBlank: Bool
        let isComment: Bool
        let isReason: Bool
        /// Whether a function, or a property with a body, begins on it.
        let isMember: Bool
        /// Whether it can be the last line of a member's head.
        let closesHead: Bool
        /// Whether there are attributes on it and nothing else.
        let isAttribute: Bool

        init(raw: ArraySlice<UInt8>, code: [UInt8]) {
            let text = raw.drop { $0 == UInt8(ascii: " ") }
            indentation = raw.count - text.count
            isBlank = text.isEmpty
            isComment = text.starts(with: "//".utf8)
            let found = SwiftWord.statements(of: code).joined()
            words = found.map(\.text)
            // `x.init` is none.
            let isFunction = found.contains { members.contains($0.text) && $0.isFree }
            let opens = code.last { $0 != UInt8(ascii: " ") } == UInt8(ascii: "{")
            closesHead = text.first == UInt8(ascii: ")")
            isMember = isFunction || opens && words.contains("var")
            isAttribute =
                found.first?.isAttribute == true && !isMember && !opens && !words.contains("let")
                && !words.contains("var")
            let comment = String(decoding: raw, as: UTF8.self).components(separatedBy: "//").dropFirst().last ?? ""
            // Behind code it may be a text that looks like a comment.
            let isText = !isComment && comment.contains("\"")
            let said = SwiftWord.statements(of: Array(comment.utf8)).joined()
            isReason = !isText && said.contains { reasons.contains($0.text) }
        }
    }

    private static func hasReason(_ index: Int, _ lines: [Line]) -> Bool {
        if lines[index].isReason || comment(above: index, lines) { return true }
        if lines[index].isMember || lines[index].words.contains(where: { attributes.contains($0) }) { return false }
        var level = lines[index].indentation
        // Whether the last line of a member's head was found, where that has several.
        var isHead = false
        for above in stride(from: index - 1, through: 0, by: -1) where !lines[above].isBlank {
            let line = lines[above]
            if line.isComment {
                if line.isReason, line.indentation <= level { return true }
            } else if line.indentation < level {
                level = line.indentation
                if line.isMember { return comment(above: above, lines) }
                isHead = line.closesHead
            } else if line.indentation == level, line.isMember {
                // Otherwise another one, beside what is no member's.
                return isHead && comment(above: above, lines)
            }
        }
        return false
    }

    /// Whether the comment right above a line, but for attributes, has a reason.
    private static func comment(above index: Int, _ lines: [Line]) -> Bool {
        for line in lines[..<index].reversed() {
            guard line.isComment || line.isAttribute else { return false }
            if line.isReason { return true }
        }
        return false
    }
}
