// Threads: made with a stack of their own, limited in number, and taken away one by one.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

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
        let (pages, threads) = (system.pages, system.kernel.threadCount)
        let handle = try program.call(.threadCreate, entry, 0, 20_000)
        #expect(system.kernel.threadCount == threads + 1)
        try program.call(.handleClose, handle)
        system.settle()
        #expect(program.process.threads.count == 1)
        #expect(system.pages == pages)
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
        let before = system.pages
        let data = program.process.imageBase + 0x4000
        for bad in [0, .max, data, program.memory, program.thread.stack.lowerBound, program.process.imageBase] {
            #expect(throws: FTLError.badAccess) { try program.call(.threadCreate, bad, 0, 65536) }
        }
        #expect(system.pages == before)
    }

    static let badStackLengths: [UInt] = [0, 1, 16383, 8_388_609, 1 << 62, 1 << 63 - 1, 1 << 63, .max]

    @Test(arguments: badStackLengths)
    func aStackHasItsLimits(length: UInt) throws {
        #expect(throws: FTLError.invalidArgument) { try program.call(.threadCreate, entry, 0, length) }
    }

    @Test func aProcessHasOnlySoManyThreads() throws {
        while program.process.threads.count < Limits.threadsPerProcess { _ = try program.makeThread() }
        let pages = system.pages
        #expect(throws: FTLError.limitReached) { try program.makeThread() }
        #expect(system.pages == pages)
        let last = program.process.threads[Limits.threadsPerProcess - 1]
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: last) == nil)
        _ = try program.makeThread()
    }

    @Test func whereMemoryRunsOutNothingStaysTaken() throws {
        let account = program.process.account
        func expectRefusal(_ error: FTLError, stackLength: Int = Limits.stackLength.lowerBound) {
            let (pages, mapped) = (system.pages, system.machine.mapped.count)
            let (mappings, bytes) = (program.process.space.mappings.count, account.bytes)
            #expect(throws: error) { try program.call(.threadCreate, entry, 0, UInt(stackLength)) }
            #expect(system.pages == pages)
            #expect(system.machine.mapped.count == mapped)
            #expect(program.process.space.mappings.count == mappings)
            #expect(account.bytes == bytes)
            #expect(program.process.threads.count == 1)
        }
        // The first page of a stack is there from the start, and must be had.
        let hoard = system.exhaust()
        expectRefusal(.outOfMemory)
        _ = consume hoard
        let rest = account.limit - account.bytes
        try account.charge(bytes: rest - pageSize + 1)
        expectRefusal(.limitReached)
        account.refund(bytes: rest - pageSize + 1)
        // No tables, for a stack that needs some; tables, but no context.
        for steps in 0...1 {
            system.machine.failAfter = steps
            expectRefusal(.outOfMemory, stackLength: Limits.stackLength.upperBound)
        }
        system.machine.failAfter = .max
        let last = system.exhaust(leaving: 1)
        _ = try program.makeThread()
        withExtendedLifetime(last) {}
    }

    @Test func aThreadThatExitsGivesItsStackBackAndItsContextOnTheNextEntry() throws {
        let pages = system.pages
        let contexts = system.machine.contexts.count
        let thread = try program.makeThread()
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: thread) == nil)
        #expect(thread.state == .dead)
        #expect(system.pages == pages)
        #expect(system.machine.contexts.count == contexts + 1, "the hart may still be on it")
        try program.call(.null)
        #expect(system.machine.contexts.count == contexts)
    }

    /// One more thread that runs, with a stack as long as the program's first.
    private func makeUsualThread() throws -> KernelCore.Thread {
        let handle = try program.call(.threadCreate, entry, 0, UInt(program.process.image.stackLength))
        try program.call(.threadStart, handle)
        try program.call(.handleClose, handle)
        return try #require(program.process.threads.last)
    }

    private func exit(_ thread: KernelCore.Thread) throws {
        #expect(program.enter(number: Syscall.threadExit.rawValue, [], by: thread) == nil)
        try program.call(.null)
    }

    @Test func theNextThreadHasTheStackOfOneThatEnded() throws {
        let (account, space) = (program.process.account, program.process.space)
        let first = try makeUsualThread()
        let second = try makeUsualThread()
        let (mappings, bytes, pages) = (space.mappings.count, account.bytes, system.pages)
        try exit(first)
        #expect(space.mappings.count == mappings && account.bytes == bytes, "it is the program's, and paid for")
        let other = try program.makeThread()
        #expect(other.stack != first.stack, "one of another length is of no use")
        try exit(other)
        #expect(space.mappings.count == mappings)
        let third = try makeUsualThread()
        #expect(third.stack == first.stack)
        #expect(space.mappings.count == mappings && account.bytes == bytes && system.pages == pages)
        // No more than one is kept.
        try exit(second)
        try exit(third)
        #expect(space.mappings.count == mappings - 1 && account.bytes == bytes - pageSize)
    }

    @Test func noStackIsKeptThatHasGrown() throws {
        let (mappings, bytes) = (program.process.space.mappings.count, program.process.account.bytes)
        let thread = try makeUsualThread()
        #expect(program.process.space.resolvePageFault(thread.stack.lowerBound, .write) == .resolved)
        try exit(thread)
        #expect(program.process.space.mappings.count == mappings && program.process.account.bytes == bytes)
    }

    @Test func aKeptStackStaysWhereTheThreadCannotBeMade() throws {
        let stack = try makeUsualThread().stack
        try exit(try #require(program.process.threads.last))
        let mappings = program.process.space.mappings.count
        system.machine.failAfter = 0
        #expect(throws: FTLError.outOfMemory) { try makeUsualThread() }
        system.machine.failAfter = .max
        #expect(program.process.space.mappings.count == mappings)
        #expect(try makeUsualThread().stack == stack)
    }
}
