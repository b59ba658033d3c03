// A list that grows without large allocations keeps its order across its chunks, up to its capacity.

import Testing

@testable import KernelCore

@Suite struct ChunkedArrayTests {
    @Test func elementsStayInOrderAcrossChunks() {
        var array = ChunkedArray<UInt32>()
        for index in 0..<5000 {
            #expect(array.count == index)
            array.append(UInt32(index) &* 7)
        }
        #expect((0..<5000).allSatisfy { array[$0] == UInt32($0) &* 7 })
    }

    @Test func anEmptyOneHasNothing() { #expect(ChunkedArray<UInt64>().count == 0) }

    @Test(arguments: [false, true]) func whatWasNeverSetIsTheFiller(isSparse: Bool) {
        let count = 3000
        var array = ChunkedArray<UInt32>(repeating: 9, count: count, isSparse: isSparse)
        #expect(array.count == count)
        for index in [0, 1, 511, 512, 2047, 2999] { array[index] = UInt32(index) + 100 }
        array[1] = 5
        for index in 0..<count {
            let expected: UInt32 =
                switch index {
                case 0, 511, 512, 2047, 2999: UInt32(index) + 100
                case 1: 5
                default: 9
                }
            #expect(array[index] == expected)
        }
    }

    @Test func aSparseOneTakesMemoryForWhatWasSetOnly() throws {
        var array = ChunkedArray<UInt32>(repeating: 9, count: ChunkedArray<UInt32>.capacity, isSparse: true)
        array[700] = 1
        let chunks = try #require(Mirror(reflecting: array).descendant("chunks") as? [[UInt32]])
        #expect(chunks.map(\.count).filter { $0 > 0 } == [512])
    }

    @Test func itHoldsAsManyAsItsCapacitySays() {
        struct Wide { var words: (UInt64, UInt64, UInt64, UInt64) }
        var array = ChunkedArray<Wide>()
        for index in 0..<ChunkedArray<Wide>.capacity { array.append(Wide(words: (UInt64(index), 0, 0, 0))) }
        #expect(array.count == ChunkedArray<Wide>.capacity)
        #expect(array[array.count - 1].words.0 == UInt64(array.count - 1))
    }
}
