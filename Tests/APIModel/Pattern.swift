// Bytes that two sides can make without sending them to each other: a body of 16 KiB is told in two words, and what
// arrives is compared byte by byte all the same.

/// A number of bytes that follow from a seed. No two places near each other hold the same bytes.
public struct Pattern: Equatable {
    public let seed: UInt64
    public let count: Int

    public init(seed: UInt64, count: Int) {
        self.seed = seed
        self.count = count
    }

    public subscript(index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: ((seed &+ UInt64(index)) &* 0x9e37_79b9_7f4a_7c15) >> 56)
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in 0..<count { bytes.append(self[index]) }
        return bytes
    }

    /// Whether these are the first bytes of `output`, and zeroes the rest.
    func isAll(of output: [UInt8]) -> Bool {
        guard output.count >= count else { return false }
        for index in 0..<count where output[index] != self[index] { return false }
        for index in count..<output.count where output[index] != 0 { return false }
        return true
    }
}
