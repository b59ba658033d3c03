// Sets of characters while a pattern is compiled: first a list of ranges in any order, then sorted ranges that do not touch.
//
// A list is linked: nodes of [low | high << 32][next], so that lists of nested classes can grow side by side. A set is
// [count] and for each range [low | high << 32], ascending. Both lie in the workspace.

/// Ranges in the order in which they were found.
struct RangeList {
    private var head: UInt64 = 0
    private(set) var count: UInt64 = 0

    mutating func add(_ m: borrowing Arena, _ space: inout Workspace, _ low: UInt32, _ high: UInt32) throws(RegExpError)
    {
        // Characters come in order more often than not: widen the last range.
        if head != 0 {
            let last = m.word(head)
            let (lastLow, lastHigh) = (UInt32(truncatingIfNeeded: last), UInt32(truncatingIfNeeded: last &>> 32))
            if low >= lastLow, low <= lastHigh &+ 1 {
                m.setWord(head, 0, UInt64(lastLow) | UInt64(max(high, lastHigh)) &<< 32)
                return
            }
        }
        let node = try space.allocate(16)
        m.setWord(node, 0, UInt64(low) | UInt64(high) &<< 32)
        m.setWord(node, 8, head)
        head = node
        count &+= 1
    }

    mutating func add(_ m: borrowing Arena, _ space: inout Workspace, _ set: CharacterSet) throws(RegExpError) {
        for i in 0..<set.count(m) {
            let (low, high) = set.range(m, i)
            try add(m, &space, low, high)
        }
    }

    /// The set of all characters in the list.
    func set(_ m: borrowing Arena, _ space: inout Workspace) throws(RegExpError) -> CharacterSet {
        let block = try space.allocate(8 &+ count &* 8)
        var node = head
        // The list is in reverse: fill from the end, so that what came in order needs no sorting.
        var i = count
        while i > 0 {
            m.setWord(block &+ i &* 8, 0, m.word(node))
            node = m.word(node, 8)
            i &-= 1
        }
        let set = CharacterSet(place: block)
        set.sort(m, count)
        set.merge(m, count)
        return set
    }
}

/// A set of characters.
struct CharacterSet {
    let place: UInt64
    static let last: UInt32 = 0x10FFFF

    @inline(__always) func count(_ m: borrowing Arena) -> UInt64 { m.word(place) }
    @inline(__always) func range(_ m: borrowing Arena, _ i: UInt64) -> (low: UInt32, high: UInt32) {
        let word = m.word(place &+ 8 &+ i &* 8)
        return (UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word &>> 32))
    }

    /// The key to sort by: the lower end first.
    @inline(__always) private func key(_ m: borrowing Arena, _ i: UInt64) -> UInt64 {
        let word = m.word(place &+ 8 &+ i &* 8)
        return word &<< 32 | word &>> 32
    }
    @inline(__always) private func swap(_ m: borrowing Arena, _ i: UInt64, _ k: UInt64) {
        let word = m.word(place &+ 8 &+ i &* 8)
        m.setWord(place &+ 8 &+ i &* 8, 0, m.word(place &+ 8 &+ k &* 8))
        m.setWord(place &+ 8 &+ k &* 8, 0, word)
    }

    fileprivate func sort(_ m: borrowing Arena, _ count: UInt64) {
        HeapSort.sort(count: count) {
            key(m, $0) < key(m, $1)
        } swap: {
            swap(m, $0, $1)
        }
    }

    /// Joins ranges that overlap or touch, and writes the count.
    fileprivate func merge(_ m: borrowing Arena, _ count: UInt64) {
        var kept: UInt64 = 0
        for i in 0..<count {
            let (low, high) = range(m, i)
            if kept > 0 {
                let (lastLow, lastHigh) = range(m, kept &- 1)
                if low <= lastHigh &+ 1 {
                    m.setWord(place &+ kept &* 8, 0, UInt64(lastLow) | UInt64(max(high, lastHigh)) &<< 32)
                    continue
                }
            }
            m.setWord(place &+ 8 &+ kept &* 8, 0, UInt64(low) | UInt64(high) &<< 32)
            kept &+= 1
        }
        m.setWord(place, 0, kept)
    }

    func contains(_ m: borrowing Arena, _ point: UInt32) -> Bool {
        var low: UInt64 = 0
        var high = count(m)
        while low < high {
            let middle = (low &+ high) / 2
            if range(m, middle).low <= point { low = middle &+ 1 } else { high = middle }
        }
        return low > 0 && range(m, low &- 1).high >= point
    }
}

