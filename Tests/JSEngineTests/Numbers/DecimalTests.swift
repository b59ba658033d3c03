// Conversions both ways against this machine's library, on numbers of all kinds, and the powers of ten against arithmetic
// with numbers of any size.

import Testing

@testable import JSEngine

@Suite struct DecimalTests {
    @Test func everyPowerOfTenIsExact() {
        var power = Wide(1)
        power.trim()
        for e in 0...342 {
            if e <= 324 {
                let made = PowersOfTen.power(e)
                #expect((made.high, made.low) == power.top, "10^\(e)")
                #expect(PowersOfTen.binaryExponent(e) == power.bitWidth - 1)
            }
            if e > 0 {
                let made = PowersOfTen.power(-e)
                #expect((made.high, made.low) == power.inverse, "10^-\(e)")
                #expect(PowersOfTen.binaryExponent(-e) == -power.bitWidth)
            }
            power.multiply(by: 10)
        }
    }

    @Test func shortestDigitsAreThoseOfTheLibrary() {
        var numbers = Numbers(state: 1)
        for _ in 0..<1_000_000 {
            let value = numbers.double()
            let shortest = ShortestDecimal(value)
            // The library writes digits, a point, and e with an exponent: take the digits and the place of the point.
            var digits: UInt64 = 0
            var exponent = 0
            var isFraction = false
            let text = value.description.utf8
            var i = text.startIndex
            while i < text.endIndex {
                let byte = text[i]
                text.formIndex(after: &i)
                if byte == UInt8(ascii: ".") { isFraction = true; continue }
                if byte == UInt8(ascii: "e") { exponent += Int(Substring(text[i...]))!; break }
                digits = digits * 10 + UInt64(byte - 0x30)
                if isFraction { exponent -= 1 }
            }
            while digits % 10 == 0 { digits /= 10; exponent += 1 }
            if shortest.digits != digits || shortest.exponent != exponent {
                // Whole numbers up to 2^54 the library writes in full; nothing else may differ.
                Issue.record("\(value): \(shortest.digits)e\(shortest.exponent)")
            }
        }
    }

    @Test func textReadsBackAsItself() {
        var numbers = Numbers(state: 2)
        var bytes = [UInt8](repeating: 0, count: 1200)
        for round in 0..<200_000 {
            let value = numbers.double()
            let count =
                round & 15 == 0
                ? NumberText.exponential(value, digits: 17 + numbers.below(84), into: bytes.mutableSpan)
                : NumberText.decimal(value, into: bytes.mutableSpan)
            let read = NumberParser.number(count: count) { UInt16(bytes[$0]) }
            if read != value { Issue.record("\(value) reads as \(read)") }
        }
    }

    @Test func textReadsAsTheLibraryReadsIt() {
        var numbers = Numbers(state: 3)
        for round in 0..<200_000 {
            var text = ""
            let digits = 1 + numbers.below(round & 63 == 0 ? 900 : 24)
            let point = numbers.below(digits + 1)
            for i in 0..<digits {
                if i == point { text += "." }
                text += String(numbers.below(10))
            }
            if numbers.below(3) != 0 { text += "e\(numbers.below(700) - 350)" }
            let bytes = Array(text.utf8)
            let value = NumberParser.number(count: bytes.count) { UInt16(bytes[$0]) }
            // The library refuses a point that ends a number.
            let expected = Double(text.hasSuffix(".") ? text + "0" : text.replacing(".e", with: ".0e"))!
            if value != expected { Issue.record("\(text): \(value), not \(expected)") }
        }
    }

    @Test func halfWayBetweenTwoDoublesGoesToTheEvenOne() {
        var numbers = Numbers(state: 4)
        for _ in 0..<2_000 {
            let value = numbers.double()
            if value == .greatestFiniteMagnitude { continue }
            // The exact middle, with all its digits, by the digits of the next finer format.
            let middle = exactMiddle(value)
            for (text, expected) in [
                (middle.digits + "e\(middle.exponent)", value.significandBitPattern & 1 == 0 ? value : value.nextUp),
                (middle.digits + "0000000001e\(middle.exponent - 10)", value.nextUp),
                (middle.lower + "e\(middle.exponent)", value),
            ] {
                let bytes = Array(text.utf8)
                let read = NumberParser.number(count: bytes.count) { UInt16(bytes[$0]) }
                if read != expected { Issue.record("\(text) reads as \(read), not \(expected)") }
            }
        }
    }

