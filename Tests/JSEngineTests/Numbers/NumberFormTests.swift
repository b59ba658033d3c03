// What numbers look like as text: fixed cases from the specification's rules, and exact arithmetic with numbers of any size
// in place of the engine's own.

import Testing

@testable import JSEngine

/// Text of a number, by one of NumberText's functions.
func text(_ capacity: Int, _ write: (consuming MutableSpan<UInt8>) -> Int) -> String {
    var bytes = [UInt8](repeating: 0x21, count: capacity)
    let count = write(bytes.mutableSpan)
    return String(decoding: bytes[..<count], as: UTF8.self)
}
func decimal(_ value: Double) -> String { text(NumberText.decimalCapacity) { NumberText.decimal(value, into: $0) } }
func fixed(_ value: Double, _ digits: Int) -> String {
    text(NumberText.fixedCapacity) { NumberText.fixed(value, digits: digits, into: $0) }
}
func exponential(_ value: Double, _ digits: Int?) -> String {
    text(NumberText.fixedCapacity) { NumberText.exponential(value, digits: digits, into: $0) }
}
func precision(_ value: Double, _ digits: Int) -> String {
    text(NumberText.fixedCapacity) { NumberText.precision(value, digits: digits, into: $0) }
}
func radix(_ value: Double, _ radix: Int) -> String {
    text(NumberText.radixCapacity) { NumberText.radix(value, radix: radix, into: $0) }
}

@Suite struct NumberFormTests {
    @Test(
        "Number::toString, 6.1.6.1.20",
        arguments: [
            (0, "0"), (-0.0, "0"), (.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"), (1, "1"),
            (-1.5, "-1.5"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (1e21, "1e+21"),
            (1e20, "100000000000000000000"), (123_456_789_012_345_680_000, "123456789012345680000"), (1e-6, "0.000001"),
            (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (5e-324, "5e-324"),
            (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
            (.leastNormalMagnitude, "2.2250738585072014e-308"), (9_007_199_254_740_993, "9007199254740992"),
            (4_294_967_296, "4294967296"), (123.456, "123.456"), (0.000123, "0.000123"), (-1e-7, "-1e-7"),
            (1.7976931348623157e-300, "1.7976931348623157e-300"), (2e-323, "2e-323"), (1e23, "1e+23"),
            (9.5367431640625e-7, "9.5367431640625e-7"), (2_251_799_813_685_248.5, "2251799813685248.5"),
        ] as [(Double, String)])
    func toString(value: Double, text: String) { #expect(decimal(value) == text) }

    @Test(
        "toFixed, 21.1.3.3",
        arguments: [
            (1.005, 2, "1.00"), (2.5, 0, "3"), (-2.5, 0, "-3"), (1.45, 1, "1.4"), (0, 2, "0.00"), (-0.0, 2, "0.00"),
            (-0.0000001, 2, "-0.00"), (0.5, 0, "1"), (0.499, 0, "0"), (1e21, 2, "1e+21"), (123.456, 2, "123.46"),
            (999.995, 2, "1000.00"), (9.5, 0, "10"), (0.95, 1, "0.9"), (0.96, 1, "1.0"), (99.999, 1, "100.0"),
            (1e20, 2, "100000000000000000000.00"), (5e-324, 3, "0.000"), (0.000001, 7, "0.0000010"), (.nan, 1, "NaN"),
            (0.05, 1, "0.1"), (0.25, 1, "0.3"), (1.3e-10, 25, "0.0000000001300000000000000"),
            (0.1, 30, "0.100000000000000005551115123126"), (999_999_999_999_999_900_000, 0, "999999999999999868928"),
            (-1.5, 1, "-1.5"), (1e-30, 20, "0.00000000000000000000"), (6e-21, 20, "0.00000000000000000001"),
        ] as [(Double, Int, String)])
    func toFixed(value: Double, digits: Int, text: String) { #expect(fixed(value, digits) == text) }

    @Test(
        "toExponential, 21.1.3.2",
        arguments: [
            (123456, 2, "1.23e+5"), (0, 3, "0.000e+0"), (0, nil, "0e+0"), (123.456, nil, "1.23456e+2"),
            (1e21, 0, "1e+21"),
            (9.99, 1, "1.0e+1"), (25, 0, "3e+1"), (12345, 3, "1.235e+4"), (-1.5e-9, 1, "-1.5e-9"),
            (5e-324, 4, "4.9407e-324"),
            (.infinity, 1, "Infinity"), (1, nil, "1e+0"), (1.25, 1, "1.3e+0"),
        ] as [(Double, Int?, String)])
    func toExponential(value: Double, digits: Int?, text: String) { #expect(exponential(value, digits) == text) }

    @Test(
        "toPrecision, 21.1.3.5",
        arguments: [
            (123.456, 4, "123.5"), (0.000123, 2, "0.00012"), (1e21, 3, "1.00e+21"), (123456, 2, "1.2e+5"),
            (1e-7, 2, "1.0e-7"),
            (0, 1, "0"), (0, 3, "0.00"), (99.99, 3, "100"), (9.99, 2, "10"), (0.00001, 1, "0.00001"), (1.45, 2, "1.4"),
            (35, 1, "4e+1"), (-1.25, 2, "-1.3"), (0.000001, 1, "0.000001"), (0.0000001, 1, "1e-7"), (100, 3, "100"),
            (1e20, 21, "100000000000000000000"), (0.1, 21, "0.100000000000000005551"), (999_999, 3, "1.00e+6"),
        ] as [(Double, Int, String)])
    func toPrecision(value: Double, digits: Int, text: String) { #expect(precision(value, digits) == text) }

    @Test(
        "toString in radixes, 21.1.3.6",
        arguments: [
            (255, 16, "ff"), (-255, 36, "-73"), (0.5, 2, "0.1"), (0.1, 3, "0.0022002200220022002200220022002201"),
            (0, 2, "0"), (.nan, 2, "NaN"), (1e21, 36, "5v1j4f4ds7a000"), (-.infinity, 8, "-Infinity"),
            (9_007_199_254_740_992, 2, "1" + String(repeating: "0", count: 53)), (3.75, 4, "3.3"),
            (0.000001, 16, "0.000010c6f7a0b5ed8d"),
            (5e-324, 2, "0." + String(repeating: "0", count: 1073) + "1"), (255.5, 16, "ff.8"),
            (.greatestFiniteMagnitude, 2, String(repeating: "1", count: 53) + String(repeating: "0", count: 971)),
        ] as [(Double, Int, String)])
    func toRadix(value: Double, base: Int, text: String) { #expect(radix(value, base) == text) }
}
