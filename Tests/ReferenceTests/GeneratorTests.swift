// That what is in the repository is what would be made now, and that nothing is made of what does not fit together.

import FTLTypes
import Foundation
import Testing

@testable import Reference

struct GeneratorTests {
    @Test("Every generated file is up to date")
    func upToDate() throws {
        let stale = try Generator(repository: SourceTree.repository).stale().map(\.path)
        #expect(stale == [], "run scripts/reference")
    }

    @Test("A file that was changed is told, written again, and then up to date")
    func writing() throws {
        let tree = try SourceTree()
        #expect(try tree.generator.stale().isEmpty)
        try tree.replace("one of the system's codes", in: "Sources/Runtimes/Library/core/error.js", with: "a code")
        #expect(try tree.generator.stale().map(\.path) == ["docs/reference/javascript.md"])
        #expect(try tree.generator.write().map(\.path) == ["docs/reference/javascript.md"])
        #expect(try tree.generator.stale().isEmpty)
    }

    @Test("Every call is in the reference, and those for scripts are in the declarations, with each parameter")
    func calls() throws {
        let files = try Generator(repository: SourceTree.repository).files()
        let page = try #require(files.first { $0.path == "docs/reference/syscalls.md" }).text
        let header = try #require(files.first { $0.path == CallTable.header }).text
        let types = files.filter { $0.path.hasPrefix("js-apps/types/") }.map(\.text).joined()
        for call in Syscall.allCases {
            let row = call.signature
            let names = row.parameters.map { "\($0.name)" }.joined(separator: ", ")
            #expect(page.contains("\n## \(row.name)\n\n```\n\(row.name)(\(names))\n```\n"))
            #expect(types.contains("\n        \(row.name)(") == row.isForScripts, "\(row.name)")
            #expect(header.contains("\n    FTL_\(row.name)".uppercased() + " = \(call.rawValue),\n"), "\(row.name)")
            #expect(header.contains("\nstatic inline intptr_t ftl_\(row.name)("), "\(row.name)")
        }
        let send = "channel: Handle, info: Word, word0: Word, word1: Word, body: Bytes | null, handle: Handle | null"
        #expect(types.contains("        channel_send(\n            \(send)\n        ): void;\n"))
        for error in FTLError.allCases { #expect(types.contains("        | \"\(error.name)\"")) }
    }

    @Test("Scripts and assembly get the numbers of the tables")
    func numbers() throws {
        let files = try Generator(repository: SourceTree.repository).files()
        let module = try #require(files.first { $0.path == CallTable.scriptNumbers }).text
        for kind in MessageKind.allCases { #expect(module.contains(" \(kind.name): \(kind.rawValue),")) }
        #expect(module.contains("\nexport const eventSize = \(Event.size);\n"))
        #expect(module.contains("export const objectTypes = [\n    undefined, \"channel\", \"sink\","))
        #expect(module.split(separator: "\n").allSatisfy { $0.utf8.count <= 120 })
        let header = try #require(files.first { $0.path == CallTable.assemblyNumbers }).text
        for call in Syscall.allCases {
            let name = "\(call.signature.name)".uppercased()
            #expect(header.contains("\n#define FTL_NUMBER_\(name) \(call.rawValue)\n"), "\(name)")
        }
    }

    @Test("The offsets of an event and of an info word are those at which they are written")
    func offsets() {
        let info = MessageInfo(kind: .errorReply, id: 0x0102_0304, length: 0x1234)
        #expect(info.rawValue >> (8 * UInt64(MessageInfo.Field.length.rawValue)) & 0xffff == 0x1234)
        #expect(info.rawValue >> (8 * UInt64(MessageInfo.Field.id.rawValue)) == 0x0102_0304)
        let event = Event(
            kind: .readable, handle: HandleNumber(rawValue: 9), token: 1, info: MessageInfo(rawValue: 2), word0: 3,
            word1: 4)
        let words = event.words
        let bytes = [words.0, words.1, words.2, words.3, words.4].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        }
        let expected: [Event.Field: UInt8] = [.kind: 7, .handle: 9, .token: 1, .info: 2, .word0: 3, .word1: 4]
        for field in Event.Field.allCases { #expect(bytes[field.rawValue] == expected[field]) }
    }

    static let template = "js-apps/types/ftl.in.d.ts"
    static let callTable = "js-apps/types/syscalls.in.d.ts"

    @Test(
        "What does not fit together is refused, and named",
        arguments: [
            (
                template, "class Timer {", "class Clockwork {",
                "nothing declares Timer, which Sources/Runtimes/Library/ftl.js exports"
            ),
            (template, "function sleep(", "function slumber(", "nothing declares sleep"),
            (
                template, "    const name: string;", "    const name: string;\n    const title: string;",
                "declares title"
            ),
            (template, "        writable(): Promise<void>;\n", "", "class Channel lacks writable"),
            (callTable, "// generated: calls", "// generated: cells", "there is no generated part \"cells\""),
            (callTable, "        // generated: calls\n", "", "no template asks for the generated part \"calls\""),
            (
                "Sources/Runtimes/Library/ftl.js", "export { Channel }", "export { Channel, Tunnel }",
                "Tunnel is no export of Sources/Runtimes/Library/channel/channel.js"
            ),
            (callTable, "// generated: calls", "// generated: error codes", "or it was asked for before"),
            (
                "Sources/Runtimes/Library/ftl.js", "export { Handle };", "export * from \"./core/loop.js\";",
                "does not read"
            ),
            (
                "Sources/ABI/FTLTypes/Syscall.swift", "    /// Lets other threads run first.\n", "",
                "threadYield has no comment"
            ),
            ("Sources/ABI/FTLTypes/Rights.swift", "1 << 6", "1 << 7", "map is out of order"),
        ])
    func misfits(_ file: String, _ text: String, _ other: String, _ complaint: String) throws {
        let tree = try SourceTree()
        try tree.replace(text, in: file, with: other)
        let found = try #require(tree.complaint())
        let place = file.hasPrefix("js-apps/types/") ? "js-apps/types" : file
        #expect(found.hasPrefix(place) && found.contains(complaint), "\(found)")
    }
}
