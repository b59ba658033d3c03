// The public declarations of a Swift file with their comments. It reads the formatting that `swift format` enforces
// here, not the language: four spaces a level, one declaration a line or wrapped inside parentheses.

/// A Swift file, as the reference shows it.
struct SwiftFile {
    /// A public declaration, or an extension that has some.
    struct Declaration: Equatable {
        /// What is written before the body, in lines, without `public`.
        let signature: [String]
        let comment: DocComment
        var members: [Declaration] = []
    }

    /// The comment at the head of the file.
    let head: [String]
    let declarations: [Declaration]

    /// A type or extension whose members are being read.
    private struct Container {
        let indentation: Int
        /// Whether members are public without saying so: cases of an enum, requirements of a protocol.
        let hasPublicMembers: Bool
        var declaration: Declaration?
    }

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = lines.prefix { $0.hasPrefix("//") && !$0.hasPrefix("///") }
        head = first.map { String($0.dropFirst($0.hasPrefix("// ") ? 3 : 2)) }
        var found: [Declaration] = []
        var containers: [Container] = []
        var comment: [String] = []
        var index = first.count

        /// Hands a finished declaration to what it is in.
        func add(_ declaration: Declaration) {
            guard let last = containers.indices.last else { return found.append(declaration) }
            containers[last].declaration?.members.append(declaration)
        }

        while index < lines.count {
            let line = lines[index]
            let word = line.trimmingSpaces
            index += 1
            if word.hasPrefix("///") {
                comment.append(String(word.dropFirst(word.hasPrefix("/// ") ? 4 : 3)))
                continue
            }
            if word.hasPrefix("@"), word.wholeMatch(of: #/@\w+(\([^)]*\))?( @\w+)*/#) != nil { continue }
            if word == "}", let last = containers.last, line.indentation == last.indentation {
                containers.removeLast()
                if let declaration = last.declaration, !declaration.isEmptyExtension { add(declaration) }
                continue
            }
            let depth = containers.last.map { $0.indentation + 4 } ?? 0
            guard !word.isEmpty, line.indentation == depth else {
                comment = []
                continue
            }
            var signature = [String(line.dropFirst(depth))]
            while !SwiftFile.isWhole(signature, before: index < lines.count ? lines[index] : ""), index < lines.count {
                signature.append(String(lines[index].dropFirst(depth)))
                index += 1
            }
            let opensBody = signature.last?.hasSuffix("{") == true
            let isPublic = SwiftFile.isPublic(signature[0], in: containers.last)
            let declaration = Declaration(
                signature: SwiftFile.withoutBody(signature), comment: DocComment(isPublic ? comment : []))
            comment = []
            if opensBody, let kind = SwiftFile.containerKind(signature[0]) {
                let isShown = (isPublic || kind == "extension") && (containers.last?.declaration != nil || depth == 0)
                containers.append(
                    Container(
                        indentation: depth, hasPublicMembers: kind == "protocol" || kind == "enum",
                        declaration: isShown ? declaration : nil))
            } else if isPublic, containers.isEmpty || containers.last?.declaration != nil {
                add(declaration)
            }
        }
        declarations = found
    }

    /// Whether a declaration's head ends with these lines.
    private static func isWhole(_ lines: [String], before next: String) -> Bool {
        let text = lines.joined()
        var depth = 0
        for character in text {
            if "([".contains(character) { depth += 1 } else if ")]".contains(character) { depth -= 1 }
        }
        if depth > 0 { return false }
        return text.hasSuffix("{") || next.trimmingSpaces.prefixMatch(of: #/(->|where|throws|=) ?/#) == nil
    }

    private static func containerKind(_ line: String) -> String? {
        line.firstMatch(
            of: #/^(?:@\w+ |public |private |fileprivate |final |indirect )*(struct|enum|class|protocol|extension) /#
        )
        .map { String($0.1) }
    }

    private static func isPublic(_ line: String, in container: Container?) -> Bool {
        if line.contains(" import ") { return false }
        if line.firstMatch(of: #/^(@\w+ )*public /#) != nil { return true }
        guard let container, container.hasPublicMembers else { return false }
        // Of an enum only the cases; of a protocol everything.
        let isCase = line.hasPrefix("case ")
        return container.declaration?.signature[0].contains("protocol ") == true ? true : isCase
    }

    /// The lines up to the body, without `public`.
    private static func withoutBody(_ lines: [String]) -> [String] {
        var kept: [String] = []
        var depth = 0
        for line in lines {
            var end = line.endIndex
            for index in line.indices {
                switch line[index] {
                case "(", "[": depth += 1
                case ")", "]": depth -= 1
                case "{" where depth == 0: end = min(end, index)
                default: break
                }
                if end != line.endIndex { break }
            }
            var text = String(line[..<end])
            while text.last == " " { text.removeLast() }
            kept.append(text)
            if end != line.endIndex { break }
        }
        kept[0] = kept[0].replacing(#/public (private\(set\) )?/#, with: "", maxReplacements: 1)
        return kept
    }
}

extension SwiftFile.Declaration {
    /// Whether it is an extension in which nothing is public.
    var isEmptyExtension: Bool { members.isEmpty && signature[0].hasPrefix("extension ") }

    /// Whether it is a type or an extension.
    var isContainer: Bool { signature[0].prefixMatch(of: #/(final )?(struct|enum|class|protocol|extension) /#) != nil }
}
