// Runs of digits in one radix, and decimal literals with fraction and exponent.

extension NumberParser {
    /// The value of the digits from `start` on, and where they end: at `start` where there is none.
    static func digits(
        from start: Int, to end: Int, radix: Int, hasSeparators: Bool = false, unit: (Int) -> UInt16
    ) -> (value: Double, stop: Int) {
        let base = UInt64(radix)
        var small: UInt64 = 0
        var i = start
        // Most fit in 53 bits.
        while i < end {
            let code = unit(i)
            if hasSeparators, code == 0x5F {
                i &+= 1
                continue
            }
            let value = digit(code)
            if value >= base { return (Double(small), i) }
            if small >= 1 << 47 { break }
            small = small &* base &+ value
            i &+= 1
        }
        if i == end { return (Double(small), i) }
        if radix == 10 {
            return decimal(from: start, to: end, digitsOnly: true, hasSeparators: hasSeparators, unit: unit)
        }
        var number = Natural(small)
        var isInfinite = false
        while i < end {
            let code = unit(i)
            if hasSeparators, code == 0x5F {
                i &+= 1
                continue
            }
            let value = digit(code)
            if value >= base { break }
            if !isInfinite { number.multiply(by: base, adding: value) }
            isInfinite = number.bitWidth > 1024
            i &+= 1
        }
        if isInfinite { return (.infinity, i) }
        let (bits, isMore) = number.leading
        return (BinaryScan(bits: bits, exponent: number.bitWidth &- 64, isMore: isMore).rounded, i)
    }

    /// The longest StrDecimalLiteral (7.1.4.1) from `start` on and where it ends: at `start` where there is none.
    static func decimal(
        from start: Int, to end: Int, hasSign: Bool = false, digitsOnly: Bool = false, hasSeparators: Bool,
        unit: (Int) -> UInt16
    ) -> (value: Double, stop: Int) {
        var i = start
        var isNegative = false
        if hasSign, i < end, unit(i) == 0x2B || unit(i) == 0x2D {
            isNegative = unit(i) == 0x2D
            i &+= 1
        }
        if hasSign, i < end, unit(i) == 0x49 {
            guard isInfinity(from: i, to: end, unit: unit) else { return (.nan, start) }
            return (isNegative ? -.infinity : .infinity, i &+ 8)
        }
        var scan = DecimalScan()
        let first = i
        var hasDigits = false
        var isFraction = false
        while i < end {
            let code = unit(i)
            if code &- 0x30 < 10 {
                scan.add(UInt64(code &- 0x30), isFraction: isFraction)
                hasDigits = true
            } else if code == 0x2E, !isFraction, !digitsOnly {
                isFraction = true
            } else if !(hasSeparators && code == 0x5F) {
                break
            }
            i &+= 1
        }
        if !hasDigits { return (.nan, start) }
        let last = i
        var exponent = 0
        if i < end, unit(i) | 0x20 == 0x65, !digitsOnly {
            (exponent, i) = self.exponent(from: i, to: end, hasSeparators: hasSeparators, unit: unit)
        }
        scan.exponent &+= exponent
        let value = scan.nearest ?? exact(scan, from: first, to: last, exponent: exponent, unit: unit)
        return (isNegative ? -value : value, i)
    }

    private static func isInfinity(from start: Int, to end: Int, unit: (Int) -> UInt16) -> Bool {
        if end &- start < 8 { return false }
        var letters: UInt64 = 0
        for i in 0..<8 {
            if unit(start &+ i) > 0x7F { return false }
            letters = letters &<< 8 | UInt64(unit(start &+ i))
        }
        return letters == 0x496E_6669_6E69_7479
    }

    /// An exponent's value and where it ends; 0 and `start` where the e has no digits behind it.
    private static func exponent(
        from start: Int, to end: Int, hasSeparators: Bool, unit: (Int) -> UInt16
    ) -> (value: Int, stop: Int) {
        var i = start &+ 1
        var isNegative = false
        if i < end, unit(i) == 0x2B || unit(i) == 0x2D {
            isNegative = unit(i) == 0x2D
            i &+= 1
        }
        let first = i
        var value = 0
        while i < end {
            let code = unit(i)
            if code &- 0x30 < 10 {
                // No text is long enough to bring a number back from such an exponent.
                if value < 1 << 40 { value = value &* 10 &+ Int(code &- 0x30) }
            } else if !(hasSeparators && code == 0x5F) {
                break
            }
            i &+= 1
        }
        if i == first { return (0, start) }
        return (isNegative ? -value : value, i)
    }

    /// How many digits can matter: what lies half way between two doubles has at most 767.
    private static let significantDigits = 800

    /// The nearest double to the digits in first..<last times 10^exponent, of which `scan` has the first.
    private static func exact(
        _ scan: DecimalScan, from first: Int, to last: Int, exponent: Int, unit: (Int) -> UInt16
    ) -> Double {
        var value = Natural(0)
        var power = exponent
        var count = 0
        var isFraction = false
        var isMore = false
        for i in first..<last {
            let code = unit(i)
            if code == 0x2E { isFraction = true }
            if code &- 0x30 >= 10 { continue }
            let digit = UInt64(code &- 0x30)
            if count < significantDigits {
                value.multiply(by: 10, adding: digit)
                if !value.isZero { count &+= 1 }
                if isFraction { power &-= 1 }
            } else {
                if digit != 0 { isMore = true }
                if !isFraction { power &+= 1 }
            }
        }
        // The value is one of two neighbours: compare it with what lies half way between them.
        let truncated = scan.truncated
        if truncated.exponent &+ 64 > 1024 { return .infinity }
        let (significand, lowest) = truncated.floor
        var half = Natural(2 &* significand &+ 1)
        if power >= 0 {
            value.multiply(by: 5, toThe: power)
        } else {
            half.multiply(by: 5, toThe: -power)
        }
        let shift = power &- (lowest &- 1)
        if shift >= 0 { value.shiftLeft(shift) } else { half.shiftLeft(-shift) }
        let order = value.compare(half)
        let isUp = order > 0 || (order == 0 && (isMore || significand & 1 == 1))
        return BinaryScan.double(isUp ? significand &+ 1 : significand, exponent: lowest)
    }
}
