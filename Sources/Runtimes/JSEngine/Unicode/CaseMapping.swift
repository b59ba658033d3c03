// Upper and lower case and case folding of code points (Unicode 17, 4.2 and 5.18, SpecialCasing.txt without languages).

/// Case mappings of single code points.
enum CaseMapping {
    /// What a mapping to several units answers: the units, and how many they are.
    typealias Units = (count: Int, units: InlineArray<3, UInt16>)

    /// Simple_Uppercase_Mapping
    static func simpleUpper(_ point: UInt32) -> UInt32 {
        if point < 0x80 { return point &- 0x61 < 26 ? point &- 32 : point }
        return map(point, count: UnicodeTables.upperRuns.count) { UnicodeTables.upperRuns[$0] } ?? point
    }
    /// Simple_Lowercase_Mapping
    static func simpleLower(_ point: UInt32) -> UInt32 {
        if point < 0x80 { return point &- 0x41 < 26 ? point &+ 32 : point }
        return map(point, count: UnicodeTables.lowerRuns.count) { UnicodeTables.lowerRuns[$0] } ?? point
    }
    /// Simple case folding: what `scf` means in ECMA-262 22.2.2.7.3.
    static func fold(_ point: UInt32) -> UInt32 {
        if point < 0x80 { return point &- 0x41 < 26 ? point &+ 32 : point }
        return map(point, count: UnicodeTables.foldRuns.count) { UnicodeTables.foldRuns[$0] } ?? simpleLower(point)
    }

    /// The full mapping to upper case where it has several units; they are of the basic plane.
    static func specialUpper(_ point: UInt32) -> Units? {
        if point < 0xDF || point > 0xFFFF { return nil }
        var low = 0
        var high = UnicodeTables.specialUpper.count
        while low < high {
            let middle = (low &+ high) / 2
            let word = UnicodeTables.specialUpper[middle]
            let key = UInt32(word &>> 48)
            if key == point {
                let units: InlineArray<3, UInt16> = [
                    UInt16(truncatingIfNeeded: word), UInt16(truncatingIfNeeded: word &>> 16),
                    UInt16(truncatingIfNeeded: word &>> 32),
                ]
                return (units[2] == 0 ? 2 : 3, units)
            }
            if key < point { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }

    /// Canonicalize (ECMA-262 22.2.2.7.3) without `u` or `v`: the upper case where it is one unit and does not lead from
    /// beyond ASCII into it.
    static func canonicalUnit(_ unit: UInt32) -> UInt32 {
        if unit < 0x80 { return unit &- 0x61 < 26 ? unit &- 32 : unit }
        if specialUpper(unit) != nil { return unit }
        let upper = simpleUpper(unit)
        return upper < 0x80 || upper > 0xFFFF ? unit : upper
    }

    /// All code points that a mapping changes and what it makes of them: of `canonicalUnit` or, `isUnicode`, of `fold`.
    static func forEachChanged(isUnicode: Bool, _ body: (UInt32, UInt32) -> Void) {
        // What either mapping changes is in the runs to upper case, to lower case or of folding.
        visit(count: UnicodeTables.upperRuns.count, isUnicode, { UnicodeTables.upperRuns[$0] }, body)
        if isUnicode {
            visit(count: UnicodeTables.lowerRuns.count, isUnicode, { UnicodeTables.lowerRuns[$0] }, body)
            visit(count: UnicodeTables.foldRuns.count, isUnicode, { UnicodeTables.foldRuns[$0] }, body)
        }
    }
    private static func visit(
        count: Int, _ isUnicode: Bool, _ run: (Int) -> UInt64, _ body: (UInt32, UInt32) -> Void
    ) {
        for i in 0..<count {
            let word = run(i)
            let step: UInt32 = word &>> 39 & 1 != 0 ? 2 : 1
            var point = UInt32(word & 0xFF_FFFF)
            for _ in 0...(word &>> 24 & 0x7FFF) {
                let mapped = isUnicode ? fold(point) : point > 0xFFFF ? point : canonicalUnit(point)
                if mapped != point { body(point, mapped) }
                point &+= step
            }
        }
    }

    /// What a list of runs makes of a code point: nil where none has it.
    @inline(__always) private static func map(_ point: UInt32, count: Int, run: (Int) -> UInt64) -> UInt32? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            if UInt32(run(middle) & 0xFF_FFFF) <= point { low = middle &+ 1 } else { high = middle }
        }
        if low == 0 { return nil }
        let word = run(low &- 1)
        let distance = point &- UInt32(word & 0xFF_FFFF)
        let count = UInt32(word &>> 24 & 0x7FFF)
        if word &>> 39 & 1 != 0 {
            if distance & 1 != 0 || distance / 2 > count { return nil }
        } else if distance > count {
            return nil
        }
        return UInt32(truncatingIfNeeded: Int64(point) &+ Int64(bitPattern: word) >> 40)
    }
}
