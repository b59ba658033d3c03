// The buddy allocator: blocks never overlap, are aligned to their size, and merge again to what was there.

import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

/// A buddy allocator that the testing macros, which copy what they look at, can hold.
private final class Units {
    private var buddy: Buddy

    init(first: UInt32 = 0, count: Int) { buddy = Buddy(table: Arena.table(first: first, count: count)) }

    var freeCount: Int { buddy.freeCount }
    func release(_ units: Range<UInt32>) { buddy.release(units) }
    func allocate(order: Int) -> UInt32? { buddy.allocate(order: order) }
    func free(_ unit: UInt32) { buddy.free(unit) }
}

@Suite struct BuddyTests {
    @Test func blocksAreAlignedToTheirSizeAndCountDown() throws {
        let buddy = Units(count: 64)
        buddy.release(0..<64)
        for order in 0...4 {
            let before = buddy.freeCount
            let block = try #require(buddy.allocate(order: order))
            #expect(block % (1 << UInt32(order)) == 0)
            #expect(buddy.freeCount == before - 1 << order)
        }
    }

    @Test func whatIsTooLargeIsRefusedAndChangesNothing() {
        let buddy = Units(count: 64)
        buddy.release(0..<64)
        #expect(buddy.allocate(order: 7) == nil)
        #expect(buddy.allocate(order: 11) == nil)
        #expect(buddy.allocate(order: -1) == nil)
        #expect(buddy.freeCount == 64)
        #expect(buddy.allocate(order: 6) == 0)
        #expect(buddy.allocate(order: 0) == nil)
    }

    @Test func unitsThatWereNotReleasedAreNeverHandedOut() {
        let buddy = Units(first: 100, count: 100)
        buddy.release(103..<110)
        buddy.release(150..<151)
        var seen: Set<UInt32> = []
        while let unit = buddy.allocate(order: 0) { seen.insert(unit) }
        #expect(seen == Set(103..<110).union([150]))
    }

    @Test func aTableThatBeginsAnywhereMergesOnlyInsideIt() throws {
        let buddy = Units(first: 7, count: 18)
        buddy.release(7..<25)
        let units = (0..<18).compactMap { _ in buddy.allocate(order: 0) }
        #expect(Set(units) == Set(7..<25))
        for unit in units { buddy.free(unit) }
        #expect(buddy.freeCount == 18)
        #expect(buddy.allocate(order: 3) != nil)
        #expect(buddy.allocate(order: 3) != nil)
        #expect(buddy.allocate(order: 1) == nil, "7 and 24 are no pair")
    }

    @Test func rangesReleasedOneAfterTheOtherMerge() {
        let buddy = Units(count: 16)
        buddy.release(0..<5)
        buddy.release(5..<16)
        #expect(buddy.allocate(order: 4) == 0)
    }

    @Test func twoUnitsFreedInEitherOrderAreOneBlockAgain() throws {
        for isReversed in [false, true] {
            let buddy = Units(count: 2)
            buddy.release(0..<2)
            let units = [try #require(buddy.allocate(order: 0)), try #require(buddy.allocate(order: 0))]
            for unit in isReversed ? units.reversed() : units { buddy.free(unit) }
            #expect(buddy.allocate(order: 1) == 0)
        }
    }

    @Test func randomUseNeverOverlapsAndEverythingMergesAtTheEnd() throws {
        let count = 2048
        let buddy = Units(first: 1024, count: count)
        buddy.release(1024..<1024 + UInt32(count))
        var random = FixedRandom(seed: 1)
        var owner = [Int](repeating: 0, count: count)
        var blocks: [(unit: UInt32, order: Int, name: Int)] = []
        for name in 1...20_000 {
            if random.below(100) < 55 {
                let order = min(random.below(11), random.below(11))
                guard let unit = buddy.allocate(order: order) else { continue }
                try #require(unit % (1 << UInt32(order)) == 0)
                for index in Int(unit) - 1024..<Int(unit) - 1024 + 1 << order {
                    try #require(owner[index] == 0, "unit \(index) was handed out twice")
                    owner[index] = name
                }
                blocks.append((unit, order, name))
            } else if !blocks.isEmpty {
                let block = blocks.swapRemove(at: random.below(blocks.count))
                for index in Int(block.unit) - 1024..<Int(block.unit) - 1024 + 1 << block.order {
                    try #require(owner[index] == block.name)
                    owner[index] = 0
                }
                buddy.free(block.unit)
            }
            try #require(buddy.freeCount == count - blocks.reduce(0) { $0 + 1 << $1.order })
        }
        for block in blocks { buddy.free(block.unit) }
        #expect(buddy.freeCount == count)
        #expect(buddy.allocate(order: 10) != nil)
        #expect(buddy.allocate(order: 10) != nil)
    }
}

extension Array {
    /// Takes out an element; the last one takes its place.
    mutating func swapRemove(at index: Int) -> Element {
        swapAt(index, count - 1)
        return removeLast()
    }
}
