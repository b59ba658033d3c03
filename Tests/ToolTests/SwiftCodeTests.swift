// What scripts/check takes for code, and what it finds in it.

import Testing

@testable import ToolKit

struct SwiftCodeTests {
    private func code(_ source: String) -> [String] {
        SwiftCode(Array(source.utf8)).lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "Comments and texts are blanked, code in a text stays",
        arguments: [
            ("a // b", "a "), ("a /* b */ c", "a   c"), ("a /* b /* c */ d */ e", "a   e"),
            (#"f("unsafe")"#, #"f("")"#), (##"f(#"a " b"#)"##, #"f("")"#), (#"f("a\"b")"#, #"f("")"#),
            (#"f("\(g("x")) y")"#, #"f( (g("x"))"")"#.replacing(#""x""#, with: #""""#)),
            (##"f(#"\(g)"#)"##, #"f("")"#), (##"f(#"\#(g)"#)"##, #"f( (g)"")"#), (#"f("not closed"#, "f("),
            (#"""" one line """ c"#, #""" c"#), ("#if os(Linux)", "#if os(Linux)"), ("", ""),
            (#""\"#, ""), ("/*", " "), (#""\(("#, " (("),
        ])
    func blanking(_ source: String, _ expected: String) {
        #expect(code(source) == [expected])
    }

    @Test("Lines stay lines, also in comments and texts of several")
    func lines() {
        #expect(code("a /* b\nc */ d\n\"\"\"\n e \\(f)\n\"\"\" g") == ["a  ", " d", "", " (f)", "\"\" g"])
        #expect(code("x = \"open\ny") == ["x = ", "y"], "a text with one quotation mark ends with its line")
    }

    @Test(
        "An import is found wherever it stands",
        arguments: [
            ("import A", "A"), ("@testable import struct A.B", "A"), ("public import class A.B", "A"),
            ("@_spi(X) import A", "A"), ("x;import A", "A"), ("import `A`", "A"), ("@_spi(X)import A", "A"),
            ("let important = 1", nil), ("reimport A", nil), ("import", nil),
        ] as [(String, String?)])
    func imports(_ line: String, _ module: String?) {
        let found = SwiftWord.statements(of: Array(line.utf8)).compactMap { SwiftWord.imported(by: $0) }
        #expect(found == (module.map { [$0] } ?? []))
    }

    @Test(
        "What leaves the compiler's protection is told, and what only looks like it is not",
        arguments: [
            ("unsafe f()", "unsafe code in an app: unsafe"), ("f(unsafe: 1)", "unsafe code in an app: unsafe"),
            ("@_cdecl(\"\") func f()", "an attribute that is not part of the language in an app: @_cdecl"),
            ("@unchecked Sendable", "an attribute that takes away a check in an app: @unchecked"),
            ("@c func f()", "an attribute that takes away a check in an app: @c"),
            ("x.unsafeBitCast()", "an unsafe interface in an app: unsafeBitCast"),
            ("withUnsafeBytes", "an unsafe interface in an app: withUnsafeBytes"),
            ("Unmanaged<X>", "an unsafe interface in an app: Unmanaged"),
            ("@inlinable func notUnsafe()", nil), ("@cold func f()", nil), ("isUnsafe", nil), ("Unmanageable", nil),
        ] as [(String, String?)])
    func unsafeWords(_ line: String, _ complaint: String?) {
        #expect(UnsafeWord.complaint(about: Array(line.utf8)) == complaint)
    }

    @Test("Any bytes are taken", arguments: 1...200 as ClosedRange<UInt64>)
    func anyBytes(_ seed: UInt64) {
        // Bytes that matter to the scanner, in an order that is the same each time.
        var state = seed
        let bytes = (0..<200).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Array("\"#\\()/*\na;@_\u{0}".utf8)[Int((state >> 33) % 13)]
        }
        let lines = SwiftCode(bytes).lines
        #expect(lines.count == bytes.count { $0 == 10 } + 1)
        for line in lines { _ = UnsafeWord.complaint(about: line) }
    }
}
