// From a program file to memory: addresses put in, shared what nobody writes, read-only what only the loader wrote,
// and nothing kept where it fails.

import FTLTypes
import Formats
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ImageTests {
    let system = TestSystem()

    private func image(_ file: ProgramFile) throws -> Image {
        try Image(name: "test", file: file.bytes().span, memory: system.memory, account: nil)
    }

    private func start(_ image: Image, in space: VmSpace? = nil) throws -> Program {
        let process = try system.kernel.makeProcess(
            name: "test", arguments: ByteString([]), image: image, space: space)
        try system.kernel.start(process, system.hart)
        return try Program(system, running: process)
    }

    @Test func segmentsHaveTheirContentAndZerosAfterIt() throws {
        let program = try start(try image(ProgramFile()))
        let base = program.process.imageBase
        let file = ProgramFile().bytes()
        #expect(program.load(0x400, at: base) == Array(file[0..<0x400]))
        #expect(program.load(0x40, at: base + 0x1400) == Array(file[0x400..<0x440]))
        #expect(program.load(0x80, at: base + 0x2500) == Array(file[0x500..<0x580]))
        #expect(program.load(0x2000, at: base + 0x3000).dropLast(0x1000).prefix(0xff8).allSatisfy { $0 == 0 })
        #expect(program.load(0x1000, at: base + 0x4000).allSatisfy { $0 == 0 })
    }

    @Test func addressesArePutInWhereTheRelocationsSay() throws {
        let program = try start(try image(ProgramFile()))
        let base = program.process.imageBase
        #expect(program.word(at: base + 0x2580) == base + 0x1400)
        #expect(program.word(at: base + 0x3ff8) == base + 0x5000)
        #expect(system.machine.entries.values.contains { $0.entry == base + 0x1400 })
    }

    @Test func everySegmentHasThePermissionsItAsksForAndRelocatedConstantsNoMore() throws {
        let process = try start(try image(ProgramFile())).process
        let base = process.imageBase
        // Zeros nobody has touched have no page yet.
        #expect(system.machine.mapped[base + 0x4000] == nil)
        #expect(process.space.resolvePageFault(base + 0x4000, .write) == .resolved)
        let permissions = (0..<5).map { system.machine.mapped[base + UInt($0 * pageSize)]?.permissions }
        #expect(permissions == [[.read], [.read, .execute], [.read], [.read, .write], [.read, .write]])
    }

    @Test func processesShareWhatTheyCannotWriteAndNothingElse() throws {
        let image = try image(ProgramFile())
        let (one, two) = (try start(image), try start(image))
        for program in [one, two] {
            #expect(program.process.space.resolvePageFault(program.process.imageBase + 0x4000, .read) == .resolved)
        }
        func page(_ program: Program, _ index: Int) -> PageNumber? {
            system.machine.mapped[program.process.imageBase + UInt(index * pageSize)]?.page
        }
        for index in 0..<2 { #expect(page(one, index) == page(two, index)) }
        for index in 2..<5 { #expect(page(one, index) != nil && page(one, index) != page(two, index)) }
        one.store([1, 2, 3], at: one.process.imageBase + 0x4000)
        #expect(two.load(3, at: two.process.imageBase + 0x4000) == [0, 0, 0])
        let three = try start(image)
        #expect(three.load(3, at: three.process.imageBase + 0x4000) == [0, 0, 0])
    }

    @Test func aProgramThatIsNotLinkedAtZeroFindsItsAddresses() throws {
        var file = ProgramFile()
        for index in file.headers.indices { file.headers[index].address += 0x1_0000 }
        file.entry += 0x1_0000
        file.relocations = file.relocations.map { ($0.offset + 0x1_0000, $0.addend + 0x1_0000) }
        // The table of relocations lies in the first segment.
        let bytes = file.bytes()
        var moved = bytes
        moved[0x508 + 2] = 1
        let image = try Image(name: "test", file: moved.span, memory: system.memory, account: nil)
        let program = try start(image)
        let base = program.process.imageBase
        #expect(program.word(at: base + 0x1_2580) == base + 0x1_1400)
        #expect(program.load(1, at: base + 0x1_1400) == [1])
    }

    @Test func aStackIsAsLongAsTheProgramAsksForWithinLimits() throws {
        for (asked, got) in [(0, 64 * 1024), (100_000, 100_000), (1, 16 * 1024), (200 << 20, 8 << 20)] {
            var file = ProgramFile()
            file.stackSize = UInt64(asked)
            #expect(try image(file).stackLength == got)
        }
    }

    @Test func whatIsMalformedIsRefusedAndKeepsNoMemory() throws {
        let pages = system.pages
        var both = ProgramFile()
        both.headers[2].flags = 7
        var outside = ProgramFile()
        outside.relocations.append((0x1400, 0))
        var entry = ProgramFile()
        entry.entry = 0x2500
        for file in [both, outside, entry] {
            do {
                _ = try image(file)
                Issue.record("a malformed file became an image")
            } catch {
                guard case .malformed(_)? = error as? ImageError else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
        #expect(system.pages == pages)
    }

    @Test func whereMemoryRunsOutAtAnyPageTheImageKeepsNone() throws {
        for left in 0..<5 {
            let hoard = system.exhaust(leaving: left)
            let pages = system.pages
            expectImage(left < 4 ? .outOfMemory : nil, account: nil)
            #expect(system.pages == pages)
            withExtendedLifetime(hoard) {}
        }
    }

    @Test func whereTheAccountRunsOutAtAnyPageTheImageKeepsNone() throws {
        let pages = system.pages
        for left in 0..<5 {
            let account = Account(pages: left, parent: nil)
            expectImage(left < 4 ? .limitReached : nil, account: account)
            #expect(account.bytes == 0)
            #expect(system.pages == pages)
        }
    }

    /// Makes an image, which must fail so or not at all, and lets go of it.
    private func expectImage(_ expected: FTLError?, account: Account?) {
        do {
            _ = try Image(name: "test", file: ProgramFile().bytes().span, memory: system.memory, account: account)
            #expect(expected == nil, "an image out of nothing")
        } catch {
            guard case .failed(let reason) = error, reason == expected else {
                Issue.record("\(error)")
                return
            }
        }
    }

    /// Its length is whatever the file says, and nothing is charged for what has no content.
    @Test func anImageWithAHugeSegmentOfZerosTakesNoMoreThanItHas() throws {
        var file = ProgramFile()
        file.headers[2].memorySize = ELFImage.maximumSize - 0x1_0000
        let before = system.memory.freePages
        let made = try image(file)
        #expect(system.memory.freePages == before - 4)
        let process = try system.kernel.makeProcess(name: "huge", arguments: ByteString([]), image: made)
        let pages = system.pages
        #expect(throws: FTLError.limitReached) { try system.kernel.start(process, system.hart) }
        #expect(system.pages == pages)
        #expect(process.account.bytes == 0)
    }

    @Test func anImageMadeFromAnAreaDoesNotChangeWithIt() throws {
        let program = try Program(system)
        let file = ProgramFile().bytes()
        let area = try program.makeFilledArea(file.count + 100)
        program.store(file, at: program.memory)
        // At an offset, to show that it may be part of something larger.
        try program.call(.vmAreaWrite, area, 100, program.memory, UInt(file.count))
        let pages = system.pages
        let image = try program.call(.imageCreate, area, 100, UInt(file.count))
        let after = system.pages
        #expect(after.free == pages.free - 4, "the pages of its segments that are not zero, and no others")
        #expect(after.committed == pages.committed)
        program.store([UInt8](repeating: 0xff, count: file.count), at: program.memory)
        try program.call(.vmAreaWrite, area, 100, program.memory, UInt(file.count))
        guard let object = try program.object(image) as? Image else { throw FTLError.wrongType }
        let child = try start(
            object, in: VmSpace(kernel: system.kernel, isolation: .user, maker: program.process.account))
        #expect(child.load(2, at: child.process.imageBase + 0x1400) == [1, 2])
    }

    @Test func theCallRefusesWhatIsNotInTheAreaOrNoProgram() throws {
        let program = try Program(system)
        let area = try program.makeFilledArea(5000)
        let pages = system.pages
        for (offset, length) in [(UInt(0), UInt(0)), (0, 5001), (5000, 1), (.max, 1), (1, .max), (.max, .max)] {
            #expect(throws: FTLError.invalidArgument) { try program.call(.imageCreate, area, offset, length) }
        }
        #expect(throws: FTLError.malformed) { try program.call(.imageCreate, area, 0, 5000) }
        #expect(system.machine.takeText().contains("image: 'program', given by 'program', is refused: ELF"))
        #expect(system.pages == pages)
    }

    @Test func anImageGoesWithItsLastProcess() throws {
        let pages = system.pages
        let live = Liveness()
        func run() throws {
            let image = try image(ProgramFile())
            live.watch(image)
            let (one, two) = (try start(image), try start(image))
            one.kill()
            two.kill()
        }
        try run()
        #expect(live.living == 0)
        #expect(system.pages == pages)
    }
}
