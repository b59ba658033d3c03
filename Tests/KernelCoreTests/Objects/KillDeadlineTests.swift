// A process that is to be killed at a point in time: then exactly, whatever it does, unless it is taken back.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct KillDeadlineTests {
    let system = TestSystem()
    let parent: Program
    /// The parent's handle to the victim.
    let handle: UInt
    let sink: UInt
    var kernel: Kernel { system.kernel }

    init() throws {
        parent = try Program(system, name: "parent")
        handle = try parent.create("victim")
        sink = try parent.makeSink(of: handle)
    }

    private func kill(at time: UInt64) throws(FTLError) { try parent.call(.processKill, handle, UInt(time)) }

    private func state() throws -> KernelCore.Process.State { try parent.childProcess(handle).state }

    /// The time comes nearly, and then comes.
    private func expectEnd(at time: UInt64) throws {
        system.pickNext()
        #expect(try #require(system.machine.alarm) <= time, "the machine is told to wake us")
        system.advance(to: time - 1)
        #expect(try state() != .ended)
        system.pickNext()
        system.advance(to: time)
        try expectEnded()
    }

    private func expectEnded() throws {
        #expect(try state() == .ended)
        #expect(kernel.deadlines.nextTime == nil, "nothing stays armed")
        system.pickNext()
        system.settle()
        let events = try parent.events(of: sink)
        #expect(events.map(\.kind) == [.processExited])
        #expect(events[0].word1 == ExitReason.killed.rawValue && Int64(bitPattern: events[0].word0) == -1)
        #expect(throws: FTLError.invalidState) { try kill(at: .max) }
    }

    /// What the victim does when its time comes.
    enum Doing: CaseIterable { case created, ready, running, waiting, waitingLonger, waitingShorter }

    @Test(arguments: Doing.allCases) func itEndsWhateverItDoes(_ doing: Doing) throws {
        let time = system.machine.time + 3_000_000
        try kill(at: time)
        guard doing != .created else { return try expectEnd(at: time) }
        try parent.call(.processStart, handle)
        let victim = try Program(system, running: parent.childProcess(handle))
        switch doing {
        case .created, .ready: break
        case .running: system.run(victim.thread)
        case .waiting: #expect(victim.wait(on: try victim.makeSink()) == nil)
        case .waitingLonger: #expect(victim.wait(on: try victim.makeSink(), until: UInt(time) + 1) == nil)
        case .waitingShorter: #expect(victim.wait(on: try victim.makeSink(), until: UInt(time)) == nil)
        }
        try expectEnd(at: time)
    }

    @Test func anIdleMachineWakesForIt() throws {
        try parent.call(.processStart, handle)
        let victim = try Program(system, running: parent.childProcess(handle))
        let time = system.machine.time + 70_000_000
        try kill(at: time)
        #expect(victim.wait(on: try victim.makeSink()) == nil)
        #expect(parent.wait(on: sink) == nil)
        #expect(system.pickNext() === parent.thread)
        #expect(system.machine.time == time)
        #expect(parent.readEvents(1).map(\.kind) == [.processExited])
        #expect(kernel.deadlines.nextTime == nil)
    }

    @Test func aLaterCallReplacesTheTime() throws {
        let start = system.machine.time
        try kill(at: start + 1_000_000)
        try kill(at: start + 5_000_000)
        system.advance(to: start + 2_000_000)
        #expect(try state() == .created)
        try kill(at: start + 3_000_000)
        #expect(kernel.deadlines.nextTime == start + 3_000_000)
        try expectEnd(at: start + 3_000_000)
    }

    @Test func itCanBeTakenBack() throws {
        let time = system.machine.time + 1_000_000
        try kill(at: time)
        try kill(at: .max)
        #expect(kernel.deadlines.nextTime == nil)
        system.machine.time = 10 * time
        kernel.timerInterrupt(on: system.hart)
        #expect(try state() == .created)
        // Where there was none, nothing is taken back.
        try kill(at: .max)
        try kill(at: 0)
        try expectEnded()
    }

    @Test func aTimeThatHasComeIsNow() throws {
        for past in [0, 1, system.machine.time - 1, system.machine.time] {
            let other = try parent.create()
            try parent.call(.processKill, other, UInt(past))
            #expect(try parent.childProcess(other).state == .ended)
            #expect(kernel.deadlines.nextTime == nil)
        }
    }

    @Test func nowCountsThoughALaterTimeWasSet() throws {
        try kill(at: system.machine.time + 1_000_000)
        try kill(at: 0)
        try expectEnded()
    }

    @Test func whoEndsBeforeItsTimeLeavesNothingArmed() throws {
        try parent.call(.processStart, handle)
        let victim = try Program(system, running: parent.childProcess(handle))
        try kill(at: system.machine.time + 1_000_000)
        #expect(victim.enter(number: Syscall.processExit.rawValue, [7]) == nil)
        #expect(kernel.deadlines.nextTime == nil)
        #expect(try parent.events(of: sink)[0].word0 == 7)
        // The same of one whose last handle goes before it is started.
        let other = try parent.create()
        try parent.call(.processKill, other, UInt(system.machine.time) + 1_000_000)
        try parent.call(.handleClose, other)
        #expect(kernel.deadlines.nextTime == nil && kernel.processCount == 1)
    }

    @Test func itHoldsWithoutAnyHandle() throws {
        try parent.call(.processStart, handle)
        let time = system.machine.time + 1_000_000
        try kill(at: time)
        weak let process = try parent.childProcess(handle)
        try parent.call(.handleClose, handle)
        #expect(process != nil && kernel.processCount == 2)
        system.pickNext()
        system.advance(to: time)
        #expect(kernel.processCount == 1 && kernel.deadlines.nextTime == nil)
        system.settle()
        #expect(process == nil)
    }

    @Test func whoSetsItForItselfEndsThen() throws {
        let own = kernel.makeHandle(parent.process, .all)
        let number = UInt(parent.process.insert(own).rawValue)
        let other = try Program(system, name: "other")
        let time = system.machine.time + 1_000
        try parent.call(.processKill, number, UInt(time))
        system.pickNext()
        system.advance(to: time)
        #expect(parent.process.state == .ended)
        #expect(system.pickNext() === other.thread)
    }

    @Test func ofManyEachEndsAtItsTime() throws {
        let start = system.machine.time
        let children = try (0..<20).map { _ in try parent.create() }
        for (index, child) in children.enumerated() {
            try parent.call(.processKill, child, UInt(start) + UInt(index * 7 % 20 + 1) * 1000)
        }
        for moment in 1...20 {
            system.machine.time = start + UInt64(moment * 1000)
            kernel.timerInterrupt(on: system.hart)
            for (index, child) in children.enumerated() {
                #expect((try parent.childProcess(child).state == .ended) == (index * 7 % 20 + 1 <= moment))
            }
        }
        #expect(kernel.deadlines.nextTime == nil)
    }
}
