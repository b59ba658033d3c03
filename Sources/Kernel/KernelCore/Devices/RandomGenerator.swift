// Random numbers that nobody can foresee: ChaCha20 (RFC 8439, section 2.3) with a key that is replaced at each request
// by the first bytes of its own output, so that whoever sees the generator's state later cannot tell what it gave out
// before. The first key is the seed that the machine was started with.

import FTLTypes

public struct RandomGenerator {
    /// Bytes of a seed, at least.
    public static let seedLength = 32
    private static let blockLength = 64

    private var key: InlineArray<8, UInt32>

    /// - Parameter seed: unforeseeable bytes; nil where there are too few of them. Those beyond the key's length are
    ///   mixed into it.
    public init?(seed: [UInt8]) {
        guard seed.count >= RandomGenerator.seedLength else { return nil }
        key = InlineArray(repeating: 0)
        for (index, byte) in seed.enumerated() {
            key[index / 4 % 8] ^= UInt32(byte) << UInt32(8 * (index % 4))
        }
    }

    /// Gives `count` random bytes, a piece of at most 64 at a time.
    public mutating func generate(count: Int, _ give: (borrowing Span<UInt8>) -> Void) {
        var bytes = InlineArray<64, UInt8>(repeating: 0)
        // Block 0 is the next key and nobody gets to see it.
        let next = RandomGenerator.block(key, counter: 0)
        var counter: UInt32 = 1
        var left = count
        while left > 0 {
            let words = RandomGenerator.block(key, counter: counter)
            for index in bytes.indices {
                bytes[index] = UInt8(truncatingIfNeeded: words[index / 4] >> UInt32(8 * (index % 4)))
            }
            let length = min(left, RandomGenerator.blockLength)
            give(bytes.span.extracting(0..<length))
            left -= length
            counter += 1
        }
        for index in key.indices { key[index] = next[index] }
    }

    /// One block of the key stream, with a nonce of zero (RFC 8439, section 2.3).
    static func block(
        _ key: InlineArray<8, UInt32>, counter: UInt32, nonce: InlineArray<3, UInt32> = [0, 0, 0]
    ) -> InlineArray<16, UInt32> {
        var start = InlineArray<16, UInt32>(repeating: 0)
        (start[0], start[1], start[2], start[3]) = (0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574)
        for index in key.indices { start[4 + index] = key[index] }
        start[12] = counter
        for index in nonce.indices { start[13 + index] = nonce[index] }
        var state = start
        for _ in 0..<10 {
            for column in 0..<4 { quarterRound(&state, column, 4 + column, 8 + column, 12 + column) }
            for column in 0..<4 {
                quarterRound(&state, column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
            }
        }
        for index in state.indices { state[index] &+= start[index] }
        return state
    }

    /// RFC 8439, section 2.1.
    private static func quarterRound(_ state: inout InlineArray<16, UInt32>, _ a: Int, _ b: Int, _ c: Int, _ d: Int) {
        func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 { value << count | value >> (32 - count) }
        state[a] &+= state[b]
        state[d] = rotate(state[d] ^ state[a], 16)
        state[c] &+= state[d]
        state[b] = rotate(state[b] ^ state[c], 12)
        state[a] &+= state[b]
        state[d] = rotate(state[d] ^ state[a], 8)
        state[c] &+= state[d]
        state[b] = rotate(state[b] ^ state[c], 7)
    }
}

extension Kernel {
    // MARK: System calls

    func randomFill(_ call: borrowing Call) throws(FTLError) -> Int {
        let buffer = try call.bytes(0, .write)
        guard buffer.count <= Limits.randomLength else { throw .tooLarge }
        guard random != nil else { throw .unavailable }
        var done = 0
        random?.generate(count: buffer.count) { piece in
            // Safe: the piece's own bytes, used only while it is borrowed; the buffer was checked.
            unsafe piece.withUnsafeBytes { unsafe buffer.write($0, at: done) }
            done += piece.count
        }
        return 0
    }
}
