// Address spaces: what is mapped where, what lies between, and which bytes a program may call its own.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct VmSpaceTests {
    let system = TestSystem()
    let program: Program
    let area: UInt

    init() throws {
        program = try Program(system)
        area = try program.makePresentArea(pages: 4)
    }

    private func buffer(_ address: UInt, _ count: UInt, _ permissions: Permissions) throws(FTLError) -> UserBuffer {
        try program.process.space.buffer(at: address, count: count, permissions)
    }

    // MARK: Buffers

    @Test func aBufferMayReachFromTheFirstByteToTheLast() throws {
        let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(4 * pageSize))
        let length = UInt(4 * pageSize)
        #expect(try buffer(address, length, .write).count == Int(length))
        try withUnsafeBytes(of: UInt8(7)) { try buffer(address + length - 1, 1, [.read, .write]).write($0) }
        #expect(try buffer(address + length - 4, 4, .read).bytes() == [0, 0, 0, 7])
        #expect(throws: FTLError.badAccess) { try buffer(address - 1, 1, .read) }
        #expect(throws: FTLError.badAccess) { try buffer(address - 1, 2, .read) }
        #expect(throws: FTLError.badAccess) { try buffer(address + length, 1, .read) }
        #expect(throws: FTLError.badAccess) { try buffer(address + length - 1, 2, .read) }
        #expect(throws: FTLError.badAccess) { try buffer(address, length + 1, .read) }
    }

    @Test func anAddressAndALengthThatOverflowAreBad() throws {
        let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(4 * pageSize))
        for count: UInt in [.max, .max - address, .max - address + 1, .max - address + 2, 1 << 63] {
            #expect(throws: FTLError.badAccess) { try buffer(address, count, .read) }
        }
        for start: UInt in [0, 1, .max, .max - 7, 1 << 63, 1 << 38] {
            #expect(throws: FTLError.badAccess) { try buffer(start, 1, .read) }
        }
    }

    @Test func anEmptyBufferMayBeAnywhere() throws {
        for start: UInt in [0, .max, program.memory] { #expect(try buffer(start, 0, .write).count == 0) }
    }

    @Test func whatIsReadOnlyCannotBeWritten() throws {
        let readable = try program.call(
            .handleDuplicate, area, UInt(Rights([.read, .map]).rawValue))
        let address = try program.call(.vmSpaceMap, 0, readable, 0, UInt(pageSize))
        #expect(system.machine.mapped[address]?.permissions == .read)
        #expect(try buffer(address, 10, .read).count == 10)
        #expect(throws: FTLError.badAccess) { try buffer(address, 10, .write) }
        #expect(throws: FTLError.badAccess) { try program.call(.vmAreaRead, area, 0, address, 1) }
        try program.call(.vmAreaWrite, area, 0, address, 1)
        // Nor the program's own code and constants.
        for segment: UInt in [0, 0x1400, 0x2500] {
            #expect(throws: FTLError.badAccess) { try buffer(program.process.imageBase + segment, 1, .write) }
            #expect(try buffer(program.process.imageBase + segment, 1, .read).count == 1)
        }
    }

    @Test func theMemoryOfAnotherProcessIsNotOnesOwn() throws {
        let other = try Program(system, name: "other")
        #expect(throws: FTLError.badAccess) { try program.call(.vmAreaWrite, area, 0, other.memory, 1) }
        #expect(throws: FTLError.badAccess) { try buffer(other.thread.stack.lowerBound, 1, .read) }
        #expect(throws: FTLError.notFound) { try program.call(.vmSpaceUnmap, 0, other.memory) }
    }

    @Test func aProgramCanUseItsStackAndItsDataButNotWhatLiesAround() throws {
        let stack = program.thread.stack
        #expect(try buffer(stack.lowerBound, UInt(stack.count), .write).count == stack.count)
        #expect(throws: FTLError.badAccess) { try buffer(stack.lowerBound - 1, 1, .read) }
        #expect(throws: FTLError.badAccess) { try buffer(stack.upperBound, 1, .read) }
        #expect(try buffer(program.process.imageBase + 0x3000, 0x2000, .write).count == 0x2000)
        #expect(throws: FTLError.badAccess) { try buffer(program.process.imageBase + 0x3000, 0x2001, .write) }
    }

    // MARK: Mappings

    /// Offsets and lengths.
    static let badRanges: [[UInt]] = [
        [0, 0], [1, 4096], [4096, 16384], [16384, 1], [20480, 4096], [0, 16385], [.max, 1], [0, .max],
        [.max - 4095, 4096], [1 << 63, 4096],
    ]

    @Test(arguments: badRanges) func onlyWholePagesInsideTheAreaAreMapped(range: [UInt]) throws {
        let before = system.machine.mapped.count
        #expect(throws: FTLError.invalidArgument) { try program.call(.vmSpaceMap, 0, area, range[0], range[1]) }
        #expect(system.machine.mapped.count == before)
    }

    @Test func mappingsShowTheSamePagesWhereverTheyAre() throws {
        let whole = try program.call(.vmSpaceMap, 0, area, 0, UInt(4 * pageSize))
        let part = try program.call(.vmSpaceMap, 0, area, UInt(2 * pageSize), UInt(pageSize))
        program.store([1, 2, 3], at: part)
        #expect(program.load(3, at: whole + UInt(2 * pageSize)) == [1, 2, 3])
        #expect(system.machine.mapped[part]?.page == system.machine.mapped[whole + UInt(2 * pageSize)]?.page)
    }

    @Test func aMappingStaysWhenTheHandleIsClosed() throws {
        let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(4 * pageSize))
        try program.call(.handleClose, area)
        program.store([7], at: address)
        let free = system.memory.freePages
        try program.call(.vmSpaceUnmap, 0, address)
        #expect(system.memory.freePages == free + 4)
        #expect(throws: FTLError.badAccess) { try buffer(address, 1, .read) }
    }

    @Test func anUnmappedPageLiesOnBothSidesOfEveryMapping() throws {
        var random = FixedRandom(seed: 12)
        var addresses: [(start: UInt, pages: Int)] = []
        let large = try program.makePresentArea(pages: 300)
        for _ in 0..<400 {
            if addresses.count < 100, random.below(3) > 0 {
                let pages = 1 + (random.below(5) == 0 ? random.below(300) : random.below(10))
                let start = try program.call(.vmSpaceMap, 0, large, 0, UInt(pages * pageSize))
                addresses.append((start, pages))
            } else if !addresses.isEmpty {
                let old = addresses.swapRemove(at: random.below(addresses.count))
                try program.call(.vmSpaceUnmap, 0, old.start)
            }
            if random.below(10) == 0 {
                for (start, pages) in addresses {
                    try #require(system.machine.mapped[start - UInt(pageSize)] == nil)
                    try #require(system.machine.mapped[start + UInt(pages * pageSize)] == nil)
                    try #require((0..<pages).allSatisfy { system.machine.mapped[start + UInt($0 * pageSize)] != nil })
                }
            }
        }
    }

    @Test func aProgramCannotUnmapWhatItWasStartedWith() throws {
        let mapped = system.machine.mapped.count
        for address in program.process.space.mappings.map(\.range.lowerBound) {
            #expect(throws: FTLError.notAllowed) { try program.call(.vmSpaceUnmap, 0, address) }
        }
        let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(2 * pageSize))
        for wrong in [0, .max, address + 1, address + UInt(pageSize), address - UInt(pageSize)] {
            #expect(throws: FTLError.notFound) { try program.call(.vmSpaceUnmap, 0, wrong) }
        }
        try program.call(.vmSpaceUnmap, 0, address)
        #expect(throws: FTLError.notFound) { try program.call(.vmSpaceUnmap, 0, address) }
        #expect(system.machine.mapped.count == mapped)
    }

    @Test func aProcessHasAFixedNumberOfMappings() throws {
        var count = program.process.space.mappings.count
        while true {
            do { try program.call(.vmSpaceMap, 0, area, 0, UInt(pageSize)) } catch {
                #expect(error == .limitReached)
                break
            }
            count += 1
        }
        #expect(count == Limits.mappingsPerProcess)
        #expect(throws: FTLError.limitReached) { try program.makeThread() }
    }

    @Test func whereThereIsNoMemoryForTablesNothingIsMapped() throws {
        let huge = try program.makePresentArea(pages: 600)
        system.machine.failAfter = 0
        let (windows, mapped) = (system.machine.tables, system.machine.mapped.count)
        #expect(throws: FTLError.outOfMemory) { try program.call(.vmSpaceMap, 0, huge, 0, UInt(600 * pageSize)) }
        #expect(system.machine.tables == windows)
        #expect(system.machine.mapped.count == mapped)
        system.machine.failAfter = .max
        try program.call(.vmSpaceMap, 0, huge, 0, UInt(600 * pageSize))
    }

    /// Maps large areas until that is refused.
    private func fillAddressSpace(_ hog: Program) throws -> FTLError {
        let huge = try hog.call(.vmAreaCreate, UInt(600 * pageSize))
        while true {
            do { try hog.call(.vmSpaceMap, 0, huge, 0, UInt(600 * pageSize)) } catch { return error }
        }
    }

    @Test func oneProcessCannotTakeAllOfTheAddressSpace() throws {
        #expect(try fillAddressSpace(program) == .limitReached)
        let mapped = program.process.space.mappings.reduce(0) { $0 + $1.range.count / pageSize }
        #expect(mapped <= Limits.mappedPagesPerProcess && mapped > Limits.mappedPagesPerProcess - 600)
        let other = try Program(system, name: "other")
        let area = try other.call(.vmAreaCreate, UInt(600 * pageSize))
        try other.call(.vmSpaceMap, 0, area, 0, UInt(600 * pageSize))
    }

    @Test func unmappingMakesRoomForAsMuchAgain() throws {
        let large = try program.makePresentArea(pages: 600)
        for _ in 0..<100 {
            let address = try program.call(.vmSpaceMap, 0, large, 0, UInt(600 * pageSize))
            try program.call(.vmSpaceUnmap, 0, address)
        }
    }

    @Test func whereThereIsNoAddressSpaceLeftTheAnswerIsOutOfMemoryUntilSomebodyDies() throws {
        let large = TestSystem(pages: 8192)
        let hogs = try ["one", "two", "three"].map { try Program(large, name: ByteString($0)) }
        let errors = try hogs.map(fillAddressSpace)
        #expect(errors.last == .outOfMemory)
        hogs[0].kill()
        let area = try hogs[2].call(.vmAreaCreate, UInt(600 * pageSize))
        try hogs[2].call(.vmSpaceMap, 0, area, 0, UInt(600 * pageSize))
    }

    @Test func nothingIsEverMappedInTheGuardOfAStack() throws {
        let threads = [program.thread] + (try (0..<8).map { _ in try program.makeThread() })
        for _ in 0..<100 { try program.call(.vmSpaceMap, 0, area, 0, UInt(pageSize)) }
        for thread in threads {
            let guardPages = stride(from: thread.guardRange.lowerBound, to: thread.guardRange.upperBound, by: pageSize)
            #expect(guardPages.allSatisfy { system.machine.mapped[$0] == nil })
            #expect(guardPages.allSatisfy { program.process.space.resolvePageFault($0, .read) == .forbidden })
            #expect(thread.guardRange.count == KernelCore.Thread.guardPages * pageSize)
        }
    }

    @Test func windowsAndTablesGoBackWithTheProcess() throws {
        let (tables, mapped) = (system.machine.tables, system.machine.mapped.count)
        for _ in 0..<50 {
            let other = try Program(system, name: "other")
            let large = try other.makePresentArea(pages: 700)
            for _ in 0..<10 { try other.call(.vmSpaceMap, 0, large, 0, UInt(700 * pageSize)) }
            other.kill()
        }
        #expect(system.machine.tables == tables)
        #expect(system.machine.mapped.count == mapped)
    }

    @Test func pagesAreNotReusedBeforeTheirUnmappingTakesEffect() throws {
        let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(4 * pageSize))
        let flushes = system.machine.flushes
        try program.call(.vmSpaceUnmap, 0, address)
        #expect(system.machine.flushes > flushes)
    }
}
