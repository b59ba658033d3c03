// Arrays (ECMA-262, 10.4.2): elements side by side as long as they are ordinary and dense; otherwise properties like
// any other. `count` elements lie in the block; from there to `length` there are none, or they are properties.
//
// What fast paths rely on: an index below `count` is an ordinary element of the block or the hole; and an array that is
// not extensible, or has elements with attributes of their own, has `count` 0 or a shape that is owned.

extension Arena {
    @inline(__always) func elementCount(_ a: Reference) -> UInt64 { half(a, 12) }
    @inline(__always) func elements(_ a: Reference) -> Reference { half(a, 16) }
    @inline(__always) func arrayLength(_ a: Reference) -> UInt64 { half(a, 20) }
    @inline(__always) func element(_ a: Reference, _ i: UInt64) -> Value { word(elements(a) &+ i &* 8, 8) }
    @inline(__always) func setElement(_ a: Reference, _ i: UInt64, _ v: Value) { setWord(elements(a) &+ i &* 8, 8, v) }
    @inline(__always) func setArrayLength(_ a: Reference, _ n: UInt64) { setHalf(a, 20, n) }
    @inline(__always) func isArray(_ v: Value) -> Bool { isKind(v, Kind.array) }
    /// Whether appending is nothing but writing the next element.
    @inline(__always) func isPlainArray(_ a: Reference) -> Bool {
        flags(ofShape: shape(a)) & (ShapeFlag.notExtensible | ShapeFlag.fixedLength | ShapeFlag.indexed) == 0
    }

    /// An empty array with room for `capacity` elements, or 0.
    func newArray(_ capacity: UInt64, shape: Reference? = nil) -> Reference {
        let e = capacity == 0 ? 0 : allocate(Kind.values, 1 &+ capacity)
        if e == 0, capacity != 0 { return 0 }
        let r = allocate(Kind.array, 3, auxiliary: shape ?? self[RootShape.array])
        if r == 0 { return 0 }
        if e != 0 { fill(e, from: 1, to: 1 &+ capacity, hole) }
        setWord(r, 8, 0)
        setWord(r, 16, e)
        return r
    }
    /// An array of values that lie in the arena, or 0.
    func newArray(copying from: UInt64, count: UInt64) -> Reference {
        let r = newArray(count)
        if r == 0 { return 0 }
        if count > 0 { copy(from: from, to: elements(r) &+ 8, bytes: count &* 8) }
        setHalf(r, 12, count)
        setHalf(r, 20, count)
        return r
    }
    /// Appends to an array that is plain and dense: the new length, or `again`.
    @inline(__always) func append(_ a: Reference, _ v: Value) -> Value {
        let n = elementCount(a)
        let e = elements(a)
        if e == 0 || n &+ 1 >= words(e) { return appendSlow(a, v) }
        setWord(e &+ n &* 8, 8, v)
        setWord(a, 8, slots(a) | (n &+ 1) &<< 32)
        if n >= arrayLength(a) { setArrayLength(a, n &+ 1) }
        return integer(small: n &+ 1)
    }
    @inline(never) func appendSlow(_ a: Reference, _ v: Value) -> Value {
        let n = elementCount(a)
        if grow(a, to: n &+ 1) == again { return again }
        setElement(a, n, v)
        setHalf(a, 12, n &+ 1)
        if n >= arrayLength(a) { setArrayLength(a, n &+ 1) }
        return integer(small: n &+ 1)
    }
    /// Makes room for `n` elements: `undefined`, or `again`.
    func grow(_ a: Reference, to n: UInt64) -> Value {
        let old = elements(a), used = elementCount(a)
        let capacity = max(4, max(n, used &+ used / 2))
        if old != 0, words(old) > n { return undefined }
        let grown = allocate(Kind.values, 1 &+ capacity)
        if grown == 0 { return again }
        if old != 0 { copy(from: old &+ 8, to: grown &+ 8, bytes: used &* 8) }
        fill(grown, from: 1 &+ used, to: words(grown), hole)
        touch(a)
        setHalf(a, 16, grown)
        return undefined
    }
    /// Writes the element of an index that is not below the count, of a plain array: `undefined`, `again`, or `deferred`
    /// where it has to become a property, as it would leave too much room empty.
    func setBeyond(_ a: Reference, _ i: UInt64, _ v: Value) -> Value {
        let n = elementCount(a)
        if i == n { return append(a, v) == again ? again : undefined }
        if i > n &+ 1024 &+ n / 2 { return deferred }
        if grow(a, to: i &+ 1) == again { return again }
        for j in n..<i { setElement(a, j, hole) }
        setElement(a, i, v)
        setHalf(a, 12, i &+ 1)
        if i >= arrayLength(a) { setArrayLength(a, i &+ 1) }
        return undefined
    }
    /// Makes properties of all elements, so that they can have attributes: `undefined`, or `again`.
    func makeElementsProperties(_ a: Reference) -> Value {
        let n = elementCount(a)
        if own(a) == again { return again }
        for i in 0..<n {
            let v = element(a, i)
            if v == hole { continue }
            // Nothing is lost where memory ends half-way: an element that is a property too is found there first.
            if define(a, indexKey(i), v) == again { return again }
        }
        touch(a)
        setHalf(a, 12, 0)
        setHalf(a, 16, 0)
        return undefined
    }
    /// Sets `length` to less: `trueValue`, `falseValue` where an element cannot be deleted, or `again` (10.4.2.4).
    func shorten(_ a: Reference, to n: UInt64) -> Value {
        if flags(ofShape: shape(a)) & ShapeFlag.indexed != 0 {
            let table = half(shape(a), 8)
            if !isOwned(shape(a)) {
                if own(a) == again { return again }
                return shorten(a, to: n)
            }
            // From the highest index down, as the first that stays decides.
            while true {
                var highest: PropertyKey = 0
                for e in 0..<half(table, 8) {
                    let key = tableEntry(table, e) & 0xFFFF_FFFF
                    if isIndexKey(key), index(of: key) >= n, key > highest { highest = key }
                }
                if highest == 0 { break }
                guard let p = find(shape(a), highest) else { break }
                if p.attributes & Attribute.configurable == 0 {
                    setArrayLength(a, index(of: highest) &+ 1)
                    return falseValue
                }
                if removeProperty(a, highest) == again { return again }
                return shorten(a, to: n)
            }
        }
        let used = elementCount(a)
        if n < used {
            for i in n..<used { setElement(a, i, hole) }
            setHalf(a, 12, n)
        }
        setArrayLength(a, n)
        return trueValue
    }
}
