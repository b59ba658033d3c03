// Which programs are taken, and that everything else is refused for the right reason.

import Formats
import Testing

@Suite struct ELFImageTests {
    @Test func readsAProgram() throws {
        let file = ProgramWriter().bytes()
        let image = try ELFImage.parse(file.span)
        #expect(image.segments.map(\.memory) == [0..<0x400, 0x1400..<0x1440, 0x2500..<0x4000])
        #expect(image.segments.map(\.file) == [0..<0x400, 0x400..<0x440, 0x500..<0x700])
        #expect(image.segments.map(\.pages) == [0..<0x1000, 0x1000..<0x2000, 0x2000..<0x4000])
        #expect(image.segments.map(\.isReadable) == [true, true, true])
        #expect(image.segments.map(\.isWritable) == [false, false, true])
        #expect(image.segments.map(\.isExecutable) == [false, true, false])
        #expect(image.entry == 0x1400)
        #expect(image.memoryRange == 0..<0x4000)
        #expect(image.relro == 0x2000..<0x3000)
        #expect(image.threadLocals?.file == 0x680..<0x690)
        #expect(image.threadLocals?.memorySize == 0x40)
        #expect(image.relocationCount == 4)
        let relocations = try (0..<4).map { try image.relocation(at: $0, in: file.span) }
        #expect(relocations.map(\.offset) == [0x2580, 0x2588, 0x3ff8, 0x2590])
        #expect(relocations.map(\.addend) == [0x1400, 0, 0x4000, 0x2600])
        #expect(throws: ELFError.relocationOutside(index: 4)) { try image.relocation(at: 4, in: file.span) }
        #expect(throws: ELFError.relocationOutside(index: -1)) { try image.relocation(at: -1, in: file.span) }
        #expect(throws: ELFError.relocationOutside(index: 0)) {
            try image.relocation(at: 0, in: file.span.extracting(0..<64))
        }
    }

    @Test func tellsTheStackAProgramAsksFor() throws {
        var writer = ProgramWriter()
        #expect(try ELFImage.parse(writer.bytes().span).stackSize == 0)
        writer.headers[6].memorySize = 0x2_0000
        #expect(try ELFImage.parse(writer.bytes().span).stackSize == 0x2_0000)
        writer.headers[6].memorySize = .max
        #expect(throws: ELFError.tooLarge(index: 6)) { try ELFImage.parse(writer.bytes().span) }
    }

    @Test func aProgramNeedNotBeRelocated() throws {
        var writer = ProgramWriter()
        writer.headers.remove(at: 3)
        #expect(try ELFImage.parse(writer.bytes().span).relocationCount == 0)
        var empty = ProgramWriter()
        empty.dynamic = [(0, 0)]
        #expect(try ELFImage.parse(empty.bytes().span).relocationCount == 0)
    }

    @Test func headersThatLoadNothingAreLeftOut() throws {
        var writer = ProgramWriter()
        writer.headers.insert(
            .init(type: 1, flags: 0, offset: 0, address: 0x5000, fileSize: 0, memorySize: 0, alignment: 1), at: 1)
        #expect(try ELFImage.parse(writer.bytes().span).segments.count == 3)
    }

    /// Read-only once relocated are the whole pages with nothing else of the segment in them.
    @Test(arguments: [
        (0x2500, 0xb00, 0x2000..<0x3000 as Range<UInt64>?),
        (0x2500, 0xc00, 0x2000..<0x3000), (0x2500, 0xa00, nil),
        (0x2600, 0xa00, nil), (0x2600, 0x1a00, 0x3000..<0x4000),
        (0x2500, 0x1b00, 0x2000..<0x4000), (0x3500, 0, nil),
    ])
    func relroCoversWholePages(_ address: UInt64, _ size: UInt64, _ expected: Range<UInt64>?) throws {
        var writer = ProgramWriter()
        writer.headers[4].address = address
        writer.headers[4].fileSize = 0
        writer.headers[4].memorySize = size
        #expect(try ELFImage.parse(writer.bytes().span).relro == expected)
    }

    @Test func relroMayEndWithTheLastPageOfItsSegment() throws {
        var writer = ProgramWriter()
        writer.headers[2].memorySize = 0x200
        writer.relocations = []
        #expect(try ELFImage.parse(writer.bytes().span).relro == 0x2000..<0x3000)
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let error: ELFError
        let file: [UInt8]
        var testDescription: String { error.message }

        init(_ error: ELFError, _ change: (inout ProgramWriter) -> Void) {
            self.error = error
            var writer = ProgramWriter()
            change(&writer)
            file = writer.bytes()
        }

        init(_ error: ELFError, bytes change: (inout [UInt8]) -> Void) {
            self.error = error
            var file = ProgramWriter().bytes()
            change(&file)
            self.file = file
        }
    }

    static let broken: [Broken] = [
        Broken(.tooShort, bytes: { $0 = [] }),
        Broken(.tooShort, bytes: { $0.removeLast($0.count - 63) }),
        Broken(.badMagic, bytes: { $0[0] = 0 }),
        Broken(.notELF64, bytes: { $0[4] = 1 }),
        Broken(.notLittleEndian, bytes: { $0[5] = 2 }),
        Broken(.unknownVersion, bytes: { $0[6] = 2 }),
        Broken(.unknownVersion, bytes: { $0[7] = 9 }),
        Broken(.notPositionIndependent, bytes: { $0[16] = 2 }),
        Broken(.notRISCV, bytes: { $0[18] = 62 }),
        Broken(.badHeaderSize, bytes: { $0[54] = 32 }),
        Broken(.tooManyProgramHeaders(count: 17), bytes: { $0[56] = 17 }),
        Broken(.programHeadersOutside, bytes: { $0.put(0x600, 8, at: 32) }),
        Broken(.programHeadersOutside, bytes: { $0.put(.max, 8, at: 32) }),
        Broken(.noSegments, bytes: { $0[56] = 0 }),
        Broken(.contentOutside(index: 2), { $0.headers[2].fileSize = 0x201 }),
        Broken(.contentOutside(index: 2), { $0.headers[2].offset = .max - 0x100 }),
        Broken(.contentOutside(index: 5), { $0.headers[5].offset = 0x1000 }),
        Broken(.contentTooLong(index: 1), { $0.headers[1].memorySize = 0x3f }),
        Broken(.contentTooLong(index: 5), { $0.headers[5].memorySize = 0 }),
        Broken(.tooLarge(index: 2), { $0.headers[2].memorySize = 256 << 20 }),
        Broken(.tooLarge(index: 2), { $0.headers[2].memorySize = .max }),
        Broken(.tooLarge(index: 2), { $0.headers[2].address = .max - 0xfff }),
        Broken(.misaligned(index: 1), { $0.headers[1].address = 0x1402 }),
        Broken(.misaligned(index: 1), { $0.headers[1].alignment = 2 }),
        Broken(.misaligned(index: 1), { $0.headers[1].alignment = 0x10000 }),
        Broken(.writableAndExecutable(index: 1), { $0.headers[1].flags = 7 }),
        Broken(.badPermissions(index: 0), { $0.headers[0].flags = 0 }),
        Broken(.badPermissions(index: 2), { $0.headers[2].flags = 2 }),
        Broken(.segmentsOverlap(index: 2), { $0.headers[2].address = 0x1500 }),
        Broken(.segmentsOverlap(index: 1), { $0.headers.swapAt(0, 1) }),
        Broken(.repeated(index: 7), { $0.headers.append($0.headers[3]) }),
        Broken(.repeated(index: 7), { $0.headers.append($0.headers[4]) }),
        Broken(.repeated(index: 7), { $0.headers.append($0.headers[5]) }),
        Broken(.needsInterpreter, { $0.headers[6].type = 3 }),
        Broken(.entryOutside, { $0.entry = 0x1440 }),
        Broken(.entryOutside, { $0.entry = 0x2500 }),
        Broken(.entryOutside, { $0.entry = 0x1401 }),
        Broken(.relroOutside, { $0.headers[4].memorySize = 0x1b01 }),
        Broken(.relroOutside, { $0.headers[4].address = 0x1400 }),
        Broken(.dynamicOutside, { $0.headers[3].offset = 0x440 }),
        Broken(.dynamicEndMissing, { $0.headers[3].fileSize = 0x40 }),
        Broken(.dynamicEndMissing, { $0.headers[3].fileSize = 8 }),
        Broken(.needsLibrary, { $0.dynamic = [(1, 1), (0, 0)] }),
        Broken(.unsupportedDynamic(tag: 2), { $0.dynamic = [(2, 24), (23, 0x300), (0, 0)] }),
        Broken(.unsupportedDynamic(tag: 18), { $0.dynamic = [(18, 16), (0, 0)] }),
        Broken(.unsupportedDynamic(tag: 22), { $0.dynamic = [(22, 0), (0, 0)] }),
        Broken(.unsupportedDynamic(tag: 30), { $0.dynamic = [(30, 4), (0, 0)] }),
        Broken(.unsupportedDynamic(tag: 35), { $0.dynamic = [(35, 8), (0, 0)] }),
        Broken(.repeatedDynamic(tag: 7), { $0.dynamic = [(7, 0x300), (7, 0x300), (8, 24), (9, 24), (0, 0)] }),
        Broken(.relocationTableMissing, { $0.dynamic = [(8, 24), (9, 24), (0, 0)] }),
        Broken(.relocationSize, { $0.dynamic = [(7, 0x300), (8, 25), (9, 24), (0, 0)] }),
        Broken(.relocationSize, { $0.dynamic = [(7, 0x300), (8, 24), (9, 16), (0, 0)] }),
        Broken(.relocationTableOutside, { $0.dynamic = [(7, 0x3f0), (8, 24), (9, 24), (0, 0)] }),
        Broken(.relocationTableOutside, { $0.dynamic = [(7, .max), (8, 24), (9, 24), (0, 0)] }),
        Broken(.relocationTableOutside, { $0.dynamic = [(7, 0x300), (8, .max / 24 * 24), (9, 24), (0, 0)] }),
        // In memory, but not in the file.
        Broken(.relocationTableOutside, { $0.dynamic = [(7, 0x3000), (8, 24), (9, 24), (0, 0)] }),
        // R_RISCV_64, and a relative one with a symbol.
        Broken(.relocationType(index: 1), { $0.relocations[1].info = 2 }),
        Broken(.relocationType(index: 1), { $0.relocations[1].info = 1 << 32 | 3 }),
        Broken(.relocationMisaligned(index: 2), { $0.relocations[2].offset = 0x2584 }),
        Broken(.relocationTarget(index: 0), { $0.relocations[0].offset = 0x1400 }),
        Broken(.relocationTarget(index: 0), { $0.relocations[0].offset = 0x4000 }),
        Broken(.relocationTarget(index: 0), { $0.relocations[0].offset = .max - 7 }),
        Broken(.relocationTarget(index: 2), { $0.headers[2].memorySize = 0x1aff }),
        Broken(.relocationAddend(index: 3), { $0.relocations[3].addend = 0x4001 }),
        Broken(.relocationAddend(index: 3), { $0.relocations[3].addend = .max }),
    ]

    @Test(arguments: broken) func refuses(_ broken: Broken) {
        #expect(throws: broken.error) { try ELFImage.parse(broken.file.span) }
    }

    @Test func everyTruncationIsAnError() {
        let file = ProgramWriter().bytes()
        for length in 0..<file.count {
            #expect(throws: ELFError.self) { try ELFImage.parse(file.span.extracting(0..<length)) }
        }
    }

    @Test(.timeLimit(.minutes(5))) func tenThousandRelocationsAreRead() throws {
        let count = 10_000
        var writer = ProgramWriter()
        writer.relocations = []
        let table = 0x1000
        writer.headers[0].fileSize = 0x400
        writer.dynamic = [(7, 0x5000), (8, UInt64(count * 24)), (9, 24), (0, 0)]
        writer.headers.append(
            .init(
                type: 1, flags: 4, offset: UInt64(table), address: 0x5000, fileSize: UInt64(count * 24),
                memorySize: UInt64(count * 24)))
        var file = writer.bytes()
        file += [UInt8](repeating: 0, count: table + count * 24 - file.count)
        for index in 0..<count {
            file.put(0x2580, 8, at: table + index * 24)
            file.put(3, 8, at: table + index * 24 + 8)
        }
        let image = try ELFImage.parse(file.span)
        #expect(image.relocationCount == count)
    }

    @Test func neitherTrapsNorHangsOnMutatedPrograms() throws {
        let original = ProgramWriter().bytes()
        // The numbers of the header, of the program headers, of the dynamic section and of the relocations.
        var fields = [4, 5, 6, 7, 16, 18, 20, 24, 32, 48, 52, 54, 56]
        for header in 0..<7 { fields += [0, 4, 8, 16, 32, 40, 48].map { 64 + header * 56 + $0 } }
        for entry in 0..<5 { fields += [0x500 + entry * 16, 0x508 + entry * 16] }
        for relocation in 0..<4 { fields += [0, 8, 16].map { 0x300 + relocation * 24 + $0 } }
        var mutator = Mutator(seed: 2)
        var accepted = 0
        var faults = Faults()
        for _ in 0..<Mutator.rounds {
            let file = mutator.mutate(original, fields: fields)
            let image: ELFImage
            do {
                image = try ELFImage.parse(file.span)
            } catch {
                faults.add(error)
                continue
            }
            accepted += 1
            var end: UInt64 = 0
            for segment in image.segments {
                guard segment.pages.lowerBound >= end, segment.file.upperBound <= file.count,
                    segment.memory.upperBound <= ELFImage.maximumSize, segment.file.count <= segment.memory.count,
                    !(segment.isWritable && segment.isExecutable)
                else {
                    Issue.record("accepted a bad segment: \(segment)")
                    return
                }
                end = segment.pages.upperBound
            }
            for index in 0..<image.relocationCount { _ = try image.relocation(at: index, in: file.span) }
        }
        #expect(accepted > Mutator.rounds / 100 && accepted < Mutator.rounds)
        #expect(faults.count >= 33)
    }
}
