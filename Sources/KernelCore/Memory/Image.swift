// A program, checked once and ready to be started any number of times. Segments that a program cannot write are in
// memory once and mapped by all its processes; the others are kept as a template, which each process gets a copy of
// with its addresses put in.
//
// Invariant: nothing here refers to the file any more, so whoever gave it can change it without harm.

import FTLTypes
import Formats

public final class Image {
    struct Segment {
        /// Pages from the image's first page.
        let page: Int
        /// Shared, or the template. With the addends of the relocations in place.
        let area: VmArea
        let permissions: Permissions
    }

    /// What its symbols are found under.
    let name: ByteString
    /// Whether the kernel knows where its code comes from. Any other is for user isolation only.
    let isTrusted: Bool
    let stackLength: Int
    private let segments: [Segment]
    private let relro: Range<Int>?
    private let pageCount: Int
    /// From the image's first byte.
    private let entry: UInt
    /// What its addresses are relative to, against its first page: nearly always 0.
    private let firstAddress: UInt
    /// Offsets, from the image's first byte, of the words that hold addresses.
    private let relocations: ChunkedArray<UInt32>

    static let defaultStackLength = 64 * 1024

    /// - Parameters:
    ///   - file: a static-PIE ELF.
    ///   - account: who pays for it; nobody for the kernel's own.
    init(
        name: ByteString, file: borrowing Span<UInt8>, isTrusted: Bool = true, memory: PhysicalMemory, account: Account?
    ) throws(ImageError) {
        let elf: ELFImage
        do { elf = try ELFImage.parse(file) } catch { throw .malformed(error) }
        let range = elf.memoryRange
        var segments: [Segment] = []
        for segment in elf.segments {
            let first = Int(segment.pages.lowerBound - range.lowerBound) / pageSize
            do {
                // Growing: nobody touches what begins as zero, except in the copies.
                let area = try VmArea(
                    length: Int(segment.pages.upperBound - segment.pages.lowerBound), memory: memory, account: account,
                    isGrowing: true)
                let content = file.extracting(segment.file)
                let offset = Int(segment.memory.lowerBound - segment.pages.lowerBound)
                try area.populate(offset: offset, count: content.count)
                unsafe content.withUnsafeBytes { unsafe area.copyIn(offset: offset, from: $0) }
                segments.append(Segment(page: first, area: area, permissions: Permissions(segment)))
            } catch { throw .failed(error) }
        }
        var relocations = ChunkedArray<UInt32>()
        guard elf.relocationCount <= ChunkedArray<UInt32>.capacity else { throw .failed(.tooLarge) }
        for index in 0..<elf.relocationCount {
            guard memory.hasReserve else { throw .failed(.outOfMemory) }
            let relocation: ELFImage.Relocation
            do { relocation = try elf.relocation(at: index, in: file) } catch { throw .malformed(error) }
            let offset = Int(relocation.offset - range.lowerBound)
            let segment = segments.first { $0.permissions.contains(.write) && $0.holds(offset) }
            do { try segment?.store(UInt(relocation.addend), at: offset) } catch { throw .failed(error) }
            relocations.append(UInt32(offset))
        }
        self.name = name
        self.isTrusted = isTrusted
        self.segments = segments
        self.relocations = relocations
        pageCount = Int(range.upperBound - range.lowerBound) / pageSize
        entry = UInt(elf.entry - range.lowerBound)
        firstAddress = UInt(range.lowerBound)
        relro = elf.relro.map {
            Int($0.lowerBound - range.lowerBound) / pageSize..<Int($0.upperBound - range.lowerBound) / pageSize
        }
        let stack = Int(clamping: elf.stackSize)
        stackLength =
            stack == 0
            ? Image.defaultStackLength
            : min(max(stack, Limits.stackLength.lowerBound), Limits.stackLength.upperBound)
    }

    /// Puts the program into an address space.
    /// - Returns: where it is entered, and what its link-time addresses are relative to. After an error the space
    ///   may hold a part of it; it is of no use then.
    func load(into space: VmSpace, account: Account, memory: PhysicalMemory) throws(FTLError) -> (
        entry: UInt, base: UInt
    ) {
        // What is read-only after the relocations makes three mappings of the segment it lies in.
        guard space.hasRoom(mappings: segments.count + (relro == nil ? 0 : 2), pages: pageCount) else {
            throw .limitReached
        }
        let start = try space.findRoom(pages: pageCount)
        let base = start &- firstAddress
        var own: [(template: Segment, copy: Segment)] = []
        for segment in segments {
            guard segment.permissions.contains(.write) else {
                space.map(
                    segment.area, page: 0, count: segment.area.pageCount, segment.permissions,
                    at: start + UInt(segment.page * pageSize))
                continue
            }
            let area = try VmArea(length: segment.area.length, memory: memory, account: account)
            for index in 0..<area.pageCount {
                guard let page = segment.area.page(at: index) else { continue }
                memory.copy(page, to: try area.populate(page: index))
            }
            own.append((segment, Segment(page: segment.page, area: area, permissions: segment.permissions)))
        }
        for index in 0..<relocations.count {
            let offset = Int(relocations[index])
            guard let part = own.first(where: { $0.copy.holds(offset) }) else { continue }
            try part.copy.store(part.template.load(at: offset) &+ base, at: offset)
        }
        for part in own { mapPrivate(part.copy, into: space, at: start) }
        return (start + entry, base)
    }

