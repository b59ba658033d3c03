// Timers: once, in time, replaced by the next setting, silent when stopped or closed.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct TimerTests {
    let system = TestSystem()
    let program: Program
    let timer: UInt
    let sink: UInt

    init() throws {
        program = try Program(system)
        timer = try program.call(.timerCreate)
        sink = try program.makeSink(of: timer)
    }

    /// Lets the program run to a point in time.
    private func run(to time: UInt64) {
        system.pickNext()
        system.advance(to: time)
    }

    @Test func aTimerTellsOnceWhenItsTimeHasPassed() throws {
        try program.call(.timerSet, timer, 5_000)
        run(to: 4_999)
        #expect(try program.events(of: sink) == [])
        run(to: 5_000)
        let events = try program.events(of: sink)
        #expect(events.map(\.kind) == [.timer])
        #expect(events[0].word0 == 5_000)
        #expect(UInt(events[0].handle.rawValue) == timer)
        run(to: 50_000)
        #expect(try program.events(of: sink) == [])
    }

    @Test func aDeadlineInThePastFiresAtOnce() throws {
        try program.call(.timerSet, timer, UInt(system.machine.time))
        #expect(try program.events(of: sink).map(\.word0) == [system.machine.time])
    }

    @Test func settingAgainReplacesTheDeadlineAndAnEventNotTaken() throws {
        try program.call(.timerSet, timer, 5_000)
        try program.call(.timerSet, timer, 9_000)
        run(to: 6_000)
        #expect(try program.events(of: sink) == [])
        run(to: 9_000)
        try program.call(.timerSet, timer, 12_000)
        #expect(try program.events(of: sink) == [])
        run(to: 12_000)
        #expect(try program.events(of: sink).map(\.word0) == [12_000])
    }

    @Test func zeroStopsIt() throws {
        try program.call(.timerSet, timer, 5_000)
        try program.call(.timerSet, timer, 0)
        #expect(system.kernel.deadlines.nextTime == nil)
        run(to: 6_000)
        #expect(try program.events(of: sink) == [])
        try program.call(.timerSet, timer, 1)
        try program.call(.timerSet, timer, 0)
        #expect(try program.events(of: sink) == [])
    }

    @Test func manyTimersFireInTheOrderOfTheirDeadlines() throws {
        var random = FixedRandom(seed: 9)
        var deadlines: [UInt] = []
        for _ in 0..<60 {
            let another = try program.call(.timerCreate)
            try program.call(.sinkAdd, sink, another)
            let deadline = 2_000 + UInt(random.below(100_000))
            deadlines.append(deadline)
            try program.call(.timerSet, another, deadline)
        }
        run(to: 200_000)
        #expect(try program.events(of: sink).map { UInt($0.word0) } == deadlines.sorted())
    }

    @Test func closingTheLastHandleDisarmsIt() throws {
        let live = Liveness()
        guard let object = try program.object(timer) as? KernelCore.Timer else { throw FTLError.wrongType }
        live.watch(object)
        _ = consume object
        let second = try program.call(.handleDuplicate, timer, UInt(Rights.all.rawValue))
        try program.call(.timerSet, timer, 5_000)
        try program.call(.handleClose, timer)
        #expect(system.kernel.deadlines.nextTime == 5_000)
        try program.call(.handleClose, second)
        #expect(system.kernel.deadlines.nextTime == nil)
        #expect(live.living == 0)
    }

    @Test func aTimerOnItsWayKeepsRunningAndTellsItsReceiver() throws {
        let (left, right) = try program.makeChannel()
        try program.call(.sinkAdd, sink, right)
        try program.call(.timerSet, timer, 5_000)
        try program.send(on: left, handle: timer)
        run(to: 6_000)
        let (_, received) = try program.receive(try program.events(of: sink)[0])
        try program.call(.sinkAdd, sink, received)
        #expect(try program.events(of: sink).map(\.word0) == [5_000])
    }

    @Test func onlyTheRightToWriteSetsIt() throws {
        let readable = try program.call(.handleDuplicate, timer, UInt(Rights.read.rawValue))
        #expect(throws: FTLError.notAllowed) { try program.call(.timerSet, readable, 5_000) }
        #expect(throws: FTLError.notAllowed) { try program.call(.handleDuplicate, readable, UInt(Rights.all.rawValue)) }
    }

    @Test func anIdleMachineWakesForTheTimer() throws {
        try program.call(.timerSet, timer, 7_000)
        #expect(program.wait(on: sink) == nil)
        #expect(system.pickNext() === program.thread)
        #expect(system.machine.time == 7_000)
        #expect(program.thread.context.result == 1)
    }
}
