// docs/reference/syscalls.md: every call, from the table and its comments.

import FTLTypes

extension CallTable {
    /// The page.
    func page(errors: [NamedValue]) -> String {
        var lines = [
            generatedMark("Sources/ABI/FTLTypes"), "", "# System calls", "",
            "Every call there is, in the order of the numbers. How a call is made, and how one is added, is in",
            "[abi](../abi.md); what Swift programs call instead is in [swift](swift.md), what scripts call in",
            "[javascript](javascript.md).", "",
            "Any call that takes a handle can fail with `invalidHandle`, `wrongType` or `notAllowed`, and any that takes",
            "memory with `badAccess`; any that makes something, with `outOfMemory`. A call that fails has changed nothing.",
            "",
            "| number | call | scripts | what it does |", "|---|---|---|---|",
        ]
        for entry in calls {
            let scripts = entry.signature.isForScripts ? "yes" : "no"
            lines.append(
                "| \(entry.call.rawValue) | [\(entry.name)](#\(entry.name)) | \(scripts) | \(entry.comment.summary) |")
        }
        for entry in calls { lines += section(entry) }
        lines += ["", "## Errors", "", "| code | name | what it means |", "|---|---|---|"]
        for error in FTLError.allCases {
            let comment = errors.first { $0.name == "\(error.name)" }?.comment.text.joined(separator: " ") ?? ""
            lines.append("| \(error.rawValue) | `\(error.name)` | \(comment) |")
        }
        lines += ["", "## Rights", "", "| bit | name | what it allows |", "|---|---|---|"]
        for (bit, right) in rights.enumerated() {
            lines.append("| \(bit) | `\(right.name)` | \(right.comment.text.joined(separator: " ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ entry: CallEntry) -> [String] {
        let row = entry.signature
        let names = row.parameters.map { "\($0.name)" }
        var lines = ["", "## \(entry.name)", "", "```", "\(entry.name)(\(names.joined(separator: ", ")))", "```", ""]
        lines += entry.comment.text
        lines.append("")
        if !row.parameters.isEmpty {
            lines += ["| parameter | what it is |", "|---|---|"]
            lines += row.parameters.map { "| `\($0.name)` | \(description(of: $0.kind)) |" }
            lines.append("")
        }
        lines.append("- Number: \(entry.call.rawValue)")
        lines.append("- Result: \(description(of: row.result))")
        if let errors = entry.comment.field("Throws") { lines.append("- Errors: \(errors)") }
        if !row.isForScripts { lines.append("- Not for scripts: it is about addresses.") }
        return lines
    }
}

/// The first line of what is made.
func generatedMark(_ source: String) -> String { "<!-- Made by scripts/reference from \(source); do not edit. -->" }
