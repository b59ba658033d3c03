// A binary number of 64 bits on its way to becoming a double: rounding to 53 bits or, below the normal doubles, fewer.

/// bits * 2^exponent, and a little more if `isMore`.
struct BinaryScan {
    /// The highest bit is set, or it is 0.
    var bits: UInt64
    var exponent: Int
    var isMore: Bool

    init(bits: UInt64, exponent: Int, isMore: Bool) {
        self.bits = bits
        self.exponent = exponent
        self.isMore = isMore
    }

    /// power * factor * 2^exponent, for a factor that is not 0. (Factors are below 2^64, so that the sum is, too.)
    init(_ power: PowerOfTen, times factor: UInt64, exponent: Int) {
        let (middle, bottom) = power.low.multipliedFullWidth(by: factor)
        let (high, rest) = power.high.multipliedFullWidth(by: factor)
        let (second, overflow) = rest.addingReportingOverflow(middle)
        let first = high &+ (overflow ? 1 : 0)
        if first == 0 {
            // Factor 1: the power's own highest bit leads.
            bits = second
            isMore = bottom != 0
            self.exponent = exponent &+ 64
            return
        }
        let shift = UInt64(first.leadingZeroBitCount)
        bits = first &<< shift
        if shift != 0 { bits |= second &>> (64 &- shift) }
        isMore = second &<< shift != 0 || bottom != 0
        self.exponent = exponent &+ 128 &- Int(shift)
    }

    /// The significand and the exponent of the greatest double that is not above this: significand * 2^exponent.
    var floor: (significand: UInt64, exponent: Int) {
        let lowest = max(exponent &+ 11, -1074)
        let shift = lowest &- exponent
        return (shift >= 64 ? 0 : bits &>> UInt64(shift), lowest)
    }

    /// The nearest double, ties to even.
    var rounded: Double {
        if bits == 0 { return 0 }
        var (significand, lowest) = floor
        let shift = lowest &- exponent
        if shift <= 64 {
            let half: UInt64 = 1 &<< UInt64(shift &- 1)
            let rest = shift == 64 ? bits : bits & (half &* 2 &- 1)
            if rest > half || (rest == half && (isMore || significand & 1 == 1)) { significand &+= 1 }
        }
        return BinaryScan.double(significand, exponent: lowest)
    }

    /// significand * 2^exponent for a significand of up to 2^53 and an exponent of -1074 or more; infinite where it is
    /// too large.
    static func double(_ significand: UInt64, exponent: Int) -> Double {
        if significand >= 1 << 53 {
            // Exactly 2^53: the least of the next exponent.
            return exponent &+ 1 > 971 ? .infinity : Double(bitPattern: UInt64(exponent &+ 1076) &<< 52)
        }
        if significand < 1 << 52 { return Double(bitPattern: significand) }
        if exponent > 971 { return .infinity }
        return Double(bitPattern: UInt64(exponent &+ 1075) &<< 52 | (significand & ((1 << 52) &- 1)))
    }
}
