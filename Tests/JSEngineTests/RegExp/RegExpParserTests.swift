// Which patterns there are (ECMA-262, 22.2.1), and what is said of the others.

import Testing

@testable import JSEngine

@Suite struct RegExpParserTests {
    /// What is wrong with a pattern; nil where nothing is.
    private func fault(_ pattern: String, _ flags: String = "", bytes: UInt64 = 1 << 16) -> RegExpError? {
        var found: RegExpError?
        let units = Array(pattern.utf16), letters = Array(flags.utf16)
        let isIntact = withArena(bytes: 1 << 18) { m in
            guard let flags = RegExpFlags(count: letters.count, unit: { letters[$0] }) else {
                found = .flags
                return
            }
            do throws(RegExpError) {
                let space = Workspace(m, start: 4096, end: 4096 + bytes)
                var parser = try RegExpParser(m, space, flags: flags, count: units.count) { units[$0] }
                _ = try parser.pattern(m)
            } catch { found = error }
        }
        #expect(isIntact)
        return found
    }

    @Test(arguments: [
        ("", ""), ("abc", "dgimsy"), ("a|b|", ""), ("(a(?:b)c)*?", ""), ("a{2,}", "u"),
        ("(?<year>\\d{4})-\\k<year>", "u"),
        ("(?<=a)b(?<!c)", ""), ("[^\\W]", "iu"), ("\\p{Script=Greek}\\P{L}", "u"), ("[\\p{L}--[a-z]]", "v"),
        ("[\\q{abc|d}&&\\w]", "v"), ("(?i-s:a.)", ""), ("(?<a>x)|(?<a>y)", ""), ("\\u{1F600}", "u"), ("]{}", ""),
        ("a{", ""),
        ("\\8", ""), ("\\c", ""), ("(?=a)*", ""), ("\\1(a)", "u"),
    ])
    func isAPattern(_ pattern: String, _ flags: String) { #expect(fault(pattern, flags) == nil) }

    @Test(arguments: [
        ("a", "gg", RegExpError.flags), ("a", "uv", .flags), ("a", "x", .flags), ("*", "", .nothingToRepeat),
        ("a**", "", .nothingToRepeat), ("(a", "", .unterminatedGroup), ("a)", "", .unmatchedParenthesis),
        ("[a", "", .unterminatedClass), ("[b-a]", "", .classRangeOutOfOrder), ("a{2,1}", "", .quantifierOutOfOrder),
        ("(?<a>x)(?<a>y)", "", .duplicateGroupName), ("(?<1>x)", "", .invalidGroupName), ("\\", "", .backslashAtEnd),
        ("\\p{Nonsense}", "u", .invalidPropertyName), ("\\1", "u", .invalidDecimalEscape), ("\\-", "u", .invalidEscape),
        ("]", "u", .loneQuantifierBrackets), ("[^\\q{ab}]", "v", .negatedStrings),
    ])
    func isNone(_ pattern: String, _ flags: String, _ error: RegExpError) { #expect(fault(pattern, flags) == error) }

    @Test func nestingIsBounded() {
        let deep = String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000)
        #expect(fault(deep) == .tooComplex)
    }

    @Test func aFullWorkspaceIsNoFaultOfThePattern() {
        #expect(fault(String(repeating: "(a|b)", count: 100), bytes: 512) == .memory)
    }

    /// Whatever the bytes, a pattern is parsed or refused, and nothing outside the arena changes.
    @Test func randomPatternsAreParsedOrRefused() {
        var state: UInt64 = 42
        let pieces = Array("ab01\\()[]{}?*+|^$.-,<>=!:pPuUxkdDwWsSbBiq&~").map { String($0) }
        for round in 0..<96 {
            var pattern = ""
            for _ in 0..<(round % 24) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                pattern += pieces[Int(state >> 33) % pieces.count]
            }
            for flags in ["", "u", "v", "i"] { _ = fault(pattern, flags) }
        }
    }
}
