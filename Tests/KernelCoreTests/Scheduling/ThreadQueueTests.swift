// A queue of threads: first in, first out, and out of the middle without disturbing the order.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ThreadQueueTests {
    private func threads(_ count: Int, in system: TestSystem) throws -> [KernelCore.Thread] {
        let process = try Program(system).process
        return (0..<count).map {
            let context = ThreadContext(address: UInt($0), resultRegister: .allocate(capacity: 1))
            return KernelCore.Thread(process: process, context: context, stack: 0..<0)
        }
    }

    @Test func threadsComeOutInTheOrderTheyWentIn() throws {
        var queue = ThreadQueue()
        let threads = try threads(5, in: TestSystem())
        #expect(queue.isEmpty)
        #expect(queue.popFirst()?.object == nil)
        for thread in threads { queue.append(thread) }
        for thread in threads { #expect(queue.popFirst()?.object === thread) }
        #expect(queue.isEmpty)
    }

    @Test(arguments: 0..<5) func leavingFromAnywhereKeepsTheOrderOfTheOthers(place: Int) throws {
        var queue = ThreadQueue()
        let threads = try threads(5, in: TestSystem())
        for thread in threads { queue.append(thread) }
        queue.remove(threads[place])
        queue.append(threads[place])
        for thread in threads where thread !== threads[place] { #expect(queue.popFirst()?.object === thread) }
        #expect(queue.popFirst()?.object === threads[place])
        #expect(queue.isEmpty)
    }

    @Test func randomUseAgreesWithAnArray() throws {
        var queue = ThreadQueue()
        var random = FixedRandom(seed: 6)
        var outside = try threads(20, in: TestSystem())
        var model: [KernelCore.Thread] = []
        for _ in 0..<20_000 {
            switch random.below(3) {
            case 0 where !outside.isEmpty:
                let thread = outside.swapRemove(at: random.below(outside.count))
                queue.append(thread)
                model.append(thread)
            case 1 where !model.isEmpty:
                let thread = model.remove(at: random.below(model.count))
                queue.remove(thread)
                outside.append(thread)
            default:
                let thread = queue.popFirst()?.object
                try #require(thread === model.first)
                if let thread {
                    model.removeFirst()
                    outside.append(thread)
                }
            }
            try #require(queue.head?.object === model.first)
        }
    }
}
