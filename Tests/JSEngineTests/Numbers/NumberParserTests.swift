// Text as numbers, by the specification's grammar.

import Testing

@testable import JSEngine

func number(_ text: String) -> Double {
    let units = Array(text.utf16)
    return NumberParser.number(count: units.count) { units[$0] }
}
func float(_ text: String) -> Double {
    let units = Array(text.utf16)
    return NumberParser.float(count: units.count) { units[$0] }
}
func integer(_ text: String, _ radix: Int32 = 0) -> Double {
    let units = Array(text.utf16)
    return NumberParser.integer(count: units.count, radix: radix) { units[$0] }
}
func literal(_ text: String) -> Double {
    let units = Array(text.utf16)
    return NumberParser.literal(count: units.count) { units[$0] }
}

@Suite struct NumberParserTests {
    @Test(
        "StringToNumber, 7.1.4.1.1",
        arguments: [
            ("", 0), ("  \n\u{FEFF}\u{3000}\u{2029}", 0), ("12", 12), (" 12 ", 12), ("-12", -12), ("+.5", 0.5),
            ("5.", 5), ("1e3", 1000),
            ("1E-3", 0.001), ("0x1F", 31), ("0X1f", 31), ("0o17", 15), ("0b101", 5), ("Infinity", .infinity),
            ("-Infinity", -.infinity), ("+Infinity", .infinity), ("1e400", .infinity), ("1e-400", 0), ("00012", 12),
            ("0.1e1", 1), ("9007199254740993", 9_007_199_254_740_992), ("0x20000000000001", 9_007_199_254_740_992),
            ("0x20000000000003", 9_007_199_254_740_996),
            ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
            ("4.9406564584124654e-324", 5e-324), ("2.4703282292062327e-324", 0), ("2.4703282292062328e-324", 5e-324),
            ("1.7976931348623158e308", .greatestFiniteMagnitude), ("1.7976931348623159e308", .infinity),
            ("1e99999999999999999999999", .infinity), ("0e99999999999999999999999", 0),
            ("1e-99999999999999999999999", 0),
        ] as [(String, Double)])
    func good(text: String, value: Double) { #expect(number(text) == value) }

    @Test(
        "What is no StringNumericLiteral",
        arguments: [
            "a", "1a", "1 2", "0x", "0xg", "-0x1", "+0b1", "1_000", "1e", "1e+", ".", "+", "-", "e5", "infinity",
            "Infinit",
            "Infinityx", "1..2", "1.2.3", "0b2", "0o8", "\u{180E}1", "1n", "--1", "++1", "\u{FF11}", "0x1p3", "٣",
        ])
    func bad(text: String) { #expect(number(text).isNaN) }

    @Test func negativeZero() {
        #expect(number("-0").sign == .minus)
        #expect(float("-0x10").sign == .minus)
        #expect(integer("-0").sign == .minus)
        #expect(number("-1e-400").sign == .minus)
    }

    @Test(
        "parseFloat, 19.2.4",
        arguments: [
            ("3.14abc", 3.14), ("  -.5e1x", -5), ("1e", 1), ("1e+", 1), ("0x10", 0), ("1.2.3", 1.2),
            ("Infinityx", .infinity),
            ("1_000", 1), ("5.e2", 500),
        ] as [(String, Double)])
    func floats(text: String, value: Double) { #expect(float(text) == value) }

    @Test(
        "parseInt, 19.2.5",
        arguments: [
            ("42px", 0, 42), ("0x1f", 0, 31), ("0x1f", 16, 31), ("0x1f", 10, 0), ("-0xF", 0, -15), ("101", 2, 5),
            ("zz", 36, 1295),
            ("12", 2, 1), (" \t7", 0, 7), ("1e3", 0, 1), ("9007199254740993", 10, 9_007_199_254_740_992),
            ("100000000000000000000000", 10, 1e23), ("08", 0, 8), ("0b1", 0, 0),
            ("20000000000000000000000000000000000000001", 16, 0x1p161),
            ("100000000000001", 16, 0x1p56),
        ] as [(String, Int32, Double)])
    func integers(text: String, radix: Int32, value: Double) { #expect(integer(text, radix) == value) }

    @Test func noInteger() {
        #expect(integer("").isNaN)
        #expect(integer("x").isNaN)
        #expect(integer("1", 1).isNaN)
        #expect(integer("1", 37).isNaN)
        #expect(integer("1", -2).isNaN)
        #expect(integer("0x").isNaN)
        #expect(integer("9", 8).isNaN)
        #expect(float(".").isNaN)
        #expect(float("-").isNaN)
        #expect(float("Infinit").isNaN)
    }

    @Test func longTextsInEveryRadix() {
        var numbers = Numbers(state: 5)
        for round in 0..<2_000 {
            let base = 2 + round % 35
            if base == 10 { continue }  // has exponents
            let value = numbers.double()
            let text = radix(value.rounded(), base)
            #expect(integer(text, Int32(base)) == value.rounded())
            #expect(integer("1" + String(repeating: "0", count: 1030), Int32(base)) == .infinity)
        }
    }

    @Test func literals() {
        #expect(literal("1_000.5_0e1_0") == 1000.5e10)
        #expect(literal("0xFF_FF") == 65535)
        #expect(literal("0b1_1") == 3)
        #expect(literal("0o7_7") == 63)
        #expect(literal(".5") == 0.5)
        #expect(literal("123_456_789_012_345_678_901_234") == 1.2345678901234568e23)
    }
}
