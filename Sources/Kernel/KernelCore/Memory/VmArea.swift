// A memory area: some pages, to be mapped into address spaces or read and written through a handle. Its bytes are
// reached only through `copy`, page by page and by the kernel's direct map, wherever a program has them mapped.
//
// A page is there from its first access, by a program or by the kernel for it (`populate`). The pages belong to
// the area and go back when the last reference to it is gone (a handle, a mapping, an image). They count against the
// account of the process that asked for them: all from the start where they are committed, so that whoever got the area
// has its memory; one by one where it grows, as a stack does that is mapped larger than it will nearly ever be. Those of
// a program's variables are copied from a source at their first access.

import FTLTypes

public final class VmArea: KernelObject, TypedObject {
    public static var objectType: ObjectType { .vmArea }

    enum Pages {
        /// Sure to be there: charged, and kept back in memory, from the start.
        case committed
        /// Charged and looked for at the first access.
        case growing
        /// Charged from the start, and sure to be there or looked for at the first access.
        case copied(CopyOnWriteSource, base: UInt, isCommitted: Bool)
        /// Not the area's own but somebody's for ever: the initial file system, the call stub. From this one on.
        case borrowed(PageNumber)
    }

    /// Bytes. The last page may be used in part only.
    public let length: Int
    let memory: PhysicalMemory
    private let account: Account?
    private let kind: Pages
    /// `absent` where a page was never accessed.
    private var pages: ChunkedArray<PageNumber>
    /// Pages that the account pays for.
    private(set) var chargedPages = 0
    /// Pages that were committed and never accessed.
    private var committed = 0
    /// How many mappings there are of it, in all address spaces.
    var mappingCount = 0

    private static let absent = PageNumber.max

    /// Zeroed memory.
    /// - Parameter isGrowing: nothing is kept back for it.
    public init(length: Int, memory: PhysicalMemory, account: Account?, isGrowing: Bool = false) throws(FTLError) {
        // Before anything is added to a length that a program chose.
        guard length > 0, length <= ChunkedArray<PageNumber>.capacity * pageSize else { throw .invalidArgument }
        let count = KernelCore.pages(in: length)
        if !isGrowing {
            try VmArea.take(count, isCommitted: true, memory, account)
            chargedPages = count
            committed = count
        }
        self.length = length
        self.memory = memory
        self.account = account
        kind = isGrowing ? .growing : .committed
        // One that grows may be much longer than what is charged for it, and so must not take the kernel's own memory
        // either; and `populate` takes from it only while the reserve is there.
        pages = ChunkedArray(repeating: VmArea.absent, count: count, isSparse: isGrowing)
        super.init(.vmArea)
    }

    /// A program's variables as they are when it starts.
    ///
    /// - Parameters:
    ///   - base: what its addresses are relative to.
    ///   - isCommitted: the pages are kept back.
    static func copy(
        of source: CopyOnWriteSource, base: UInt, isCommitted: Bool, memory: PhysicalMemory, account: Account?
    ) throws(FTLError) -> VmArea {
        // Before the object is made: an initializer that throws would not let go of the source again.
        try take(source.pageCount, isCommitted: isCommitted, memory, account)
        return VmArea(copying: source, base: base, isCommitted: isCommitted, memory: memory, account: account)
    }

    private init(
        copying source: CopyOnWriteSource, base: UInt, isCommitted: Bool, memory: PhysicalMemory, account: Account?
    ) {
        length = source.length
        self.memory = memory
        self.account = account
        chargedPages = source.pageCount
        committed = isCommitted ? source.pageCount : 0
        kind = .copied(source, base: base, isCommitted: isCommitted)
        pages = ChunkedArray(repeating: VmArea.absent, count: source.pageCount, isSparse: !isCommitted)
        super.init(.vmArea)
    }

    /// Memory that is not the allocator's: it starts at a page boundary and stays for ever.
    public init(borrowing first: PageNumber, length: Int, memory: PhysicalMemory) {
        self.length = length
        self.memory = memory
        account = nil
        kind = .borrowed(first)
        pages = ChunkedArray(repeating: VmArea.absent, count: 0)
        super.init(.vmArea)
    }

    /// Charges an account for pages, and keeps them back.
    private static func take(
        _ count: Int, isCommitted: Bool, _ memory: PhysicalMemory, _ account: Account?
    ) throws(FTLError) {
        try account?.charge(bytes: count * pageSize)
        guard isCommitted else { return }
        do { try memory.commit(pages: count) } catch {
            account?.refund(bytes: count * pageSize)
            throw error
        }
    }

