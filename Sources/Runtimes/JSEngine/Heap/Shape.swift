// Shapes: what an object's properties are called, their attributes, and where their values lie; with them the prototype.
//
// A shared shape is immutable but for its children, and adds one property to its parent's:
//   [header, prototype][parent | key][count 32, slots in place 8, attributes 8, flags 8][first child | next sibling]
// An owned shape belongs to one object, which has many properties, lost one, or is a prototype. Its properties are in a
// table:
//   [header, prototype][table | 0][count 32, slots in place 8, 0, flags 8][root shape of kind "plain" | root shape, others]
// where the roots are what objects begin with that have this shape's object as their prototype.
//
// What caches rely on: a shared shape never changes; an owned shape only gains properties, and is replaced by a copy
// when one is lost or redefined; and the epoch changes whenever an object that is a prototype gains, loses or redefines.

/// Attributes of a property (6.1.7.1), as bits.
enum Attribute {
    static let writable: UInt64 = 1
    static let enumerable: UInt64 = 2
    static let configurable: UInt64 = 4
    /// The slot holds a pair of functions.
    static let accessor: UInt64 = 8
    /// As an assignment makes them.
    static let all: UInt64 = 7
    /// As the library's methods have them.
    static let hidden: UInt64 = 5
}

/// Flags of a shape.
enum ShapeFlag {
    static let owned: UInt64 = 1
    /// The object is some other's prototype.
    static let prototype: UInt64 = 2
    static let notExtensible: UInt64 = 4
    /// An array whose `length` is not writable.
    static let fixedLength: UInt64 = 8
    /// There are properties whose keys are indices.
    static let indexed: UInt64 = 16
    /// What a shape made from another one keeps.
    static let kept: UInt64 = 30
}

/// An own property that was found.
struct Property {
    var slot: UInt64
    var attributes: UInt64
    @inline(__always) var isAccessor: Bool { attributes & Attribute.accessor != 0 }
}

extension Arena {
    @inline(__always) func shape(_ o: Reference) -> Reference { auxiliary(o) }
    @inline(__always) func prototype(ofShape s: Reference) -> Reference { auxiliary(s) }
    @inline(__always) func count(ofShape s: Reference) -> UInt64 { half(s, 16) }
    @inline(__always) func inPlace(_ s: Reference) -> UInt64 { byte(s, 20) }
    @inline(__always) func flags(ofShape s: Reference) -> UInt64 { byte(s, 22) }
    @inline(__always) func isOwned(_ s: Reference) -> Bool { byte(s, 22) & ShapeFlag.owned != 0 }
    /// The most properties of a shared shape.
    static var mostShared: UInt64 { 48 }

    /// A shape without properties, or 0.
    func newShape(prototype: Reference, inPlace: UInt64, flags: UInt64 = 0) -> Reference {
        let r = allocate(Kind.shape, 4, auxiliary: prototype)
        if r == 0 { return 0 }
        setWord(r, 8, 0)
        setWord(r, 16, inPlace &<< 32 | flags &<< 48)
        setWord(r, 24, 0)
        return r
    }
    /// The property of a key, if a shape has it.
    @inline(__always) func find(_ shape: Reference, _ key: PropertyKey) -> Property? {
        var s = shape
        while true {
            let w = word(s, 8)
            if w >> 32 == key, w != 0 { return Property(slot: half(s, 16) &- 1, attributes: byte(s, 21)) }
            if w >> 32 == 0 {
                if w == 0 || byte(s, 22) & ShapeFlag.owned == 0 { return nil }
                return findInTable(w, key)
            }
            s = w & 0xFFFF_FFFF
        }
    }
    /// The shape with a further property, or `again`. Not for owned shapes.
    @inline(never) func extend(_ shape: Reference, _ key: PropertyKey, _ attributes: UInt64) -> Value {
        var child = half(shape, 24)
        while child != 0 {
            if half(child, 12) == key, byte(child, 21) == attributes { return child }
            child = half(child, 28)
        }
        let r = allocate(Kind.shape, 4, auxiliary: auxiliary(shape))
        if r == 0 { return again }
        setWord(r, 8, shape | key &<< 32)
        let indexed = isIndexKey(key) ? ShapeFlag.indexed : 0
        setWord(
            r, 16,
            count(ofShape: shape) &+ 1 | inPlace(shape) &<< 32 | attributes &<< 40
                | (flags(ofShape: shape) | indexed) &<< 48)
        setWord(r, 24, half(shape, 24) &<< 32)
        touch(shape)
        setHalf(shape, 24, r)
        return r
    }
    /// An owned shape with the same properties and further flags, or `again`.
    func ownedShape(from shape: Reference, flags more: UInt64, prototype: Reference) -> Value {
        let flags = flags(ofShape: shape) & ShapeFlag.kept | ShapeFlag.owned | more
        let r = allocate(Kind.shape, 4, auxiliary: prototype)
        if r == 0 { return again }
        var table = half(shape, 8)
        if !isOwned(shape) {
            let n = count(ofShape: shape)
            table = newTable(capacity: n &+ 2)
            if table == 0 { return again }
            var s = shape
            while word(s, 8) != 0 {
                setTableEntry(table, half(s, 16) &- 1, half(s, 12), half(s, 16) &- 1, byte(s, 21))
                s = half(s, 8)
            }
            setHalf(table, 8, n)
            setHalf(table, 16, n)
            rehash(table)
        }
        setWord(r, 8, table)
        setWord(r, 16, count(ofShape: shape) | inPlace(shape) &<< 32 | flags &<< 48)
        setWord(r, 24, isOwned(shape) && prototype == auxiliary(shape) ? word(shape, 24) : 0)
        return r
    }
    /// Gives an object a shape of its own (again), as its properties' attributes or its prototype change, or `again`.
    @inline(never) func own(_ o: Reference, flags: UInt64 = 0, prototype: Reference? = nil) -> Value {
        if isLazy(o), materialize(o) == again { return again }
        let old = shape(o)
        let s = ownedShape(from: old, flags: flags, prototype: prototype ?? auxiliary(old))
        if s == again { return again }
        touch(o)
        setHalf(o, 0, s)
        if self.flags(ofShape: s) & ShapeFlag.prototype != 0 { changeEpoch() }
        return s
    }
    @inline(__always) func changeEpoch() { self[State.epoch] = (self[State.epoch] &+ 1) & 0xFFFF_FFFF }

    /// The shape that objects with a prototype begin with, or `again`. Plain objects have slots in place.
    @inline(__always) func rootShape(prototype p: Reference, plain: Bool) -> Value {
        let s = shape(p)
        if isOwned(s) {
            let root = half(s, plain ? 24 : 28)
            if root != 0 { return root }
        }
        return makeRootShape(p, plain)
    }
    @inline(never) private func makeRootShape(_ p: Reference, _ plain: Bool) -> Value {
        var s = shape(p)
        if flags(ofShape: s) & ShapeFlag.prototype == 0 || !isOwned(s) {
            let owned = own(p, flags: ShapeFlag.prototype)
            if owned == again { return again }
            s = owned
        }
        let root = newShape(prototype: p, inPlace: plain ? 4 : 0)
        if root == 0 { return again }
        touch(s)
        setHalf(s, plain ? 24 : 28, root)
        return root
    }
    /// Says that an object is a prototype from now on, so that caches learn of its changes; `again` or something else.
    func markPrototype(_ p: Reference) -> Value {
        if flags(ofShape: shape(p)) & ShapeFlag.prototype != 0 { return undefined }
        return own(p, flags: ShapeFlag.prototype)
    }
}
