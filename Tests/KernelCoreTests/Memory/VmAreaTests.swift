// Memory areas: zeroed, as long as was said, read and written only inside, and counted.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct VmAreaTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system) }

    @Test func newMemoryIsZeroEvenWhereSomebodyElseWroteBefore() throws {
        let length = UInt(40 * pageSize)
        let area = try program.call(.vmAreaCreate, length)
        let address = try program.call(.vmSpaceMap, 0, area, 0, length)
        program.store([UInt8](repeating: 0xff, count: Int(length)), at: address)
        try program.call(.vmSpaceUnmap, 0, address)
        try program.call(.handleClose, area)
        let again = try program.call(.vmAreaCreate, length)
        let second = try program.call(.vmSpaceMap, 0, again, 0, length)
        #expect(program.load(Int(length), at: second).allSatisfy { $0 == 0 })
    }

    @Test(arguments: [0, UInt(Int.max), UInt(Int.max) - 4094, UInt(Int.max) + 1, .max, .max - 4095, 1 << 62])
    func aLengthThatNoAreaHasIsRefused(length: UInt) throws {
        #expect(throws: FTLError.invalidArgument) { try program.call(.vmAreaCreate, length) }
    }

    @Test func aProcessHasNoMorePagesThanItsAccountAllows() throws {
        let account = program.process.account
        let taken = account.bytes
        #expect(throws: FTLError.limitReached) { try program.call(.vmAreaCreate, UInt(account.limit - taken + 1)) }
        #expect(account.bytes == taken)
        let area = try program.call(.vmAreaCreate, UInt(account.limit - taken))
        #expect(throws: FTLError.limitReached) { try program.call(.vmAreaCreate, 1) }
        #expect(throws: FTLError.limitReached) { try program.makeThread() }
        try program.call(.handleClose, area)
        #expect(account.bytes == taken)
    }

    @Test func theAccountAllowsHalfOfASmallMachineAndNoMoreThanTheLimitOfALargeOne() throws {
        let small = TestSystem(pages: 1000)
        #expect(try Program(small).process.account.limit == 500 * pageSize)
        let large = TestSystem(pages: 3 * Limits.pagesPerProcess)
        #expect(try Program(large).process.account.limit == Limits.pagesPerProcess * pageSize)
    }

    @Test func whereMemoryRunsOutNoPageStaysTaken() throws {
        let hoard = system.exhaust(leaving: 100)
        let available = system.memory.availablePages
        let pages = system.pages
        let charged = program.process.account.bytes
        #expect(throws: FTLError.outOfMemory) { try program.call(.vmAreaCreate, UInt(101 * pageSize)) }
        #expect(system.pages == pages)
        #expect(system.memory.availablePages == available)
        #expect(program.process.account.bytes == charged)
        try program.call(.vmAreaCreate, UInt(100 * pageSize))
        #expect(system.memory.availablePages == PhysicalMemory.reservePages)
        withExtendedLifetime(hoard) {}
    }

    @Test func readingAndWritingAcrossPagesKeepsEveryByte() throws {
        var random = FixedRandom(seed: 10)
        let length = 5 * pageSize + 123
        let area = try program.call(.vmAreaCreate, UInt(length))
        #expect(try program.call(.vmAreaLength, area) == UInt(length))
        var model = [UInt8](repeating: 0, count: length)
        for _ in 0..<400 {
            let count = random.below(9000)
            let offset = random.below(length - count)
            // Any alignment of the program's buffer against the area's pages.
            let address = program.memory + UInt(random.below(5000))
            if random.below(2) == 0 {
                let bytes = random.bytes(count)
                program.store(bytes, at: address)
                try program.call(.vmAreaWrite, area, UInt(offset), address, UInt(count))
                model.replaceSubrange(offset..<offset + count, with: bytes)
            } else {
                try program.call(.vmAreaRead, area, UInt(offset), address, UInt(count))
                try #require(program.load(count, at: address) == Array(model[offset..<offset + count]))
            }
        }
    }

    @Test func nothingOutsideAnAreaCanBeReadOrWritten() throws {
        let area = try program.call(.vmAreaCreate, 5000)
        for (offset, count) in [(UInt(5000), UInt(1)), (4999, 2), (0, 5001), (.max, 1), (.max, 2), (1 << 63, 1)] {
            #expect(throws: FTLError.invalidArgument) {
                try program.call(.vmAreaRead, area, offset, program.memory, count)
            }
            #expect(throws: FTLError.invalidArgument) {
                try program.call(.vmAreaWrite, area, offset, program.memory, count)
            }
        }
        try program.call(.vmAreaRead, area, 5000, program.memory, 0)
        try program.call(.vmAreaWrite, area, 5000, 0, 0)
        try program.call(.vmAreaRead, area, 4999, program.memory, 1)
        #expect(throws: FTLError.badAccess) { try program.call(.vmAreaRead, area, 0, 0x1000, 1) }
        #expect(throws: FTLError.badAccess) { try program.call(.vmAreaWrite, area, 0, .max, 1) }
    }

    @Test func aHandleWithoutTheRightDoesNothing() throws {
        let area = try program.call(.vmAreaCreate, 100)
        let readable = try program.call(.handleDuplicate, area, UInt(Rights.read.rawValue))
        let writable = try program.call(.handleDuplicate, area, UInt(Rights.write.rawValue))
        let mappable = try program.call(.handleDuplicate, area, UInt(Rights.map.rawValue))
        #expect(throws: FTLError.notAllowed) { try program.call(.vmAreaWrite, readable, 0, program.memory, 1) }
        #expect(throws: FTLError.notAllowed) { try program.call(.vmAreaRead, writable, 0, program.memory, 1) }
        #expect(throws: FTLError.notAllowed) { try program.call(.vmAreaLength, writable) }
        #expect(throws: FTLError.notAllowed) { try program.call(.vmSpaceMap, 0, readable, 0, 100) }
        #expect(throws: FTLError.notAllowed) { try program.call(.vmSpaceMap, 0, mappable, 0, 100) }
        #expect(throws: FTLError.notAllowed) { try program.call(.imageCreate, writable, 0, 100) }
        #expect(throws: FTLError.notAllowed) { try program.call(.imageCreate, mappable, 0, 100) }
        #expect(throws: FTLError.malformed) { try program.call(.imageCreate, readable, 0, 100) }
    }

    /// In user isolation it can: UserSpaceTests.
    @Test func whatAProgramWroteItselfCannotBeRunInKernelIsolation() throws {
        let file = ProgramFile().bytes()
        let area = try program.call(.vmAreaCreate, UInt(file.count))
        program.store(file, at: program.memory)
        try program.call(.vmAreaWrite, area, 0, program.memory, UInt(file.count))
        let copy = try program.call(.handleDuplicate, area, UInt(Rights.all.rawValue))
        let space = try program.call(.vmSpaceCreate, Isolation.kernel.rawValue)
        program.store(Array("own".utf8), at: program.memory)
        for area in [area, copy] {
            let image = try program.call(.imageCreate, area, 0, UInt(file.count))
            for home in [0, space] {
                let (pages, count) = (system.pages, system.kernel.processCount)
                #expect(throws: FTLError.notAllowed) {
                    try program.call(.processCreate, image, program.memory, 3, 0, 0, home)
                }
                #expect(system.pages == pages)
                #expect(system.kernel.processCount == count)
            }
        }
        #expect(program.process.account.spaces == 1, "the space is still nobody's")
    }
}
