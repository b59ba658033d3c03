// A list without large allocations keeps what was set across its chunks, up to its capacity.

import Testing

@testable import KernelCore
@testable import KernelTesting

/// One that the testing macros, which copy what they look at, can hold.
private final class Numbers {
    var array: ChunkedArray<UInt32>

    init(count: Int, isSparse: Bool = false) { array = ChunkedArray(repeating: 9, count: count, isSparse: isSparse) }

    subscript(index: Int) -> UInt32 {
        get { array[index] }
        set { array[index] = newValue }
    }

    /// The places of those elements of the range that take memory.
    func stored(in range: Range<Int>) -> [Int] {
        var places: [Int] = []
        array.forEachStored(in: range) { index, element in
            #expect(element == array[index])
            places.append(index)
        }
        return places
    }
}

@Suite struct ChunkedArrayTests {
    @Test func anEmptyOneHasNothing() {
        let empty = Numbers(count: 0)
        #expect(empty.array.count == 0)
        #expect(empty.stored(in: 0..<0).isEmpty)
    }

    @Test(arguments: [false, true], [3000, 512, 1]) func whatWasNeverSetIsTheFiller(isSparse: Bool, count: Int) {
        let array = Numbers(count: count, isSparse: isSparse)
        #expect(array.array.count == count)
        let set = [0, 1, 511, 512, 2047, 2999].filter { $0 < count }
        for index in set { array[index] = UInt32(index) + 100 }
        for index in 0..<count { #expect(array[index] == (set.contains(index) ? UInt32(index) + 100 : 9)) }
    }

    @Test func aSparseOneTakesMemoryForWhatWasSetOnly() {
        let array = Numbers(count: ChunkedArray<UInt32>.capacity, isSparse: true)
        #expect(array.stored(in: 0..<array.array.count).isEmpty)
        array[700] = 1
        #expect(array.stored(in: 0..<array.array.count) == Array(512..<1024))
        #expect(array.stored(in: 600..<2000) == Array(600..<1024))
        #expect(array.stored(in: 100..<701) == Array(512..<701))
        #expect(Numbers(count: 20, isSparse: true).stored(in: 0..<20).isEmpty)
        #expect(Numbers(count: 20).stored(in: 5..<20) == Array(5..<20))
    }

    @Test func itHoldsAsManyAsItsCapacitySays() {
        let array = Numbers(count: ChunkedArray<UInt32>.capacity)
        array[array.array.count - 1] = 3
        #expect(array[array.array.count - 1] == 3)
        #expect(array.stored(in: 0..<array.array.count).count == ChunkedArray<UInt32>.capacity)
    }
}
