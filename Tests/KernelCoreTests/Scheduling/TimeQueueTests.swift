// The queue of times against a sorted list: what is due comes in the order of time, and nothing that was taken out.

import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct TimeQueueTests {
    private typealias Queue = TimeQueue<Int>

    @Test func anEmptyQueueHasNothingDue() {
        var queue = Queue()
        #expect(queue.nextTime == nil)
        #expect(queue.popDue(at: .max) == nil)
    }

    @Test func nothingIsDueBeforeItsTime() {
        var queue = Queue()
        let entry = Queue.Entry()
        queue.insert(entry, at: 10, owner: 0)
        #expect(queue.popDue(at: 9) == nil)
        #expect(entry.isQueued)
        #expect(queue.popDue(at: 10) != nil)
        #expect(!entry.isQueued)
        #expect(queue.nextTime == nil)
    }

    @Test func enteringAgainReplaces() {
        var queue = Queue()
        let entry = Queue.Entry()
        queue.insert(entry, at: 10, owner: 0)
        queue.insert(entry, at: 30, owner: 0)
        #expect(queue.nextTime == 30)
        #expect(queue.popDue(at: 29) == nil)
        #expect(queue.popDue(at: 30) != nil)
        #expect(queue.popDue(at: .max) == nil)
    }

    @Test func takingOutWhatIsNotInDoesNothing() {
        var queue = Queue()
        let (one, two) = (Queue.Entry(), Queue.Entry())
        queue.insert(one, at: 1, owner: 0)
        queue.remove(two)
        queue.remove(two)
        #expect(queue.nextTime == 1)
    }

    @Test func aHundredThousandRandomStepsAgreeWithASortedModel() throws {
        var queue = Queue()
        var random = FixedRandom(seed: 5)
        let entries = (0..<300).map { _ in Queue.Entry() }
        var model: [Int: UInt64] = [:]
        var now: UInt64 = 0
        for _ in 0..<100_000 {
            let which = random.below(entries.count)
            switch random.below(8) {
            case 0...4:
                // Few different times, so that many are equal.
                let time = now + UInt64(random.below(200))
                queue.insert(entries[which], at: time, owner: which)
                model[which] = time
            case 5, 6:
                queue.remove(entries[which])
                model[which] = nil
            default:
                now += UInt64(random.below(12))
                while let popped = queue.popDue(at: now) {
                    let time = try #require(model[popped], "popped though it was not in")
                    model[popped] = nil
                    try #require(time <= now)
                    try #require(model.values.allSatisfy { $0 >= time }, "popped before one that was due earlier")
                }
                try #require(model.values.allSatisfy { $0 > now }, "what was due was not popped")
                try #require(queue.nextTime == model.values.min())
            }
        }
        for entry in entries { #expect(entry.isQueued == (model[entries.firstIndex { $0 === entry }!] != nil)) }
    }

    @Test func aHundredThousandEntriesInOrderOrNotArePoppedInOrder() {
        for isReversed in [false, true] {
            var queue = Queue()
            let entries = (0..<100_000).map { _ in Queue.Entry() }
            for (index, entry) in entries.enumerated() {
                queue.insert(entry, at: UInt64(isReversed ? 100_000 - index : index), owner: 0)
            }
            var last: UInt64 = 0
            var isSorted = true
            var count = 0
            while let time = queue.nextTime, queue.popDue(at: time) != nil {
                isSorted = isSorted && time >= last
                last = time
                count += 1
            }
            #expect(isSorted)
            #expect(count == entries.count)
        }
    }
}
