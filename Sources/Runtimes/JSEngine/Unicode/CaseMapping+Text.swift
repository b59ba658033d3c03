// toUpperCase and toLowerCase of texts (ECMA-262 22.1.3.28 and 30): mappings that may lengthen a text, and the one that
// looks around itself, sigma at the end of a word.
//
// Text comes in and goes out unit by unit, so that it may lie anywhere; call it once to count what comes out and once to
// write it. Surrogates that stand alone stay.

extension CaseMapping {
    /// The upper case of `count` units from `unit`, to `emit`.
    static func upper(count: Int, unit: (Int) -> UInt16, emit: (UInt16) -> Void) {
        var i = 0
        while i < count {
            let (point, length) = codePoint(at: i, count: count, unit: unit)
            i &+= length
            if let special = specialUpper(point) {
                for k in 0..<special.count { emit(special.units[k]) }
            } else {
                self.emit(simpleUpper(point), to: emit)
            }
        }
    }

    /// The lower case of `count` units from `unit`, to `emit`.
    static func lower(count: Int, unit: (Int) -> UInt16, emit: (UInt16) -> Void) {
        var i = 0
        // Whether the last unit that is not passed over, of those before, has case: remembered, because what is passed over
        // may be long.
        var isAfterCased = false
        while i < count {
            let (point, length) = codePoint(at: i, count: count, unit: unit)
            if point == 0x3A3 {
                let isFinal = isAfterCased && !isCasedAhead(from: i &+ length, count: count, unit: unit)
                emit(isFinal ? 0x3C2 : 0x3C3)
            } else if point == 0x130 {
                emit(0x69)
                emit(0x307)
            } else {
                self.emit(simpleLower(point), to: emit)
            }
            i &+= length
            if !isPassedOver(point) { isAfterCased = isCased(point) }
        }
    }

    private static func isCasedAhead(from start: Int, count: Int, unit: (Int) -> UInt16) -> Bool {
        var i = start
        while i < count {
            let (point, length) = codePoint(at: i, count: count, unit: unit)
            if !isPassedOver(point) { return isCased(point) }
            i &+= length
        }
        return false
    }

    private static func isCased(_ point: UInt32) -> Bool {
        if point < 0x80 { return (point | 0x20) &- 0x61 < 26 }
        return UnicodeSet(number: UnicodeTables.cased).contains(point)
    }
    /// Case_Ignorable: apostrophes, combining marks and the like.
    private static func isPassedOver(_ point: UInt32) -> Bool {
        if point < 0x80 {
            return point == 0x27 || point == 0x2E || point == 0x3A || point == 0x5E || point == 0x60
        }
        return UnicodeSet(number: UnicodeTables.caseIgnorable).contains(point)
    }

    /// The code point at a place and how many units it has (CodePointAt, 11.1.4).
    @inline(__always) static func codePoint(
        at i: Int, count: Int, unit: (Int) -> UInt16
    ) -> (point: UInt32, length: Int) {
        let first = unit(i)
        if first & 0xFC00 == 0xD800, i &+ 1 < count {
            let second = unit(i &+ 1)
            if second & 0xFC00 == 0xDC00 {
                return (0x10000 &+ UInt32(first & 0x3FF) &<< 10 &+ UInt32(second & 0x3FF), 2)
            }
        }
        return (UInt32(first), 1)
    }

    @inline(__always) static func emit(_ point: UInt32, to emit: (UInt16) -> Void) {
        if point < 0x10000 { return emit(UInt16(point)) }
        emit(UInt16(0xD7C0 &+ point &>> 10))
        emit(UInt16(0xDC00 | point & 0x3FF))
    }
}
