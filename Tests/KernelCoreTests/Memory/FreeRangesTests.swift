// Free memory is what the machine has without what is in use: at the edges, across, and where ranges say nonsense.

import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct FreeRangesTests {
    @Test func wholePagesAreThePagesTouched() {
        #expect(wholePages(0x1000..<0x2000) == 0x1000..<0x2000)
        #expect(wholePages(0x1001..<0x1002) == 0x1000..<0x2000)
        #expect(wholePages(0x0fff..<0x2001) == 0x0000..<0x3000)
    }

    @Test func theEndOfTheAddressSpaceDoesNotOverflow() {
        let range = wholePages(.max - 1 ..< .max)
        #expect(range.lowerBound % UInt(pageSize) == 0)
        #expect(range.upperBound % UInt(pageSize) == 0)
    }

    @Test func aHoleInTheMiddleLeavesBothSides() {
        #expect(subtract([10..<20], from: [0..<100]) == [0..<10, 20..<100])
    }

    @Test func holesAtTheEdgesAndBeyondCutThere() {
        #expect(subtract([0..<10, 90..<200], from: [5..<100]) == [10..<90])
        #expect(subtract([0..<100], from: [10..<20]) == [])
        #expect(subtract([0..<10, 20..<30], from: [10..<20]) == [10..<20])
        #expect(subtract([5..<5], from: [0..<10]) == [0..<10])
    }

    @Test func aHoleAcrossTwoRangesCutsBoth() {
        #expect(subtract([8..<24], from: [20..<30, 0..<10]) == [0..<8, 24..<30])
    }

    @Test func everyUnitIsFreeExactlyIfItIsInNoHole() {
        var random = FixedRandom(seed: 3)
        for _ in 0..<2000 {
            // Ranges of a machine do not overlap; holes may.
            let cuts = (0..<6).map { _ in UInt(random.below(64)) }.sorted()
            let ranges = [cuts[0]..<cuts[1], cuts[2]..<cuts[3], cuts[4]..<cuts[5]]
            let holes = (0..<4).map { _ in
                let start = UInt(random.below(64))
                return start..<start + UInt(random.below(20))
            }
            let free = subtract(holes, from: ranges)
            for unit in UInt(0)..<96 {
                let isFree = ranges.contains { $0.contains(unit) } && !holes.contains { $0.contains(unit) }
                #expect(free.count { $0.contains(unit) } == (isFree ? 1 : 0))
            }
            #expect(free.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func memoryThatIsNamedTwiceIsThereOnce() {
        #expect(withoutOverlaps([0..<10, 5..<15, 0..<3, 20..<30]) == [0..<10, 10..<15, 20..<30])
        #expect(withoutOverlaps([]).isEmpty)
    }
}
