// The generator against the numbers of RFC 8439, and what makes it more than those numbers.

import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct RandomGeneratorTests {
    /// RFC 8439, section 2.3.2.
    @Test func aBlockIsThatOfTheSpecification() {
        var key = InlineArray<8, UInt32>(repeating: 0)
        for index in 0..<8 {
            let byte = UInt32(index * 4)
            key[index] = byte | (byte + 1) << 8 | (byte + 2) << 16 | (byte + 3) << 24
        }
        let block = RandomGenerator.block(key, counter: 1, nonce: [0x0900_0000, 0x4a00_0000, 0])
        let expected: [UInt32] = [
            0xe4e7_f110, 0x1559_3bd1, 0x1fdd_0f50, 0xc471_20a3, 0xc7f4_d1c7, 0x0368_c033, 0x9aaa_2204, 0x4e6c_d4c3,
            0x4664_82d2, 0x09aa_9f07, 0x05d7_c214, 0xa202_8bd9, 0xd19c_12b5, 0xb94e_16de, 0xe883_d0cb, 0x4e3c_50a2,
        ]
        #expect(block.indices.map { block[$0] } == expected)
    }

    private func take(_ count: Int, from generator: inout RandomGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        generator.generate(count: count) { piece in for index in piece.indices { bytes.append(piece[index]) } }
        return bytes
    }

    @Test func everyRequestGivesSomethingNew() throws {
        var generator = try #require(RandomGenerator(seed: Array(0..<32)))
        let first = take(1000, from: &generator)
        #expect(first.count == 1000)
        #expect(take(1000, from: &generator) != first)
        #expect(take(0, from: &generator).isEmpty)
        var again = try #require(RandomGenerator(seed: Array(0..<32)))
        #expect(take(1000, from: &again) == first)
        #expect(take(10, from: &again) != Array(first.prefix(10)))
    }

    @Test func everyByteOfTheSeedCounts() throws {
        var outputs: Set<[UInt8]> = []
        for changed in 0..<64 {
            var seed = [UInt8](repeating: 0, count: 64)
            seed[changed] = 1
            var generator = try #require(RandomGenerator(seed: seed))
            outputs.insert(take(16, from: &generator))
        }
        // The halves of a long seed are mixed: the same change in either is the same.
        #expect(outputs.count == 32)
    }

    @Test func withoutEnoughToBeginWithThereIsNoGenerator() {
        #expect(RandomGenerator(seed: []) == nil)
        #expect(RandomGenerator(seed: [UInt8](repeating: 1, count: 31)) == nil)
    }
}
