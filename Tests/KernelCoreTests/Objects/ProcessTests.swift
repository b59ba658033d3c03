// Processes: made in three steps, ended at any moment, and nothing of them left.

import CFTL
import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ProcessTests {
    let system = TestSystem()
    let parent: Program
    let image: UInt

    init() throws {
        parent = try Program(system, name: "parent")
        image = UInt(parent.process.handles.insert(Handle(system.image(), [.execute, .duplicate])).rawValue)
    }

    /// - Parameter isolation: of a space made for it; nil: it gets one by itself.
    private func create(
        _ name: String = "child", _ arguments: String = "", isolation: Isolation? = nil
    ) throws(FTLError) -> UInt {
        parent.store(Array(name.utf8), at: parent.memory)
        parent.store(Array(arguments.utf8), at: parent.memory + 4096)
        let space = try isolation.map { (isolation) throws(FTLError) in
            try parent.call(.vmSpaceCreate, isolation.rawValue)
        }
        return try parent.call(
            .processCreate, image, parent.memory, UInt(name.utf8.count), parent.memory + 4096,
            UInt(arguments.utf8.count), space ?? 0)
    }

    private func process(_ handle: UInt) throws -> KernelCore.Process {
        guard let process = try parent.object(handle) as? KernelCore.Process else { throw FTLError.wrongType }
        return process
    }

    // MARK: Creating

    @Test func aProgramFindsWhatItIsStartedWith() throws {
        let child = try create("child", "one\0two\0")
        let (mine, theirs) = try parent.makeChannel()
        let timer = try parent.call(.timerCreate)
        try parent.call(.processInjectHandle, child, theirs)
        try parent.call(.processInjectHandle, child, timer)
        try parent.call(.processStart, child)
        let program = try Program(system, running: try process(child))
        let info = try #require(system.machine.entries[program.thread.context.address]).argument

        #expect(program.word(at: info) == UInt(FTL_ABI_VERSION))
        #expect(program.word(at: info + 8) == system.machine.syscallEntry)
        #expect(program.word(at: info + 16) == UInt(pageSize))
        #expect(program.word(at: info + 24) == UInt(program.process.id))
        #expect(program.load(5, at: program.word(at: info + 32)) == Array("child".utf8))
        #expect(program.word(at: info + 40) == 5)
        #expect(program.load(8, at: program.word(at: info + 48)) == Array("one\0two\0".utf8))
        #expect(program.word(at: info + 56) == 8)
        #expect(program.word(at: info + 64) == program.thread.stack.lowerBound)
        #expect(program.word(at: info + 72) == UInt(program.thread.stack.count))
        #expect(program.word(at: info + 80) == Isolation.kernel.rawValue)
        #expect(program.word(at: info + 88) == 2)
        let handles = program.word(at: info + 96)
        #expect(throws: FTLError.badAccess) { try program.process.space.buffer(at: info, count: 8, .write) }
        // The handles work, and in their order.
        try program.send(on: handles & 0xffff_ffff, [4])
        try program.call(.timerSet, handles >> 32, 0)
        let sink = try parent.makeSink(of: mine)
        #expect(try parent.events(of: sink).map(\.info.length) == [1])
    }

    @Test(arguments: ["", "two words", "tab\t", "bell\u{7}", "ünicode", "del\u{7f}", "line\n"])
    func aNameThatCouldSpoilTheConsoleIsRefused(name: String) throws {
        let count = system.kernel.processCount
        #expect(throws: FTLError.invalidArgument) { try create(name) }
        #expect(system.kernel.processCount == count)
    }

    @Test func whatIsTooLongOrNotTerminatedIsRefused() throws {
        #expect(throws: FTLError.tooLarge) { try create(String(repeating: "a", count: Limits.nameLength + 1)) }
        #expect(throws: FTLError.tooLarge) {
            try create("a", String(repeating: "a", count: Limits.argumentsLength) + "\0")
        }
        #expect(throws: FTLError.invalidArgument) { try create("a", "no end") }
        #expect(throws: FTLError.badAccess) { try parent.call(.processCreate, image, 8, 4, 0, 0) }
        #expect(throws: FTLError.badAccess) {
            try parent.call(.processCreate, image, parent.memory, 4, .max, 4)
        }
        let longest = try create(String(repeating: "a", count: Limits.nameLength))
        try parent.call(.processStart, longest)
    }

    // MARK: States

    @Test func eachStepIsPossibleOnlyInItsState() throws {
        let child = try create()
        let timer = try parent.call(.timerCreate)
        try parent.call(.processStart, child)
        #expect(throws: FTLError.invalidState) { try parent.call(.processStart, child) }
        #expect(throws: FTLError.invalidState) { try parent.call(.processInjectHandle, child, timer) }
        try parent.call(.timerSet, timer, 0)
        try parent.call(.processKill, child)
        #expect(throws: FTLError.invalidState) { try parent.call(.processKill, child) }
        #expect(throws: FTLError.invalidState) { try parent.call(.processStart, child) }
        #expect(throws: FTLError.invalidState) { try parent.call(.processInjectHandle, child, timer) }
    }

    @Test func onlySoManyHandlesAreInjected() throws {
        let child = try create()
        for _ in 0..<FTL_START_HANDLES { try parent.call(.processInjectHandle, child, parent.call(.timerCreate)) }
        let timer = try parent.call(.timerCreate)
        #expect(throws: FTLError.limitReached) { try parent.call(.processInjectHandle, child, timer) }
        try parent.call(.timerSet, timer, 0)
        #expect(throws: FTLError.invalidHandle) { try parent.call(.processInjectHandle, child, 0) }
        #expect(throws: FTLError.invalidState) { try parent.call(.processInjectHandle, child, child) }
        let sink = try parent.makeSink()
        #expect(throws: FTLError.notAllowed) { try parent.call(.processInjectHandle, child, sink) }
    }

    @Test func aProcessThatWasNeverStartedEndsWithItsLastHandle() throws {
        let count = system.kernel.processCount
        let live = Liveness()
        let child = try create()
        live.watch(try process(child))
        let (mine, theirs) = try parent.makeChannel()
        let sink = try parent.makeSink(of: mine)
        try parent.call(.processInjectHandle, child, theirs)
        let second = try parent.call(.handleDuplicate, child, UInt(Rights.all.rawValue))
        try parent.call(.handleClose, child)
        #expect(try parent.events(of: sink) == [])
        try parent.call(.handleClose, second)
        #expect(try parent.events(of: sink).map(\.kind) == [.peerClosed])
        #expect(system.kernel.processCount == count)
        #expect(live.living == 0)
    }

    @Test func aHandleToAProcessMovesOnlyOnceItIsStarted() throws {
        let child = try create()
        let (near, far) = try parent.makeChannel()
        #expect(throws: FTLError.invalidState) { try parent.send(on: near, handle: child) }
        try parent.call(.processStart, child)
        try parent.send(on: near, handle: child)
        let sink = try parent.makeSink(of: far)
        let (_, received) = try parent.receive(try parent.events(of: sink)[0])
        try parent.call(.processKill, received)
    }

    @Test func processesThatWereNeverStartedCannotKeepEachOtherAlive() throws {
        let count = system.kernel.processCount
        let live = Liveness()
        func entangle() throws {
            let (one, two) = (try create("one"), try create("two"))
            live.watch(try process(one))
            live.watch(try process(two))
            for (process, other) in [(one, two), (two, one)] {
                let another = try parent.call(.handleDuplicate, other, UInt(Rights.all.rawValue))
                _ = try? parent.call(.processInjectHandle, process, another)
                _ = try? parent.call(.handleClose, another)
            }
            let (near, far) = try parent.makeChannel()
            try parent.call(.processInjectHandle, one, far)
            let another = try parent.call(.handleDuplicate, one, UInt(Rights.all.rawValue))
            _ = try? parent.send(on: near, handle: another)
            for handle in [another, near, one, two] { _ = try? parent.call(.handleClose, handle) }
        }
        try entangle()
        #expect(live.living == 0)
        #expect(system.kernel.processCount == count)
    }

    // MARK: Starting that fails

    @Test(arguments: [nil] + Isolation.both)
    func aStartThatFailsAtAnyPageKeepsNothingAndCanBeTriedAgain(isolation: Isolation?) throws {
        let child = try create("child", "argument\0", isolation: isolation)
        var failures = 0
        while true {
            let hoard = system.exhaust(leaving: failures)
            let hasStarted = try startKeepsNothing(child, .outOfMemory)
            withExtendedLifetime(hoard) {}
            if hasStarted { break }
            failures += 1
        }
        #expect(failures == 3 + 1 + 1, "its data, its start information, the first page of its stack")
        #expect(try process(child).state == .running)
    }

    @Test(arguments: [nil] + Isolation.both)
    func aStartThatFailsAtAnyPageOfItsAccountKeepsNothingAndCanBeTriedAgain(isolation: Isolation?) throws {
        let child = try create("child", "argument\0", isolation: isolation)
        let account = try process(child).account
        // So that it is its own limit and not its parent's that it reaches.
        try parent.call(.processLimit, child, Resource.pages.rawValue, 64)
        var failures = 0
        while true {
            let taken = account.limit - failures * pageSize
            try account.charge(bytes: taken)
            let hasStarted = try startKeepsNothing(child, .limitReached)
            account.refund(bytes: taken)
            if hasStarted { break }
            failures += 1
        }
        #expect(failures == 3 + 1 + 1)
        #expect(account.bytes == failures * pageSize, "what is committed counts as well as what is there")
    }

    /// - Returns: whether it started; where not, everything must be as before.
    private func startKeepsNothing(_ child: UInt, _ expected: FTLError) throws -> Bool {
        let process = try process(child)
        let (pages, charged) = (system.pages, process.account.bytes)
        let (tables, mapped) = (system.machine.tables, system.machine.mappedCount)
        do {
            try parent.call(.processStart, child)
            return true
        } catch {
            #expect(error == expected)
            #expect(system.pages == pages)
            #expect(system.machine.tables == tables)
            #expect(system.machine.mappedCount == mapped)
            #expect(process.account.bytes == charged)
            #expect(process.space.mappings.isEmpty && process.threads.isEmpty)
            return false
        }
    }

    @Test func aStartWithoutRoomForTablesOrContextKeepsNothing() throws {
        let child = try create()
        let (pages, tables) = (system.pages, system.machine.tables)
        for left in 0..<2 {
            system.machine.failAfter = left
            #expect(throws: FTLError.outOfMemory) { try parent.call(.processStart, child) }
            #expect(system.pages == pages)
            #expect(system.machine.tables == tables)
        }
        system.machine.failAfter = .max
        try parent.call(.processStart, child)
    }

    @Test func thereAreOnlySoManyProcesses() throws {
        // One has not handles enough for all.
        let makers = try ["one", "two", "three"].map { try Program(system, name: $0) }
        let images = try makers.map { maker in
            try maker.process.setLimit(.processes, Limits.processes)
            try maker.process.setLimit(.handles, Limits.handlesPerProcess)
            maker.store(Array("a".utf8), at: maker.memory)
            return UInt(maker.process.handles.insert(Handle(system.image(), .execute)).rawValue)
        }
        func make(_ maker: Int) throws(FTLError) {
            try makers[maker].call(.processCreate, images[maker], makers[maker].memory, 1, 0, 0)
        }
        let before = system.kernel.processCount
        while system.kernel.processCount < Limits.processes { try make(system.kernel.processCount % 3) }
        for maker in 0..<3 { #expect(throws: FTLError.limitReached) { try make(maker) } }
        makers[0].kill()
        makers[1].kill()
        try make(2)
        makers[2].kill()
        #expect(system.kernel.processCount == before - 3)
    }
}
