// Functions as objects. `length`, `name` and `prototype` are made when somebody asks: until then a function's shape has
// no property (and is not owned), which says so.

extension Arena {
    @inline(__always) func isFunctionKind(_ k: UInt64) -> Bool { k &- Kind.function <= 3 }
    /// Whether a value can be called.
    @inline(__always) func isCallable(_ v: Value) -> Bool {
        if v >= limit { return false }
        let k = kind(v)
        return isFunctionKind(k) || k == Kind.proxy && half(v, 12) & 1 != 0
    }
    func isConstructor(_ v: Value) -> Bool {
        if v >= limit { return false }
        switch kind(v) {
        case Kind.function, Kind.specialFunction: return byte(half(v, 12), 19) & Code.isConstructor != 0
        case Kind.native: return byte(v, 19) & NativeFlag.constructor != 0
        case Kind.bound: return isConstructor(word(v, 16))
        case Kind.proxy: return half(v, 12) & 2 != 0
        default: return false
        }
    }
    @inline(__always) func code(_ f: Reference) -> Reference { half(f, 12) }

    /// A closure without its boxes; 0 where there is no room.
    @inline(__always) func newFunction(_ code: Reference, boxes n: UInt64, shape: Reference) -> Reference {
        let kind = byte(code, 19) & Code.needsEntry != 0 ? Kind.specialFunction : Kind.function
        let r = allocate(kind, 2 &+ n, auxiliary: shape)
        if r == 0 { return 0 }
        setWord(r, 8, code &<< 32)
        return r
    }
    /// A native function; 0 where there is no room.
    func newNative(_ id: UInt64, name: Reference, length: UInt64, flags: UInt64, shape: Reference) -> Reference {
        let r = allocate(Kind.native, 3, auxiliary: shape)
        if r == 0 { return 0 }
        setWord(r, 8, 0)
        setWord(r, 16, id | length &<< 16 | flags &<< 24 | name &<< 32)
        return r
    }
    /// Whether a function's own properties are not there yet.
    @inline(__always) func isLazy(_ o: Reference) -> Bool {
        isFunctionKind(kind(o)) && word(shape(o), 8) == 0 && !isOwned(shape(o))
    }
    /// Makes a function's own properties (10.2.9, 10.2.10, 10.2.5): `undefined`, or `again`. Nothing happens half-way.
    @inline(never) func materialize(_ f: Reference, name given: Value? = nil) -> Value {
        var length: Value
        var name: Value
        var prototype: Value = hole
        var attributes = Attribute.writable
        switch kind(f) {
        case Kind.native:
            length = integer(small: byte(f, 18))
            name = half(f, 20)
        case Kind.bound:
            length = integer(0)
            name = self[Atom.empty]
        default:
            let c = code(f)
            length = integer(small: short(c, 36))
            name = auxiliary(c) == 0 ? self[Atom.empty] : auxiliary(c)
            let flags = byte(c, 19)
            if flags & Code.isGenerator != 0 {
                let async = flags & Code.isAsync != 0
                let root = rootShape(
                    prototype: self[async ? Prototype.asyncGenerator : Prototype.generator], plain: true)
                if root == again { return again }
                prototype = newObject(root)
                if prototype == 0 { return again }
            } else if flags & Code.isClass != 0 {
                attributes = 0
            } else if flags & Code.isConstructor != 0 {
                let root = rootShape(prototype: self[Prototype.object], plain: true)
                if root == again { return again }
                prototype = newObject(root)
                if prototype == 0 { return again }
                if addProperty(prototype, self[Atom.constructor], f, Attribute.hidden) == again { return again }
            }
        }
        if let given { name = given }
        var s = shape(f)
        s = extend(s, self[Atom.length], Attribute.configurable)
        if s == again { return again }
        s = extend(s, self[Atom.name], Attribute.configurable)
        if s == again { return again }
        if prototype != hole {
            s = extend(s, self[Atom.prototype], attributes)
            if s == again { return again }
        }
        let slots = allocate(Kind.values, prototype == hole ? 3 : 4)
        if slots == 0 { return again }
        setWord(slots, 8, length)
        setWord(slots, 16, name)
        if prototype != hole { setWord(slots, 24, prototype) }
        touch(f)
        setHalf(f, 8, slots)
        setHalf(f, 0, s)
        return undefined
    }
}
