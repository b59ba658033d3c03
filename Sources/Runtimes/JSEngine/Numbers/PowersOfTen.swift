// Powers of ten to 128 bits, for conversions between doubles and decimals both ways.
//
// A power is a product of a neighbour 27 apart (PowersOfTen+Table.swift), a power of five and a correction, so that all
// are exact to the last bit: what is computed from them needs no allowance for errors but the one of rounding down.

/// The 128-bit floor of a power of ten, scaled so that its highest bit is set.
struct PowerOfTen {
    var high: UInt64
    var low: UInt64
}

/// 10^e for all exponents e that doubles need.
enum PowersOfTen {
    /// The exponents there are.
    static let exponents = -342...324

    /// floor(log2(10^e)) for e in `exponents`.
    @inline(__always) static func binaryExponent(_ e: Int) -> Int { (e &* 913_124_641_741) >> 38 }

    /// floor(10^e / 2^(binaryExponent(e) - 127)). Exact for e in 0…55.
    static func power(_ e: Int) -> PowerOfTen {
        let place = e &+ 351
        let base = place / 27
        let rest = place &- base &* 27
        let high = bases[2 &* base]
        let low = bases[2 &* base &+ 1]
        if rest == 0 { return PowerOfTen(high: high, low: low) }
        // 128 bits times 63 bits: the upper 128 of what comes out.
        let five = fives[rest]
        let (middle, bottom) = low.multipliedFullWidth(by: five)
        let (top, rest1) = high.multipliedFullWidth(by: five)
        let (second, carry) = rest1.addingReportingOverflow(middle)
        let first = top &+ (carry ? 1 : 0)
        let shift = UInt64(first.leadingZeroBitCount)
        var power = PowerOfTen(high: first &<< shift, low: second &<< shift)
        if shift != 0 {
            power.high |= second &>> (64 &- shift)
            power.low |= bottom &>> (64 &- shift)
        }
        let index = e &+ 342
        let correction = corrections[index / 32] &>> UInt64(2 &* (index % 32)) & 3
        let (sum, overflow) = power.low.addingReportingOverflow(correction)
        return PowerOfTen(high: power.high &+ (overflow ? 1 : 0), low: sum)
    }
}
