// The library: everything a context has from the start. It is made once, the same bytes on every host, and lies below
// `State.image` from then on, where nothing moves.

/// How an arena is laid out, in bytes.
public struct Layout {
    public var stack: UInt64
    public var half: UInt64
    public init(stack: UInt64, half: UInt64) {
        self.stack = stack & ~4095
        self.half = half & ~4095
    }
}

extension Arena {
    /// Room for the library while it is made.
    static var mostImage: UInt64 { 4 << 20 }

    /// Makes the library at the arena's beginning, and an empty heap behind it. False where the arena is too small, or
    /// the library's own sources are wrong.
    public func prepare(_ layout: Layout) -> Bool {
        var sources: [[UInt8]] = []
        for i in 0..<LibrarySource.count {
            var bytes: [UInt8] = []
            LibrarySource.text(i).withUTF8Buffer { for k in 0..<$0.count { bytes.append(unsafe $0[k]) } }
            sources.append(bytes)
        }
        return prepare(layout, library: sources)
    }
    /// The same with other sources in the place of the library's, for work on them.
    public func prepare(_ layout: Layout, library: [[UInt8]]) -> Bool {
        guard Arena.mostImage &+ layout.stack &+ 2 &* layout.half &+ (1 << 16) <= limit else { return false }
        // No shape: an empty cache names none.
        setWord(0, 0, 1)
        self[State.top] = State.size
        self[State.end] = Arena.mostImage
        self[State.soft] = Arena.mostImage
        self[State.stack] = (limit &- (1 << 16)) & ~7
        self[State.stackEnd] = limit & ~7 &- 4096
        self[State.heapAtoms] = newAtomTable(2048)
        self[State.random] = 0x2545_F491_4F6C_DD1D
        makeAtoms()
        makePrototypes()
        guard makeTrampoline() else { return false }
        for source in library { if runLibrary(source) != undefined { return false } }
        finishImage(layout)
        return true
    }
    /// How many bytes of the arena are in use: from its beginning to the end of the heap's last block.
    public var usedBytes: UInt64 { self[State.top] }

