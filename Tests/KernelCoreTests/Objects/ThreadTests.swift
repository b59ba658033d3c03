// Threads: made with a stack of their own, limited in number, and taken away one by one.

import FTLTypes
import Testing

@testable import KernelCore

@Suite struct ThreadTests {
    let system = TestSystem()
    let program: Program
    let entry: UInt

    init() throws {
        program = try Program(system)
        entry = program.process.imageBase + 0x1400
    }

    @Test func aThreadStartsWithItsArgumentAtTheTopOfItsStack() throws {
        let handle = try program.call(.threadCreate, entry, 0xabc, 20_000)
        let thread = try #require(program.process.threads.last)
        let start = try #require(system.machine.entries[thread.context.address])
        #expect(start.entry == entry)
        #expect(start.argument == 0xabc)
        #expect(start.stackTop == thread.stack.upperBound)
        #expect(start.stackTop % 16 == 0)
        #expect(thread.stack.count == 5 * pageSize)
        #expect(thread.state == .created)
        try program.call(.threadStart, handle)
        #expect(thread.state == .ready)
        #expect(throws: FTLError.invalidState) { try program.call(.threadStart, handle) }
    }

    @Test func aThreadTellsItsSinkOnceWhenItEnds() throws {
        let handle = try program.call(.threadCreate, entry, 0, 20_000)
        let sink = try program.makeSink(of: handle)
        try program.call(.threadStart, handle)
        let thread = try #require(program.process.threads.last)
        #expect(try program.events(of: sink).isEmpty)
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: thread) == nil)
        #expect(try program.events(of: sink).map(\.kind) == [.threadExited])
        #expect(try program.events(of: sink).isEmpty)
        #expect(throws: FTLError.invalidState) { try program.call(.threadStart, handle) }
    }

    @Test func aThreadThatWasNeverStartedGoesWithItsHandle() throws {
        let (free, threads) = (system.memory.freePages, system.kernel.threadCount)
        let handle = try program.call(.threadCreate, entry, 0, 20_000)
        #expect(system.kernel.threadCount == threads + 1)
        try program.call(.handleClose, handle)
        system.settle()
        #expect(program.process.threads.count == 1)
        #expect(system.memory.freePages == free)
        #expect(system.kernel.threadCount == threads)
    }

    @Test func aProcessEndsWithItsLastStartedThread() throws {
        _ = try program.call(.threadCreate, entry, 0, 20_000)
        #expect(program.enter(number: Syscall.threadExit.rawValue, []) == nil)
        #expect(program.process.state == .ended)
        system.settle()
        #expect(system.machine.contexts.isEmpty)
    }

    @Test func aThreadMustStartInCode() throws {
        let before = system.memory.freePages
        let data = program.process.imageBase + 0x4000
        for bad in [0, .max, data, program.memory, program.thread.stack.lowerBound, program.process.imageBase] {
            #expect(throws: FTLError.badAccess) { try program.call(.threadCreate, bad, 0, 65536) }
        }
        #expect(system.memory.freePages == before)
    }

    static let badStackLengths: [UInt] = [0, 1, 16383, 8_388_609, 1 << 62, 1 << 63 - 1, 1 << 63, .max]

    @Test(arguments: badStackLengths)
    func aStackHasItsLimits(length: UInt) throws {
        #expect(throws: FTLError.invalidArgument) { try program.call(.threadCreate, entry, 0, length) }
    }

    @Test func aProcessHasOnlySoManyThreads() throws {
        while program.process.threads.count < Limits.threadsPerProcess { _ = try program.makeThread() }
        let free = system.memory.freePages
        #expect(throws: FTLError.limitReached) { try program.makeThread() }
        #expect(system.memory.freePages == free)
        let last = program.process.threads[Limits.threadsPerProcess - 1]
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: last) == nil)
        _ = try program.makeThread()
    }

    @Test func whereMemoryRunsOutNothingStaysTaken() throws {
        for left in 0..<4 {
            let hoard = system.exhaust(leaving: left)
            let (free, mapped) = (system.memory.freePages, system.machine.mapped.count)
            #expect(throws: FTLError.outOfMemory) { try program.makeThread() }
            #expect(system.memory.freePages == free)
            #expect(system.machine.mapped.count == mapped)
            #expect(program.process.threads.count == 1)
            withExtendedLifetime(hoard) {}
        }
        system.machine.failAfter = 0
        let (free, mapped) = (system.memory.freePages, system.machine.mapped.count)
        #expect(throws: FTLError.outOfMemory) { try program.makeThread() }
        #expect(system.memory.freePages == free)
        #expect(system.machine.mapped.count == mapped)
    }

    @Test func aThreadThatExitsGivesItsStackBackAndItsContextOnTheNextEntry() throws {
        let free = system.memory.freePages
        let contexts = system.machine.contexts.count
        let thread = try program.makeThread()
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: thread) == nil)
        #expect(thread.state == .dead)
        #expect(system.memory.freePages == free)
        #expect(system.machine.contexts.count == contexts + 1, "the hart may still be on it")
        try program.call(.null)
        #expect(system.machine.contexts.count == contexts)
    }
}
