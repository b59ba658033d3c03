// The names and strings of a source text, each once: a parser compares numbers, and the arena gets only what code uses.

/// A string of the source, by number.
typealias Name = Int32

struct NameTable {
    private var units: [UInt16] = []
    private var starts: [Int32] = [0]
    private var hashes: [UInt32] = []
    private var index: [Int32]

    init() {
        index = [Int32](repeating: -1, count: 1024)
        for i in 0..<Keyword.count { _ = intern(Keyword.text(i)) }
    }
    var count: Int { hashes.count }
    func range(_ n: Name) -> Range<Int> { Int(starts[Int(n)])..<Int(starts[Int(n) + 1]) }
    func length(_ n: Name) -> Int { range(n).count }
    func unit(_ n: Name, _ i: Int) -> UInt16 { units[Int(starts[Int(n)]) + i] }
    func hash(_ n: Name) -> UInt32 { hashes[Int(n)] }

    mutating func intern(_ text: StaticString) -> Name {
        let first = units.count
        text.withUTF8Buffer { bytes in
            for i in 0..<bytes.count { units.append(UInt16(unsafe bytes[i])) }
        }
        return close(first)
    }
    mutating func intern(_ bytes: [UInt8], _ range: Range<Int>) -> Name {
        let first = units.count
        for i in range { units.append(UInt16(bytes[i])) }
        return close(first)
    }
    mutating func intern(_ text: [UInt16]) -> Name {
        let first = units.count
        units.append(contentsOf: text)
        return close(first)
    }
    /// The number of what lies from `first` to the end of `units`.
    private mutating func close(_ first: Int) -> Name {
        var h: UInt32 = 5381
        for i in first..<units.count { h = h &* 33 &+ UInt32(units[i]) }
        h ^= h >> 15
        var i = Int(h) & (index.count - 1)
        while index[i] >= 0 {
            let n = index[i]
            if hashes[Int(n)] == h, equals(n, first) {
                units.removeLast(units.count - first)
                return n
            }
            i = (i + 1) & (index.count - 1)
        }
        let n = Int32(hashes.count)
        hashes.append(h)
        starts.append(Int32(units.count))
        index[i] = n
        if hashes.count * 2 > index.count { grow() }
        return n
    }
    private func equals(_ n: Name, _ first: Int) -> Bool {
        let r = range(n)
        if r.count != units.count - first { return false }
        for i in 0..<r.count where units[r.lowerBound + i] != units[first + i] { return false }
        return true
    }
    private mutating func grow() {
        index = [Int32](repeating: -1, count: index.count * 2)
        for n in hashes.indices {
            var i = Int(hashes[n]) & (index.count - 1)
            while index[i] >= 0 { i = (i + 1) & (index.count - 1) }
            index[i] = Int32(n)
        }
    }
}
