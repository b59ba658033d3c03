// Strings: sequences of 16-bit units (ECMA-262, 6.1.4), one byte a unit where all fit. Joining long ones makes a rope,
// which is made flat once somebody looks.

extension Arena {
    /// The length in units, of strings and ropes.
    @inline(__always) func length(_ s: Reference) -> UInt64 { half(s, 8) }
    /// Of a flat string.
    @inline(__always) func isWide(_ s: Reference) -> Bool { byte(s, 12) & 1 != 0 }
    @inline(__always) func isAtom(_ s: Reference) -> Bool { kind(s) == Kind.string && byte(s, 12) & 2 != 0 }
    /// A unit of a flat string.
    @inline(__always) func unit(_ s: Reference, _ i: UInt64) -> UInt64 {
        isWide(s) ? short(s &+ i &* 2, 16) : byte(s &+ i, 16)
    }
    @inline(__always) func setUnit(_ s: Reference, _ i: UInt64, _ u: UInt64) {
        if isWide(s) { setShort(s &+ i &* 2, 16, u) } else { setByte(s &+ i, 16, u) }
    }

    /// A string of `n` units to be written; 0 where there is no room.
    @inline(never) func newString(_ n: UInt64, wide: Bool = false) -> Reference {
        let bytes = wide ? n &* 2 : n
        let r = allocate(Kind.string, 2 &+ (bytes &+ 7) / 8)
        if r != 0 { setWord(r, 8, n | (wide ? 1 << 32 : 0)) }
        return r
    }
    /// A string of Latin-1 bytes, or 0.
    func newString(latin1 bytes: [UInt8]) -> Reference {
        let r = newString(UInt64(bytes.count))
        if r == 0 { return 0 }
        for i in bytes.indices { setByte(r &+ UInt64(i), 16, UInt64(bytes[i])) }
        return r
    }
    /// A string of an ASCII text in the program, or 0.
    @inline(never) func newString(_ text: StaticString) -> Reference {
        let n = text.utf8CodeUnitCount
        let r = newString(UInt64(n))
        if r == 0 { return 0 }
        text.withUTF8Buffer { bytes in
            for i in 0..<n { setByte(r &+ UInt64(i), 16, UInt64(unsafe bytes[i])) }
        }
        return r
    }
    /// A string of units, narrow where they fit, or 0.
    func newString(units: [UInt16]) -> Reference {
        var wide = false
        for u in units where u > 255 { wide = true }
        let r = newString(UInt64(units.count), wide: wide)
        if r == 0 { return 0 }
        for i in units.indices { setUnit(r, UInt64(i), UInt64(units[i])) }
        return r
    }
    /// The string of one unit, or 0.
    @inline(__always) func character(_ u: UInt64) -> Reference {
        u < 256 ? word(self[State.characters] &+ u &* 8, 8) : wideCharacter(u)
    }
    @inline(never) func wideCharacter(_ u: UInt64) -> Reference {
        let r = newString(1, wide: true)
        if r != 0 { setShort(r, 16, u) }
        return r
    }
    /// Copies units of a flat string to a place in another that is wide enough for them.
    func copyUnits(_ from: Reference, _ start: UInt64, _ count: UInt64, to: Reference, at: UInt64) {
        if isWide(from) == isWide(to) {
            let size: UInt64 = isWide(to) ? 2 : 1
            copy(from: from &+ 16 &+ start &* size, to: to &+ 16 &+ at &* size, bytes: count &* size)
        } else {
            for i in 0..<count { setUnit(to, at &+ i, unit(from, start &+ i)) }
        }
    }
    /// Units `start ..< end` of a flat string: a string, or `again`.
    func substring(_ s: Reference, _ start: UInt64, _ end: UInt64) -> Value {
        if start >= end { return self[State.atoms] }
        if start == 0, end == length(s) { return s }
        if end &- start == 1 {
            let r = character(unit(s, start))
            return r == 0 ? again : r
        }
        var wide = isWide(s)
        if wide {
            wide = false
            for i in start..<end where unit(s, i) > 255 { wide = true; break }
        }
        let r = newString(end &- start, wide: wide)
        if r == 0 { return again }
        copyUnits(s, start, end &- start, to: r, at: 0)
        return r
    }

    // MARK: Comparing

