// Address spaces of user isolation: page tables of their own, addresses that only they use, machine code of any origin;
// and nothing left of them, however far they came and whoever ends them.

import FTLTypes
import MachineTesting
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct UserSpaceTests {
    let system = TestSystem()
    let maker: Program
    let image: UInt
    private let before: State

    /// All that a space and its process could leave behind.
    private struct State: Equatable {
        var pages: TestSystem.Pages
        var counts: [Int]
    }

    private static func state(_ system: TestSystem, _ maker: Program) -> State {
        let (kernel, machine) = (system.kernel, system.machine)
        return State(
            pages: system.pages,
            counts: [
                machine.userSpaces.count, machine.mappedCount, machine.contexts.count, machine.tables.count,
                kernel.processCount, kernel.threadCount, kernel.handleCount, maker.process.account.bytes,
                maker.process.account.spaces, maker.process.handles.count, maker.process.space.mappings.count,
            ])
    }

    private var state: State { UserSpaceTests.state(system, maker) }

    init() throws {
        maker = try Program(system, name: "maker")
        let handle = system.kernel.makeHandle(system.image(), .all)
        image = UInt(maker.process.insert(handle).rawValue)
        maker.store(Array("child".utf8), at: maker.outgoing)
        before = UserSpaceTests.state(system, maker)
    }

    private func makeSpace() throws(FTLError) -> UInt { try maker.call(.vmSpaceCreate, Isolation.user.rawValue) }

    private func makeChild(of image: UInt, in space: UInt) throws(FTLError) -> UInt {
        try maker.call(.processCreate, image, maker.outgoing, 5, 0, 0, space)
    }

    private func process(_ handle: UInt) throws -> KernelCore.Process {
        guard let process = try maker.object(handle) as? KernelCore.Process else { throw FTLError.wrongType }
        return process
    }

    // MARK: Addresses

    @Test func everythingLiesWithinTheAddressesOfPrograms() throws {
        let program = try Program(system, isolation: .user)
        let (space, user) = (program.space, system.machine.userAddresses)
        // So much that it takes many tables; FakeMachine stops where a page is mapped and there is none.
        let area = try program.makePresentArea(pages: 700)
        for pages in [1, 700, 3, 600] {
            try program.call(.vmSpaceMap, 0, area, 0, UInt(pages * pageSize))
        }
        #expect(user.lowerBound > 0, "page 0 is nobody's")
        var end = user.lowerBound
        for mapping in space.mappings {
            let touches = mapping.range.lowerBound > program.process.imageBase && mapping.range.lowerBound == end
            #expect(mapping.range.lowerBound > end || touches, "only the segments of an image may touch")
            #expect(mapping.range.upperBound < user.upperBound)
            end = mapping.range.upperBound
        }
        let mapped = try #require(system.machine.userSpaces[space.translation.address]).mapped
        #expect(mapped.count > 1300)
        for address in mapped.keys { try #require(space.mapping(at: address) != nil) }
        #expect(system.machine.translations[program.thread.context.address] == space.translation)
    }

    @Test func theSameAddressesAreOthersMemory() throws {
        let (one, two) = (try Program(system, isolation: .user), try Program(system, isolation: .user))
        #expect(one.memory == two.memory && one.space.translation != two.space.translation)
        #expect(one.mapped(one.memory)?.page != two.mapped(two.memory)?.page)
        one.store([1, 2, 3], at: one.memory)
        #expect(two.load(3, at: two.memory) == [0, 0, 0])
        // What is shared are the pages of the image that nobody writes.
        #expect(one.mapped(one.process.imageBase + 0x1400)?.page == two.mapped(two.process.imageBase + 0x1400)?.page)
        let address = two.memory
        one.kill()
        #expect(two.load(3, at: address) == [0, 0, 0])
        // Nor is anything of kernel isolation within reach, or the other way round.
        #expect(throws: FTLError.badAccess) { try two.call(.consoleWrite, maker.memory, 1) }
        #expect(throws: FTLError.badAccess) { try maker.call(.consoleWrite, two.memory, 1) }
    }

    @Test(arguments: [0, 3, 1 << 32 | 2, .max] as [UInt]) func whatIsNoIsolationIsRefused(word: UInt) throws {
        #expect(throws: FTLError.invalidArgument) { try maker.call(.vmSpaceCreate, word) }
        #expect(state == before)
    }

    // MARK: Programs

    @Test func aProgramIsToldWhereItCallsTheKernel() throws {
        let program = try Program(system, isolation: .user)
        let info = try #require(system.machine.entries[program.thread.context.address]).argument
        let entry = program.word(at: info + 8)
        let stub = try #require(program.mapped(entry))
        #expect(entry % UInt(pageSize) == 0)
        #expect(stub.page == system.machine.userCallPage)
        #expect(stub.permissions == [.read, .execute])
        #expect(program.word(at: info + 80) == Isolation.user.rawValue)
        #expect(program.space.resolvePageFault(entry, .write) == .forbidden)
        #expect(throws: FTLError.badAccess) { try program.space.buffer(at: entry, count: 1, .write) }
        #expect(throws: FTLError.notAllowed) { try program.call(.vmSpaceUnmap, 0, entry) }
        // It is the kernel's, and stays so.
        program.kill()
        #expect(system.pages == before.pages)
    }

    @Test func whatAProgramWroteItselfRunsHere() throws {
        let file = ProgramFile().bytes()
        let area = try maker.call(.vmAreaCreate, UInt(file.count))
        maker.store(file, at: maker.incoming)
        try maker.call(.vmAreaWrite, area, 0, maker.incoming, UInt(file.count))
        let untrusted = try maker.call(.imageCreate, area, 0, UInt(file.count))
        let kernelSpace = try maker.call(.vmSpaceCreate, Isolation.kernel.rawValue)
        for space in [0, kernelSpace] {
            let pages = system.pages
            #expect(throws: FTLError.notAllowed) { try makeChild(of: untrusted, in: space) }
            #expect(system.pages == pages && system.kernel.processCount == 1)
        }
        let child = try makeChild(of: untrusted, in: try makeSpace())
        try maker.call(.processStart, child)
        let program = try Program(system, running: try process(child))
        #expect(program.load(0x40, at: program.process.imageBase + 0x1400) == Array(file[0x400..<0x440]))
        #expect(program.word(at: program.process.imageBase + 0x2580) == program.process.imageBase + 0x1400)
        // The refused space is still good, for an image that is trusted.
        _ = try makeChild(of: image, in: kernelSpace)
    }

    // MARK: Failures

    @Test func whereThereAreNoTablesForASpaceThereIsNone() throws {
        system.machine.failAfter = 0
        #expect(throws: FTLError.outOfMemory) { try makeSpace() }
        #expect(state == before)
    }

    @Test func whereThereAreNoTablesForAMappingNothingIsMapped() throws {
        let area = try maker.makePresentArea(pages: 2)
        let space = try makeSpace()
        let empty = state
        system.machine.failAfter = 0
        #expect(throws: FTLError.outOfMemory) { try maker.call(.vmSpaceMap, space, area, 0, UInt(2 * pageSize)) }
        #expect(state == empty)
        system.machine.failAfter = .max
        try maker.call(.vmSpaceMap, space, area, 0, UInt(2 * pageSize))
        try maker.call(.handleClose, space)
        try maker.call(.handleClose, area)
        #expect(state == before)
    }

    @Test func aStartThatFailsAtAnyStepKeepsNothingAndCanBeTriedAgain() throws {
        let child = try makeChild(of: image, in: try makeSpace())
        let created = state
        var failures = 0
        while true {
            system.machine.failAfter = failures
            do {
                try maker.call(.processStart, child)
                break
            } catch {
                #expect(error == .outOfMemory)
                #expect(state == created)
                #expect(try process(child).space.mappings.isEmpty)
                #expect(try process(child).account.bytes == 0)
                failures += 1
            }
        }
        #expect(failures == 5, "tables for its image, its start information, its way in and its stack, and a context")
        #expect(try process(child).state == .running)
    }

    // MARK: The end

    enum End: CaseIterable {
        case exits, isKilled, faults, outlivesItsHandle
        case neverStarts, isNeverStartedAndKilled, neverHasAProcess, losesMaker
    }

    @Test(arguments: End.allCases) func nothingIsLeftOfASpace(end: End) throws {
        let area = try maker.makePresentArea(pages: 2)
        let space = try makeSpace()
        try maker.call(.vmSpaceMap, space, area, 0, UInt(2 * pageSize))
        try maker.call(.handleClose, area)
        let child = end == .neverHasAProcess ? 0 : try makeChild(of: image, in: space)
        let isStarted = ![.neverHasAProcess, .neverStarts, .isNeverStartedAndKilled, .losesMaker].contains(end)
        if end == .outlivesItsHandle { try maker.call(.handleClose, space) }
        if isStarted {
            try maker.call(.processStart, child)
            let program = try Program(system, running: try process(child))
            let heap = try program.call(.vmSpaceMap, 0, try program.call(.vmAreaCreate, 5000), 0, 5000)
            #expect(program.space.resolvePageFault(heap, .write) == .resolved)
            #expect(program.space.resolvePageFault(program.thread.stack.lowerBound, .write) == .resolved)
            if end == .exits { #expect(program.enter(number: Syscall.processExit.rawValue, [0]) == nil) }
            if end == .faults {
                system.run(program.thread)
                let registers = Registers(x: .init(repeating: 0), pc: 0)
                system.kernel.fault(on: system.hart, Fault(reason: "test", address: nil, registers: registers))
            }
        }
        #expect(system.machine.userSpaces.count == (end == .exits || end == .faults ? 0 : 1))
        if [.isKilled, .isNeverStartedAndKilled, .outlivesItsHandle].contains(end) {
            try maker.call(.processKill, child)
        }
        if end == .losesMaker {
            maker.kill()
            #expect(system.machine.userSpaces.isEmpty && system.machine.mappedCount == 0)
            return
        }
        if child != 0 { try maker.call(.handleClose, child) }
        if end != .outlivesItsHandle {
            // Whoever still has a handle to the space of a process that ended has a handle to nothing.
            if isStarted {
                #expect(system.machine.userSpaces.isEmpty)
                #expect(throws: FTLError.invalidState) { try makeChild(of: image, in: space) }
            }
            try maker.call(.handleClose, space)
        }
        system.settle()
        #expect(state == before)
    }
}
