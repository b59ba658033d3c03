// Decompositions and compositions of single code points (Unicode 17, 3.7 and 3.11; Hangul by arithmetic, 3.12).

enum Decomposition {
    /// What one code point decomposes to, one level deep.
    struct Mapping {
        /// A place in the pool and a count of units; or, where the count is 0, the code point itself.
        fileprivate var place: Int
        fileprivate var count: Int

        /// Calls `body` with each code point.
        @inline(__always) func forEach(_ body: (UInt32) -> Void) {
            if count == 0 { return body(UInt32(place)) }
            var i = 0
            while i < count {
                let (point, length) = CaseMapping.codePoint(at: i, count: count) {
                    UnicodeTables.decompositionUnit(place &+ $0)
                }
                body(point)
                i &+= length
            }
        }
    }

    /// nil where a code point does not decompose: canonically, or by compatibility as well.
    static func mapping(_ point: UInt32, isCompatibility: Bool) -> Mapping? {
        var low = 0
        var high = UnicodeTables.decompositionRuns.count
        while low < high {
            let middle = (low &+ high) / 2
            if UInt32(UnicodeTables.decompositionRuns[middle] & 0x1F_FFFF) <= point {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        if low == 0 { return nil }
        let word = UnicodeTables.decompositionRuns[low &- 1]
        let distance = Int(point) &- Int(word & 0x1F_FFFF)
        if distance > Int(word &>> 21 & 0x3FF) || (word &>> 31 & 1 != 0 && !isCompatibility) { return nil }
        let units = Int(word &>> 33 & 31)
        let place = Int(word &>> 38)
        return word &>> 32 & 1 != 0
            ? Mapping(place: place &+ distance, count: 0) : Mapping(place: place &+ distance &* units, count: units)
    }

    /// Calls `body` with each code point of the full decomposition. Calls itself for what decomposes further: four deep at
    /// most, by the data.
    static func forEach(_ point: UInt32, isCompatibility: Bool, _ body: (UInt32) -> Void) {
        if point < 0xA0 { return body(point) }
        let syllable = point &- 0xAC00
        if syllable < 11_172 {
            body(0x1100 &+ syllable / 588)
            body(0x1161 &+ syllable % 588 / 28)
            if syllable % 28 != 0 { body(0x11A7 &+ syllable % 28) }
            return
        }
        guard let mapping = mapping(point, isCompatibility: isCompatibility) else { return body(point) }
        mapping.forEach { forEach($0, isCompatibility: isCompatibility, body) }
    }

    /// The primary composite of two code points.
    static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        // Nothing below U+0300 is composed with what stands before it.
        if second < 0x300 { return nil }
        if first &- 0x1100 < 19, second &- 0x1161 < 21 {
            return 0xAC00 &+ ((first &- 0x1100) &* 21 &+ second &- 0x1161) &* 28
        }
        if first &- 0xAC00 < 11_172, (first &- 0xAC00) % 28 == 0, second &- 0x11A8 < 27 {
            return first &+ second &- 0x11A7
        }
        let key = UInt64(first) &<< 21 | UInt64(second)
        var low = 0
        var high = UnicodeTables.compositionCount
        while low < high {
            let middle = (low &+ high) / 2
            let composite = UnicodeTables.composite(middle)
            var parts: UInt64 = 0
            mapping(composite, isCompatibility: false)?.forEach { parts = parts &<< 21 | UInt64($0) }
            if parts == key { return composite }
            if parts < key { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }
}
