// Property keys (ECMA-262, 6.1.7): an index below 2³¹, an atom, or a symbol, in 32 bits.
//
// An index has the highest bit set; references never have it. A string that is the canonical text of such an index is
// always that index, so that one key has one form.

typealias PropertyKey = UInt64

@inline(__always) func indexKey(_ i: UInt64) -> PropertyKey { i | 0x8000_0000 }
@inline(__always) func isIndexKey(_ k: PropertyKey) -> Bool { k & 0x8000_0000 != 0 }
@inline(__always) func index(of k: PropertyKey) -> UInt64 { k & 0x7FFF_FFFF }

extension Arena {
    /// The index that a flat string is the text of, if it is one below 2³¹.
    func indexOf(_ s: Reference) -> UInt64? {
        let n = length(s)
        if n == 0 || n > 10 { return nil }
        let first = unit(s, 0)
        if first == 48 { return n == 1 ? 0 : nil }
        var v: UInt64 = 0
        for i in 0..<n {
            let c = unit(s, i)
            if c < 48 || c > 57 { return nil }
            v = v &* 10 &+ (c &- 48)
        }
        return v < 1 << 31 ? v : nil
    }
    /// The key of a primitive value (7.1.19), or `again`. For an object: `coerce`.
    @inline(never) func propertyKey(_ v: Value) -> Value {
        if isInteger(v), v >= bias { return indexKey(v &- bias) }
        if isReference(v) {
            if isAtom(v), byte(v, 12) & 4 != 0 { return v }
            if kind(v) == Kind.symbol { return v }
            if isObject(v) { return coerce }
        }
        let s = toString(v)
        if isAnswer(s) { return s }
        let f = flat(s)
        if f == again { return again }
        if let i = indexOf(f) { return indexKey(i) }
        let a = atom(f)
        if a != again, a >= self[State.image] { setByte(a, 12, byte(a, 12) | 4) }
        return a
    }
    /// The value of a key, as `Reflect.ownKeys` shows it, or `again`.
    func keyValue(_ k: PropertyKey) -> Value { isIndexKey(k) ? toString(integer(small: index(of: k))) : k }
    /// A hash of a key that does not change when blocks move.
    @inline(__always) func hash(key k: PropertyKey) -> UInt64 {
        if isIndexKey(k) { return (k &* 0x9E37_79B1) & 0xFFFF_FFFF }
        return kind(k) == Kind.symbol ? half(k, 12) : auxiliary(k)
    }
    @inline(__always) func isPrivateName(_ k: PropertyKey) -> Bool {
        !isIndexKey(k) && kind(k) == Kind.symbol && byte(k, 16) & 1 != 0
    }
}
