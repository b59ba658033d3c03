// Memory on demand: a page is there when it is first touched, by the program or by the kernel for it; what was committed
// is always to be had, what grows is refused when memory or the account is out, and nothing is lost either way.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct DemandPagingTests {
    let system = TestSystem()

    private func object(_ area: UInt, _ program: Program) throws -> VmArea {
        guard let area = try program.object(area) as? KernelCore.VmArea else { throw FTLError.wrongType }
        return area
    }

    /// Untouched memory, mapped.
    private func makeHeap(pages: Int, _ program: Program) throws -> (area: UInt, address: UInt) {
        let length = UInt(pages * pageSize)
        let area = try program.call(.vmAreaCreate, length)
        return (area, try program.call(.vmSpaceMap, 0, area, 0, length))
    }

    // MARK: First touches

    @Test(arguments: Isolation.both) func aCommittedPageIsThereWhenItIsTouched(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let (before, charged) = (system.pages, program.process.account.bytes)
        let heap = try makeHeap(pages: 3, program).address
        #expect(system.pages == TestSystem.Pages(free: before.free, committed: before.committed + 3))
        #expect(program.process.account.bytes == charged + 3 * pageSize)
        let second = heap + UInt(pageSize)
        for address in [second, second + 1, second + UInt(pageSize) - 1] {
            #expect(program.space.resolvePageFault(address, .write) == .resolved)
            #expect(system.pages == TestSystem.Pages(free: before.free - 1, committed: before.committed + 2))
        }
        #expect(program.mapped(second)?.permissions == [.read, .write])
        #expect(program.mapped(heap) == nil && program.mapped(second + UInt(pageSize)) == nil)
        #expect(program.process.account.bytes == charged + 3 * pageSize)
        #expect(program.load(pageSize, at: second).allSatisfy { $0 == 0 })
    }

    @Test(arguments: Isolation.both) func aStackCostsWhatWasTouchedOfIt(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let (before, charged) = (system.pages, program.process.account.bytes)
        let stack = program.thread.stack
        #expect(program.mapped(stack.upperBound - 1) != nil, "it begins with one page")
        for count in 1...4 {
            let address = stack.upperBound - 1 - UInt(count * pageSize)
            #expect(program.mapped(address) == nil)
            #expect(program.space.resolvePageFault(address, .write) == .resolved)
            #expect(program.mapped(address)?.permissions == [.read, .write])
            #expect(system.pages == TestSystem.Pages(free: before.free - count, committed: before.committed))
            #expect(program.process.account.bytes == charged + count * pageSize)
        }
    }

    @Test(arguments: Isolation.both) func dataWithoutContentIsZeroAndEachProcessHasItsOwn(isolation: Isolation) throws {
        let programs = [try Program(system, isolation: isolation), try Program(system, isolation: isolation)]
        let before = system.pages
        for (count, program) in programs.enumerated() {
            let bss = program.process.imageBase + 0x4000
            #expect(program.mapped(bss) == nil)
            #expect(program.space.resolvePageFault(bss + 8, .write) == .resolved)
            #expect(program.load(pageSize, at: bss).allSatisfy { $0 == 0 })
            program.store([UInt8](repeating: 0xff, count: pageSize), at: bss)
            let taken = count + 1
            #expect(
                system.pages == TestSystem.Pages(free: before.free - taken, committed: before.committed - taken))
        }
    }

    /// The isolation of whoever touches first, and of the other.
    static let pairs = Isolation.both.flatMap { (one) in Isolation.both.map { [one, $0] } }

    @Test(arguments: pairs) func aSharedPageIsTheSameWhoeverTouchesItFirst(isolations: [Isolation]) throws {
        let (one, two) = (try Program(system, isolation: isolations[0]), try Program(system, isolation: isolations[1]))
        let (area, mine) = try makeHeap(pages: 2, one)
        let theirs = try two.call(
            .vmSpaceMap, 0, try one.give(area, to: two), UInt(pageSize), UInt(pageSize))
        let second = mine + UInt(pageSize)
        let free = system.memory.freePages
        #expect(one.space.resolvePageFault(second, .write) == .resolved)
        one.store([5, 6, 7], at: second)
        #expect(two.mapped(theirs) == nil)
        let flushes = system.machine.flushes
        #expect(two.space.resolvePageFault(theirs, .read) == .resolved)
        #expect(system.machine.flushes > flushes, "what was there may be known as missing")
        #expect(system.memory.freePages == free - 1)
        #expect(try #require(two.mapped(theirs)).page == #require(one.mapped(second)).page)
        #expect(two.load(3, at: theirs) == [5, 6, 7])
        two.store([8], at: theirs)
        #expect(one.load(3, at: second) == [8, 6, 7])
    }

    @Test(arguments: Isolation.both) func whatWasWrittenByHandleIsFoundByTouch(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let (area, heap) = try makeHeap(pages: 3, program)
        program.store([1, 2, 3, 4], at: program.outgoing)
        // Across two pages, the third is left alone.
        try program.call(.vmAreaWrite, area, UInt(pageSize) - 2, program.outgoing, 4)
        let pages = system.pages
        for address in [heap, heap + UInt(pageSize)] {
            #expect(program.mapped(address) == nil)
            #expect(program.space.resolvePageFault(address, .read) == .resolved)
            #expect(program.mapped(address) != nil)
        }
        #expect(system.pages == pages, "they were there")
        #expect(program.load(4, at: heap + UInt(pageSize) - 2) == [1, 2, 3, 4])
        // What is there already is mapped at once, and nothing else.
        let again = try program.call(.vmSpaceMap, 0, area, 0, UInt(3 * pageSize))
        #expect(program.mapped(again)?.page == program.mapped(heap)?.page)
        #expect(program.mapped(again + UInt(2 * pageSize)) == nil)
    }

    @Test(arguments: Isolation.both) func theKernelTouchesABufferForAProgram(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let (source, _) = try makeHeap(pages: 1, program)
        let (_, heap) = try makeHeap(pages: 2, program)
        let before = system.pages
        try program.call(.vmAreaRead, source, 0, heap + UInt(pageSize) - 1, 2)
        #expect(system.pages == TestSystem.Pages(free: before.free - 3, committed: before.committed - 3))
        #expect(program.load(2, at: heap + UInt(pageSize) - 1) == [0, 0])
        #expect(program.space.resolvePageFault(heap, .write) == .resolved)
        #expect(system.pages.free == before.free - 3)
    }

    // MARK: What is no first touch

    @Test(arguments: Isolation.both) func whatIsNotTheProgramsIsForbidden(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let other = try Program(system, isolation: .kernel)
        let (area, heap) = try makeHeap(pages: 2, program)
        let readable = try program.call(.handleDuplicate, area, UInt(Rights([.read, .map]).rawValue))
        let constant = try program.call(.vmSpaceMap, 0, readable, 0, UInt(pageSize))
        let gone = try program.call(.vmSpaceMap, 0, area, 0, UInt(pageSize))
        try program.call(.vmSpaceUnmap, 0, gone)
        let (pages, mapped) = (system.pages, system.machine.mappedCount)
        let (base, stack) = (program.process.imageBase, program.thread.stack)
        let attempts: [(UInt, Permissions)] = [
            (0, .read), (1, .write), (.max, .read), (1 << 63, .execute), (1 << 40, .read),
            (heap - 1, .read), (heap + UInt(2 * pageSize), .read), (heap, .execute), (gone, .read),
            (constant, .write), (constant, .execute), (stack.lowerBound - 1, .write), (stack.upperBound, .read),
            (program.thread.guardRange.lowerBound, .write), (stack.lowerBound, .execute),
            (base, .write), (base + 0x1400, .write), (base + 0x2500, .write), (base + 0x4000, .execute),
            (base - 1, .read), (base + 0x5000, .read), (other.memory, .read),
        ]
        for (address, access) in attempts {
            #expect(program.space.resolvePageFault(address, access) == .forbidden, "\(address) \(access.rawValue)")
        }
        #expect(system.pages == pages)
        #expect(system.machine.mappedCount == mapped)
    }

    @Test func aTouchIsOfTheProgramThatRuns() throws {
        // In user isolation the same addresses mean something else to each.
        let programs = [try Program(system, isolation: .user), try Program(system, isolation: .user)]
        let heaps = try programs.map { try makeHeap(pages: 1, $0).address }
        #expect(heaps[0] == heaps[1])
        let entry = KernelEntry(kernel: system.kernel, hart: system.hart)
        system.kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
        #expect(entry.resolvePageFault(heaps[0], .read) == .forbidden)
        let pages = try programs.map { (program) in
            system.run(program.thread)
            #expect(program.mapped(heaps[0]) == nil)
            #expect(entry.resolvePageFault(heaps[0], .write) == .resolved)
            return try #require(program.mapped(heaps[0])).page
        }
        #expect(pages[0] != pages[1])
    }

    // MARK: Memory that is out

    @Test(arguments: Isolation.both) func aStackThatFindsNoMemoryLosesNothing(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let hoard = system.exhaust()
        try expectNoGrowth(of: program, .outOfMemory)
        _ = consume hoard
        #expect(program.space.resolvePageFault(program.thread.stack.lowerBound, .write) == .resolved)
    }

    @Test(arguments: Isolation.both) func aStackThatTheAccountDoesNotPayForLosesNothing(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let account = program.process.account
        let rest = account.limit - account.bytes - (pageSize - 1)
        try account.charge(bytes: rest)
        try expectNoGrowth(of: program, .limitReached)
        account.refund(bytes: rest)
        #expect(program.space.resolvePageFault(program.thread.stack.lowerBound, .write) == .resolved)
    }

    private func expectNoGrowth(of program: Program, _ error: FTLError) throws {
        let bottom = program.thread.stack.lowerBound
        let sink = try program.makeSink()
        let (pages, mapped, bytes) = (system.pages, system.machine.mappedCount, program.process.account.bytes)
        #expect(program.space.resolvePageFault(bottom, .write) == .outOfMemory)
        #expect(throws: error) { try program.space.buffer(at: bottom, count: 1, .write) }
        #expect(throws: error) { try program.call(.consoleWrite, bottom, 1) }
        #expect(throws: error) { try program.call(.sinkWait, sink, bottom, UInt(Event.size), 0) }
        #expect(system.pages == pages)
        #expect(system.machine.mappedCount == mapped)
        #expect(program.process.account.bytes == bytes)
        // The page that was there still is.
        #expect(program.space.resolvePageFault(program.thread.stack.upperBound - 1, .write) == .resolved)
        #expect(throws: FTLError.timedOut) {
            let top = program.thread.stack.upperBound - UInt(Event.size)
            _ = try program.call(.sinkWait, sink, top, UInt(Event.size), 0)
        }
    }

    @Test(arguments: Isolation.both) func whatWasCommittedIsThereWhenAllElseIsTaken(isolation: Isolation) throws {
        let program = try Program(system, isolation: isolation)
        let heap = try makeHeap(pages: 50, program).address
        let free = system.memory.freePages
        let hoard = system.exhaust()
        for area in hoard { _ = try area.populate(page: 0) }
        #expect(system.memory.freePages == PhysicalMemory.reservePages + system.memory.committedPages)
        // And the kernel's own objects are at the reserve.
        var taken: [PageNumber] = []
        while system.memory.hasReserve, let page = system.memory.allocateForKernel(order: 0) { taken.append(page) }
        for page in 0..<50 {
            #expect(program.space.resolvePageFault(heap + UInt(page * pageSize), .write) == .resolved)
        }
        #expect(program.space.resolvePageFault(program.thread.stack.lowerBound, .write) == .outOfMemory)
        #expect(system.memory.freePages == free - 50 - hoard.count - taken.count)
        for page in taken { system.memory.freeForKernel(page) }
    }

    // MARK: The end

    @Test(arguments: Isolation.both) func allCountersAreBackAfterTheEnd(isolation: Isolation) throws {
        _ = system.image()
        let before = (system.pages, system.machine.mappedCount, system.machine.tables.count)
        for _ in 0..<20 {
            let program = try Program(system, isolation: isolation)
            let account = program.process.account
            let (kept, heap) = try makeHeap(pages: 5, program)
            let (closed, other) = try makeHeap(pages: 3, program)
            _ = try program.makeThread()
            for address in [heap, heap + UInt(3 * pageSize), other, program.process.imageBase + 0x4000] {
                #expect(program.space.resolvePageFault(address, .write) == .resolved)
            }
            for thread in program.process.threads {
                #expect(program.space.resolvePageFault(thread.stack.lowerBound, .write) == .resolved)
            }
            try program.call(.handleClose, closed)
            let (bytes, committed) = (account.bytes, system.memory.committedPages)
            try program.call(.vmSpaceUnmap, 0, other)
            #expect(account.bytes == bytes - 3 * pageSize)
            #expect(system.memory.committedPages == committed - 2)
            #expect(try object(kept, program).length == 5 * pageSize)
            program.kill()
            #expect(account.bytes == 0)
            #expect((system.pages, system.machine.mappedCount, system.machine.tables.count) == before)
            #expect(system.machine.userSpaces.isEmpty)
        }
    }
}