    func areEqualFlat(_ a: Reference, _ b: Reference) -> Bool {
        let n = length(a)
        if n != length(b) { return false }
        if !isWide(a), !isWide(b) {
            var i: UInt64 = 0
            while i &+ 8 <= n {
                if word(a &+ i, 16) != word(b &+ i, 16) { return false }
                i &+= 8
            }
            while i < n {
                if byte(a &+ i, 16) != byte(b &+ i, 16) { return false }
                i &+= 1
            }
            return true
        }
        for i in 0..<n where unit(a, i) != unit(b, i) { return false }
        return true
    }
    /// Whether two strings are equal: a boolean, or `again`.
    @inline(never) func areEqualStrings(_ a: Reference, _ b: Reference) -> Value {
        if a == b { return trueValue }
        if length(a) != length(b) || isAtom(a) && isAtom(b) { return falseValue }
        let x = flat(a), y = flat(b)
        if x == again || y == again { return again }
        return boolean(areEqualFlat(x, y))
    }
    /// Whether one string comes before another, by units: a boolean, or `again`.
    @inline(never) func isLessString(_ a: Reference, _ b: Reference) -> Value {
        let x = flat(a), y = flat(b)
        if x == again || y == again { return again }
        let n = min(length(x), length(y))
        for i in 0..<n {
            let p = unit(x, i), q = unit(y, i)
            if p != q { return boolean(p < q) }
        }
        return boolean(length(x) < length(y))
    }

    // MARK: Joining

    static var greatestLength: UInt64 { 1 << 29 }

    /// Two strings, one after the other: a string, `again`, or `thrown`. Short ones are copied.
    @inline(never) func concatenate(_ a: Reference, _ b: Reference) -> Value {
        let m = length(a), n = length(b)
        if m == 0 { return b }
        if n == 0 { return a }
        if m &+ n > Arena.greatestLength { return newError(.range, "the string is too long") }
        if m &+ n > 40 {
            let r = allocate(Kind.rope, 3)
            if r == 0 { return again }
            setWord(r, 8, m &+ n)
            setWord(r, 16, a | b &<< 32)
            return r
        }
        let x = flat(a), y = flat(b)
        if x == again || y == again { return again }
        let r = newString(m &+ n, wide: isWide(x) || isWide(y))
        if r == 0 { return again }
        if !isWide(r) {
            for i in 0..<m { setByte(r &+ i, 16, byte(x &+ i, 16)) }
            for i in 0..<n { setByte(r &+ m &+ i, 16, byte(y &+ i, 16)) }
        } else {
            copyUnits(x, 0, m, to: r, at: 0)
            copyUnits(y, 0, n, to: r, at: m)
        }
        return r
    }
    /// The flat string of a string or rope, or `again`.
    @inline(__always) func flat(_ s: Reference) -> Value { kind(s) == Kind.string ? s : flatten(s) }

    /// Goes through a rope's leaves with a stack of its own in the heap, above the result: no host recursion, whatever
    /// the rope looks like. The stack is given back.
    @inline(never) func flatten(_ s: Reference) -> Value {
        let done = half(s, 12)
        if done != 0 { return done }
        let n = length(s)
        // Whether any leaf is wide is known only after a walk: the first walk looks, the second copies.
        let looked = walkRope(s, into: 0)
        if isAnswer(looked) { return looked }
        let r = newString(n, wide: looked != 0)
        if r == 0 { return again }
        let copied = walkRope(s, into: r)
        if copied == again { return again }
        setHalf(s, 12, r)
        setWord(s, 16, 0)
        touch(s)
        return r
    }
    /// With `target` 0: whether a leaf is wide (1 or 0). Otherwise copies the leaves from the last to the first.
    private func walkRope(_ s: Reference, into target: Reference) -> Value {
        let bottom = self[State.top], limit = self[State.end]
        var depth: UInt64 = 0
        var node = s
        var place = length(s)
        while true {
            if kind(node) == Kind.rope, half(node, 12) != 0 { node = half(node, 12) }
            if kind(node) == Kind.rope {
                // The right side first; the left one waits.
                let slot = bottom &+ depth &* 8
                if slot &+ 8 > limit { return lacking(depth &+ 8) == 0 ? again : again }
                setWord(slot, 0, half(node, 16))
                depth &+= 1
                node = half(node, 20)
                continue
            }
            if target == 0 {
                if isWide(node) { return 1 }
            } else {
                place &-= length(node)
                copyUnits(node, 0, length(node), to: target, at: place)
            }
            if depth == 0 { return 0 }
            depth &-= 1
            node = word(bottom &+ depth &* 8)
        }
    }
}
