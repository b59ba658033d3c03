// Address spaces as objects: made before the process that lives in them, shared with it, and gone with whoever is last.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct VmSpaceObjectTests {
    let system = TestSystem()
    let maker: Program
    let image: UInt

    init() throws {
        maker = try Program(system, name: "maker")
        let handle = system.kernel.makeHandle(system.image(), .all)
        image = UInt(maker.process.insert(handle).rawValue)
        maker.store(Array("child".utf8), at: maker.outgoing)
    }

    private func makeChild(in space: UInt) throws -> UInt {
        try maker.call(.processCreate, image, maker.outgoing, 5, 0, 0, space)
    }

    private func process(_ handle: UInt) throws -> KernelCore.Process {
        guard let process = try maker.object(handle) as? KernelCore.Process else { throw FTLError.wrongType }
        return process
    }

    @Test(arguments: Isolation.both) func whatIsMappedBeforeAndAfterIsThereForTheProcess(isolation: Isolation) throws {
        let area = try maker.makePresentArea(pages: 1)
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        let early = try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize))
        let child = try makeChild(in: space)
        try maker.call(.processStart, child)
        let late = try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize))
        let program = try Program(system, running: try process(child))
        program.store([1, 2, 3], at: early)
        #expect(program.load(3, at: late) == [1, 2, 3])
        // The maker's own addresses are others, and it has none of these.
        #expect(throws: FTLError.badAccess) { try maker.call(.consoleWrite, early, 3) }
        try maker.call(.vmSpaceUnmap, space, late)
        #expect(program.process.space.mapping(at: late) == nil)
        #expect(throws: FTLError.notAllowed) {
            try maker.call(.vmSpaceUnmap, space, program.thread.stack.lowerBound)
        }
    }

    @Test(arguments: Isolation.both) func oneProcessToASpace(isolation: Isolation) throws {
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        let child = try makeChild(in: space)
        #expect(throws: FTLError.invalidState) { try makeChild(in: space) }
        try maker.call(.processKill, child)
        #expect(throws: FTLError.invalidState) { try makeChild(in: space) }
        let area = try maker.makePresentArea(pages: 1)
        #expect(throws: FTLError.invalidState) { try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize)) }
        #expect(throws: FTLError.notFound) { try maker.call(.vmSpaceUnmap, space, 4096) }
    }

    @Test(arguments: Isolation.both) func aSpaceThatNobodyLivesInGoesWithItsHandle(isolation: Isolation) throws {
        let area = try maker.makePresentArea(pages: 1)
        let before = (system.pages, system.machine.mappedCount, system.machine.tables.count)
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize))
        #expect(system.machine.mappedCount == before.1 + 1)
        #expect(system.machine.tables.count == before.2 + (isolation == .kernel ? 1 : 0))
        #expect(system.machine.userSpaces.count == (isolation == .user ? 1 : 0))
        try maker.call(.handleClose, space)
        #expect((system.pages, system.machine.mappedCount, system.machine.tables.count) == before)
        #expect(system.machine.userSpaces.isEmpty)
        #expect(maker.process.account.spaces == 0)
    }

    @Test(arguments: Isolation.both) func aProcessMakesOnlySoManySpacesAhead(isolation: Isolation) throws {
        var spaces: [UInt] = []
        for _ in 0..<Limits.spacesPerProcess { spaces.append(try maker.call(.vmSpaceCreate, isolation.rawValue)) }
        let handles = maker.process.handles.count
        #expect(throws: FTLError.limitReached) { try maker.call(.vmSpaceCreate, isolation.rawValue) }
        #expect(maker.process.handles.count == handles)
        _ = try makeChild(in: spaces[0])
        _ = try maker.call(.vmSpaceCreate, isolation.rawValue)
        maker.kill()
        #expect(maker.process.account.spaces == 0)
        #expect(system.machine.tables.isEmpty && system.machine.mappedCount == 0)
        #expect(system.machine.userSpaces.isEmpty)
    }

    @Test(arguments: Isolation.both) func aStartThatFailsLeavesWhatWasMapped(isolation: Isolation) throws {
        let area = try maker.makePresentArea(pages: 1)
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        let address = try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize))
        let child = try makeChild(in: space)
        let mapped = system.machine.mappedCount
        let hoard = system.exhaust(leaving: 2)
        #expect(throws: FTLError.outOfMemory) { try maker.call(.processStart, child) }
        #expect(system.machine.mappedCount == mapped)
        _ = consume hoard
        try maker.call(.processStart, child)
        #expect(try process(child).space.mapping(at: address) != nil)
    }

    /// What a program's heap lies in must not be pulled away and replaced by whoever has a handle to its space.
    @Test(arguments: Isolation.both) func whatAProcessMappedItselfIsNotForOthersToUnmap(isolation: Isolation) throws {
        let area = try maker.makePresentArea(pages: 1)
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        let early = try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize))
        let child = try makeChild(in: space)
        try maker.call(.processStart, child)
        let program = try Program(system, running: try process(child))
        let own = try program.call(.vmAreaCreate, UInt(pageSize))
        let heap = try program.call(.vmSpaceMap, 0, own, 0, UInt(pageSize))
        #expect(throws: FTLError.notAllowed) { try maker.call(.vmSpaceUnmap, space, heap) }
        #expect(program.process.space.mapping(at: heap) != nil)
        try maker.call(.vmSpaceUnmap, space, early)
        try program.call(.vmSpaceUnmap, 0, heap)
        #expect(throws: FTLError.notFound) { try maker.call(.vmSpaceUnmap, space, heap) }
    }

    @Test(arguments: Isolation.both) func aProgramIsNotLoadedBeyondTheBoundOfMappings(isolation: Isolation) throws {
        let area = try maker.makePresentArea(pages: 1)
        let space = try maker.call(.vmSpaceCreate, isolation.rawValue)
        for _ in 0..<Limits.mappingsPerProcess { try maker.call(.vmSpaceMap, space, area, 0, UInt(pageSize)) }
        guard let full = try maker.object(space) as? VmSpace else { throw FTLError.wrongType }
        #expect(throws: FTLError.limitReached) {
            try system.image().load(into: full, account: maker.process.account, memory: system.memory)
        }
        // The list of them stays within a page: the kernel has no larger objects.
        #expect(full.mappings.count == Limits.mappingsPerProcess)
        let child = try makeChild(in: space)
        #expect(throws: FTLError.limitReached) { try maker.call(.processStart, child) }
        #expect(full.mappings.count == Limits.mappingsPerProcess)
    }
}