extension CharacterSet {
    /// All characters that are not in this set.
    func complement(_ m: borrowing Arena, _ space: inout Workspace) throws(RegExpError) -> CharacterSet {
        let count = count(m)
        let block = try space.allocate(16 &+ count &* 8)
        var kept: UInt64 = 0
        var next: UInt32 = 0
        for i in 0..<count {
            let (low, high) = range(m, i)
            if low > next {
                m.setWord(block &+ 8 &+ kept &* 8, 0, UInt64(next) | UInt64(low &- 1) &<< 32)
                kept &+= 1
            }
            next = high &+ 1
        }
        if next <= CharacterSet.last {
            m.setWord(block &+ 8 &+ kept &* 8, 0, UInt64(next) | UInt64(CharacterSet.last) &<< 32)
            kept &+= 1
        }
        m.setWord(block, 0, kept)
        return CharacterSet(place: block)
    }

    /// All characters that are in both.
    func intersection(
        _ m: borrowing Arena, _ space: inout Workspace, _ other: CharacterSet
    ) throws(RegExpError) -> CharacterSet {
        let (count, otherCount) = (count(m), other.count(m))
        let block = try space.allocate(8 &+ (count &+ otherCount) &* 8)
        var (i, k, kept) = (0 as UInt64, 0 as UInt64, 0 as UInt64)
        while i < count, k < otherCount {
            let (a, b) = (range(m, i), other.range(m, k))
            let (low, high) = (max(a.low, b.low), min(a.high, b.high))
            if low <= high {
                m.setWord(block &+ 8 &+ kept &* 8, 0, UInt64(low) | UInt64(high) &<< 32)
                kept &+= 1
            }
            if a.high < b.high { i &+= 1 } else { k &+= 1 }
        }
        m.setWord(block, 0, kept)
        return CharacterSet(place: block)
    }

    /// With all characters that Canonicalize (22.2.2.7.3) makes equal to one of the set.
    func closedOverCase(
        _ m: borrowing Arena, _ space: inout Workspace, isUnicode: Bool
    ) throws(RegExpError) -> CharacterSet {
        var list = RangeList()
        try list.add(m, &space, self)
        let count = count(m)
        if count == 0 || range(m, count &- 1).high < 0x80 {
            // Beyond ASCII only two letters fold into it, and only with `u` or `v`.
            for letter in 0x61...0x7A as ClosedRange<UInt32> where contains(m, letter) || contains(m, letter &- 32) {
                try list.add(m, &space, letter, letter)
                try list.add(m, &space, letter &- 32, letter &- 32)
                if isUnicode, letter == 0x6B { try list.add(m, &space, 0x212A, 0x212A) }
                if isUnicode, letter == 0x73 { try list.add(m, &space, 0x17F, 0x17F) }
            }
            return try list.set(m, &space)
        }
        // What members become, and then what becomes the same.
        try list.addChanged(m, &space, isUnicode) { point, canonical in contains(m, point) ? canonical : nil }
        let middle = try list.set(m, &space)
        list = RangeList()
        try list.add(m, &space, middle)
        try list.addChanged(m, &space, isUnicode) { point, canonical in middle.contains(m, canonical) ? point : nil }
        return try list.set(m, &space)
    }
}

extension RangeList {
    /// Adds what `choose` answers for each character that Canonicalize changes.
    fileprivate mutating func addChanged(
        _ m: borrowing Arena, _ space: inout Workspace, _ isUnicode: Bool, _ choose: (UInt32, UInt32) -> UInt32?
    ) throws(RegExpError) {
        var failure: RegExpError?
        CaseMapping.forEachChanged(isUnicode: isUnicode) { point, canonical in
            guard failure == nil, let added = choose(point, canonical) else { return }
            do throws(RegExpError) { try add(m, &space, added, added) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
