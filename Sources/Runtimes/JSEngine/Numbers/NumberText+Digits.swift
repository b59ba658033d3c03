// Numbers with a given count of digits: Number.prototype.toFixed, toExponential and toPrecision. Their results are those of
// exact arithmetic ("let n be an integer for which n / 10^f - x is as close to zero as possible; if there are two, pick the
// larger"), so (1.005).toFixed(2) is 1.00 and (2.5).toFixed(0) is 3.

extension NumberText {
    /// What toFixed answers for a fraction of 0…100 digits (ECMA-262 21.1.3.3; the caller refuses others).
    static func fixed(_ value: Double, digits: Int, into span: consuming MutableSpan<UInt8>) -> Int {
        if !(value.magnitude < 1e21) { return decimal(value, into: span) }
        var text = NumberText(span)
        let x = value.magnitude
        // The sign is of the value, not of what it is rounded to; -0 has none.
        if value < 0 { text.write(UInt8(ascii: "-")) }
        let start = text.count
        if let number = scaled(x, digits: digits) {
            text.write(number, width: digits &+ 1)
        } else {
            var generator = DigitGenerator(x, radix: 10, isShortest: false)
            let count = generator.exponent &+ 1 &+ digits
            text.write(zeros: digits &+ 1 &- max(count, 0))
            if count >= 0 {
                for _ in 0..<count { text.write(digit: generator.next()) }
                if generator.half >= 0 { _ = text.increment(from: start) }
            }
        }
        if digits > 0 { text.insertPoint(at: text.count &- digits) }
        return text.count
    }

    /// value * 10^digits, rounded to the nearest whole number, halves up, where 128 bits are enough; else nil.
    private static func scaled(_ value: Double, digits: Int) -> UInt64? {
        if value == 0 { return 0 }
        let biased = Int(value.exponentBitPattern)
        let shift = 1075 &- biased
        if digits > 19 || biased == 0 || shift <= 0 { return nil }
        // Below 2^-74 there is nothing within 19 digits.
        if shift > 127 { return 0 }
        var power: UInt64 = 1
        for _ in 0..<digits { power &*= 10 }
        let (high, low) = (value.significandBitPattern | 1 << 52).multipliedFullWidth(by: power)
        // Adds half, then drops `shift` bits.
        let lowHalf: UInt64 = shift <= 64 ? 1 &<< UInt64(shift &- 1) : 0
        let highHalf: UInt64 = shift > 64 ? 1 &<< UInt64(shift &- 65) : 0
        let (sum, overflow) = low.addingReportingOverflow(lowHalf)
        let top = high &+ highHalf &+ (overflow ? 1 : 0)
        if shift >= 64 { return top &>> UInt64(shift &- 64) }
        if top &>> UInt64(shift) != 0 { return nil }
        return top &<< UInt64(64 &- shift) | sum &>> UInt64(shift)
    }

    /// What toExponential answers for 0…100 digits behind the point, or for as many as are needed (21.1.3.2).
    static func exponential(_ value: Double, digits: Int?, into span: consuming MutableSpan<UInt8>) -> Int {
        var text = NumberText(span)
        if text.writeSpecial(value) { return text.count }
        let start = text.count
        var exponent = 0
        if value == 0 {
            text.write(zeros: (digits ?? 0) &+ 1)
        } else if let digits {
            exponent = text.writeRounded(value.magnitude, count: digits &+ 1)
        } else {
            let shortest = ShortestDecimal(value.magnitude)
            text.write(shortest.digits)
            exponent = text.count &- start &- 1 &+ shortest.exponent
        }
        if text.count > start &+ 1 { text.insertPoint(at: start &+ 1) }
        text.write(exponent: exponent)
        return text.count
    }

    /// What toPrecision answers for 1…100 digits (21.1.3.5).
    static func precision(_ value: Double, digits: Int, into span: consuming MutableSpan<UInt8>) -> Int {
        var text = NumberText(span)
        if text.writeSpecial(value) { return text.count }
        let start = text.count
        var exponent = 0
        if value == 0 {
            text.write(zeros: digits)
        } else {
            exponent = text.writeRounded(value.magnitude, count: digits)
        }
        if exponent < -6 || exponent >= digits {
            if digits > 1 { text.insertPoint(at: start &+ 1) }
            text.write(exponent: exponent)
        } else if exponent >= 0 {
            if exponent &+ 1 < digits { text.insertPoint(at: start &+ exponent &+ 1) }
        } else {
            for _ in 0..<(-exponent) { text.insert(UInt8(ascii: "0"), at: start) }
            text.insertPoint(at: start &+ 1)
        }
        return text.count
    }

    /// `count` digits of a positive value, rounded; answers the power of ten of the first.
    @_lifetime(self: copy self)
    private mutating func writeRounded(_ value: Double, count: Int) -> Int {
        var generator = DigitGenerator(value, radix: 10, isShortest: false)
        let start = self.count
        for _ in 0..<count { write(digit: generator.next()) }
        let exponent = generator.exponent
        if generator.half < 0 || !increment(from: start) { return exponent }
        truncate(to: start &+ count)
        return exponent &+ 1
    }
}
