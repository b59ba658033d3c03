// From bytes to an ELFImage. The order of the checks is the order of trust: nothing is used before what bounds
// it has been checked.

extension ELFImage {
    /// Checks a whole file. Takes time linear in its number of relocations.
    ///
    /// - Throws: the first fault found.
    public static func parse(_ file: borrowing Span<UInt8>) throws(ELFError) -> ELFImage {
        let header = try Header(file)
        var segments: [Segment] = []
        segments.reserveCapacity(header.programHeaderCount)
        var relro: ProgramHeader?
        var dynamic: ProgramHeader?
        var threadLocals: ThreadLocals?
        var stackSize: UInt64 = 0
        for index in 0..<header.programHeaderCount {
            let program = try ProgramHeader(file, at: header.programHeaders + index * ProgramHeader.size, index)
            switch program.type {
            case ProgramHeader.load:
                guard let segment = try program.segment() else { continue }
                if let last = segments.last, last.pages.upperBound > segment.pages.lowerBound {
                    throw .segmentsOverlap(index: index)
                }
                segments.append(segment)
            case ProgramHeader.dynamic:
                guard dynamic == nil else { throw .repeated(index: index) }
                dynamic = program
            case ProgramHeader.interpreter: throw .needsInterpreter
            case ProgramHeader.threadLocals:
                guard threadLocals == nil else { throw .repeated(index: index) }
                threadLocals = ThreadLocals(file: program.file, memorySize: program.memorySize)
            case ProgramHeader.relro:
                guard relro == nil else { throw .repeated(index: index) }
                relro = program
            case ProgramHeader.stack: stackSize = program.memorySize
            default: continue
            }
        }
        guard !segments.isEmpty else { throw .noSegments }
        guard header.entry % 2 == 0, segments.contains(where: { $0.isExecutable && $0.memory.contains(header.entry) })
        else { throw .entryOutside }

        var table = RelocationTable.none
        if let dynamic { table = try RelocationTable(file, dynamic, segments) }
        var protected: Range<UInt64>?
        if let relro { protected = try relro.relroPages(segments) }
        let image = ELFImage(
            segments: segments, entry: header.entry, relro: protected, threadLocals: threadLocals,
            stackSize: stackSize, relocationCount: table.count, relocationTable: table.offset)
        for index in 0..<table.count { _ = try image.relocation(at: index, in: file) }
        return image
    }
}

/// What the ELF header says, of interest here.
private struct Header {
    let entry: UInt64
    let programHeaders: Int
    let programHeaderCount: Int

    init(_ file: borrowing Span<UInt8>) throws(ELFError) {
        guard file.count >= 64 else { throw .tooShort }
        guard file.equals("\u{7f}ELF", in: 0..<4) else { throw .badMagic }
        guard file[4] == 2 else { throw .notELF64 }
        guard file[5] == 1 else { throw .notLittleEndian }
        // Version 1 and the System V ABI.
        guard file[6] == 1, file.little32(at: 20) == 1, file[7] == 0 else { throw .unknownVersion }
        guard file.little16(at: 18) == 243 else { throw .notRISCV }
        guard file.little16(at: 16) == 3 else { throw .notPositionIndependent }
        guard file.little16(at: 52) == 64, file.little16(at: 54) == UInt16(ProgramHeader.size) else {
            throw .badHeaderSize
        }
        let count = Int(file.little16(at: 56) ?? 0)
        guard count <= ELFImage.maximumProgramHeaders else { throw .tooManyProgramHeaders(count: count) }
        guard let offset = file.little64(at: 32), let start = Int(exactly: offset),
            start <= file.count, count * ProgramHeader.size <= file.count - start
        else { throw .programHeadersOutside }
        programHeaders = start
        programHeaderCount = count
        entry = file.little64(at: 24) ?? 0
    }
}

/// One program header whose ranges have been checked: file range in the file, memory range in the image's bound.
struct ProgramHeader {
    static let size = 56
    static let load: UInt32 = 1
    static let dynamic: UInt32 = 2
    static let interpreter: UInt32 = 3
    static let stack: UInt32 = 0x6474_e551
    static let threadLocals: UInt32 = 7
    static let relro: UInt32 = 0x6474_e552

    let index: Int
    let type: UInt32
    let flags: UInt32
    let file: Range<Int>
    let memory: Range<UInt64>
    let alignment: UInt64

    var memorySize: UInt64 { memory.upperBound - memory.lowerBound }

    /// Types that nobody here uses are not checked; their ranges are empty.
    init(_ file: borrowing Span<UInt8>, at offset: Int, _ index: Int) throws(ELFError) {
        guard let type = file.little32(at: offset), let flags = file.little32(at: offset + 4),
            let start = file.little64(at: offset + 8), let address = file.little64(at: offset + 16),
            let fileSize = file.little64(at: offset + 32), let memorySize = file.little64(at: offset + 40),
            let alignment = file.little64(at: offset + 48)
        else { throw .programHeadersOutside }
        self.index = index
        self.type = type
        self.flags = flags
        self.alignment = alignment
        switch type {
        case ProgramHeader.load, ProgramHeader.dynamic, ProgramHeader.threadLocals, ProgramHeader.relro,
            ProgramHeader.stack:
            break
        default:
            self.file = 0..<0
            memory = 0..<0
            return
        }
        let length = UInt64(file.count)
        guard start <= length, fileSize <= length - start else { throw .contentOutside(index: index) }
        guard fileSize <= memorySize else { throw .contentTooLong(index: index) }
        guard address <= ELFImage.maximumSize, memorySize <= ELFImage.maximumSize - address else {
            throw .tooLarge(index: index)
        }
        self.file = Int(start)..<Int(start + fileSize)
        memory = address..<address + memorySize
    }

    /// This header as a segment to load, or nil where it loads nothing.
    func segment() throws(ELFError) -> ELFImage.Segment? {
        if memory.isEmpty { return nil }
        guard alignment == ELFImage.pageSize,
            UInt64(file.lowerBound) % ELFImage.pageSize == memory.lowerBound % ELFImage.pageSize
        else { throw .misaligned(index: index) }
        let (executable, writable, readable) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0)
        guard !(writable && executable) else { throw .writableAndExecutable(index: index) }
        guard readable || (executable && !writable) else { throw .badPermissions(index: index) }
        return ELFImage.Segment(
            file: file, memory: memory, isReadable: readable, isWritable: writable, isExecutable: executable)
    }

    /// The pages that may become read-only: those with nothing in them of the segment but this header's range.
    func relroPages(_ segments: [ELFImage.Segment]) throws(ELFError) -> Range<UInt64>? {
        if memory.isEmpty { return nil }
        for segment in segments where segment.isWritable && segment.memory.contains(memory.lowerBound) {
            // A linker may round the end up to the page.
            guard memory.upperBound <= segment.pages.upperBound else { break }
            let begins = memory.lowerBound == segment.memory.lowerBound
            let ends = memory.upperBound >= segment.memory.upperBound
            let start = begins ? pageDown(memory.lowerBound) : pageUp(memory.lowerBound)
            let end = ends ? pageUp(memory.upperBound) : pageDown(memory.upperBound)
            return start < end ? start..<end : nil
        }
        throw .relroOutside
    }
}
