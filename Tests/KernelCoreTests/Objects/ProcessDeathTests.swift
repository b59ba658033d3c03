// The end of a process: in whatever state its threads are, everything it had goes back, and whoever watches is told.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ProcessDeathTests {
    let system = TestSystem()
    let watcher: Program
    let sink: UInt
    let pages: TestSystem.Pages
    let state: (tables: Int, mapped: Int, contexts: Int)

    init() throws {
        watcher = try Program(system, name: "watcher")
        sink = try watcher.makeSink()
        pages = system.pages
        state = (system.machine.tables.count, system.machine.mappedCount, system.machine.contexts.count)
    }

    private func watch(_ program: Program) throws -> UInt {
        let handle = system.kernel.makeHandle(program.process, [.read, .manage, .duplicate, .transfer])
        let number = UInt(watcher.process.handles.insert(handle).rawValue)
        try watcher.call(.sinkAdd, sink, number)
        return number
    }

    private func expectNothingLeft(_ place: SourceLocation = #_sourceLocation) {
        system.settle()
        #expect(system.pages == pages, sourceLocation: place)
        #expect(system.machine.tables.count == state.tables, sourceLocation: place)
        #expect(system.machine.mappedCount == state.mapped, sourceLocation: place)
        #expect(system.machine.contexts.count == state.contexts, sourceLocation: place)
        #expect(system.kernel.processCount == 1, sourceLocation: place)
        #expect(system.kernel.deadlines.nextTime == nil, sourceLocation: place)
    }

    @Test func exitingTellsTheStatusOnce() throws {
        let program = try Program(system)
        let handle = try watch(program)
        #expect(program.enter(number: Syscall.processExit.rawValue, [UInt(bitPattern: -3)]) == nil)
        let events = try watcher.events(of: sink)
        #expect(events.map(\.kind) == [.processExited])
        #expect(UInt(events[0].handle.rawValue) == handle)
        #expect(Int64(bitPattern: events[0].word0) == -3)
        #expect(events[0].word1 == ExitReason.exited.rawValue)
        #expect(try watcher.events(of: sink) == [])
        expectNothingLeft()
    }

    @Test func whoLooksLateIsToldToo() throws {
        let program = try Program(system)
        let handle = try watch(program)
        try watcher.call(.sinkRemove, sink, handle)
        #expect(program.enter(number: Syscall.processExit.rawValue, [7]) == nil)
        try watcher.call(.sinkAdd, sink, handle)
        #expect(try watcher.events(of: sink).map(\.word0) == [7])
    }

    @Test func killingAThreadThatIsReadyTakesItOutOfTheRunQueue() throws {
        let program = try Program(system)
        let handle = try watch(program)
        #expect(program.thread.state == .ready)
        try watcher.call(.processKill, handle)
        #expect(program.thread.state == .dead)
        #expect(try watcher.events(of: sink).map(\.word1) == [ExitReason.killed.rawValue])
        #expect(system.kernel.readyQueue.isEmpty)
        expectNothingLeft()
    }

    @Test func killingAThreadThatWaitsTakesItOutOfTheLineAndItsAlarmAway() throws {
        let program = try Program(system)
        let handle = try watch(program)
        let theirs = try program.makeSink()
        #expect(program.wait(on: theirs, until: 1_000_000) == nil)
        try watcher.call(.processKill, handle)
        #expect(program.thread.state == .dead)
        expectNothingLeft()
    }

    @Test func aProcessCanKillItself() throws {
        let program = try Program(system)
        _ = try watch(program)
        let own = UInt(
            program.process.handles.insert(system.kernel.makeHandle(program.process, .manage)).rawValue)
        #expect(program.enter(number: Syscall.processKill.rawValue, [own]) == nil)
        #expect(system.hart.current == nil)
        #expect(try watcher.events(of: sink).map(\.word1) == [ExitReason.killed.rawValue])
        expectNothingLeft()
    }

    @Test func killingManyThreadsInAllStatesAtOnce() throws {
        let program = try Program(system)
        let handle = try watch(program)
        let theirs = try program.makeSink()
        for index in 0..<30 {
            let thread = try program.makeThread()
            if index % 3 == 0 {
                #expect(program.wait(on: theirs, until: index % 2 == 0 ? 90_000 : .max, by: thread) == nil)
            }
        }
        #expect(program.process.threads.count == 31)
        try watcher.call(.processKill, handle)
        expectNothingLeft()
    }

    @Test func aThreadThatFaultsEndsItsProcessWhileTheOthersGoOn() throws {
        let program = try Program(system)
        _ = try watch(program)
        _ = try program.makeThread()
        system.run(program.thread)
        let registers = Registers(x: .init(repeating: 0), pc: 0)
        system.kernel.fault(on: system.hart, Fault(reason: "illegal instruction", address: nil, registers: registers))
        #expect(system.hart.current == nil)
        #expect(system.pickNext() === watcher.thread)
        #expect(try watcher.events(of: sink).map(\.word1) == [ExitReason.faulted.rawValue])
        expectNothingLeft()
    }

    @Test func theLastThreadThatExitsEndsTheProcessWithSuccess() throws {
        let program = try Program(system)
        _ = try watch(program)
        let second = try program.makeThread()
        for address in stride(from: program.thread.stack.lowerBound, to: program.thread.stack.upperBound, by: pageSize)
        {
            #expect(program.process.space.resolvePageFault(address, .write) == .resolved)
        }
        let mapped = system.machine.mappedCount
        #expect(program.enter(number: Syscall.threadExit.rawValue, []) == nil)
        #expect(system.machine.mappedCount == mapped - 16, "its stack is gone")
        #expect(try watcher.events(of: sink) == [])
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: second) == nil)
        let events = try watcher.events(of: sink)
        #expect(events.map(\.word0) == [0])
        #expect(events.map(\.word1) == [ExitReason.exited.rawValue])
        expectNothingLeft()
    }

    @Test func everythingItHeldIsClosed() throws {
        let program = try Program(system)
        let live = Liveness()
        func fill() throws {
            for index in 0..<50 {
                let (left, right) = try program.makeChannel()
                let timer = try program.call(.timerCreate)
                try program.call(.timerSet, timer, UInt(10_000 + index))
                let area = try program.call(.vmAreaCreate, UInt(1 + index * 300))
                try program.call(.vmSpaceMap, 0, area, 0, 1)
                let theirs = try program.makeSink(of: right, timer)
                for handle in [left, right, timer, area, theirs] {
                    live.watch(try program.object(handle))
                }
                try program.send(on: left, [UInt8](repeating: 1, count: 3000), handle: index % 2 == 0 ? area : 0)
                if index % 3 == 0 { _ = try program.events(of: theirs) }
            }
        }
        try fill()
        #expect(live.living == 250)
        program.kill()
        #expect(live.living == 0)
        expectNothingLeft()
    }

    @Test func whatItSentStaysWithTheReceiver() throws {
        let program = try Program(system)
        let (left, right) = try program.makeChannel()
        let area = try program.call(.vmAreaCreate, 100)
        program.store([9, 8, 7], at: program.memory)
        try program.call(.vmAreaWrite, area, 0, program.memory, 3)
        let mine = try program.give(right, to: watcher)
        try watcher.call(.sinkAdd, sink, mine)
        try program.send(on: left, [1, 2], handle: area)
        program.kill()
        let event = try #require(try watcher.events(of: sink).first)
        let (body, received) = try watcher.receive(event)
        #expect(body == [1, 2])
        try watcher.call(.vmAreaRead, received, 0, watcher.memory, 3)
        #expect(watcher.load(3, at: watcher.memory) == [9, 8, 7])
        #expect(try watcher.events(of: sink).map(\.kind) == [.peerClosed])
        try watcher.call(.handleClose, received)
        expectNothingLeft()
    }

    @Test func aProcessInItsOwnSinkIsForgotten() throws {
        let live = Liveness()
        func run() throws {
            let program = try Program(system)
            live.watch(program.process)
            let own = UInt(
                program.process.handles.insert(
                    system.kernel.makeHandle(program.process, [.read, .manage])
                ).rawValue)
            _ = try program.makeSink(of: own)
            program.kill()
        }
        try run()
        #expect(live.living == 0)
        expectNothingLeft()
    }

    @Test func aThousandLivesLeaveNothing() throws {
        for round in 0..<1000 {
            let program = try Program(system)
            if round % 2 == 0 { _ = try program.makeThread() }
            let area = try program.call(.vmAreaCreate, 5000)
            try program.call(.vmSpaceMap, 0, area, 0, 5000)
            program.kill()
        }
        expectNothingLeft()
    }
}
