// The decimal number of fewest digits that reads back as a given double, and of those the closest to it (ECMA-262
// 6.1.6.1.20, steps 5 and the note on it). By Raffaele Giulietti's Schubfach: of all exponents only one and the next
// higher can hold the answer, and three products with a 126-bit power of ten decide. No loop, no fallback.

/// digits * 10^exponent
struct ShortestDecimal {
    /// Not ending in 0. At most 17 digits.
    var digits: UInt64
    var exponent: Int

    /// Of a finite double above 0.
    init(_ value: Double) {
        let fraction = value.significandBitPattern
        let biased = Int(value.exponentBitPattern)
        let c = biased == 0 ? fraction : fraction | 1 << 52
        let q = max(biased, 1) &- 1075
        if q <= 0, q > -53, c & ((1 &<< UInt64(-q)) &- 1) == 0 {
            // A whole number below 2^53 has no shorter decimal than its own digits.
            self.init(digits: c &>> UInt64(-q), exponent: 0)
            return
        }
        let isOdd = c & 1
        // Above a power of two the doubles are twice as far apart as below it.
        let isBoundary = fraction == 0 && biased > 1
        let k: Int
        let below: UInt64
        if isBoundary {
            k = (q &* 661_971_961_083 &- 274_743_187_321) >> 41  // floor(log10(3/4 * 2^q))
            below = 4 &* c &- 1
        } else {
            k = (q &* 661_971_961_083) >> 41  // floor(log10(2^q))
            below = 4 &* c &- 2
        }
        let shift = UInt64(q &+ PowersOfTen.binaryExponent(-k) &+ 1)
        var power = PowersOfTen.power(-k)
        power.low &+= 1
        if power.low == 0 { power.high &+= 1 }
        let value4 = ShortestDecimal.roundToOdd(power, (4 &* c) &<< shift)
        let lower = ShortestDecimal.roundToOdd(power, below &<< shift) &+ isOdd
        let upper = ShortestDecimal.roundToOdd(power, (4 &* c &+ 2) &<< shift) &- isOdd

        let s = value4 / 4
        if s >= 10 {
            let tenth = s / 10
            let isLowIn = lower <= 40 &* tenth
            let isHighIn = 40 &* tenth &+ 40 <= upper
            if isLowIn != isHighIn {
                self.init(digits: isLowIn ? tenth : tenth &+ 1, exponent: k &+ 1)
                return
            }
        }
        let isLowIn = lower <= 4 &* s
        let isHighIn = 4 &* s &+ 4 <= upper
        let isUp: Bool
        if isLowIn != isHighIn {
            isUp = isHighIn
        } else {
            let middle = 4 &* s &+ 2
            isUp = value4 > middle || (value4 == middle && s & 1 == 1)
        }
        self.init(digits: isUp ? s &+ 1 : s, exponent: k)
    }

    private init(digits: UInt64, exponent: Int) {
        self.digits = digits
        self.exponent = exponent
        while true {
            let tenth = self.digits / 10
            if tenth &* 10 != self.digits { break }
            self.digits = tenth
            self.exponent &+= 1
        }
    }

    /// The upper 64 of the 192 bits of a product, the last one set where any bit below is: enough to compare by.
    @inline(__always) private static func roundToOdd(_ power: PowerOfTen, _ factor: UInt64) -> UInt64 {
        let low = power.low.multipliedFullWidth(by: factor).high
        let (high, rest) = power.high.multipliedFullWidth(by: factor)
        let (sum, overflow) = rest.addingReportingOverflow(low)
        return (high &+ (overflow ? 1 : 0)) | (sum > 1 ? 1 : 0)
    }
}