    /// Maps a writable segment; what only relocations had to write becomes read-only.
    private func mapPrivate(_ segment: Segment, into space: VmSpace, at start: UInt) {
        let pages = segment.page..<segment.page + segment.area.pageCount
        let readOnly = relro.map { $0.clamped(to: pages) } ?? pages.lowerBound..<pages.lowerBound
        let parts: [(Range<Int>, Permissions)] = [
            (pages.lowerBound..<readOnly.lowerBound, segment.permissions), (readOnly, [.read]),
            (readOnly.upperBound..<pages.upperBound, segment.permissions),
        ]
        for (part, permissions) in parts where !part.isEmpty {
            space.map(
                segment.area, page: part.lowerBound - pages.lowerBound, count: part.count, permissions,
                at: start + UInt(part.lowerBound * pageSize))
        }
    }
}

extension Image.Segment {
    /// Whether an offset from the image's first byte is in it.
    fileprivate func holds(_ offset: Int) -> Bool {
        (page..<page + area.pageCount).contains(offset >> pageShift)
    }

    /// Stores an address at an offset from the image's first byte.
    fileprivate func store(_ value: UInt, at offset: Int) throws(FTLError) {
        try area.populate(offset: offset - page * pageSize, count: MemoryLayout<UInt>.size)
        var value = value
        // Safe: the bytes of a local variable.
        unsafe withUnsafeBytes(of: &value) { unsafe area.copyIn(offset: offset - page * pageSize, from: $0) }
    }

    /// What `store` put there.
    fileprivate func load(at offset: Int) -> UInt {
        var value: UInt = 0
        // Safe: the bytes of a local variable.
        unsafe withUnsafeMutableBytes(of: &value) { unsafe area.copyOut(offset: offset - page * pageSize, to: $0) }
        return value
    }
}

extension Permissions {
    init(_ segment: ELFImage.Segment) {
        self = []
        if segment.isReadable { insert(.read) }
        if segment.isWritable { insert(.write) }
        if segment.isExecutable { insert(.execute) }
    }
}

/// Why a file did not become an image.
enum ImageError: Error {
    case malformed(ELFError)
    case failed(FTLError)
}

extension Kernel {
    // MARK: System calls

    func imageCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        let area = try call.vmArea(0, .read)
        let isTrusted = try call.handle(0, .read).rights.contains(.execute)
        let (offset, length) = (call.word(1), call.word(2))
        guard offset <= UInt(area.length), length > 0, length <= UInt(area.length) - offset else {
            throw .invalidArgument
        }
        guard call.process.handles.hasRoom() else { throw .limitReached }
        let name = initialFiles?.name(ofFileAt: Int(offset), in: area) ?? call.process.name
        let account = call.process.account
        let image: Image
        do {
            image = try area.withContiguous(offset: Int(offset), length: Int(length)) {
                (file) throws(ImageError) in
                try Image(
                    name: name, file: file, isTrusted: isTrusted, memory: memory, account: account)
            }
        } catch {
            switch error {
            case .malformed(let fault):
                log.write(.error, "image", "'\(name)', given by '\(call.process.name)', is refused: \(fault.message)")
                throw .malformed
            case .failed(let error): throw error
            }
        }
        return try call.insert(makeHandle(.image(image), [.execute, .duplicate, .transfer]))
    }
}

extension VmArea {
    /// Calls `body` with bytes of the area that nothing can change meanwhile. An area whose pages lie next to each
    /// other is used where it is, any other is copied.
    fileprivate func withContiguous<Result>(
        offset: Int, length: Int, _ body: (borrowing Span<UInt8>) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        if isBorrowed, let first = page(at: 0) {
            // Safe: the pages of a borrowed area are one range of physical memory that stays for ever.
            let bytes = unsafe UnsafeRawBufferPointer(
                start: UnsafeRawPointer(memory.pointer(first)) + offset, count: length)
            return try unsafe body(Span<UInt8>(_unsafeBytes: bytes))
        }
        let order = KernelCore.pages(in: length).roundedUpToPowerOfTwo.trailingZeroBitCount
        guard order <= Buddy.largestOrder else { throw .failed(.tooLarge) }
        let block: PageNumber
        do {
            try populate(offset: offset, count: length)
            block = try memory.allocate(order: order)
        } catch { throw .failed(error) }
        defer { memory.free(block) }
        // Safe: the block is at least `length` bytes, ours until this returns.
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: memory.pointer(block), count: length)
        unsafe copyOut(offset: offset, to: bytes)
        return try unsafe body(Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(bytes)))
    }
}
