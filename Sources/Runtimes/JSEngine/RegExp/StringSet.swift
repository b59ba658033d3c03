// Sets of strings in character classes with the flag `v`. A string is a block [count] and 32 bits for each character; none
// has exactly one character. A list is linked through nodes [string | next << 32]; a set is [count] and the strings' places, the
// longest first, which is the order they are tried in (22.2.2.4.1), and each once.

struct StringList {
    private var head: UInt64 = 0
    private(set) var count: UInt64 = 0

    mutating func add(_ m: borrowing Arena, _ space: inout Workspace, _ string: UInt64) throws(RegExpError) {
        let node = try space.allocate(8)
        m.setWord(node, 0, string | head &<< 32)
        head = node
        count &+= 1
    }
    mutating func add(_ m: borrowing Arena, _ space: inout Workspace, _ set: StringSet) throws(RegExpError) {
        for i in 0..<set.count(m) { try add(m, &space, set.string(m, i)) }
    }

    func set(_ m: borrowing Arena, _ space: inout Workspace) throws(RegExpError) -> StringSet {
        if count == 0 { return StringSet(place: 0) }
        let block = try space.allocate(8 &+ count &* 8)
        var node = head
        for i in 0..<count {
            m.setWord(block &+ 8 &+ i &* 8, 0, m.half(node))
            node = m.half(node, 4)
        }
        let set = StringSet(place: block)
        HeapSort.sort(count: count) {
            StringSet.compare(m, set.string(m, $0), set.string(m, $1)) < 0
        } swap: { i, k in
            let string = set.string(m, i)
            m.setWord(block &+ 8 &+ i &* 8, 0, set.string(m, k))
            m.setWord(block &+ 8 &+ k &* 8, 0, string)
        }
        var kept: UInt64 = 0
        for i in 0..<count {
            let string = set.string(m, i)
            if kept > 0, StringSet.compare(m, set.string(m, kept &- 1), string) == 0 { continue }
            m.setWord(block &+ 8 &+ kept &* 8, 0, string)
            kept &+= 1
        }
        m.setWord(block, 0, kept)
        return set
    }
}

struct StringSet {
    /// 0: empty.
    let place: UInt64

    @inline(__always) func count(_ m: borrowing Arena) -> UInt64 { place == 0 ? 0 : m.word(place) }
    @inline(__always) func string(_ m: borrowing Arena, _ i: UInt64) -> UInt64 { m.word(place &+ 8 &+ i &* 8) }

    static func length(_ m: borrowing Arena, _ string: UInt64) -> UInt64 { m.word(string) }
    static func point(_ m: borrowing Arena, _ string: UInt64, _ i: UInt64) -> UInt64 {
        m.half(string &+ 8 &+ i &* 4)
    }

    /// Below 0 where `a` comes before `b`, 0 where they are equal.
    static func compare(_ m: borrowing Arena, _ a: UInt64, _ b: UInt64) -> Int {
        let count = length(m, a)
        if count != length(m, b) { return count > length(m, b) ? -1 : 1 }
        for i in 0..<count {
            let (x, y) = (point(m, a, i), point(m, b, i))
            if x != y { return x < y ? -1 : 1 }
        }
        return 0
    }

    /// The strings that are in `other` too or, not `isCommon`, that are not.
    func filtered(
        _ m: borrowing Arena, _ space: inout Workspace, by other: StringSet, isCommon: Bool
    ) throws(RegExpError) -> StringSet {
        if place == 0 { return self }
        let block = try space.allocate(8 &+ count(m) &* 8)
        var kept: UInt64 = 0
        var k: UInt64 = 0
        for i in 0..<count(m) {
            let string = string(m, i)
            while k < other.count(m), StringSet.compare(m, other.string(m, k), string) < 0 { k &+= 1 }
            let isIn = k < other.count(m) && StringSet.compare(m, other.string(m, k), string) == 0
            if isIn == isCommon {
                m.setWord(block &+ 8 &+ kept &* 8, 0, string)
                kept &+= 1
            }
        }
        m.setWord(block, 0, kept)
        return StringSet(place: block)
    }
}
