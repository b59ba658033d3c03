// A program, checked once and ready to be started any number of times. Segments that a program cannot write are in
// memory once and mapped by all its processes; the others are kept as the source of copies on write, which each process gets a copy of
// with its addresses put in. Made of a file, or of the memory of a process (Image+Snapshot.swift).
//
// Invariant: nothing here refers to the file any more, so whoever gave it can change it without harm.

import FTLTypes
import Formats

public final class Image: KernelObject, TypedObject {
    public static var objectType: ObjectType { .image }

    struct Segment {
        /// Pages from the image's first page.
        let page: Int
        let pageCount: Int
        let permissions: Permissions
        // One of the two. (Not an enum: the bits that tell its cases apart are in the pointers, where a leak sanitizer
        // does not find them.)
        /// What all processes map.
        let shared: VmArea?
        /// What each of them gets a copy of.
        let source: CopyOnWriteSource?

        init(page: Int, _ shared: VmArea, _ permissions: Permissions) {
            self.page = page
            self.shared = shared
            self.permissions = permissions
            source = nil
            pageCount = shared.pageCount
        }

        init(page: Int, _ source: CopyOnWriteSource, _ permissions: Permissions) {
            self.page = page
            self.source = source
            self.permissions = permissions
            shared = nil
            pageCount = source.pageCount
        }
    }

    /// What its symbols are found under.
    let name: ByteString
    /// Whether the kernel knows where its code comes from. Any other is for user isolation only.
    let isTrusted: Bool
    /// Whether it was made of a process's memory.
    let isSnapshot: Bool
    let stackLength: Int
    let segments: [Segment]
    private let relro: Range<Int>?
    let pageCount: Int
    /// From the image's first byte.
    private let entry: UInt
    /// What its addresses are relative to, against its first page: nearly always 0.
    let firstAddress: UInt

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
        segments.reserveCapacity(elf.segments.count)
        for segment in elf.segments {
            let length = Int(segment.pages.upperBound - segment.pages.lowerBound)
            let offset = Int(segment.memory.lowerBound - segment.pages.lowerBound)
            let bytes = file.extracting(segment.file)
            let page = Int(segment.pages.lowerBound - range.lowerBound) / pageSize
            do {
                if segment.isWritable {
                    let source = try CopyOnWriteSource(length: length, memory: memory, account: account)
                    try source.store(bytes, at: offset)
                    segments.append(Segment(page: page, source, Permissions(segment)))
                } else {
                    // Growing, for the zeros at its end.
                    let area = try VmArea(length: length, memory: memory, account: account, isGrowing: true)
                    try area.populate(offset: offset, count: bytes.count)
                    // Safe: the span's own bytes; the range was populated.
                    unsafe bytes.withUnsafeBytes { unsafe area.copyIn(offset: offset, from: $0) }
                    segments.append(Segment(page: page, area, Permissions(segment)))
                }
            } catch { throw .failed(error) }
        }
        for index in 0..<elf.relocationCount {
            guard memory.hasReserve else { throw .failed(.outOfMemory) }
            let relocation: ELFImage.Relocation
            do { relocation = try elf.relocation(at: index, in: file) } catch { throw .malformed(error) }
            let offset = Int(relocation.offset - range.lowerBound)
            // The file was checked: it is in a writable one.
            guard let segment = segments.first(where: { $0.holds(offset) }), let source = segment.source else {
                continue
            }
            do {
                try source.store(address: UInt(relocation.addend), at: offset - segment.page * pageSize)
            } catch { throw .failed(error) }
        }
        for segment in segments {
            do { try segment.source?.complete() } catch { throw .failed(error) }
        }
        self.name = name
        self.isTrusted = isTrusted
        isSnapshot = false
        self.segments = segments
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
        super.init(.image)
    }

    /// The same program with other content.
    init(_ original: Image, isTrusted: Bool, segments: [Segment]) {
        name = original.name
        self.isTrusted = isTrusted
        isSnapshot = true
        self.segments = segments
        pageCount = segments.reduce(0) { max($0, $1.page + $1.pageCount) }
        entry = original.entry
        firstAddress = original.firstAddress
        relro = original.relro
        stackLength = original.stackLength
        super.init(.image)
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
        for segment in segments {
            if let area = segment.shared {
                space.map(
                    area, page: 0, count: area.pageCount, segment.permissions,
                    at: start + UInt(segment.page * pageSize))
            }
            guard let source = segment.source else { continue }
            let area = try VmArea.copy(
                of: source, base: base, isCommitted: !isSnapshot, memory: memory, account: account)
            // A program of a file needs most of its pages at once. A snapshot is large, and its processes
            // leave most of it untouched.
            for index in 0..<source.pageCount where !isSnapshot && !source.isZero(page: index) {
                _ = try area.populate(page: index)
            }
            mapPrivate(segment, area, into: space, at: start)
        }
        return (start + entry, base)
    }

    /// Maps a writable segment; what only relocations had to write becomes read-only.
    private func mapPrivate(_ segment: Segment, _ area: VmArea, into space: VmSpace, at start: UInt) {
        let pages = segment.page..<segment.page + area.pageCount
        let readOnly = relro.map { $0.clamped(to: pages) } ?? pages.lowerBound..<pages.lowerBound
        let parts: [(Range<Int>, Permissions)] = [
            (pages.lowerBound..<readOnly.lowerBound, segment.permissions), (readOnly, [.read]),
            (readOnly.upperBound..<pages.upperBound, segment.permissions),
        ]
        for (part, permissions) in parts where !part.isEmpty {
            space.map(
                area, page: part.lowerBound - pages.lowerBound, count: part.count, permissions,
                at: start + UInt(part.lowerBound * pageSize))
        }
    }
}

extension Image.Segment {
    /// Whether an offset from the image's first byte is in it.
    fileprivate func holds(_ offset: Int) -> Bool { (page..<page + pageCount).contains(offset >> pageShift) }
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
        let area = try call.object(0, VmArea.self, .read)
        let (offset, length) = (call.word(1), call.word(2))
        guard offset <= UInt(area.length), length > 0, length <= UInt(area.length) - offset else {
            throw .invalidArgument
        }
        let isTrusted = initialFiles?.isTrusted(Int(offset)..<Int(offset + length), in: area) ?? false
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
        return try call.insert(makeHandle(image, [.execute, .duplicate, .transfer]))
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
