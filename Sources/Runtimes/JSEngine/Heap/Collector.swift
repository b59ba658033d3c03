// The collector: copies what is reachable into the other half of the heap. Called only at safepoints, where every value
// in use is in the state or on the stack: no other code holds a reference across a collection.
//
// Weak things (atoms, weak maps, weak references) are seen to after everything reachable has been moved.

/// What a collection is about: the range that is left, and where the next block goes.
struct Collection {
    let from: UInt64
    let end: UInt64
    var free: UInt64
    /// Chains through weak collections that were moved, by their last word.
    var weak: Reference = 0
}

extension Arena {
    /// Collects. `stackTop`: the first word of the stack that is not in use.
    @inline(never) func collect(stackTop: UInt64) {
        var c = Collection(from: self[State.start], end: self[State.top], free: self[State.other])
        let to = self[State.other]
        var p = State.firstRoot
        while p < State.lastRoot {
            self[p] = move(self[p], &c)
            p &+= 8
        }
        p = self[State.stack]
        while p < stackTop {
            setWord(p, 0, move(word(p), &c))
            p &+= 8
        }
        // What is above is stale. Every frame writes its first word, and frames are at most 270 words apart: where 600
        // words are zero, nothing was used beyond.
        var zeros = 0
        while p < self[State.stackEnd], zeros < 600 {
            zeros = word(p) == 0 ? zeros &+ 1 : 0
            if zeros == 0 { setWord(p, 0, 0) }
            p &+= 8
        }
        scanWritten(&c)
        var next = to
        repeat {
            while next < c.free { next &+= scan(next, &c) }
        } while moveEphemerons(&c)
        let atoms = self[State.heapAtoms]
        if atoms != 0 { self[State.heapAtoms] = survivingAtoms(atoms, &c.free, in: c.from..<c.end) }
        clearWeak(&c)
        self[State.start] = to
        self[State.other] = c.from
        self[State.top] = c.free
        self[State.end] = to &+ self[State.half] &- self[State.reserve]
        let room = self[State.end] > c.free ? self[State.end] &- c.free : 0
        self[State.soft] = self[State.end] &- room / 8
        self[State.collections] = self[State.collections] &+ 1
    }
    /// Blocks of the image that were written may name blocks of the heap.
    private func scanWritten(_ c: inout Collection) {
        let bits = self[State.written]
        if bits == 0 { return }
        if self[State.imageCachesWritten] != 0 { scanImageCaches(&c) }
        let count = (self[State.image] >> 6 &+ 7) / 8
        for i in 0..<count {
            var w = word(bits &+ i &* 8, 8)
            while w != 0 {
                let bit = UInt64(w.trailingZeroBitCount)
                w &= w &- 1
                _ = scan((i &* 64 &+ bit) &* 8, &c)
            }
        }
    }
    /// The library's caches: they name what scripts have.
    private func scanImageCaches(_ c: inout Collection) {
        var r = State.imageStart
        while r < self[State.imageTop], words(r) > 0 {
            if kind(r) == Kind.caches { _ = scan(r, &c) }
            r &+= words(r) &* 8
        }
    }
    /// Moves what a block refers to; answers its length in bytes.
    @inline(never) private func scan(_ r: Reference, _ c: inout Collection) -> UInt64 {
        let n = words(r)
        let k = kind(r)
        switch k {
        case Kind.raw, Kind.string, Kind.bigInt: break
        case Kind.rope:
            halves(r &+ 8, &c, low: false)
            halves(r &+ 16, &c)
        case Kind.symbol: halves(r &+ 8, &c, high: false)
        case Kind.shape:
            setHalf(r, 0, move(auxiliary(r), &c))
            halves(r &+ 8, &c)
            halves(r &+ 24, &c)
        case Kind.table:
            for e in 0..<half(r, 8) { halves(r &+ e &* 8 &+ 24, &c, high: false) }
        case Kind.caches:
            for i in 1..<n { halves(r &+ i &* 8, &c, high: i & 1 == 0) }
        case Kind.code:
            setHalf(r, 0, move(auxiliary(r), &c))
            halves(r &+ 8, &c)
            halves(r &+ 24, &c)
            halves(r &+ 32, &c, high: false)
            let constants = short(r, 20)
            for i in 0..<constants { setWord(r &+ i &* 8, Code.constants, move(word(r &+ i &* 8, Code.constants), &c)) }
        default:
            var i: UInt64 = 1
            if k >= Kind.object {
                setHalf(r, 0, move(auxiliary(r), &c))
                i = scanHead(r, k, &c)
            }
            while i < n {
                let q = r &+ i &* 8
                setWord(q, 0, move(word(q), &c))
                i &+= 1
            }
        }
        return max(n, 1) &* 8
    }
    /// The words of an object that are no values; answers the first one that is.
    private func scanHead(_ r: Reference, _ k: UInt64, _ c: inout Collection) -> UInt64 {
        switch k {
        case Kind.array, Kind.arguments:
            halves(r &+ 8, &c, high: false)
            halves(r &+ 16, &c, high: false)
            return 3
        case Kind.native:
            halves(r &+ 8, &c)
            halves(r &+ 16, &c, low: false)
            return 3
        case Kind.function, Kind.specialFunction, Kind.generator:
            halves(r &+ 8, &c)
            return 2
        case Kind.weakMap, Kind.weakSet, Kind.weakRef, Kind.finalizationRegistry:
            halves(r &+ 8, &c, high: false)
            // Words 2 (weak content) and 3 (the chain) are not followed.
            setWord(r, 24, c.weak)
            c.weak = r
            return 4
        default:
            halves(r &+ 8, &c, high: false)
            return 2
        }
    }
    @inline(__always) func move(_ v: Value, _ c: inout Collection) -> Value {
        if v &- c.from >= c.end &- c.from { return v }
        return evacuate(v, &c)
    }
    @inline(never) private func evacuate(_ damaged: Reference, _ c: inout Collection) -> Reference {
        let r = damaged & ~7
        let h = word(r)
        if h >> 32 & 0xFF == Kind.forward { return h & 0xFFFF_FFFF }
        let n = h >> 40
        let to = c.free
        var i: UInt64 = 0
        while i < n {
            setWord(to &+ i &* 8, 0, word(r &+ i &* 8))
            i &+= 1
        }
        c.free = to &+ n &* 8
        setWord(r, 0, h & ~0xFF_FFFF_FFFF | Kind.forward &<< 32 | to)
        return to
    }
    @inline(__always) private func halves(_ p: UInt64, _ c: inout Collection, low: Bool = true, high: Bool = true) {
        if low { setHalf(p, 0, move(half(p), &c)) }
        if high { setHalf(p, 4, move(half(p, 4), &c)) }
    }
    /// Whether a block of the range that is left has been moved, or the value is none.
    func isAlive(_ v: Value, _ c: Collection) -> Bool {
        v &- c.from >= c.end &- c.from || kind(v) == Kind.forward
    }
}
