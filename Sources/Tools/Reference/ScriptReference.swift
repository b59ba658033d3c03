// docs/reference/javascript.md: what `import { … } from "ftl"` gives a script.

/// The page.
enum ScriptReference {
    static func page(_ repository: Repository) throws(Failure) -> String {
        var lines = [
            generatedMark("Sources/Runtimes/Library"), "", "# The JavaScript library", "",
            "What a script can import from `\"ftl\"`. A call that fails throws an `FtlError`, whose `code` is the name of",
            "the [error](syscalls.md#errors), and has changed nothing. The types are in `js-apps/types/ftl.d.ts`, the",
            "globals of the web platform in `js-apps/types/globals.d.ts`.",
        ]
        for export in try repository.exports().sorted(by: { $0.name.lowercased() < $1.name.lowercased() }) {
            lines += ["", "## \(export.name)"]
            if case .other = export.kind {} else { lines += ["", "```js", export.signature, "```"] }
            if !export.comment.isEmpty { lines += [""] + export.comment.lines }
            for member in export.members where member.name != "constructor" || !member.comment.isEmpty {
                lines += ["", "```js", signature(member, of: export), "```"]
                if !member.comment.isEmpty { lines += [""] + member.comment.lines }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func signature(_ member: ScriptFile.Member, of export: ScriptFile.Export) -> String {
        guard member.name == "constructor" else { return member.signature }
        return "new \(export.name)" + member.signature.dropFirst("constructor".count)
    }
}
