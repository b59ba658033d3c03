// Methods of arrays that are done at once on plain arrays (ECMA-262, 23.1.3); on anything else the library's source of
// the same method does it.

extension Arena {
    func arrayNative(_ native: Native, _ frame: UInt64, _ count: UInt64) -> Value {
        let this = word(frame, 16)
        let x = argument(frame, count, 0)
        if native == .arrayIsArray { return isArrayValue(x) }
        if native == .arrayValues { return isObject(this) ? newArrayIterator(this, kind: 1) : deferred }
        if native == .arrayIteratorNext {
            guard isKind(this, Kind.iterator) else { return deferred }
            let v = advance(this)
            if v == again || v == deferred { return v }
            return newResult(v == hole ? undefined : v, done: boolean(v == hole))
        }
        guard isArray(this), isPlainArray(this), elementCount(this) == arrayLength(this) else { return deferred }
        let n = elementCount(this)
        switch native {
        case .arrayPush:
            if count == 1 { return append(this, x) }
            if grow(this, to: n &+ count) == again { return again }
            for k in 0..<count { _ = append(this, word(frame &+ k &* 8, 24)) }
            return integer(small: n &+ count)
        case .arrayPop:
            if n == 0 { return undefined }
            let v = element(this, n &- 1)
            if v == hole { return deferred }
            setElement(this, n &- 1, hole)
            setHalf(this, 12, n &- 1)
            setArrayLength(this, n &- 1)
            return v
        case .arrayShift:
            if n == 0 { return undefined }
            let v = element(this, 0)
            for i in 0..<n where element(this, i) == hole { return deferred }
            let e = elements(this)
            copy(from: e &+ 16, to: e &+ 8, bytes: (n &- 1) &* 8)
            setElement(this, n &- 1, hole)
            setHalf(this, 12, n &- 1)
            setArrayLength(this, n &- 1)
            return v
        case .arraySlice:
            guard shape(this) == self[RootShape.array] else { return deferred }
            var start = 0.0, end = 0.0
            let a = integerArgument(frame, count, 0, 0, &start)
            if isAnswer(a) { return a }
            let b = integerArgument(frame, count, 1, Double(n), &end)
            if isAnswer(b) { return b }
            let from = clamp(start, n), to = clamp(end, n)
            let size = to > from ? to &- from : 0
            for i in 0..<size where element(this, from &+ i) == hole { return deferred }
            let r = newArray(copying: elements(this) &+ 8 &+ from &* 8, count: size)
            return r == 0 ? again : r
        case .arrayIndexOf:
            if count > 1 { return deferred }
            for i in 0..<n {
                let r = same(element(this, i), x)
                if r == again { return again }
                if r == trueValue { return integer(small: i) }
            }
            return integer(-1)
        case .arrayJoinPrimitive: return join(this, x)
        default: return damage()
        }
    }
    /// A relative index within 0 ... n (as in `slice`).
    func clamp(_ d: Double, _ n: UInt64) -> UInt64 {
        if d < 0 { return UInt64(max(0, d + Double(n))) }
        return UInt64(min(d, Double(n)))
    }
    /// `join` where all elements are primitives.
    private func join(_ a: Reference, _ given: Value) -> Value {
        if isObject(given) { return deferred }
        let separator = given == undefined ? character(44) : toString(given)
        if isAnswer(separator) { return separator }
        var r: Value = self[Atom.empty]
        for i in 0..<elementCount(a) {
            if i > 0 {
                r = concatenate(r, separator)
                if isAnswer(r) { return r }
            }
            let v = element(a, i)
            if v == hole || isObject(v) { return deferred }
            if isNullish(v) { continue }
            let s = toString(v)
            if isAnswer(s) { return s }
            r = concatenate(r, s)
            if isAnswer(r) { return r }
        }
        return r
    }
}
