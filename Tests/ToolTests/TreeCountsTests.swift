// Counts in guides: what is counted, how a number is written, and what is told where it is another one.

import Foundation
import Testing

@testable import ToolKit

struct TreeCountsTests {
    private static let files = [
        "Tests/Apps/deaths/Kind.swift":
            "    private static func killed(_ name: X) {\n  Kind(\"a\"), killed(\"b\"),\n  Kind(\"c\")\n",
        "Sources/ABI/FTLTypes/Syscall.swift":
            "enum Syscall {\n    case null = 0\n    /// Not a case of = 3.\n    case one = 1\n}\n",
        "docs/isolation.md":
            "a\n| group | attacks | what |\n|---|---|---|\n| x | 30 | y |\n| z | 12 | y |\n\n| b | 9 |\n",
        "docs/message.md": "**`Sources/Kernel/A.swift`** and **`Sources/Kernel/A.swift`**, `Sources/Kernel/B.swift`\n",
        "a.swift":
            "    static let most = 64 * 1024\n    let least: UInt64 = 7\n    case .handles: \"handles\"\n    case .handles: 1_024\n  let size = f(1)\n",
        "a.js": "const most = 5;\n",
    ]
    private let counts = TreeCounts { files[$0] }

    @Test(
        "What is counted",
        arguments: [
            ("deaths", 3), ("calls", 2), ("attacks", 42), ("fast-path-files", 1), ("most in a.swift", 65536),
            ("most in a.js", 5), ("least in a.swift", 7), ("handles in a.swift", 1024), ("size in a.swift", nil),
            ("gone in a.js", nil),
            ("most in gone.js", nil), ("nonsense", nil), ("programs", nil),
        ] as [(String, Int?)])
    func values(_ name: String, _ value: Int?) {
        #expect(counts.value(of: name) == value)
    }

    @Test(
        "A number keeps its form",
        arguments: [
            ("there are 41", 42, "42"), ("(1,024", 12345, "12,345"), ("Two", 3, "Three"), ("two", 14, "14"),
            ("64 KiB", 128 * 1024, "128 KiB"), ("64 KiB", 100, "100"), ("1 MiB", 1 << 20, "1 MiB"),
            ("8192", 8192, "8192"),
        ])
    func form(_ text: String, _ value: Int, _ written: String) {
        #expect(WrittenNumber(endOf: text)?.rewritten(value) == written)
    }

    @Test("What is no number is none", arguments: ["", "some", "KiB", "x KiB", "3 "])
    func noNumber(_ text: String) {
        #expect(WrittenNumber(endOf: text) == nil)
    }

    @Test("A guide is told of a count that is another one, and gets the right one")
    func guide() {
        let guide = Guide(
            "a\n**Two<!-- count: deaths --> ways**, 41<!-- count: attacks --> attacks\n9<!-- count: no --> x<!-- count: calls -->\n",
            figures: nil, counts: counts)
        #expect(
            guide.complaints.map { "\($0.line): \($0.text)" } == [
                "2: says Two for deaths, and there are 3", "2: says 41 for attacks, and there are 42",
                "3: counts 'no', of which nothing is known", "3: has no number before its mark for calls",
            ])
        #expect(
            guide.text
                == "a\n**Three<!-- count: deaths --> ways**, 42<!-- count: attacks --> attacks\n9<!-- count: no --> x<!-- count: calls -->\n"
        )
    }

    @Test("Every count of this repository can be counted, and none is 0", arguments: TreeCounts.names)
    func here(_ name: String) {
        let tree = TreeCounts { try? String(contentsOfFile: TreeCopy.root + "/" + $0, encoding: .utf8) }
        #expect((tree.value(of: name) ?? 0) > 0)
    }
}
