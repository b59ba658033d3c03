// The exports of a JavaScript file with their comments. As with Swift, it reads the formatting of this repository
// (four spaces a level, a method's head on one line), not the language.

/// A JavaScript module, as the reference shows it.
struct ScriptFile {
    enum Kind: Equatable {
        case constant
        case function
        case aClass
        /// Of another module's export, by its path there; nil for the natives'.
        case other(path: String?)
    }

    struct Member: Equatable {
        let name: String
        /// As it is called: `send(message = {})`, `static create()`, `handle` (read).
        let signature: String
        let comment: DocComment
    }

    struct Export: Equatable {
        /// As it is imported.
        var name: String
        let kind: Kind
        let signature: String
        let comment: DocComment
        var members: [Member] = []
    }

    private(set) var exports: [Export] = []

    init(_ text: String) throws(Failure) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        /// Names that came from other modules: where from, and what they are called there.
        var imported: [String: (path: String?, name: String)] = [:]
        /// What is declared here and not exported there and then.
        var locals: [String: Export] = [:]
        var comment: [String] = []
        var index = 0
        var isInClass = false

        while index < lines.count {
            let line = lines[index]
            index += 1
            if line.trimmingSpaces.hasPrefix("/**") {
                comment = ScriptFile.comment(lines, &index)
                continue
            }
            if line == "}" || line == "};" { isInClass = false }
            defer { comment = [] }
            if isInClass, var last = exports.last {
                guard let member = ScriptFile.member(line, DocComment(comment)) else { continue }
                last.members.append(member)
                exports[exports.count - 1] = last
            } else if let match = line.wholeMatch(of: #/export (?:default (\w+)|\{ (\w+) as default \});/#),
                let name = match.1 ?? match.2, let local = locals[String(name)]
            {
                exports.append(
                    Export(name: "default", kind: local.kind, signature: local.signature, comment: local.comment))
            } else if line.hasPrefix("import ") || line.hasPrefix("export {") {
                var statement = line
                while !statement.contains(";"), index < lines.count {
                    statement += " " + lines[index].trimmingSpaces
                    index += 1
                }
                try list(statement, DocComment(comment), &imported)
            } else if let (declaration, isExported) = ScriptFile.declaration(line, DocComment(comment)) {
                isInClass = isExported && declaration.kind == .aClass
                if isExported { exports.append(declaration) } else { locals[declaration.name] = declaration }
            } else if line.hasPrefix("export ") {
                throw Failure("an export of a form that the reference does not read: \(line)")
            }
        }
    }

    /// Reads the names of an import, or of a list of exports.
    private mutating func list(
        _ statement: String, _ comment: DocComment, _ imported: inout [String: (path: String?, name: String)]
    ) throws(Failure) {
        guard let match = statement.firstMatch(of: #/^(import|export) \{ ?(.*?),? ?\}(?: from "([^"]*)")?;/#) else {
            // An import of everything, or of a default, names nothing that is exported from here.
            if statement.hasPrefix("import ") { return }
            throw Failure("a list of exports that the reference does not read: \(statement)")
        }
        let from = match.3.map(String.init)
        let path = from.flatMap { $0.hasPrefix("./") ? String($0.dropFirst(2)) : nil }
        for item in match.2.split(separator: ",") {
            let words = item.split(separator: " ").map(String.init)
            let (there, here) = (words[0], words[words.count - 1])
            if match.1 == "import" {
                imported[here] = (path, there)
                continue
            }
            guard let origin = from == nil ? imported[there] : (path, there) else {
                throw Failure("exports \(there) in a list: put `export` before its declaration")
            }
            exports.append(
                Export(name: here, kind: .other(path: origin.path), signature: origin.name, comment: comment))
        }
    }

    /// The declaration that a line begins, and whether it is exported.
    private static func declaration(_ line: String, _ comment: DocComment) -> (Export, isExported: Bool)? {
        let pattern = #/^(export )?(async )?(const|let|function\*?|class) (\w+)(.*)$/#
        guard let match = line.wholeMatch(of: pattern) else { return nil }
        let isVariable = match.3 == "const" || match.3 == "let"
        let kind: Kind = match.3 == "class" ? .aClass : isVariable ? .constant : .function
        var signature = "\(match.2 ?? "")\(match.3) \(match.4)"
        if !isVariable { signature += withoutBody(String(match.5)) }
        let export = Export(name: String(match.4), kind: kind, signature: signature, comment: comment)
        return (export, match.1 != nil)
    }

    /// The lines of a comment whose first line is the one before `index`.
    private static func comment(_ lines: [String], _ index: inout Int) -> [String] {
        var found: [String] = []
        var line = lines[index - 1].trimmingSpaces.dropFirst(3)
        while true {
            let isLast = line.hasSuffix("*/")
            var text = (isLast ? line.dropLast(2) : line)
            if text.first == " " { text = text.dropFirst() }
            found.append(isLast ? text.trimmingSpaces : String(text))
            guard !isLast, index < lines.count else { return found.trimmed }
            line = lines[index].trimmingSpaces[...]
            if line.hasPrefix("*"), !line.hasPrefix("*/") { line = line.dropFirst() }
            index += 1
        }
    }

    /// The member of a class that a line begins, if it is one for others.
    private static func member(_ line: String, _ comment: DocComment) -> Member? {
        let pattern = #/^ {4}(static )?(async )?(\*)?(get |set )?(\[Symbol\.\w+\]|[A-Za-z]\w*)\((.*)\) \{(?: .* \})?$/#
        guard let match = line.wholeMatch(of: pattern) else { return nil }
        let name = String(match.5)
        let prefix = "\(match.1 ?? "")\(match.2 ?? "")\(match.3 ?? "")"
        let signature =
            switch match.4 {
            case "get "?: "\(prefix)get \(name)"
            case "set "?: "\(prefix)set \(name)"
            default: "\(prefix)\(name)(\(match.6))"
            }
        return Member(name: name, signature: signature, comment: comment)
    }

    private static func withoutBody(_ text: String) -> String {
        guard let match = text.firstMatch(of: #/ \{[^{}]*\}?$/#) else { return text }
        return String(text[..<match.range.lowerBound])
    }
}
