// Sinks: who is a member, who hears what and when, and what a thread that waits can come back with.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct SinkTests {
    let system = TestSystem()
    let program: Program
    let sink: UInt

    init() throws {
        program = try Program(system)
        sink = try program.makeSink()
    }

    private var firedTimer: UInt {
        get throws {
            let timer = try program.call(.timerCreate)
            try program.call(.timerSet, timer, 1)
            return timer
        }
    }

    private func result(of thread: KernelCore.Thread) -> Int { thread.context.result }

    // MARK: Members

    @Test func anObjectIsInOneSinkAtMost() throws {
        let timer = try program.call(.timerCreate)
        let other = try program.makeSink()
        try program.call(.sinkAdd, sink, timer)
        #expect(throws: FTLError.invalidState) { try program.call(.sinkAdd, sink, timer) }
        #expect(throws: FTLError.invalidState) { try program.call(.sinkAdd, other, timer) }
        #expect(throws: FTLError.notFound) { try program.call(.sinkRemove, other, timer) }
        try program.call(.sinkRemove, sink, timer)
        #expect(throws: FTLError.notFound) { try program.call(.sinkRemove, sink, timer) }
        try program.call(.sinkAdd, other, timer)
    }

    @Test func whatHasNoEventsCannotBeAdded() throws {
        let area = try program.call(.vmAreaCreate, 1)
        #expect(throws: FTLError.wrongType) { try program.call(.sinkAdd, sink, area) }
        #expect(throws: FTLError.wrongType) { try program.call(.sinkAdd, sink, sink) }
        #expect(throws: FTLError.wrongType) { try program.call(.sinkAdd, area, area) }
        let timer = try program.call(.timerCreate)
        let deaf = try program.call(.handleDuplicate, timer, UInt(Rights.write.rawValue))
        #expect(throws: FTLError.notAllowed) { try program.call(.sinkAdd, sink, deaf) }
    }

    @Test func removingAMemberForgetsWhatItHadToTellUntilItIsAddedAgain() throws {
        let timers = [try firedTimer, try firedTimer, try firedTimer]
        for timer in timers { try program.call(.sinkAdd, sink, timer) }
        try program.call(.sinkRemove, sink, timers[1])
        #expect(try program.events(of: sink).map { UInt($0.handle.rawValue) } == [timers[0], timers[2]])
        try program.call(.sinkAdd, sink, timers[1])
        #expect(try program.events(of: sink).map { UInt($0.handle.rawValue) } == [timers[1]])
    }

    @Test func closingTheHandleThatWasAddedEndsTheMembership() throws {
        let timer = try firedTimer
        let second = try program.call(.handleDuplicate, timer, UInt(Rights.all.rawValue))
        try program.call(.sinkAdd, sink, timer)
        try program.call(.handleClose, timer)
        #expect(try program.events(of: sink) == [])
        try program.call(.sinkAdd, sink, second)
        #expect(try program.events(of: sink).map { UInt($0.handle.rawValue) } == [second])
    }

    @Test func closingAnotherHandleToItDoesNot() throws {
        let timer = try firedTimer
        let second = try program.call(.handleDuplicate, timer, UInt(Rights.all.rawValue))
        try program.call(.sinkAdd, sink, timer)
        try program.call(.handleClose, second)
        #expect(try program.events(of: sink).map { UInt($0.handle.rawValue) } == [timer])
    }

    @Test func theSameNumberInAnotherProcessIsAnotherHandle() throws {
        let other = try Program(system, name: "other")
        let timer = try program.call(.timerCreate)
        let theirs = UInt(
            other.process.handles.insert(
                system.kernel.makeHandle(try program.object(timer), [.read, .write, .transfer])
            ).rawValue)
        // The other program's table has the same numbers as this one's, one slot on.
        try program.call(.sinkAdd, sink, timer)
        try other.call(.handleClose, theirs)
        try program.call(.timerSet, timer, 1)
        #expect(try program.events(of: sink).count == 1)
    }

    @Test func membersOfAClosedSinkAreFreeAgain() throws {
        let timer = try firedTimer
        try program.call(.sinkAdd, sink, timer)
        try program.call(.handleClose, sink)
        let other = try program.makeSink(of: timer)
        #expect(try program.events(of: other).map(\.kind) == [.timer])
    }

    @Test func aClosedSinkWithMembersIsForgotten() throws {
        let live = Liveness()
        guard let object = try program.object(sink) as? Sink else { throw FTLError.wrongType }
        live.watch(object)
        for _ in 0..<3 { try program.call(.sinkAdd, sink, try firedTimer) }
        _ = consume object
        try program.call(.handleClose, sink)
        #expect(live.living == 0)
    }

    // MARK: Waiting

    @Test func aBufferTakesAsManyEventsAsFit() throws {
        for _ in 0..<70 { try program.call(.sinkAdd, sink, try firedTimer) }
        let size = UInt(Event.size)
        #expect(throws: FTLError.tooLarge) { try program.call(.sinkWait, sink, program.memory, size - 1, 0) }
        #expect(throws: FTLError.tooLarge) { try program.call(.sinkWait, sink, 0, 0, 0) }
        #expect(throws: FTLError.badAccess) { try program.call(.sinkWait, sink, 8, size, 0) }
        #expect(try program.call(.sinkWait, sink, program.memory, 3 * size - 1, 0) == 2)
        #expect(try program.call(.sinkWait, sink, program.memory, 2 * UInt(pageSize), 0) == 64)
        #expect(try program.events(of: sink).count == 4)
        #expect(throws: FTLError.timedOut) { try program.call(.sinkWait, sink, program.memory, size, 0) }
    }

    @Test func nothingBeyondTheEventsIsWritten() throws {
        try program.call(.sinkAdd, sink, try firedTimer)
        program.store([UInt8](repeating: 0xaa, count: 4 * Event.size), at: program.eventBuffer)
        #expect(try program.call(.sinkWait, sink, program.eventBuffer, UInt(4 * Event.size), 0) == 1)
        let rest = program.load(3 * Event.size, at: program.eventBuffer + UInt(Event.size))
        #expect(rest.allSatisfy { $0 == 0xaa })
    }

    @Test func aThreadThatWaitsIsWokenByTheFirstEvent() throws {
        let (left, right) = try program.makeChannel()
        try program.call(.sinkAdd, sink, right)
        let sender = try Program(system, name: "sender")
        let theirs = try program.give(left, to: sender)
        #expect(program.wait(on: sink) == nil)
        #expect(program.thread.state == .waiting)
        try sender.send(on: theirs, [5], id: 9)
        #expect(program.thread.state == .ready)
        #expect(result(of: program.thread) == 1)
        #expect(program.readEvents(1).map(\.info.id) == [9])
        try sender.send(on: theirs, [5], id: 10)
        #expect(try program.events(of: sink).map(\.info.id) == [10])
    }

    @Test func severalWaitersAreServedInTheOrderTheyCame() throws {
        let timers = [try program.call(.timerCreate), try program.call(.timerCreate), try program.call(.timerCreate)]
        for timer in timers { try program.call(.sinkAdd, sink, timer) }
        let threads = [try program.makeThread(), try program.makeThread(), try program.makeThread()]
        for thread in threads { #expect(program.wait(on: sink, by: thread) == nil) }
        for (thread, timer) in zip(threads, timers) {
            try program.call(.timerSet, timer, 1)
            #expect(thread.state == .ready)
            #expect(result(of: thread) == 1)
            #expect(program.readEvents(1).map { UInt($0.handle.rawValue) } == [timer])
            #expect(threads.count { $0.state == .ready } == threads.firstIndex { $0 === thread }! + 1)
        }
    }

    @Test func aWaitEndsAtItsDeadline() throws {
        let other = try Program(system, name: "other")
        try program.call(.sinkAdd, sink, try program.call(.timerCreate))
        #expect(program.wait(on: sink, until: 5_000) == nil)
        system.run(other.thread)
        system.pickNext()
        #expect(system.machine.alarm == 5_000)
        system.advance(to: 4_999)
        #expect(program.thread.state == .waiting)
        system.advance(to: 5_000)
        #expect(program.thread.state == .ready)
        #expect(result(of: program.thread) == FTLError.timedOut.result)
        #expect(system.kernel.deadlines.nextTime == nil)
    }

    @Test func anEventBeforeTheDeadlineTakesTheAlarmBack() throws {
        let other = try Program(system, name: "other")
        let (left, right) = try program.makeChannel()
        try program.call(.sinkAdd, sink, right)
        let theirs = try program.give(left, to: other)
        #expect(program.wait(on: sink, until: 5_000) == nil)
        try other.send(on: theirs)
        #expect(system.kernel.deadlines.nextTime == nil)
        #expect(result(of: program.thread) == 1)
    }

    @Test func whereTheBufferWasUnmappedMeanwhileTheWaitEndsAndTheEventStays() throws {
        let other = try Program(system, name: "other")
        let (left, right) = try program.makeChannel()
        try program.call(.sinkAdd, sink, right)
        let theirs = try program.give(left, to: other)
        let second = try program.makeThread()
        let area = try program.call(.vmAreaCreate, UInt(pageSize))
        let buffer = try program.call(.vmSpaceMap, 0, area, 0, UInt(pageSize))
        let waits = program.enter(
            number: Syscall.sinkWait.rawValue, [sink, buffer, UInt(Event.size), .max], by: second)
        #expect(waits == nil)
        try program.call(.vmSpaceUnmap, 0, buffer)
        try other.send(on: theirs, id: 3)
        #expect(second.state == .ready)
        #expect(result(of: second) == FTLError.badAccess.result)
        #expect(try program.events(of: sink).map(\.info.id) == [3])
    }

    @Test func whoWaitsOnASinkThatIsClosedIsTold() throws {
        let (one, two) = (try program.makeThread(), try program.makeThread())
        #expect(program.wait(on: sink, by: one) == nil)
        #expect(program.wait(on: sink, until: 9_000, by: two) == nil)
        try program.call(.handleClose, sink)
        for thread in [one, two] {
            #expect(thread.state == .ready)
            #expect(result(of: thread) == FTLError.invalidHandle.result)
        }
        #expect(system.kernel.deadlines.nextTime == nil)
    }

    @Test func anEventTakenBackDoesNotWakeAnybody() throws {
        let timer = try program.call(.timerCreate)
        try program.call(.sinkAdd, sink, timer)
        try program.call(.timerSet, timer, 1)
        try program.call(.timerSet, timer, 0)
        #expect(program.wait(on: sink) == nil)
        #expect(program.thread.state == .waiting)
    }
}
