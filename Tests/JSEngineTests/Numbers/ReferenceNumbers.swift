// What the conversions are tested with: random doubles of every kind, and numbers of any size.

/// Numbers in a fixed order without end (SplitMix64).
struct Numbers {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Any finite double above 0, or one of a kind that is difficult.
    mutating func double() -> Double {
        let word = next()
        let value: Double
        switch word & 7 {
        case 0: value = Double(bitPattern: next() >> 12)  // subnormal
        case 1: value = Double(next() >> 11)  // whole
        case 2: value = Double(Int(next() % 1_000_000)) / 1000  // what people write
        case 3: value = Double(sign: .plus, exponent: below(2046) - 1022, significand: 1)  // powers of two
        case 4: value = Double(sign: .plus, exponent: below(2046) - 1022, significand: 1).nextDown
        default: value = Double(bitPattern: next() >> 1)
        }
        return value.isFinite && value > 0 ? value : 1
    }
}

/// A natural number of any size, for comparison only.
struct Wide: Equatable {
    var words: [UInt32] = []
    init(_ value: UInt64) { words = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)] }
    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for i in words.indices {
            let sum = UInt64(words[i]) * UInt64(factor) + carry
            words[i] = UInt32(truncatingIfNeeded: sum)
            carry = sum >> 32
        }
        words.append(UInt32(carry))
        trim()
    }
    mutating func trim() { while words.last == 0 { words.removeLast() } }
    var bitWidth: Int { words.isEmpty ? 0 : words.count * 32 - words[words.count - 1].leadingZeroBitCount }
    func bit(_ i: Int) -> Bool { i / 32 < words.count && words[i / 32] >> UInt32(i % 32) & 1 == 1 }
    /// The upper 128 bits, rounded down.
    var top: (UInt64, UInt64) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for i in 0..<128 {
            let place = bitWidth - 1 - i
            let bit: UInt64 = place >= 0 && self.bit(place) ? 1 : 0
            if i < 64 { high = high << 1 | bit } else { low = low << 1 | bit }
        }
        return (high, low)
    }
    /// The upper 128 bits of 2^n / self, rounded down.
    var inverse: (UInt64, UInt64) {
        var rest = Wide(1)
        var bits: [Bool] = []
        // Long division, bit by bit, from the first quotient bit that is set.
        rest.trim()
        while true {
            rest.multiply(by: 2)
            let isIn = !rest.isLess(than: self)
            if isIn { rest.subtract(self) }
            if isIn || !bits.isEmpty { bits.append(isIn) }
            if bits.count == 128 { break }
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for i in 0..<64 { high = high << 1 | (bits[i] ? 1 : 0) }
        for i in 64..<128 { low = low << 1 | (bits[i] ? 1 : 0) }
        return (high, low)
    }
    func isLess(than other: Wide) -> Bool {
        if words.count != other.words.count { return words.count < other.words.count }
        for i in words.indices.reversed() where words[i] != other.words[i] { return words[i] < other.words[i] }
        return false
    }
    mutating func subtract(_ other: Wide) {
        var borrow: Int64 = 0
        for i in words.indices {
            let difference = Int64(words[i]) - (i < other.words.count ? Int64(other.words[i]) : 0) + borrow
            words[i] = UInt32(truncatingIfNeeded: difference)
            borrow = difference >> 32
        }
        trim()
    }
}
