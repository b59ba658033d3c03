// Sets out of the Unicode tables: that both ways of asking agree everywhere, and what is known of single code points.

import Testing

@testable import JSEngine

private func property(_ text: String) -> UnicodeProperty? {
    let units = Array(text.utf16)
    if let equals = units.firstIndex(of: 0x3D) {
        return .pair(count: units.count, equals: equals) { units[$0] }
    }
    return .lone(count: units.count) { units[$0] }
}
private func named(_ text: String) -> UnicodeSet? {
    if case .set(let set)? = property(text) { set } else { nil }
}
private func count(_ set: UnicodeSet) -> Int {
    var total = 0
    var ranges = set.ranges
    while let range = ranges.next() { total += Int(range.high - range.low) + 1 }
    return total
}

@Suite struct UnicodeSetTests {
    @Test(arguments: [
        "Lu", "L", "LC", "Cn", "gc=Nd", "General_Category=Decimal_Number", "Alphabetic", "ID_Start", "IDC", "Emoji",
        "Grapheme_Base", "Script=Greek", "scx=Deva", "sc=Zyyy", "Changes_When_NFKC_Casefolded", "Any", "ASCII",
        "Assigned", "White_Space", "sc=Unknown", "sc=Hrkt", "Bidi_M",
    ])
    func rangesAndMembershipAgree(name: String) throws {
        let set = try #require(named(name))
        var ranges = set.ranges
        var next = ranges.next()
        var previous: UInt32?
        // At every end of a range, beside it, and here and there.
        while let range = next {
            #expect(range.low <= range.high && previous.map { range.low > $0 + 1 } ?? true)
            for point in [range.low, range.high, (range.low + range.high) / 2] { #expect(set.contains(point)) }
            if range.low > 0 { #expect(!set.contains(range.low - 1)) }
            if range.high < 0x10FFFF { #expect(!set.contains(range.high + 1)) }
            previous = range.high
            next = ranges.next()
        }
    }

    /// Counts that the data files of Unicode 17.0.0 state in their "Total code points" lines.
    @Test(arguments: [
        ("White_Space", 25), ("Any", 0x110000), ("ASCII", 128), ("ASCII_Hex_Digit", 22), ("Hex_Digit", 44),
        ("Noncharacter_Code_Point", 66), ("Pattern_White_Space", 11), ("Regional_Indicator", 26), ("Join_Control", 2),
        ("Emoji_Modifier", 5), ("Cs", 2048), ("Co", 137_468), ("Zs", 17), ("Variation_Selector", 260), ("Zl", 1),
    ])
    func counts(name: String, total: Int) throws { #expect(count(try #require(named(name))) == total) }

    @Test func aSetAndItsComplementAreAll() throws {
        #expect(count(try #require(named("Assigned"))) + count(try #require(named("Cn"))) == 0x110000)
        var total = 0
        for script in 0..<UnicodeTables.scriptCount { total += count(.script(script)) }
        #expect(total == 0x110000)
        total = 0
        for category in 0..<30 { total += count(UnicodeSet(categories: 1 << category)) }
        #expect(total == 0x110000)
    }

    @Test(
        "Only the names as they are written",
        arguments: [
            "lu", "greek", "Script=greek", "Greek", "sc=Lu", "gc=Greek", "Block=Basic_Latin", "", "=", "gc=", "=Lu",
            "Lu=",
            "Other_Alphabetic", "Any=Any", "Composition_Exclusion", "IsLu", "L&", "Line_Break", "sc=RGI_Emoji",
            "Full_Width",
        ])
    func unknownNames(name: String) { #expect(property(name) == nil) }

    @Test func identifiers() {
        for point in [0xE9, 0x3B1, 0x4E00, 0x1D400, 0x2118, 0x212E, 0x309B] as [UInt32] {
            #expect(UnicodeSet.isIdentifierStart(point) && UnicodeSet.isIdentifierPart(point))
        }
        for point in [0xB7, 0x300, 0x203F, 0x200C, 0x200D, 0x660, 0x30FB] as [UInt32] {
            #expect(!UnicodeSet.isIdentifierStart(point) && UnicodeSet.isIdentifierPart(point))
        }
        for point in [0xD7, 0x2028, 0xD800, 0x1F600, 0x10FFFF, 0x2E2F, 0xFEFF, 0x3000] as [UInt32] {
            #expect(!UnicodeSet.isIdentifierStart(point) && !UnicodeSet.isIdentifierPart(point))
        }
    }

    @Test func whiteSpaceIsThatOfTheTables() {
        var expected = Set<UInt16>([9, 10, 11, 12, 13, 0x2028, 0x2029, 0xFEFF])
        var ranges = UnicodeSet(categories: 1 << 22).ranges
        while let range = ranges.next() { for point in range.low...range.high { expected.insert(UInt16(point)) } }
        #expect((0...UInt16.max).allSatisfy { WhiteSpace.contains($0) == expected.contains($0) })
        #expect((0...UInt16.max).filter { WhiteSpace.isLineTerminator($0) } == [10, 13, 0x2028, 0x2029])
    }

    @Test(arguments: [(0, 1400), (1, 12), (2, 665), (3, 259), (4, 3), (5, 1_614)])
    func emojiSequences(property: Int, total: Int) {
        var strings = Set<[UInt32]>()
        var calls = 0
        EmojiSequences.forEach(property) { points, count in
            calls += 1
            strings.insert((0..<count).map { points[$0] })
        }
        #expect(calls == total && strings.count == total)
        switch property {
        case 0: #expect(strings.contains([0x1F600]) && strings.contains([0x2764, 0xFE0F]) && !strings.contains([0x23]))
        case 1: #expect(strings.contains([0x30, 0xFE0F, 0x20E3]))
        case 2: #expect(strings.contains([0x1F44D, 0x1F3FD]) && !strings.contains([0x1F46A, 0x1F3FD]))
        case 3: #expect(strings.contains([0x1F1E8, 0x1F1ED]) && !strings.contains([0x1F1E6, 0x1F1E6]))
        case 5: #expect(strings.contains([0x1F468, 0x200D, 0x1F469, 0x200D, 0x1F467]))
        default: break
        }
    }
}
