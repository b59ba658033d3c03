// The heap of programs, on memory of the test's: what it gives out never overlaps, keeps its content, and goes
// back together again.

import TestSupport
import Testing

@testable import FTLStart

/// Pages for a heap, at most so many bytes at once.
private struct TestPages: PageSource {
    /// Shared with the test, which looks at what is mapped.
    final class Ledger {
        var mapped: [UInt: UInt] = [:]
        var limit: UInt
        init(limit: UInt) { self.limit = limit }
        var total: UInt { mapped.values.reduce(0, +) }
        deinit { for address in mapped.keys { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() } }
    }

    let ledger: Ledger

    func map(_ length: UInt) -> UInt? {
        precondition(length > 0 && length % 4096 == 0, "whole pages")
        guard ledger.total + length <= ledger.limit else { return nil }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Int(length), alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(length))
        ledger.mapped[UInt(bitPattern: memory)] = length
        return UInt(bitPattern: memory)
    }

    func unmap(_ address: UInt) {
        precondition(ledger.mapped.removeValue(forKey: address) != nil, "unmapped what is not mapped")
        UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
    }
}

struct HeapTests {
    /// A block in use: filled with a byte that says whose it is.
    private struct Block {
        let address: UInt
        let size: UInt
        let fill: UInt8

        func write() {
            UnsafeMutableRawPointer(bitPattern: address)?.initializeMemory(
                as: UInt8.self, repeating: fill, count: Int(size))
        }

