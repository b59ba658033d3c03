// The properties of an owned shape: entries in the order in which they were made, and a hash index over them.
//
//   [header][used | capacity][live | free slot + 1 or 0] capacity × [key 32 | slot 24 | attributes 8], then the index:
//   2 × capacity halves, each an entry's number + 1 or 0. A deleted entry has key 0.
//
// Slots of deleted properties are chained through the object's slots (see Properties.swift), and used again.

extension Arena {
    func newTable(capacity: UInt64) -> Reference {
        var n: UInt64 = 4
        while n < capacity { n &*= 2 }
        let t = allocate(Kind.table, 3 &+ 2 &* n)
        if t == 0 { return 0 }
        setWord(t, 8, n &<< 32)
        setWord(t, 16, 0)
        fill(t, from: 3, to: 3 &+ 2 &* n, 0)
        return t
    }
    @inline(__always) func tableEntry(_ t: Reference, _ i: UInt64) -> UInt64 { word(t &+ i &* 8, 24) }
    @inline(__always) func setTableEntry(
        _ t: Reference, _ i: UInt64, _ key: PropertyKey, _ slot: UInt64, _ attributes: UInt64
    ) {
        setWord(t &+ i &* 8, 24, key | slot &<< 32 | attributes &<< 56)
    }
    private func indexPlace(_ t: Reference, _ i: UInt64) -> UInt64 { t &+ 24 &+ half(t, 12) &* 8 &+ i &* 4 }

    /// Builds the index anew.
    func rehash(_ t: Reference) {
        let n = half(t, 12), mask = n &* 2 &- 1
        clear(indexPlace(t, 0), bytes: n &* 8)
        for e in 0..<half(t, 8) {
            let key = tableEntry(t, e) & 0xFFFF_FFFF
            if key == 0 { continue }
            var i = hash(key: key) & mask
            while half(indexPlace(t, i)) != 0 { i = (i &+ 1) & mask }
            setHalf(indexPlace(t, i), 0, e &+ 1)
        }
    }
    /// The number of a key's entry.
    @inline(__always) func entryNumber(_ t: Reference, _ key: PropertyKey) -> UInt64? {
        let mask = half(t, 12) &* 2 &- 1
        var i = hash(key: key) & mask
        while true {
            let e = half(indexPlace(t, i))
            if e == 0 { return nil }
            if tableEntry(t, e &- 1) & 0xFFFF_FFFF == key { return e &- 1 }
            i = (i &+ 1) & mask
        }
    }
    @inline(never) func findInTable(_ t: Reference, _ key: PropertyKey) -> Property? {
        guard let e = entryNumber(t, key) else { return nil }
        let entry = tableEntry(t, e)
        return Property(slot: entry >> 32 & 0xFF_FFFF, attributes: entry >> 56)
    }
    /// A table with room for one more entry, which may be the same one; 0 where there is no memory.
    func tableWithRoom(_ t: Reference) -> Reference {
        let used = half(t, 8)
        if used < half(t, 12) { return t }
        let live = half(t, 16)
        let grown = newTable(capacity: live &+ live / 2 &+ 2)
        if grown == 0 { return 0 }
        var n: UInt64 = 0
        for e in 0..<used {
            let entry = tableEntry(t, e)
            if entry & 0xFFFF_FFFF == 0 { continue }
            setWord(grown &+ n &* 8, 24, entry)
            n &+= 1
        }
        setHalf(grown, 8, n)
        setWord(grown, 16, live | half(t, 20) &<< 32)
        rehash(grown)
        return grown
    }
    /// Adds an entry to a table that has room.
    func appendEntry(_ t: Reference, _ key: PropertyKey, _ slot: UInt64, _ attributes: UInt64) {
        touch(t)
        let e = half(t, 8), mask = half(t, 12) &* 2 &- 1
        setTableEntry(t, e, key, slot, attributes)
        setHalf(t, 8, e &+ 1)
        setHalf(t, 16, half(t, 16) &+ 1)
        var i = hash(key: key) & mask
        while half(indexPlace(t, i)) != 0 { i = (i &+ 1) & mask }
        setHalf(indexPlace(t, i), 0, e &+ 1)
    }
    func removeEntry(_ t: Reference, _ e: UInt64) {
        touch(t)
        // The index still leads to the entry, whose key no search equals any more.
        setWord(t &+ e &* 8, 24, 0)
        setHalf(t, 16, half(t, 16) &- 1)
    }
}
