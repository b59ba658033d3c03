// Who runs: round robin by slices, by yielding, and nobody starved by somebody who yields at the right moment.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct SchedulerTests {
    let system = TestSystem()
    let programs: [Program]
    var kernel: Kernel { system.kernel }

    init() throws {
        programs = [
            try Program(system, name: "a"), try Program(system, name: "b"), try Program(system, name: "c"),
        ]
    }

    private func pick() -> String { system.pickNext().process.name.string }

    @Test func threadsStartInTheOrderTheyBecameReady() throws {
        #expect(pick() == "a")
        #expect(pick() == "a", "who runs goes on")
        try programs[0].call(.threadYield)
        #expect(["b"] == [pick()])
    }

    @Test func yieldingGoesRoundAndAnswersZero() throws {
        var order = ""
        for _ in 0..<7 {
            let thread = system.pickNext()
            order += thread.process.name.string
            let program = try #require(programs.first { $0.thread === thread })
            thread.context.result = 99
            #expect(program.enter(number: Syscall.threadYield.rawValue, []) == 0)
        }
        #expect(order == "abcabca")
    }

    @Test func whoIsAloneKeepsTheHartWhenItYields() throws {
        for program in programs.dropFirst() { program.kill() }
        #expect(pick() == "a")
        try programs[0].call(.threadYield)
        #expect(system.hart.current === programs[0].thread)
    }

    @Test func aSliceEndsAndTheNextBegins() throws {
        var order = ""
        for _ in 0..<6 {
            order += pick()
            let end = try #require(system.machine.alarm)
            #expect(end == system.machine.time + Kernel.timeSlice)
            system.advance(to: end - 1)
            #expect(system.hart.current != nil, "not yet")
            system.advance(to: end)
            #expect(system.hart.current == nil)
        }
        #expect(order == "abcabc")
    }

    @Test func whoIsAloneIsNotInterrupted() throws {
        for program in programs.dropFirst() { program.kill() }
        #expect(pick() == "a")
        #expect(system.machine.alarm ?? .max == .max)
        kernel.timerInterrupt(on: system.hart)
        #expect(system.hart.current === programs[0].thread)
    }

    @Test func whoYieldsJustBeforeItsSliceEndsDoesNotShortenTheNext() throws {
        #expect(pick() == "a")
        system.advance(to: system.machine.time + Kernel.timeSlice - 10)
        try programs[0].call(.threadYield)
        #expect(pick() == "b")
        let start = system.machine.time
        system.advance(to: start + Kernel.timeSlice - 1)
        _ = pick()
        #expect(system.hart.current === programs[1].thread)
        system.advance(to: start + Kernel.timeSlice)
        #expect(pick() == "c")
    }

    @Test func everyoneGetsAnEqualShareWhateverTheOthersDo() throws {
        var shares: [String: UInt64] = [:]
        var random = FixedRandom(seed: 13)
        while system.machine.time < 3_000_000_000 {
            let thread = system.pickNext()
            let start = system.machine.time
            let alarm = try #require(system.machine.alarm)
            if thread === programs[0].thread {
                // Works nearly a slice, then yields.
                system.advance(to: min(start + Kernel.timeSlice - 1000, alarm))
                if system.hart.current === thread { try programs[0].call(.threadYield) }
            } else {
                // Works for ever.
                system.advance(to: min(start + UInt64(random.below(3_000_000)), alarm))
            }
            shares[thread.process.name.string, default: 0] += system.machine.time - start
        }
        for share in shares.values { #expect(share > 900_000_000 && share < 1_100_000_000) }
    }

    @Test func whoeverIsWokenGoesToTheBack() throws {
        let (left, right) = try programs[0].makeChannel()
        let mine = try programs[0].give(right, to: programs[2])
        let sink = try programs[2].makeSink(of: mine)
        #expect(programs[2].wait(on: sink) == nil)
        system.run(programs[0].thread)
        try programs[0].send(on: left)
        try programs[0].call(.threadYield)
        var order = ""
        for _ in 0..<3 {
            order += pick()
            kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
        }
        #expect(order == "bca")
    }

    /// Where the timer interrupts soon anyway, nobody looks at the clock when a thread is woken. It waits for a slice at
    /// most all the same.
    @Test(arguments: [1, 5_000, 4_999_999]) func whoIsWokenWaitsForASliceAtMost(after delay: UInt64) throws {
        programs[1].kill()
        let (left, right) = try programs[0].makeChannel()
        let mine = try programs[0].give(right, to: programs[2])
        let sink = try programs[2].makeSink(of: mine)
        let timer = try programs[0].call(.timerCreate)
        #expect(programs[2].wait(on: sink) == nil)
        system.run(programs[0].thread)
        let start = system.machine.time
        kernel.charge(system.hart, start)
        system.hart.accounted = Uncounted(programs[0].process)
        try programs[0].call(.timerSet, timer, UInt(start + 5_000_000))
        _ = pick()
        system.advance(to: start + delay)
        let clock = system.machine.looks
        try programs[0].send(on: left)
        #expect(system.machine.looks == clock, "nobody looks at the clock")
        #expect(pick() == "a", "who wakes somebody goes on")
        while system.hart.current === programs[0].thread {
            let alarm = try #require(system.machine.alarm)
            try #require(alarm <= start + delay + Kernel.timeSlice)
            system.advance(to: alarm)
            _ = pick()
        }
        #expect(pick() == "c")
        #expect(programs[0].process.timeUsed >= system.machine.time - start, "its time is counted, only later")
    }

    @Test func anAlarmEarlierThanTheSliceIsSet() throws {
        #expect(pick() == "a")
        let timer = try programs[0].call(.timerCreate)
        let soon = UInt(system.machine.time + 5_000)
        try programs[0].call(.timerSet, timer, soon)
        _ = pick()
        #expect(system.machine.alarm == UInt64(soon))
        system.advance(to: UInt64(soon))
        #expect(pick() == "a", "an alarm does not end a slice")
    }

    @Test func anInterruptThatIsDueForNobodyIsTakenBack() throws {
        #expect(pick() == "a")
        let timer = try programs[0].call(.timerCreate)
        try programs[0].call(.timerSet, timer, 50_000)
        _ = pick()
        try programs[0].call(.timerSet, timer, 0)
        system.advance(to: 50_000)
        _ = pick()
        #expect(try #require(system.machine.alarm) > 50_000)
    }

    @Test func anIdleMachineWaitsUntilTheFirstDeadline() throws {
        for (index, program) in programs.enumerated() {
            let sink = try program.makeSink()
            #expect(program.wait(on: sink, until: UInt(30_000 - index * 1_000)) == nil)
        }
        #expect(pick() == "c")
        #expect(system.machine.time == 28_000)
        #expect(programs[2].thread.context.result == FTLError.timedOut.result)
    }
}