    deinit {
        pages.forEachStored(in: 0..<pages.count) { _, page in if page != VmArea.absent { memory.free(page) } }
        memory.uncommit(pages: committed)
        if chargedPages > 0 { account?.refund(bytes: chargedPages * pageSize) }
    }

    override var details: (UInt64, UInt64) { (UInt64(length), 0) }

    var isBorrowed: Bool { if case .borrowed = kind { true } else { false } }
    var pageCount: Int { KernelCore.pages(in: length) }

    /// The page, if it was ever accessed.
    @inline(__always)
    func page(at index: Int) -> PageNumber? {
        if case .borrowed(let first) = kind { return first + PageNumber(index) }
        let page = pages[index]
        return page == VmArea.absent ? nil : page
    }

    /// Visits those of these pages that were ever accessed.
    @inline(__always)
    func forEachPage(in range: Range<Int>, _ visit: (Int, PageNumber) -> Void) {
        if case .borrowed(let first) = kind {
            for index in range { visit(index, first + PageNumber(index)) }
        } else {
            pages.forEachStored(in: range) { index, page in if page != VmArea.absent { visit(index, page) } }
        }
    }

    /// The page, made at the first access.
    ///
    /// - Throws: where it was not committed, `limitReached` and `outOfMemory`.
    func populate(page index: Int) throws(FTLError) -> PageNumber {
        if let page = page(at: index) { return page }
        return try makePage(index)
    }

    @inline(never)
    private func makePage(_ index: Int) throws(FTLError) -> PageNumber {
        let page: PageNumber
        switch kind {
        case .growing:
            try account?.charge(bytes: pageSize)
            do { page = try memory.allocate() } catch {
                account?.refund(bytes: pageSize)
                throw error
            }
            chargedPages += 1
        case .copied(let source, let base, let isCommitted):
            let isZero = source.isZero(page: index)
            page = try isCommitted ? takeCommitted(zeroed: isZero) : memory.allocate(zeroed: isZero)
            if !isZero { source.copy(page: index, to: page, base: base) }
        case .committed, .borrowed: page = try takeCommitted()
        }
        pages[index] = page
        return page
    }

    private func takeCommitted(zeroed: Bool = true) throws(FTLError) -> PageNumber {
        let page = try memory.takeCommitted(zeroed: zeroed)
        committed -= 1
        return page
    }

    /// Makes the pages of these bytes, which must be inside: what `copyIn` and `copyOut` expect.
    ///
    /// - Throws: as the other form. Pages made before stay; they are zero as they would be.
    func populate(offset: Int, count: Int) throws(FTLError) {
        guard count > 0 else { return }
        for index in offset >> pageShift...(offset + count - 1) >> pageShift where page(at: index) == nil {
            _ = try makePage(index)
        }
    }

    /// Calls `body` with the bytes `offset ..< offset + count`, a piece per page. The range must be inside, and there.
    @inline(__always)
    func forEachPiece(offset: Int, count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(offset >= 0 && count >= 0 && offset <= pageCount * pageSize - count, "outside the area")
        var (at, left) = (offset, count)
        while left > 0 {
            let inPage = at & (pageSize - 1)
            let piece = min(left, pageSize - inPage)
            guard let page = page(at: at >> pageShift) else { fatalError("nobody populated the page") }
            // Safe: the piece lies within one page of the area, which lives at least as long as this call.
            unsafe body(UnsafeMutableRawBufferPointer(start: memory.pointer(page) + inPage, count: piece))
            at += piece
            left -= piece
        }
    }

    /// Copies bytes of the area to kernel memory. The range must be inside the area, and populated.
    func copyOut(offset: Int, to target: UnsafeMutableRawBufferPointer) {
        var done = 0
        // Safe: `done` is what is copied so far; all pieces together have the target's length.
        unsafe forEachPiece(offset: offset, count: target.count) { piece in
            unsafe (target.baseAddress! + done).copyMemory(from: piece.baseAddress!, byteCount: piece.count)
            done += piece.count
        }
    }

    /// Copies kernel memory to bytes of the area. The range must be inside the area, and populated.
    func copyIn(offset: Int, from source: UnsafeRawBufferPointer) {
        var done = 0
        // Safe: as above.
        unsafe forEachPiece(offset: offset, count: source.count) { piece in
            unsafe piece.baseAddress!.copyMemory(from: source.baseAddress! + done, byteCount: piece.count)
            done += piece.count
        }
    }
}
