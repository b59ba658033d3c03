// Atoms: strings of which there is one each, so that names compare as references. Those of the library's image are in a
// table of the image, a script's own in a table that the collector rebuilds: an atom that nothing names goes away.
//
// A table is a block of values: `[count | mask]`, then atoms or 0, open addressing by hash.

extension Arena {
    /// The hash of a flat string; never 0.
    @inline(never) func hash(_ s: Reference) -> UInt64 {
        var h: UInt64 = 5381
        let n = length(s)
        for i in 0..<n { h = (h &* 33 &+ unit(s, i)) & 0xFFFF_FFFF }
        h ^= h >> 15
        return h | 1
    }
    func newAtomTable(_ capacity: UInt64) -> Reference {
        let t = allocate(Kind.raw, 2 &+ capacity)
        if t == 0 { return 0 }
        setWord(t, 8, (capacity &- 1) &<< 32)
        fill(t, from: 2, to: 2 &+ capacity, 0)
        return t
    }
    /// The place of an atom equal to `s`, or of the free entry where it belongs.
    private func find(_ table: Reference, _ s: Reference, _ h: UInt64) -> UInt64 {
        let mask = half(table, 12)
        var i = h & mask
        while true {
            let a = word(table &+ i &* 8, 16)
            if a == 0 || auxiliary(a) == h && areEqualFlat(a, s) { return i }
            i = (i &+ 1) & mask
        }
    }
    func insertAtom(_ table: Reference, _ a: Reference) {
        let mask = half(table, 12)
        var i = auxiliary(a) & mask
        while word(table &+ i &* 8, 16) != 0 { i = (i &+ 1) & mask }
        setWord(table &+ i &* 8, 16, a)
        setHalf(table, 8, half(table, 8) &+ 1)
    }
    /// The atom of a flat string, or `again`.
    @inline(never) func atom(_ s: Reference) -> Value {
        if isAtom(s) { return s }
        let h = hash(s)
        let shared = self[State.imageAtoms]
        if shared != 0 {
            let a = word(shared &+ find(shared, s, h) &* 8, 16)
            if a != 0 { return a }
        }
        var table = self[State.heapAtoms]
        var i = find(table, s, h)
        let a = word(table &+ i &* 8, 16)
        if a != 0 { return a }
        if half(table, 8) &* 4 > half(table, 12) &* 3 {
            let mask = half(table, 12)
            let grown = newAtomTable((mask &+ 1) &* 2)
            if grown == 0 { return again }
            for j in 0...mask {
                let a = word(table &+ j &* 8, 16)
                if a != 0 { insertAtom(grown, a) }
            }
            self[State.heapAtoms] = grown
            table = grown
            i = find(table, s, h)
        }
        setHalf(s, 0, h)
        setByte(s, 12, byte(s, 12) | 2)
        setWord(table &+ i &* 8, 16, s)
        setHalf(table, 8, half(table, 8) &+ 1)
        return s
    }
    /// The atom of a text in the program, or `again`.
    func atom(_ text: StaticString) -> Value {
        let s = newString(text)
        return s == 0 ? again : atom(s)
    }
    /// The rebuilt table with the atoms of the old one that were moved by the collection; called at its end.
    func survivingAtoms(_ old: Reference, _ free: inout UInt64, in range: Range<UInt64>) -> Reference {
        let mask = half(old, 12)
        var live: UInt64 = 0
        for j in 0...mask {
            let a = word(old &+ j &* 8, 16)
            if a != 0, !range.contains(a) || kind(a) == Kind.forward { live &+= 1 }
        }
        var capacity: UInt64 = 32
        while capacity < live &* 2 { capacity &*= 2 }
        let t = free
        free = t &+ (2 &+ capacity) &* 8
        setWord(t, 0, (2 &+ capacity) &<< 40 | Kind.raw &<< 32)
        setWord(t, 8, (capacity &- 1) &<< 32)
        fill(t, from: 2, to: 2 &+ capacity, 0)
        for j in 0...mask {
            let a = word(old &+ j &* 8, 16)
            if a == 0 { continue }
            if !range.contains(a) { insertAtom(t, a) } else if kind(a) == Kind.forward { insertAtom(t, half(a)) }
        }
        return t
    }
}