    @Test func countedDigitsAreThoseOfTheExactValue() {
        var numbers = Numbers(state: 6)
        for round in 0..<8_000 {
            let value = round % 3 == 0 ? Double(numbers.below(4000)) / 8 + 0.125 : numbers.double()
            let exact = digits(significand: significand(value), exponent: exponent(value))
            let count = 1 + numbers.below(round % 16 == 0 ? 100 : 20)
            let (rounded, carry) = roundHalfUp(exact.digits, to: count)
            let power = exact.digits.count + exact.exponent - 1 + (carry ? 1 : 0)
            let text =
                rounded.prefix(1) + (count > 1 ? "." : "") + rounded.dropFirst() + (power < 0 ? "e-" : "e+")
                + "\(abs(power))"
            if exponential(value, count - 1) != text { Issue.record("\(value) to \(count): \(text)") }
            if power >= count || power < -6, precision(value, count) != text {
                Issue.record("\(value).toPrecision(\(count))")
            }
            let places = exact.digits.count + exact.exponent + count
            if value < 1e21, places >= 0 {
                var (whole, hasCarried) = roundHalfUp(exact.digits, to: places)
                if hasCarried { whole += "0" }
                if places == 0 { whole = hasCarried ? "1" : "0" }
                whole = String(repeating: "0", count: max(count + 1 - whole.count, 0)) + whole
                let text = whole.dropLast(count) + "." + whole.suffix(count)
                if fixed(value, count) != text {
                    Issue.record("\(value).toFixed(\(count)): \(text), not \(fixed(value, count))")
                }
            }
        }
    }

    func exponent(_ value: Double) -> Int { max(Int(value.exponentBitPattern), 1) - 1075 }
    func significand(_ value: Double) -> UInt64 {
        value.exponentBitPattern == 0 ? value.significandBitPattern : value.significandBitPattern | 1 << 52
    }

    /// The first `count` digits of a number, rounded, and whether it has become a power of ten.
    func roundHalfUp(_ digits: String, to count: Int) -> (String, Bool) {
        if digits.utf8.count <= count {
            return (digits + String(repeating: "0", count: count - digits.utf8.count), false)
        }
        var bytes = Array(digits.utf8)
        let isUp = bytes[count] >= 0x35
        bytes.removeSubrange(count...)
        if isUp {
            var i = count - 1
            while i >= 0, bytes[i] == 0x39 { bytes[i] = 0x30; i -= 1 }
            if i < 0 {
                if count == 0 { return ("", true) }
                bytes[0] = 0x31
                return (String(decoding: bytes, as: UTF8.self), true)
            }
            bytes[i] += 1
        }
        return (String(decoding: bytes, as: UTF8.self), false)
    }

    /// All digits of significand * 2^exponent, and the power of ten that the last stands for.
    func digits(significand: UInt64, exponent q: Int) -> (digits: String, exponent: Int) {
        var number = Wide(significand)
        number.trim()
        for _ in 0..<abs(q) { number.multiply(by: q > 0 ? 2 : 5) }
        var digits: [UInt8] = []
        while !number.words.isEmpty {
            var rest: UInt64 = 0
            for i in number.words.indices.reversed() {
                let part = rest << 32 | UInt64(number.words[i])
                number.words[i] = UInt32(part / 1_000_000_000)
                rest = part % 1_000_000_000
            }
            number.trim()
            for _ in 0..<9 {
                digits.append(UInt8(rest % 10) + 0x30)
                rest /= 10
            }
        }
        while digits.last == 0x30 { digits.removeLast() }
        return (String(decoding: digits.reversed(), as: UTF8.self), min(q, 0))
    }

    /// All digits of what lies between a double and the next, the same less one in the last place, and the exponent.
    func exactMiddle(_ value: Double) -> (digits: String, lower: String, exponent: Int) {
        let middle = digits(significand: 2 * significand(value) + 1, exponent: exponent(value) - 1)
        var lower = Array(middle.digits.utf8)
        var i = lower.count - 1
        while lower[i] == 0x30 { lower[i] = 0x39; i -= 1 }
        lower[i] -= 1
        return (middle.digits, String(decoding: lower, as: UTF8.self), middle.exponent)
    }
}
