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

    @Test func itHoldsAsManyAsItsCapacitySays() {
        struct Wide { var words: (UInt64, UInt64, UInt64, UInt64) }
        var array = ChunkedArray<Wide>()
        for index in 0..<ChunkedArray<Wide>.capacity { array.append(Wide(words: (UInt64(index), 0, 0, 0))) }
        #expect(array.count == ChunkedArray<Wide>.capacity)
        #expect(array[array.count - 1].words.0 == UInt64(array.count - 1))
    }
}
