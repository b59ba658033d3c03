// The alarm queue against a sorted list: what is due comes in the order of time, and nothing that was disarmed.

import TestSupport
import Testing

@testable import KernelCore

@Suite struct AlarmQueueTests {
    private let timer = KernelCore.Timer()

    @Test func anEmptyQueueHasNothingDue() {
        var queue = AlarmQueue()
        #expect(queue.nextTime == nil)
        #expect(queue.popDue(at: .max) == nil)
    }

    @Test func nothingIsDueBeforeItsTime() {
        var queue = AlarmQueue()
        let alarm = Alarm()
        queue.arm(alarm, at: 10, owner: .timer(Uncounted(timer)))
        #expect(queue.popDue(at: 9) == nil)
        #expect(alarm.isArmed)
        #expect(queue.popDue(at: 10) != nil)
        #expect(!alarm.isArmed)
        #expect(queue.nextTime == nil)
    }

    @Test func armingAgainReplaces() {
        var queue = AlarmQueue()
        let alarm = Alarm()
        queue.arm(alarm, at: 10, owner: .timer(Uncounted(timer)))
        queue.arm(alarm, at: 30, owner: .timer(Uncounted(timer)))
        #expect(queue.nextTime == 30)
        #expect(queue.popDue(at: 29) == nil)
        #expect(queue.popDue(at: 30) != nil)
        #expect(queue.popDue(at: .max) == nil)
    }

    @Test func disarmingWhatIsNotArmedDoesNothing() {
        var queue = AlarmQueue()
        let (one, two) = (Alarm(), Alarm())
        queue.arm(one, at: 1, owner: .timer(Uncounted(timer)))
        queue.disarm(two)
        queue.disarm(two)
        #expect(queue.nextTime == 1)
    }

    @Test func aHundredThousandRandomStepsAgreeWithASortedModel() throws {
        var queue = AlarmQueue()
        var random = FixedRandom(seed: 5)
        let alarms = (0..<300).map { _ in Alarm() }
        let timers = (0..<300).map { _ in KernelCore.Timer() }
        let index = Dictionary(uniqueKeysWithValues: timers.enumerated().map { (ObjectIdentifier($1), $0) })
        var model: [Int: UInt64] = [:]
        var now: UInt64 = 0
        for _ in 0..<100_000 {
            let which = random.below(alarms.count)
            switch random.below(8) {
            case 0...4:
                // Few different times, so that many are equal.
                let time = now + UInt64(random.below(200))
                queue.arm(alarms[which], at: time, owner: .timer(Uncounted(timers[which])))
                model[which] = time
            case 5, 6:
                queue.disarm(alarms[which])
                model[which] = nil
            default:
                now += UInt64(random.below(12))
                while case .timer(let owner)? = queue.popDue(at: now) {
                    let popped = try #require(index[ObjectIdentifier(owner.object)])
                    let time = try #require(model[popped], "popped though it was not armed")
                    model[popped] = nil
                    try #require(time <= now)
                    try #require(model.values.allSatisfy { $0 >= time }, "popped before one that was due earlier")
                }
                try #require(model.values.allSatisfy { $0 > now }, "what was due was not popped")
                try #require(queue.nextTime == model.values.min())
            }
        }
        for alarm in alarms { #expect(alarm.isArmed == (model[alarms.firstIndex { $0 === alarm }!] != nil)) }
    }

    @Test func aHundredThousandAlarmsInOrderOrNotArePoppedInOrder() {
        for isReversed in [false, true] {
            var queue = AlarmQueue()
            let alarms = (0..<100_000).map { _ in Alarm() }
            for (index, alarm) in alarms.enumerated() {
                queue.arm(alarm, at: UInt64(isReversed ? 100_000 - index : index), owner: .timer(Uncounted(timer)))
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
            #expect(count == alarms.count)
        }
    }
}
