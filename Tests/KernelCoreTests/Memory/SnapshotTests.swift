// A program's memory as an image: its processes begin with the variables as they were, at their own addresses, and pay
// for pages when they touch them.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct SnapshotTests {
    let system = TestSystem()
    /// Of ProgramFile, in bytes from its first: a variable of each of its two pages that are not read-only.
    private let variable: UInt = 0x3800
    private let zero: UInt = 0x4100

    private func start(_ image: Image, isolation: Isolation = .kernel) throws -> Program {
        let maker = Account(pages: 100, parent: nil)
        let space = try VmSpace(kernel: system.kernel, isolation: isolation, maker: maker)
        let process = try system.kernel.makeProcess(
            name: "test", arguments: ByteString([]), image: image, space: space)
        try system.kernel.start(process, system.hart)
        return try Program(system, running: process)
    }

    private func original(isolation: Isolation = .kernel) throws -> Program {
        let image = try Image(name: "test", file: ProgramFile().bytes().span, memory: system.memory, account: nil)
        return try start(image, isolation: isolation)
    }

    private func snapshot(_ program: Program) throws -> Image {
        let handle = try program.call(.imageCapture)
        guard let image = try program.object(handle) as? Image else { throw FTLError.wrongType }
        return image
    }

    private func bytes(_ value: UInt) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt($0))) } }

    @Test(arguments: Isolation.both) func aProcessBeginsWithTheVariablesAtItsOwnAddresses(isolation: Isolation) throws {
        let program = try original()
        let base = program.process.imageBase
        program.store(bytes(base + 0x1408), at: base + variable)
        program.store(bytes(base + 0x5000), at: base + variable + 8)
        program.store(bytes(base + 0x5001), at: base + variable + 16)
        let image = try snapshot(program)
        // What it does later is its own.
        program.store(bytes(1), at: base + variable)
        let other = try start(image, isolation: isolation)
        let place = other.process.imageBase
        #expect(place != base)
        #expect(other.word(at: place + variable) == place + 0x1408)
        #expect(other.word(at: place + variable + 8) == place + 0x5000, "the program's end")
        #expect(other.word(at: place + variable + 16) == base + 0x5001, "nothing that the process had")
        #expect(other.word(at: place + 0x2580) == place + 0x1400)
        #expect(other.word(at: place + 0x3ff8) == place + 0x5000)
        #expect(system.machine.entries.values.contains { $0.entry == place + 0x1400 })
        // Nobody else sees what one writes.
        other.store(bytes(7), at: place + variable)
        let third = try start(image, isolation: isolation)
        #expect(third.word(at: third.process.imageBase + variable) == third.process.imageBase + 0x1408)
        // What only the loader wrote stays read-only.
        #expect(other.process.space.resolvePageFault(place + 0x2580, .write) == .forbidden)
    }

    @Test func pagesAreCopiedWhenTheyAreTouchedAndChargedFromTheStart() throws {
        let program = try original()
        program.store([1], at: program.process.imageBase + zero)
        let image = try snapshot(program)
        let process = try start(image).process
        let base = process.imageBase
        // Three pages of variables, the stack's first, the start info; and those of the test's own.
        let charged = process.account.bytes
        let free = system.memory.freePages
        for address in [base + variable, base + zero] {
            #expect(system.machine.mapped(at: address & ~0xfff, in: process.space.translation) == nil)
            #expect(process.space.resolvePageFault(address, .read) == .resolved)
        }
        #expect(system.memory.freePages == free - 2)
        #expect(process.account.bytes == charged)
    }

    @Test func zerosAtTheEndAreLeftOut() throws {
        let program = try original()
        #expect(program.process.image.pageCount == 5)
        #expect(try snapshot(program).pageCount == 4)
        program.store([1], at: program.process.imageBase + zero)
        #expect(try snapshot(program).pageCount == 5)
    }

    @Test func anImageOfAnImageIsOneToo() throws {
        let program = try original()
        program.store(bytes(program.process.imageBase), at: program.process.imageBase + zero)
        let second = try start(try snapshot(program))
        let third = try start(try snapshot(second))
        #expect(third.word(at: third.process.imageBase + zero) == third.process.imageBase)
        #expect(third.word(at: third.process.imageBase + 0x2580) == third.process.imageBase + 0x1400)
    }

    @Test func aSnapshotOfUserIsolationIsForUserIsolationOnly() throws {
        let image = try snapshot(try original(isolation: .user))
        #expect(throws: FTLError.notAllowed) { try start(image) }
        _ = try start(image, isolation: .user)
    }

    @Test func noProcessGetsAnAddressOfAnothersMemory() throws {
        let program = try original()
        let (base, memory) = (program.process.imageBase, program.memory)
        let end = memory + UInt(Program.memoryLength)
        // Its own with Swift's bits for a string, the way an object's address is kept and with something in the place
        // of bits that no address has; then what is not mapped; then numbers.
        let kept = [end + 0x1000, 7, 1 << 39, .max, memory | 1 << 50]
        let zeroed = [memory, end - 1, memory | 0xe << 60, memory - 32, (memory - 32) | 0x8 << 60, memory | 1 << 63]
        for (index, word) in (kept + zeroed).enumerated() {
            program.store(bytes(word), at: base + variable + UInt(index) * 8)
        }
        let tagged = base + variable | 0x8 << 60
        program.store(bytes(tagged), at: base + zero)
        let other = try start(try snapshot(program))
        let place = other.process.imageBase
        for (index, word) in (kept + zeroed.map { _ in 0 }).enumerated() {
            #expect(other.word(at: place + variable + UInt(index) * 8) == word)
        }
        #expect(other.word(at: place + zero) == tagged &+ (place &- base))
    }

    @Test func aNumberOfUserIsolationStaysOne() throws {
        let program = try original(isolation: .user)
        program.store(bytes(program.memory), at: program.process.imageBase + variable)
        let other = try start(try snapshot(program), isolation: .user)
        #expect(other.word(at: other.process.imageBase + variable) == program.memory)
    }

    @Test func whoUnmappedAPartOfItselfIsRefused() throws {
        let program = try original()
        try program.process.space.unmap(program.process.imageBase + 0x3000)
        _ = try snapshot(program)
        try program.process.space.unmap(program.process.imageBase + 0x2000)
        #expect(throws: FTLError.invalidState) { try program.call(.imageCapture) }
    }

    @Test func whereMemoryRunsOutTheImageKeepsNoneAndTheProcessIsTold() throws {
        let program = try original()
        program.store([1], at: program.process.imageBase + zero)
        for left in 0..<3 {
            let hoard = system.exhaust(leaving: left)
            let pages = system.pages
            #expect(throws: FTLError.outOfMemory) { try snapshot(program) }
            #expect(system.pages == pages)
            withExtendedLifetime(hoard) {}
        }
        let process = try start(try snapshot(program)).process
        let hoard = system.exhaust(leaving: 0)
        #expect(process.space.resolvePageFault(process.imageBase + variable, .read) == .outOfMemory)
        withExtendedLifetime(hoard) {}
    }

    @Test func everythingIsBackWithTheLastOfThem() throws {
        let pages = system.pages
        let live = Liveness()
        func run() throws {
            let program = try original()
            let image = try snapshot(program)
            live.watch(image)
            program.kill()
            let other = try start(image)
            #expect(other.process.space.resolvePageFault(other.process.imageBase + variable, .write) == .resolved)
            other.kill()
        }
        try run()
        #expect(live.living == 0)
        #expect(system.pages == pages)
    }
}
