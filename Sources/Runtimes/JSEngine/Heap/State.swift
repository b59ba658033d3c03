// Fixed places at the arena's beginning: all state of a script that is not in a block.

/// The places, as displacements from 0.
enum State {
    // MARK: Memory

    /// Where the next block goes, where a script should collect, where there is no more room, where the heap begins.
    static let top: UInt64 = 8
    static let soft: UInt64 = 16
    static let end: UInt64 = 24
    static let start: UInt64 = 32
    /// The half of the heap that is not in use.
    static let other: UInt64 = 40
    static let stack: UInt64 = 48
    static let stackEnd: UInt64 = 56
    /// Blocks below belong to the library's image: neither moved nor looked at unless written.
    static let image: UInt64 = 64
    static let collections: UInt64 = 72
    /// Bytes of a half.
    static let half: UInt64 = 80
    /// A bit for each word of the image: whether the block that begins there was written.
    static let written: UInt64 = 88
    /// Bytes that the operation that answered `again` lacked; where the top was after the last collection.
    static let wanted: UInt64 = 96
    static let topAfter: UInt64 = 104
    /// Not 0: collect wherever possible. The bytes that an operation gets.
    static let stress: UInt64 = 112
    /// Changes whenever an object that is a prototype gets, loses or redefines a property.
    static let epoch: UInt64 = 120
    /// Bytes kept for the error that says there is no memory.
    static let reserve: UInt64 = 128
    /// Asked from outside: the script is interrupted at the next safepoint.
    static let interrupt: UInt64 = 136
    static let random: UInt64 = 144
    static let symbolHash: UInt64 = 152
    static let retryPlace: UInt64 = 160
    static let operand: UInt64 = 168
    static let hint: UInt64 = 176
    static let enteredFlags: UInt64 = 3640
    /// Not 0: the next `yield` gives a result object itself.
    static let yieldsResult: UInt64 = 3648
    /// Where natives that make errors find the caller.
    static let framePointer: UInt64 = 3656

    // MARK: Roots

    static let firstRoot: UInt64 = 184
    static let exception: UInt64 = 184
    /// What `invoke` calls: function, this, new.target, count, and up to six arguments or an array of them.
    static let callee: UInt64 = 192
    static let calleeThis: UInt64 = 200
    static let calleeTarget: UInt64 = 208
    static let calleeCount: UInt64 = 216
    static let arguments: UInt64 = 224  // 8 words
    static let argumentArray: UInt64 = 288
    static let resumed: UInt64 = 296
    static let resumedMode: UInt64 = 304
    static let resumedValue: UInt64 = 312
    static let global: UInt64 = 320
    static let globalLexical: UInt64 = 328
    static let imageAtoms: UInt64 = 336
    static let characters: UInt64 = 344
    static let jobs: UInt64 = 352
    static let modules: UInt64 = 360
    static let symbolRegistry: UInt64 = 368
    static let templates: UInt64 = 376
    static let arrayIteratorNext: UInt64 = 384
    static let freshError: UInt64 = 392
    static let trampoline: UInt64 = 400
    static let trampolineFunction: UInt64 = 408
    /// Root shapes, see RootShape.
    static let shapes: UInt64 = 416  // 48 words
    /// Prototypes, see Intrinsic.
    static let prototypes: UInt64 = 800  // 64 words
    /// Functions of the library that the engine calls, see Helper.
    static let helpers: UInt64 = 1312  // 64 words
    /// Atoms and symbols known to the engine, see Atom.
    static let atoms: UInt64 = 1824  // 200 words
    static let arrayValues: UInt64 = 3424
    static let throwerPair: UInt64 = 3432
    static let resumedRaw: UInt64 = 3440
    static let output: UInt64 = 3448
    static let lastRoot: UInt64 = 3616
    /// Not a root: its entries are dropped unless something else names them.
    static let heapAtoms: UInt64 = 3616
    /// A cache of the library's code was written; an object that is a prototype has properties with indices.
    static let imageCachesWritten: UInt64 = 3664
    static let indexedPrototypes: UInt64 = 3672
    static let imageTop: UInt64 = 3680
    /// Not 0: an invariant of the engine did not hold.
    static let damage: UInt64 = 3688
    static let size: UInt64 = 3696
    /// Where the image's first block is.
    static let imageStart: UInt64 = 3696
}

extension Arena {
    /// A place of the state.
    @inline(__always) subscript(_ place: UInt64) -> UInt64 {
        get { word(0, place) }
        nonmutating set { setWord(0, place, newValue) }
    }
    @inline(__always) func auxiliary(_ r: Reference) -> UInt64 { half(r) }
    @inline(__always) func kind(_ r: Reference) -> UInt64 { byte(r, 4) }
    @inline(__always) func words(_ r: Reference) -> UInt64 { half(r, 4) >> 8 }
    @inline(__always) func isReference(_ v: Value) -> Bool { v < limit }
    @inline(__always) func isObject(_ v: Value) -> Bool { v < limit && kind(v) >= Kind.object }
    @inline(__always) func isString(_ v: Value) -> Bool {
        v < limit && kind(v) &- Kind.string <= 1
    }
    @inline(__always) func isSymbol(_ v: Value) -> Bool { v < limit && kind(v) == Kind.symbol }
    @inline(__always) func isBigInt(_ v: Value) -> Bool { v < limit && kind(v) == Kind.bigInt }
    @inline(__always) func isKind(_ v: Value, _ k: UInt64) -> Bool { v < limit && kind(v) == k }

    /// A block whose header is written and nothing else; 0 where there is no room. Never collects.
    @inline(__always) func allocate(_ kind: UInt64, _ words: UInt64, auxiliary: UInt64 = 0) -> Reference {
        let r = self[State.top]
        let top = r &+ words &* 8
        if top > self[State.end] || words >> 24 != 0 { return lacking(words) }
        self[State.top] = top
        setWord(r, 0, words &<< 40 | kind &<< 32 | auxiliary)
        return r
    }
    /// Says how much was lacking. A block has less than 2²⁴ words.
    @inline(never) func lacking(_ words: UInt64) -> Reference {
        self[State.wanted] = words &* 8
        return 0
    }
    @inline(__always) func fill(_ r: Reference, from: UInt64, to: UInt64, _ v: Value) {
        var i = from
        while i < to {
            setWord(r &+ i &* 8, 0, v)
            i &+= 1
        }
    }
    /// Says that a block is written that may lie in the image: it may name blocks of the heap from now on.
    @inline(__always) func touch(_ r: Reference) {
        if r < self[State.image] { touchSlow(r) }
    }
    @inline(never) func touchSlow(_ r: Reference) {
        let bits = self[State.written]
        if bits == 0 { return }
        let place = bits &+ r >> 6
        setByte(place, 8, byte(place, 8) | 1 &<< (r >> 3 & 7))
    }
}
