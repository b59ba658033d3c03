// The double nearest to a decimal number, ties to even (the Number value for it, ECMA-262 6.1.6.1).
//
// Three ways, each exact: where both parts are doubles themselves, one operation of the machine rounds correctly; else the
// product with a 128-bit power of ten from below and from above, which nearly always round alike; else whole numbers of
// any size decide between two neighbours.

/// A decimal number as it is read: its first 19 digits, and how many of the rest there are.
struct DecimalScan {
    /// Of up to 19 digits from the first that is not 0.
    var digits: UInt64 = 0
    /// How many digits have been taken into `digits`.
    var count = 0
    /// The value is `digits` times 10 to this, and more if `isMore`.
    var exponent = 0
    /// Whether a digit that did not fit is not 0.
    var isMore = false

    /// Takes the next digit of the number, in front of the decimal point or behind it.
    @inline(__always) mutating func add(_ digit: UInt64, isFraction: Bool) {
        if count < 19 {
            digits = digits &* 10 &+ digit
            if digits != 0 { count &+= 1 }
            if isFraction { exponent &-= 1 }
        } else {
            if digit != 0 { isMore = true }
            if !isFraction { exponent &+= 1 }
        }
    }

    /// 10 to the powers of 0…22, which are doubles.
    private static let exactPowers: InlineArray<23, Double> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The nearest double, or nil where only all digits can decide.
    var nearest: Double? {
        if digits == 0 { return 0 }
        if !isMore, digits <= 1 << 53, exponent >= -22, exponent <= 22 {
            let value = Double(digits)
            return exponent < 0
                ? value / DecimalScan.exactPowers[-exponent] : value * DecimalScan.exactPowers[exponent]
        }
        // 10^19 * 10^-343 is less than half of the least double.
        if exponent < -342 { return 0 }
        if exponent > 308 { return .infinity }
        let (low, high) = bounds
        return low.rounded == high.rounded ? low.rounded : nil
    }

    /// The greatest double that is not above the value, as far as the first digits tell. For exponents in -342…308.
    var truncated: BinaryScan { bounds.low }

    private var bounds: (low: BinaryScan, high: BinaryScan) {
        var power = PowersOfTen.power(exponent)
        let binary = PowersOfTen.binaryExponent(exponent) &- 127
        let low = BinaryScan(power, times: digits, exponent: binary)
        if exponent < 0 || exponent > 55 {
            power.low &+= 1
            if power.low == 0 { power.high &+= 1 }
        }
        return (low, BinaryScan(power, times: isMore ? digits &+ 1 : digits, exponent: binary))
    }
}