    private func makeAtoms() {
        let table = allocate(Kind.values, 257)
        self[State.characters] = table
        for i in 0..<256 as Range<UInt64> { setWord(table &+ i &* 8, 8, atom(newString(latin1: [UInt8(i)]))) }
        for i in 0..<UInt64(Atom.count) {
            let a = atom(Atom.text(i))
            self[State.atoms &+ i &* 8] = Atom.isSymbol(i) ? newSymbol(description: a, flags: 0) : a
        }
    }
    /// The prototypes that everything else needs; their contents come from the sources.
    private func makePrototypes() {
        let first = newShape(prototype: 0, inPlace: 4)
        self[Prototype.object] = newObject(first)
        _ = markPrototype(self[Prototype.object])
        for i in 1..<UInt64(Prototype.count) {
            let root = rootShape(prototype: self[Prototype.object], plain: true)
            self[State.prototypes &+ i &* 8] = newObject(root)
        }
        // Prototypes that are objects of their kind.
        self[Prototype.array] = newArray(0, shape: rootShape(prototype: self[Prototype.object], plain: false))
        makeRootShapes()
        self[State.global] = newObject(rootShape(prototype: self[Prototype.object], plain: true))
        _ = own(self[State.global])
        self[State.globalLexical] = newObject(newShape(prototype: 0, inPlace: 0))
        _ = own(self[State.globalLexical])
        self[State.jobs] = newArray(0)
        self[State.output] = newArray(0)
        let pair = newPair(undefined, undefined)
        self[State.throwerPair] = pair
        let thrower = newNative(
            Native.thrower.rawValue, name: self[Atom.empty], length: 0, flags: 0, shape: self[RootShape.nativeFunction])
        setWord(pair, 8, thrower)
        setWord(pair, 16, thrower)
        let natives: [Native] = [
            .helpAdd, .helpArithmetic, .helpCompare, .helpEqual, .helpNotEqual, .helpToNumber, .helpToNumeric,
            .helpToPropertyKey, .helpToString,
        ]
        for (i, n) in natives.enumerated() {
            self[State.helpers &+ UInt64(i) &* 8] = newNative(
                n.rawValue, name: self[Atom.empty], length: 0, flags: 0, shape: self[RootShape.nativeFunction])
        }
        for i in natives.count..<60 { self[State.helpers &+ UInt64(i) &* 8] = undefined }
    }
    private func makeRootShapes() {
        self[RootShape.object] = rootShape(prototype: self[Prototype.object], plain: true)
        self[RootShape.array] = rootShape(prototype: self[Prototype.array], plain: false)
        self[RootShape.function] = rootShape(prototype: self[Prototype.function], plain: false)
        self[RootShape.nativeFunction] = newShape(prototype: self[Prototype.function], inPlace: 0)
        self[RootShape.generatorFunction] = rootShape(prototype: self[Prototype.generatorFunction], plain: false)
        self[RootShape.asyncFunction] = rootShape(prototype: self[Prototype.asyncFunction], plain: false)
        self[RootShape.asyncGeneratorFunction] = rootShape(
            prototype: self[Prototype.asyncGeneratorFunction], plain: false)
        let result = extend(self[RootShape.object], self[Atom.value], Attribute.all)
        self[RootShape.result] = extend(result, self[Atom.done], Attribute.all)
    }
    /// A function of two instructions, from whose frame natives are called that other natives ask for.
    private func makeTrampoline() -> Bool {
        let code = allocate(Kind.code, Code.constants / 8 &+ 1)
        let caches = allocate(Kind.caches, 1)
        if code == 0 || caches == 0 { return false }
        fill(code, from: 1, to: words(code), 0)
        setWord(code, 8, caches)
        setWord(code, 16, 5 | (Code.constants / 8) &<< 48)
        setWord(code, 48, 0xFFFFFF)
        setHalf(code &+ Code.constants, 0, UInt64(Opcode.rare.rawValue) | UInt64(Rare.callVariable.rawValue) &<< 24)
        setHalf(code &+ Code.constants, 4, UInt64(Opcode.returnValue.rawValue))
        self[State.trampoline] = code
        self[State.trampolineFunction] = newFunction(code, boxes: 0, shape: self[RootShape.nativeFunction])
        return self[State.trampolineFunction] != 0
    }
    /// What is there now is the image; the heap begins behind it.
    private func finishImage(_ layout: Layout) {
        // Objects of scripts begin with shapes that no object of the image has: caches for scripts' objects are no
        // caches for the library's.
        for i in 0..<UInt64(Prototype.count) {
            let s = shape(self[State.prototypes &+ i &* 8])
            if isOwned(s) { setWord(s, 24, 0) }
        }
        makeRootShapes()
        self[State.imageAtoms] = self[State.heapAtoms]
        let imageTop = self[State.top]
        self[State.imageTop] = imageTop
        let image = (imageTop &+ 4095) & ~4095
        // Everything below is the image; the bits that say what was written lie behind it, in a block of their own.
        let bits = image
        let bitWords = (image >> 6 &+ 7) / 8 &+ 1
        setWord(bits, 0, bitWords &<< 40 | Kind.raw &<< 32)
        clear(bits &+ 8, bytes: (bitWords &- 1) &* 8)
        self[State.stack] = (bits &+ bitWords &* 8 &+ 4095) & ~4095
        self[State.stackEnd] = self[State.stack] &+ layout.stack &- 4096
        self[State.start] = self[State.stack] &+ layout.stack
        self[State.half] = layout.half
        self[State.other] = self[State.start] &+ layout.half
        self[State.top] = self[State.start]
        self[State.reserve] = 2048
        self[State.end] = self[State.start] &+ layout.half &- self[State.reserve]
        self[State.soft] = self[State.end] &- layout.half / 8
        clear(self[State.stack], bytes: layout.stack)
        self[State.written] = bits
        self[State.image] = image
        self[State.heapAtoms] = newAtomTable(64)
        self[State.jobs] = newArray(0)
        self[State.output] = newArray(0)
    }
    func helperName(_ i: Int, equals s: Value) -> Bool { equals(Helper.text(i), s) }

    /// `%install`'s counterpart for prototypes: gives the place of a name an object.
    func placePrototype(_ name: Value, _ o: Value) -> Value {
        for i in 0..<Prototype.count where equals(Prototype.text(i), name) {
            if o == undefined { return self[State.prototypes &+ UInt64(i) &* 8] }
            self[State.prototypes &+ UInt64(i) &* 8] = o
            return o
        }
        if equals("global", name) { return self[State.global] }
        if equals("arrayValues", name) {
            self[State.arrayValues] = o
            return o
        }
        if equals("arrayIteratorNext", name) {
            self[State.arrayIteratorNext] = o
            return o
        }
        for i in 0..<UInt64(Atom.count) where equals(Atom.text(i), name) { return self[State.atoms &+ i &* 8] }
        return undefined
    }
}
