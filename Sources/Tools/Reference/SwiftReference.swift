// docs/reference/swift.md: what `import FTL` gives a Swift program.

/// The page.
enum SwiftReference {
    /// The table is told of in syscalls.md.
    private static let table: Set<String> = ["Syscall.swift", "Syscall+Table.swift", "Signature.swift"]
    private static let chapters = [
        ("Sources/Libraries/FTL", "The library"), ("Sources/ABI/FTLTypes", "The types it shares with the kernel"),
    ]

    static func page(_ repository: Repository) throws(Failure) -> String {
        var lines = [
            generatedMark("Sources/Libraries/FTL and Sources/ABI/FTLTypes"), "", "# The Swift library", "",
            "What a program gets with `import FTL`. A call that fails throws an `FTLError` and has changed nothing.",
        ]
        for (folder, title) in chapters {
            lines += ["", "## \(title)"]
            for name in try repository.swiftFiles(in: folder) where !table.contains(name) {
                let file = try repository.swiftFile(folder + "/" + name)
                guard !file.declarations.isEmpty else { continue }
                lines += ["", "### \(name)", ""] + paragraphs(file.head)
                for declaration in file.declarations { lines += entry(declaration, in: "") }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The head of a file; what is indented there is shown as it is.
    private static func paragraphs(_ head: [String]) -> [String] { head.map { $0.hasPrefix(" ") ? "    " + $0 : $0 } }

    /// A declaration: its code, what it says, and what it has.
    private static func entry(_ declaration: SwiftFile.Declaration, in outer: String) -> [String] {
        var lines = [""]
        let pattern = #/(extension )?(?:(?:final )?(?:struct|enum|class|protocol) )?([\w.]+)/#
        var name = ""
        if declaration.isContainer, let match = declaration.signature[0].prefixMatch(of: pattern) {
            name = outer + match.2
            // An extension is nothing of its own.
            lines += ["#### \(match.1 ?? "")\(name)", ""]
        }
        lines += ["```swift"] + declaration.signature + ["```"]
        if !declaration.comment.isEmpty { lines += [""] + declaration.comment.lines }
        var rows: [String] = []
        for member in declaration.members {
            if let row = row(of: member) {
                if rows.isEmpty { rows = ["", "| | value | |", "|---|---|---|"] }
                rows.append(row)
            } else {
                lines += rows + entry(member, in: name + ".")
                rows = []
            }
        }
        return lines + rows
    }

    /// A case or a constant as a row of a table; nil for anything else.
    private static func row(of member: SwiftFile.Declaration) -> String? {
        guard member.signature.count == 1, !member.comment.lines.contains("") else { return nil }
        let pattern = #/(case|static let) (\w+)(?:: \w+)?(?: = (.*))?/#
        guard let match = member.signature[0].wholeMatch(of: pattern) else { return nil }
        let value = match.3.map { "`\($0)`" } ?? ""
        let text = member.comment.lines.joined(separator: " ").replacing("|", with: "\\|")
        return "| `\(match.2)` | \(value) | \(text) |"
    }
}
