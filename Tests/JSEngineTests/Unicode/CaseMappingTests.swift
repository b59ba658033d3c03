// Case mappings of code points and of texts.

import Testing

@testable import JSEngine

private func upper(_ text: String) -> String {
    let units = Array(text.utf16)
    var result: [UInt16] = []
    CaseMapping.upper(count: units.count, unit: { units[$0] }) { result.append($0) }
    return String(decoding: result, as: UTF16.self)
}
private func lower(_ text: String) -> String {
    let units = Array(text.utf16)
    var result: [UInt16] = []
    CaseMapping.lower(count: units.count, unit: { units[$0] }) { result.append($0) }
    return String(decoding: result, as: UTF16.self)
}

@Suite struct CaseMappingTests {
    @Test(
        "toUpperCase, 22.1.3.30",
        arguments: [
            ("abcXYZ09", "ABCXYZ09"), ("straße", "STRASSE"), ("ﬁ", "FI"), ("ŉ", "ʼN"),
            ("\u{390}", "\u{399}\u{308}\u{301}"), ("ᾳ", "ΑΙ"),
            ("ÿ", "Ÿ"), ("µ", "Μ"),
            ("𐐨", "𐐀"), ("ǆ", "Ǆ"), ("ა", "Ა"), ("ﬃ", "FFI"), ("ꭰ", "Ꭰ"), ("ı", "I"), ("ſ", "S"), ("ƛ", "\u{A7DC}"),
        ])
    func toUpper(text: String, result: String) {
        #expect(upper(text).unicodeScalars.elementsEqual(result.unicodeScalars))
    }

    @Test(
        "toLowerCase, 22.1.3.28",
        arguments: [
            ("ABCxyz09", "abcxyz09"), ("İ", "i̇"), ("ẞ", "ß"), ("𐐀", "𐐨"), ("K", "k"), ("Å", "å"), ("Ᏸ", "ᏸ"),
            ("Ǆ", "ǆ"),
            ("ΑΣ", "ας"), ("Σ", "σ"), ("ΑΣΑ", "ασα"), ("ΑΣ.", "ας."), ("ΑΣ.Α", "ασ.α"), ("Α.Σ", "α.ς"),
            ("Α\u{180E}Σ", "α\u{180E}ς"),
            (" Σ", " σ"), ("ΑΣ ΑΣ", "ας ας"), ("A\u{1D167}Σ", "a\u{1D167}ς"), ("ΑΣ\u{1D167}", "ας\u{1D167}"),
            ("ΑΣ𐐀", "ασ𐐨"),
        ])
    func toLower(text: String, result: String) {
        #expect(lower(text).unicodeScalars.elementsEqual(result.unicodeScalars))
    }

    @Test func surrogatesThatStandAloneStay() {
        for units in [[0xD801], [0xDC00, 0xD801], [0xD801, 0x61], [0xDC28]] as [[UInt16]] {
            var result: [UInt16] = []
            CaseMapping.lower(count: units.count, unit: { units[$0] }) { result.append($0) }
            #expect(result == units)
        }
    }

    @Test func aLongRunOfMarksTakesLinearTime() {
        let text = "Α" + String(repeating: "\u{301}", count: 20_000) + String(repeating: "Σ\u{301}", count: 20_000)
        #expect(lower(text).unicodeScalars.filter { $0 == "ς" }.count == 1)
    }

    @Test func allMappingsGoThereAndBack() {
        var changed = 0
        for point in 0..<0x110000 as Range<UInt32> {
            let (up, down, folded) = (
                CaseMapping.simpleUpper(point), CaseMapping.simpleLower(point), CaseMapping.fold(point)
            )
            if !(CaseMapping.fold(folded) == folded) { Issue.record("\(point)") }
            if up != point { #expect(CaseMapping.fold(up) == folded || point == 0x131) }
            if down != point, point != 0x130 { #expect(CaseMapping.fold(down) == folded) }
            if up != point || down != point { changed += 1 }
        }
        #expect(changed == 2989)
    }

    @Test func canonicalUnits() {
        // Nothing from beyond ASCII becomes ASCII: the long s, the dotless i, the Kelvin sign.
        for unit in [0x17F, 0x131, 0x212A, 0xDF, 0x149] as [UInt32] { #expect(CaseMapping.canonicalUnit(unit) == unit) }
        #expect(CaseMapping.canonicalUnit(0x3C2) == 0x3A3 && CaseMapping.canonicalUnit(0xB5) == 0x39C)
        #expect(CaseMapping.fold(0x17F) == 0x73 && CaseMapping.fold(0x212A) == 0x6B && CaseMapping.fold(0x1E9E) == 0xDF)
        var changed: Set<UInt32> = []
        CaseMapping.forEachChanged(isUnicode: true) {
            #expect(CaseMapping.fold($0) == $1); changed.insert($0)
        }
        for point in 0..<0x110000 as Range<UInt32> where CaseMapping.fold(point) != point {
            if !changed.contains(point) { Issue.record("\(point)") }
        }
        changed = []
        CaseMapping.forEachChanged(isUnicode: false) {
            #expect(CaseMapping.canonicalUnit($0) == $1); changed.insert($0)
        }
        for unit in 0..<0x10000 as Range<UInt32> where CaseMapping.canonicalUnit(unit) != unit {
            if !changed.contains(unit) { Issue.record("\(unit)") }
        }
    }
}
