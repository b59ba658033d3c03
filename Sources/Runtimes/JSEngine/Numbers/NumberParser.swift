// Text as numbers: StringToNumber, parseFloat, parseInt and the value of a numeric literal.
//
// Text comes through `unit`, which answers the code unit at a place below `count`: strings are of one or two bytes a unit
// and lie in an arena, in a span or in the source of a script, and all of them are read twice where 19 digits do not
// decide. Time is linear in the length, memory is constant.

/// Conversions from text to doubles.
enum NumberParser {
    /// StringToNumber (ECMA-262 7.1.4.1.1): NaN where the text is not a StringNumericLiteral.
    static func number(count: Int, unit: (Int) -> UInt16) -> Double {
        var start = 0
        var end = count
        while start < end, WhiteSpace.contains(unit(start)) { start &+= 1 }
        if start == end { return 0 }
        while WhiteSpace.contains(unit(end &- 1)) { end &-= 1 }
        if end &- start > 2, unit(start) == 0x30, let radix = radix(ofPrefix: unit(start &+ 1)) {
            let (value, stop) = digits(from: start &+ 2, to: end, radix: radix, unit: unit)
            return stop == end ? value : .nan
        }
        let (value, stop) = decimal(from: start, to: end, hasSign: true, hasSeparators: false, unit: unit)
        return stop == end ? value : .nan
    }

    /// parseFloat of a string (19.2.4): the longest prefix that is a StrDecimalLiteral.
    static func float(count: Int, unit: (Int) -> UInt16) -> Double {
        var start = 0
        while start < count, WhiteSpace.contains(unit(start)) { start &+= 1 }
        let (value, stop) = decimal(from: start, to: count, hasSign: true, hasSeparators: false, unit: unit)
        return stop == start ? .nan : value
    }

    /// parseInt of a string (19.2.5), with `radix` after ToInt32. Exact for every radix.
    static func integer(count: Int, radix asked: Int32, unit: (Int) -> UInt16) -> Double {
        var start = 0
        while start < count, WhiteSpace.contains(unit(start)) { start &+= 1 }
        var isNegative = false
        if start < count, unit(start) == 0x2B || unit(start) == 0x2D {
            isNegative = unit(start) == 0x2D
            start &+= 1
        }
        var radix = Int(asked)
        if radix != 0, radix < 2 || radix > 36 { return .nan }
        if radix == 0 || radix == 16, count &- start >= 2, unit(start) == 0x30, unit(start &+ 1) | 0x20 == 0x78 {
            start &+= 2
            radix = 16
        }
        if radix == 0 { radix = 10 }
        let (value, stop) = digits(from: start, to: count, radix: radix, unit: unit)
        if stop == start { return .nan }
        return isNegative ? -value : value
    }

    /// The value of a NumericLiteral (12.9.3) without a BigInt's suffix, whose syntax the caller has checked; separators
    /// are passed over.
    static func literal(count: Int, unit: (Int) -> UInt16) -> Double {
        if count > 2, unit(0) == 0x30, let radix = radix(ofPrefix: unit(1)) {
            return digits(from: 2, to: count, radix: radix, hasSeparators: true, unit: unit).value
        }
        return decimal(from: 0, to: count, hasSign: false, hasSeparators: true, unit: unit).value
    }

    /// 16, 8 or 2 for what stands behind the 0 of such a number.
    private static func radix(ofPrefix unit: UInt16) -> Int? {
        switch unit | 0x20 {
        case 0x78: 16
        case 0x6F: 8
        case 0x62: 2
        default: nil
        }
    }

    /// A digit's value in radixes up to 36; 36 or more for what is none.
    @inline(__always) static func digit(_ unit: UInt16) -> UInt64 {
        if unit &- 0x30 < 10 { return UInt64(unit &- 0x30) }
        let letter = (unit | 0x20) &- 0x61
        return letter < 26 ? UInt64(letter) &+ 10 : 99
    }
}
