// A program's memory as an image: its processes begin with the variables as they were, at their own addresses, and pay
// for pages when they touch them.

import FTLTypes
import Testing

@testable import KernelCore

@Suite struct CaptureTests {
    let system = TestSystem()
    /// Of ProgramFile, in bytes from its first: a variable of each of its two pages that are not read-only.
    private let variable: UInt = 0x3800
    private let zero: UInt = 0x4100

    private func start(_ image: Image, isolation: Isolation = .kernel) throws -> Program {
        let maker = Account(pages: 100, parent: nil)
        let space = try VmSpace(kernel: system.kernel, isolation: isolation, maker: maker)
        let process = try system.kernel.makeProcess(
            name: "test", arguments: ByteString([]), image: image, space: space)
        try system.kernel.start(process)
        return try Program(system, running: process)
    }

    private func original(isolation: Isolation = .kernel) throws -> Program {
        let image = try Image(name: "test", file: ProgramFile().bytes().span, memory: system.memory, account: nil)
        return try start(image, isolation: isolation)
    }

    /// Has the program captured.
    ///
    /// - Parameter addresses: offsets of the words that are addresses.
    private func capture(_ program: Program, addresses: [UInt]) throws -> Image {
        var marks = [UInt8](repeating: 0, count: program.process.image.pageCount * 64)
        for offset in addresses { marks[Int(offset / 64)] |= 1 << UInt8(offset / 8 % 8) }
        program.store(marks, at: program.memory)
        let handle = try program.call(.imageCapture, program.memory, UInt(marks.count))
        guard case .image(let image) = try program.object(handle) else { throw FTLError.wrongType }
        return image
    }

    private func bytes(_ value: UInt) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt($0))) } }

    @Test(arguments: Isolation.both) func aProcessBeginsWithTheVariablesAtItsOwnAddresses(isolation: Isolation) throws {
        let program = try original()
        let base = program.process.imageBase
        program.store(bytes(base + 0x1408), at: base + variable)
        program.store(bytes(base + 0x1408), at: base + variable + 8)
        let image = try capture(program, addresses: [0x2580, 0x3ff8, variable])
        // What it does later is its own.
        program.store(bytes(1), at: base + variable)
        let other = try start(image, isolation: isolation)
        let place = other.process.imageBase
        #expect(place != base)
        #expect(other.word(at: place + variable) == place + 0x1408)
        #expect(other.word(at: place + variable + 8) == base + 0x1408, "it was not said to be an address")
        #expect(other.word(at: place + 0x2580) == place + 0x1400)
        #expect(other.word(at: place + 0x3ff8) == place + 0x5000)
        #expect(system.machine.entries.values.contains { $0.entry == place + 0x1400 })
        // Nobody else sees what one writes.
        other.store(bytes(7), at: place + variable)
        let third = try start(image, isolation: isolation)
        #expect(third.word(at: third.process.imageBase + variable) == third.process.imageBase + 0x1408)
        // What only the loader wrote stays read-only.
        #expect(other.process.space.touch(place + 0x2580, .write) == .forbidden)
    }

    @Test func pagesAreCopiedWhenTheyAreTouchedAndChargedFromTheStart() throws {
        let program = try original()
        program.store([1], at: program.process.imageBase + zero)
        let image = try capture(program, addresses: [])
        let process = try start(image).process
        let base = process.imageBase
        // Three pages of variables, the stack's first, the start info; and those of the test's own.
        let charged = process.account.bytes
        let free = system.memory.freePages
        for address in [base + variable, base + zero] {
            #expect(system.machine.mapped(at: address & ~0xfff, in: process.space.translation) == nil)
            #expect(process.space.touch(address, .read) == .resolved)
        }
        #expect(system.memory.freePages == free - 2)
        #expect(process.account.bytes == charged)
    }

    @Test func zerosAtTheEndAreLeftOut() throws {
        let program = try original()
        #expect(program.process.image.pageCount == 5)
        #expect(try capture(program, addresses: []).pageCount == 4)
        program.store([1], at: program.process.imageBase + zero)
        #expect(try capture(program, addresses: []).pageCount == 5)
    }

    @Test func anImageOfAnImageIsOneToo() throws {
        let program = try original()
        program.store(bytes(program.process.imageBase), at: program.process.imageBase + zero)
        let second = try start(try capture(program, addresses: [0x2580, zero]))
        let third = try start(try capture(second, addresses: [0x2580, zero]))
        #expect(third.word(at: third.process.imageBase + zero) == third.process.imageBase)
        #expect(third.word(at: third.process.imageBase + 0x2580) == third.process.imageBase + 0x1400)
    }

    @Test func whatWasCapturedInUserIsolationIsForUserIsolationOnly() throws {
        let image = try capture(try original(isolation: .user), addresses: [])
        #expect(throws: FTLError.notAllowed) { try start(image) }
        _ = try start(image, isolation: .user)
    }

    @Test func marksOfAnotherLengthAreRefused() throws {
        let program = try original()
        let pages = system.pages
        for length in [UInt(0), 319, 321, 64] {
            #expect(throws: FTLError.invalidArgument) { try program.call(.imageCapture, program.memory, length) }
        }
        #expect(throws: FTLError.badAccess) { try program.call(.imageCapture, 0x1000, 320) }
        #expect(system.pages == pages)
    }

    @Test func whatCannotBeAnAddressIsMarkedInVain() throws {
        let program = try original()
        // In its code, which nobody writes.
        let image = try capture(program, addresses: [0, 0x1400])
        let other = try start(image)
        #expect(other.load(2, at: other.process.imageBase + 0x1400) == [1, 2])
    }

    @Test func whereMemoryRunsOutTheImageKeepsNoneAndTheProcessIsTold() throws {
        let program = try original()
        program.store([1], at: program.process.imageBase + zero)
        for left in 0..<3 {
            let hoard = system.exhaust(leaving: left)
            let pages = system.pages
            #expect(throws: FTLError.outOfMemory) { try capture(program, addresses: []) }
            #expect(system.pages == pages)
            withExtendedLifetime(hoard) {}
        }
        let process = try start(try capture(program, addresses: [])).process
        let hoard = system.exhaust(leaving: 0)
        #expect(process.space.touch(process.imageBase + variable, .read) == .outOfMemory)
        withExtendedLifetime(hoard) {}
    }

    @Test func everythingIsBackWithTheLastOfThem() throws {
        let pages = system.pages
        let live = Liveness()
        func run() throws {
            let program = try original()
            let image = try capture(program, addresses: [0x2580])
            live.watch(image)
            program.kill()
            let other = try start(image)
            #expect(other.process.space.touch(other.process.imageBase + variable, .write) == .resolved)
            other.kill()
        }
        try run()
        #expect(live.living == 0)
        #expect(system.pages == pages)
    }
}
