// Digits of a double's exact value, one after the other, in any radix: the quotient of two whole numbers of any size, long
// division by hand. It serves what must count digits (toFixed, toExponential, toPrecision) and the shortest number in
// radixes other than ten.

/// A positive double as a fraction, scaled so that the next digit is its whole part.
struct DigitGenerator {
    private var rest: Natural
    private var unit: Natural
    /// Half the way to the neighbours above and below, times the same factor as `rest`.
    private var above: Natural
    private var below: Natural
    private let radix: UInt64
    /// Whether a number half way to a neighbour still reads as this double.
    private let isEven: Bool
    /// The first digit stands for this power of the radix.
    private(set) var exponent: Int

    /// 1 / log2(r) for r in 2…36.
    private static let digitsPerBit: InlineArray<35, Double> = [
        1.0, 0.6309297535714575, 0.5, 0.43067655807339306, 0.38685280723454163, 0.3562071871080222, 0.3333333333333333,
        0.31546487678572877, 0.3010299956639812, 0.2890648263178879, 0.27894294565112987, 0.27023815442731974,
        0.26264953503719357, 0.2559580248098155, 0.25, 0.24465054211822604, 0.23981246656813146, 0.23540891336663824,
        0.23137821315975915, 0.227670248696953, 0.22424382421757544, 0.22106472945750374, 0.21810429198553155,
        0.21533827903669653, 0.21274605355336318, 0.2103099178571525, 0.20801459767650948, 0.20584683246043448,
        0.2037950470905062, 0.20184908658209985, 0.2, 0.19823986317056053, 0.1965616322328226, 0.1949590218937863,
        0.19342640361727081,
    ]

    /// For a finite double above 0. `isShortest`: for `nextShortest`, whose first digit may be a place higher, where
    /// rounding carries into it; else for `next`.
    init(_ value: Double, radix: Int, isShortest: Bool) {
        let fraction = value.significandBitPattern
        let biased = Int(value.exponentBitPattern)
        let c = biased == 0 ? fraction : fraction | 1 << 52
        let q = max(biased, 1) &- 1075
        let isBoundary = fraction == 0 && biased > 1
        self.radix = UInt64(radix)
        isEven = c & 1 == 0
        // Everything times four, so that a quarter of the distance, below a power of two, is whole.
        rest = Natural(4 &* c)
        unit = Natural(4)
        above = Natural(2)
        below = Natural(isBoundary ? 1 : 2)
        if q > 0 {
            rest.shiftLeft(q)
            above.shiftLeft(q)
            below.shiftLeft(q)
        } else {
            unit.shiftLeft(-q)
        }
        // The estimate is never too large, and seldom too small.
        let bits = Double(q &+ 63 &- c.leadingZeroBitCount)
        let estimate = (bits * DigitGenerator.digitsPerBit[radix &- 2] - 1e-9).rounded(.down)
        exponent = Int(estimate)
        if exponent > 0 {
            unit.multiply(by: self.radix, toThe: exponent)
        } else if exponent < 0 {
            rest.multiply(by: self.radix, toThe: -exponent)
            above.multiply(by: self.radix, toThe: -exponent)
            below.multiply(by: self.radix, toThe: -exponent)
        }
        while isTooLarge(isShortest) {
            unit.multiply(by: self.radix)
            exponent &+= 1
        }
        let shift = (58 &- unit.bitWidth % 64 &+ 64) % 64
        rest.shiftLeft(shift)
        unit.shiftLeft(shift)
        above.shiftLeft(shift)
        below.shiftLeft(shift)
    }

    /// Whether the first digit would be the radix or more.
    private func isTooLarge(_ isShortest: Bool) -> Bool {
        var limit = unit
        limit.multiply(by: radix)
        var value = rest
        if isShortest { value.add(above) }
        let order = value.compare(limit)
        return order > 0 || (order == 0 && (!isShortest || isEven))
    }

    /// The next digit.
    mutating func next() -> UInt64 {
        let digit = rest.divide(by: unit)
        rest.multiply(by: radix)
        return digit
    }

    /// How what comes after the digits so far compares with half a unit of the last of them. Before the first digit: of
    /// the place before it.
    var half: Int {
        // rest is already a place further: compare rest / radix with unit / 2.
        var twice = rest
        twice.multiply(by: 2)
        var limit = unit
        limit.multiply(by: radix)
        return twice.compare(limit)
    }

    /// Whether nothing but zeros is left.
    var isExact: Bool { rest.isZero }

    /// The next digit of the shortest number that reads as this double, and whether it is the last.
    mutating func nextShortest() -> (digit: UInt64, isLast: Bool) {
        let digit = rest.divide(by: unit)
        let low = rest.compare(below)
        var sum = rest
        sum.add(above)
        let high = sum.compare(unit)
        let isLow = low < 0 || (low == 0 && isEven)
        let isHigh = high > 0 || (high == 0 && isEven)
        if isLow || isHigh {
            if isLow != isHigh { return (isLow ? digit : digit &+ 1, true) }
            var twice = rest
            twice.multiply(by: 2)
            let order = twice.compare(unit)
            return (order > 0 || (order == 0 && digit & 1 == 1) ? digit &+ 1 : digit, true)
        }
        rest.multiply(by: radix)
        above.multiply(by: radix)
        below.multiply(by: radix)
        return (digit, false)
    }
}
