// Names of groups while a pattern is parsed: a chain of blocks [next | group << 32][count | active << 32] units…, the last
// name first. A name is active while another of the same letters would clash with it: in the same alternative.

enum RegExpNames {
    @inline(__always) static func next(_ m: borrowing Arena, _ name: UInt64) -> UInt64 { m.half(name) }
    @inline(__always) static func group(_ m: borrowing Arena, _ name: UInt64) -> UInt64 { m.half(name, 4) }
    @inline(__always) static func count(_ m: borrowing Arena, _ name: UInt64) -> UInt64 { m.half(name, 8) }
    @inline(__always) static func isActive(_ m: borrowing Arena, _ name: UInt64) -> Bool { m.half(name, 12) != 0 }
    @inline(__always) static func unit(_ m: borrowing Arena, _ name: UInt64, _ i: UInt64) -> UInt64 {
        m.short(name &+ 16 &+ i &* 2)
    }

    static func setActive(_ m: borrowing Arena, from first: UInt64, to last: UInt64, _ isActive: Bool) {
        var name = first
        while name != last {
            m.setHalf(name, 12, isActive ? 1 : 0)
            name = next(m, name)
        }
    }

    static func areEqual(_ m: borrowing Arena, _ a: UInt64, _ b: UInt64) -> Bool {
        if count(m, a) != count(m, b) { return false }
        for i in 0..<count(m, a) where unit(m, a, i) != unit(m, b, i) { return false }
        return true
    }
}

extension RegExpParser {
    /// A GroupName behind its `<`, up to the `>`, as a block that is not in the chain; nil where it is none.
    mutating func groupName(_ m: borrowing Arena) throws(RegExpError) -> UInt64? {
        let name = try space.allocate(16 &+ UInt64(count &- position) &* 2)
        var length: UInt64 = 0
        while true {
            guard position < count, let point = nameCharacter(m) else { return nil }
            if point == 0x3E, !wasEscaped { break }
            let isStart = length == 0
            let isGood: Bool
            if point < 0x80 {
                isGood =
                    (point | 0x20) &- 0x61 < 26 || point == 0x24 || point == 0x5F || (!isStart && point &- 0x30 < 10)
            } else {
                isGood = isStart ? UnicodeSet.isIdentifierStart(point) : UnicodeSet.isIdentifierPart(point)
            }
            if !isGood { return nil }
            CaseMapping.emit(point) {
                m.setShort(name &+ 16 &+ length &* 2, 0, UInt64($0))
                length &+= 1
            }
        }
        if length == 0 { return nil }
        m.setWord(name, 8, length)
        space.release(to: (name &+ 16 &+ length &* 2 &+ 7) & ~7)
        return name
    }

    /// A character of a name: pairs of surrogates and escapes count as one, with and without `u`.
    private mutating func nameCharacter(_ m: borrowing Arena) -> UInt32? {
        let first = peek(m)
        position &+= 1
        wasEscaped = false
        if first == 0x5C {
            wasEscaped = true
            guard skip(m, "u") else { return nil }
            return unicodeEscape(m, hasBraces: true, joinsSurrogates: true)
        }
        if first & 0xFC00 == 0xD800, peek(m) & 0xFFFF_FC00 == 0xDC00 {
            let second = peek(m)
            position &+= 1
            return 0x10000 &+ (first & 0x3FF) &<< 10 &+ (second & 0x3FF)
        }
        return first
    }

    /// Puts a name into the chain, for the group that is being opened.
    mutating func addName(_ m: borrowing Arena, _ name: UInt64) throws(RegExpError) {
        var other = names
        while other != 0 {
            if RegExpNames.isActive(m, other), RegExpNames.areEqual(m, other, name) { throw .duplicateGroupName }
            other = RegExpNames.next(m, other)
        }
        m.setHalf(name, 0, names)
        m.setHalf(name, 4, groups)
        m.setHalf(name, 12, 1)
        names = name
    }
}
