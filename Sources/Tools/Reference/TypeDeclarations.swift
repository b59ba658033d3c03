// The declarations of the module "ftl" (js-apps/types/NAME.d.ts): each of the templates NAME.in.d.ts, with what the
// tables say where it asks for that.

import FTLTypes

/// What the templates are filled with.
struct TypeDeclarations {
    static let folder = "js-apps/types"

    private let table: CallTable
    private let errors: [NamedValue]

    init(_ table: CallTable, errors: [NamedValue]) {
        self.table = table
        self.errors = errors
    }

    /// The declarations that the templates make. Each part of the tables is asked for once, by one of them.
    func files(from templates: [GeneratedFile]) throws(Failure) -> [GeneratedFile] {
        var missing = Set(Part.allCases)
        var files: [GeneratedFile] = []
        for template in templates { files.append(try fill(template, &missing)) }
        if let part = Part.allCases.first(where: { missing.contains($0) }) {
            throw Failure("\(Self.folder): no template asks for the generated part \"\(part.rawValue)\"")
        }
        return files
    }

    /// A template with its marks replaced, and its head by one that says where it comes from.
    private func fill(_ template: GeneratedFile, _ missing: inout Set<Part>) throws(Failure) -> GeneratedFile {
        var lines: [String] = []
        for (index, line) in template.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let match = line.wholeMatch(of: #/( *)// generated: (.*)/#) else {
                lines.append(String(line))
                continue
            }
            guard let part = Part(rawValue: String(match.2)), missing.remove(part) != nil else {
                throw Failure(
                    "\(template.path):\(index + 1): there is no generated part \"\(match.2)\", or it was asked for before"
                )
            }
            lines += content(of: part).map { $0.isEmpty ? "" : match.1 + $0 }
        }
        let end = lines.firstIndex(of: "") ?? 0
        let head =
            "// Made by scripts/reference from \(template.path) and the tables in Sources/ABI/FTLTypes; do not edit."
        return GeneratedFile(
            path: template.path.replacing(".in.d.ts", with: ".d.ts"),
            text: ([head] + lines[end...]).joined(separator: "\n"))
    }

    /// What a template can ask for.
    private enum Part: String, CaseIterable {
        case errorCodes = "error codes"
        case messageKinds = "message kinds"
        case requestKinds = "request kinds"
        case eventKinds = "event kinds"
        case objectTypes = "object types"
        case rightNames = "right names"
        case rightBits = "right bits"
        case calls
    }

    private func content(of part: Part) -> [String] {
        switch part {
        case .errorCodes: return union(errors.map { ($0.name, $0.comment.text) })
        case .messageKinds: return union(MessageKind.allCases.map { ("\($0)", []) })
        case .requestKinds: return union(MessageKind.allCases.filter { $0.reply != nil }.map { ("\($0)", []) })
        case .eventKinds: return union(EventKind.allCases.map { ("\($0)", []) })
        case .objectTypes: return union(ObjectType.allCases.map { ("\($0.name)", []) })
        case .rightNames: return union(table.rights.map { ($0.name, $0.comment.text) })
        case .rightBits:
            return table.rights.enumerated().flatMap { bit, right in
                [
                    "/** \(right.comment.text.joined(separator: " ")) */",
                    "readonly \(right.name): \(UInt32(1) << UInt32(bit));",
                ]
            }
        case .calls: return table.calls.filter { $0.signature.isForScripts }.flatMap(method)
        }
    }

    /// The alternatives of a union of strings, each with what it means.
    private func union(_ cases: [(name: String, text: [String])]) -> [String] {
        var lines: [String] = []
        for (name, text) in cases {
            if !text.isEmpty { lines.append("// \(text.joined(separator: " "))") }
            lines.append("| \"\(name)\"")
        }
        lines[lines.count - 1] += ";"
        return lines
    }

    /// A call as a method.
    private func method(_ entry: CallEntry) -> [String] {
        let row = entry.signature
        var comment = entry.comment.text
        var notes = row.parameters.map { "@param \($0.name) \(note(on: $0.kind))" }
        if let errors = entry.comment.field("Throws") { notes.append("@throws FtlError: \(errors)") }
        if !notes.isEmpty { comment += [""] + notes }
        let parameters = row.parameters.map { "\($0.name): \(type(of: $0.kind))" }.joined(separator: ", ")
        var head = ["\(entry.name)(\(parameters)): \(type(of: row.result));"]
        if head[0].count > 112 { head = ["\(entry.name)(", "    \(parameters)", "): \(type(of: row.result));"] }
        return jsDoc(comment) + head
    }

    /// Lines as a comment in front of a declaration.
    private func jsDoc(_ lines: [String]) -> [String] {
        if lines.count == 1, lines[0].count < 100 { return ["/** \(lines[0]) */"] }
        return ["/**"] + lines.flatMap { wrap($0, at: 108) }.map { $0.isEmpty ? " *" : " * " + $0 } + [" */"]
    }

    /// A line in pieces that are not longer than a length, where there are spaces.
    private func wrap(_ line: String, at length: Int) -> [String] {
        var lines = [""]
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = String(word)
            } else if lines[lines.count - 1].count + 1 + word.count <= length {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append("  " + word)
            }
        }
        return lines
    }

    /// What a script passes; the runtime makes words of it.
    private func note(on kind: ArgumentKind) -> String {
        switch kind {
        case .bytesIn: "bytes that are read"
        case .bytesOut: "a buffer that is written"
        case .info: "kind and id; the length is the body's own"
        case .body: "a message's body"
        default: table.description(of: kind)
        }
    }

    private func type(of kind: ArgumentKind) -> String {
        switch kind {
        case .word, .deadline, .info: "Word"
        case .handle, .anyHandle: "Handle"
        case .optionalHandle, .consumedHandle: "Handle | null"
        case .bytesIn, .bytesOut: "Bytes"
        case .body: "Bytes | null"
        case .address: "never"
        }
    }

    private func type(of kind: ResultKind) -> String {
        switch kind {
        case .nothing: "void"
        case .word: "Word"
        case .handle: "Handle | undefined"
        case .handlePair: "[Handle, Handle]"
        case .address, .never: "never"
        }
    }
}
