// Rules about single lines, where they end and where they do not.

import Testing

@testable import ToolKit

struct FileRulesTests {
    // In two parts, or this file would break the rule.
    static let place = "/" + "opt/x"

    @Test("A path of one machine is one that begins at the root")
    func machinePaths() {
        let place = Self.place
        for (line, expected) in [
            ("see \(place).", "\(place)."), ("(\(place))", "\(place))"), ("\"\(place)\" y", "\(place)\""),
            (place, place),
            ("a\(place)", nil), ("$x}\(place)", nil), ("../..\(place)", nil), ("/" + "optional/x", nil),
            ("/" + "opt", nil),
        ] {
            #expect(FileRules.machinePath(in: Array(line.utf8)[...]) == expected, "\(line)")
        }
    }

    @Test("A mark is a word by itself, and what merging leaves begins its line")
    func marks() {
        let mark = "TO" + "DO"
        for (line, expected) in [
            ("// \(mark): x", mark), (mark, mark), ("\(mark)S", nil), ("a_\(mark)", nil),
            ("<<<<<<< HEAD", "<<<<<<<"), (">>>>>>> x", ">>>>>>>"), (" <<<<<<< HEAD", nil), ("<<<<<<<< x", nil),
            ("<<<<<<<", nil),
        ] {
            #expect(FileRules.leftOver(in: Array(line.utf8)[...]) == expected, "\(line)")
        }
    }

    @Test("A file has a head that says something, and at most 400 lines, unless it is made")
    func heads() {
        func findings(_ name: String, _ text: String) -> [Int] {
            FileRules.findings(in: SourceFile(name: name, bytes: Array(text.utf8))).map(\.line)
        }
        #expect(findings("Sources/A/a.swift", "// A.\n") == [])
        #expect(findings("Sources/A/a.c", "/* A. */\n") == [])
        #expect(findings("Sources/A/a.swift", "//\n") == [1])
        #expect(findings("Sources/A/a.swift", "") == [1])
        #expect(findings("docs/a.swift", "") == [])
        #expect(findings("Sources/A/manifest", "") == [])
        let long = String(repeating: "// A.\n", count: 401)
        #expect(findings("Sources/A/a.swift", long) == [400])
        #expect(findings("Sources/A/a.swift", String(long.dropLast(6))) == [])
        #expect(findings("js-apps/types/a.ts", "// Made by scripts/x.\n" + long) == [])
    }

    @Test(
        "A guide points at paths in backticks, but for the head of an example",
        arguments: [
            ("See `Sources/A.swift` and `docs/b.md`, not `x/y`.", ["Sources/A.swift", "docs/b.md"]),
            ("`Sources/A.swift`", []), ("`scripts/run --list`", []), ("Sources/A.swift", []), ("`Sources/A", []),
        ])
    func guides(_ line: String, _ paths: [String]) {
        #expect(GuideRules.paths(in: line) == paths)
    }

    @Test(
        "A guide names files by the ends of their paths, and suites of tests; what is neither does not matter",
        arguments: [
            ("A.swift", true), ("B/A.swift", true), ("Sources/B/A.swift", true), ("C/A.swift", false),
            ("C.swift", false),
            ("ATests", true), ("BTests", true), ("CTests", false), ("x.js", false), ("./x.js", true),
            ("f(x).swift", true),
            ("A", true), ("Tests", true),
        ])
    func names(_ name: String, _ isKnown: Bool) {
        #expect(TreeNames(["Sources/B/A.swift", "Tests/ATests.swift", "Tests/BTests/x.swift"]).knows(name) == isKnown)
    }

    @Test("What the linters print becomes findings")
    func linters() {
        let text = "a/Sources/A.swift:3:5: warning: [Spacing] add 1 space\n\n<unknown>:0: gone\n"
        #expect(
            FormatCheck.findings(in: text, isFailed: true).map(\.description) == [
                "Sources/A.swift:3: format: [Spacing] add 1 space", "swift format:0: <unknown>:0: gone",
            ])
        #expect(FormatCheck.findings(in: "note", isFailed: false).isEmpty)
        let types = "js-apps/x/main.js(3,5): error TS1: No.\n  more of it\nerror TS5: no project\n"
        #expect(
            TypeCheck.findings(in: types).map(\.description) == [
                "js-apps/x/main.js:3: type: TS1: No.", "js-apps/tsconfig.json:1: error TS5: no project",
            ])
    }
}