        func isIntact() -> Bool {
            let bytes = UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: address), count: Int(size))
            // What overlaps a large block would begin or end in it.
            return bytes.prefix(2_000).allSatisfy { $0 == fill } && bytes.suffix(2_000).allSatisfy { $0 == fill }
        }
    }

    /// Sizes as programs ask for them: mostly small, some large, a few very large.
    private static func size(_ random: inout some RandomNumberGenerator) -> UInt {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<70: UInt.random(in: 0...256, using: &random)
        case 70..<90: UInt.random(in: 0...2048, using: &random)
        case 90..<98: UInt.random(in: 1000...100_000, using: &random)
        default: UInt.random(in: 400_000...1_500_000, using: &random)
        }
    }

    @Test(arguments: 1...4)
    func nothingOverlapsAndNothingIsLost(seed: Int) {
        var random = FixedRandom(seed: UInt64(seed))
        let ledger = TestPages.Ledger(limit: 256 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        var blocks: [Block] = []
        for step in 0..<4_000 {
            let fill = UInt8(truncatingIfNeeded: step)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5 where blocks.count < 300:
                let size = HeapTests.size(&random)
                let alignment: UInt = Bool.random(using: &random) ? 16 : 16 << UInt.random(in: 0...8, using: &random)
                let address = heap.allocate(size, alignment: alignment)
                #expect(address != 0 && address % alignment == 0)
                #expect(heap.usableSize(address) >= size)
                // All that it can hold is the program's.
                let block = Block(address: address, size: heap.usableSize(address), fill: fill)
                block.write()
                blocks.append(block)
            case 5..<7 where !blocks.isEmpty:
                let index = Int.random(in: blocks.indices, using: &random)
                let size = HeapTests.size(&random)
                let old = blocks[index]
                let address = heap.reallocate(old.address, size)
                let moved = Block(address: address, size: min(size, old.size), fill: old.fill)
                #expect(address != 0 && address % 16 == 0 && moved.isIntact())
                let block = Block(address: address, size: heap.usableSize(address), fill: fill)
                #expect(block.size >= size)
                block.write()
                blocks[index] = block
            default:
                guard !blocks.isEmpty else { continue }
                let block = blocks.remove(at: Int.random(in: blocks.indices, using: &random))
                if !block.isIntact() { Issue.record("block of \(block.size) bytes was written to") }
                heap.free(block.address)
            }
        }
        for block in blocks {
            #expect(block.isIntact())
            heap.free(block.address)
        }
        #expect(ledger.mapped.values.allSatisfy { $0 <= 2 << 20 }, "very large blocks went back")
    }

    @Test func freedMemoryIsUsedAgain() {
        let ledger = TestPages.Ledger(limit: 64 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        func round() {
            var blocks: [UInt] = []
            // In turn small and large, freed in another order than they came.
            for index in 0..<400 { blocks.append(heap.allocate(UInt(index % 2 == 0 ? index : index * 37))) }
            for index in stride(from: 0, to: 400, by: 2) { heap.free(blocks[index]) }
            for index in stride(from: 399, to: 0, by: -2) { heap.free(blocks[index]) }
        }
        round()
        let after = ledger.total
        for _ in 0..<50 { round() }
        #expect(ledger.total == after)
    }

    @Test func aFewBlocksOfManySizesTakeFewPages() {
        let ledger = TestPages.Ledger(limit: 64 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        var (pages, total): (Set<UInt>, UInt) = ([], 0)
        for size in stride(from: UInt(8), to: 1_000, by: 16) {
            let block = heap.allocate(size)
            pages.formUnion([block >> 12, (block + size) >> 12])
            total += size
        }
        #expect(pages.count <= Int(total / 4096) + 3, "\(pages.count) pages for \(total) bytes")
        // Many of one size do not: each run is longer than the one before.
        var runs = 0
        var last: UInt = 0
        for _ in 0..<1_000 {
            let block = heap.allocate(40)
            if block != last + 48 { runs += 1 }
            last = block
        }
        #expect(runs < 64, "\(runs) runs")
    }

    @Test func largeNeighboursMerge() {
        let ledger = TestPages.Ledger(limit: 64 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        // Three that fill most of the first 64 KiB; then one that fits only where all three were.
        let blocks = (0..<3).map { _ in heap.allocate(20_000) }
        #expect(ledger.total == 64 * 1024)
        for index in [0, 2, 1] { heap.free(blocks[index]) }
        #expect(heap.allocate(60_000) != 0)
        #expect(ledger.total == 64 * 1024)
    }

    @Test func aGrowingBlockStaysWhereThereIsRoom() {
        let ledger = TestPages.Ledger(limit: 64 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        let block = heap.allocate(2_000)
        #expect(heap.reallocate(block, 30_000) == block)
        #expect(heap.reallocate(block, 1_500) == block)
        #expect(heap.usableSize(block) < 2_000, "the rest is free")
        let next = heap.allocate(2_000)
        #expect(next > block && next < block + 30_000)
    }

    @Test func runningOutIsAnAnswer() {
        let ledger = TestPages.Ledger(limit: 200 * 1024)
        var heap = Heap(source: TestPages(ledger: ledger))
        var blocks: [UInt] = []
        while case let block = heap.allocate(100), block != 0 { blocks.append(block) }
        #expect(blocks.count > 1_000)
        #expect(ledger.total > 150 * 1024, "where a large step is refused, a small one is taken")
        #expect(heap.allocate(5_000) == 0 && heap.allocate(1 << 20) == 0 && heap.allocate(.max) == 0)
        #expect(heap.allocate(.max, alignment: 4096) == 0 && heap.allocate(16, alignment: 1 << 62) == 0)
        let full = Block(address: blocks[0], size: 100, fill: 7)
        full.write()
        #expect(heap.reallocate(blocks[0], 10_000) == 0 && full.isIntact(), "untouched")
        heap.free(blocks.removeLast())
        #expect(heap.allocate(100) != 0)
    }

    @Test func veryLargeBlocksGoBackAtOnce() {
        let ledger = TestPages.Ledger(limit: 64 << 20)
        var heap = Heap(source: TestPages(ledger: ledger))
        let block = heap.allocate(3 << 20)
        #expect(ledger.total >= 3 << 20)
        let smaller = heap.reallocate(block, 1_000)
        #expect(smaller != 0 && ledger.total == 64 * 1024)
    }
}
