// A memory area: some pages, to be mapped into address spaces or read and written through a handle. Its bytes are
// reached only through `copy`, page by page and by the kernel's direct map, wherever a program has them mapped.
//
// The pages belong to the area and go back when the last reference to it is gone (a handle, a mapping, an image).
// They count against the account of the process that asked for them.

import FTLTypes

public final class VmArea {
    /// Bytes. The last page may be used in part only.
    public let length: Int
    let memory: PhysicalMemory
    private let account: Account?
    private var pages = ChunkedArray<PageNumber>()
    /// Set where the pages are not the area's own but somebody's for ever: the initial file system.
    private let borrowedFrom: PageNumber?

    /// Zeroed memory, all of it there from the start.
    public init(length: Int, memory: PhysicalMemory, account: Account?) throws(FTLError) {
        // Before anything is added to a length that a program chose.
        guard length > 0, length <= ChunkedArray<PageNumber>.capacity * pageSize else { throw .invalidArgument }
        let count = KernelCore.pages(in: length)
        try account?.charge(bytes: count * pageSize)
        self.length = length
        self.memory = memory
        self.account = account
        self.borrowedFrom = nil
        for _ in 0..<count {
            do {
                pages.append(try memory.allocate())
            } catch {
                // deinit does not run for an object that was never finished in every compiler version's view of
                // it; so what was taken is given back here.
                for index in 0..<pages.count { memory.free(pages[index]) }
                pages = ChunkedArray()
                account?.refund(bytes: count * pageSize)
                throw error
            }
        }
    }

    /// Memory that is not the allocator's: it starts at a page boundary and stays for ever.
    public init(borrowing first: PageNumber, length: Int, memory: PhysicalMemory) {
        self.length = length
        self.memory = memory
        self.account = nil
        self.borrowedFrom = first
    }

    deinit {
        guard borrowedFrom == nil else { return }
        for index in 0..<pages.count { memory.free(pages[index]) }
        account?.refund(bytes: pages.count * pageSize)
    }

    var isBorrowed: Bool { borrowedFrom != nil }
    var pageCount: Int { KernelCore.pages(in: length) }

    func page(at index: Int) -> PageNumber {
        if let first = borrowedFrom { return first + PageNumber(index) }
        return pages[index]
    }

    /// Calls `body` with the bytes `offset ..< offset + count`, a piece per page. The range must be inside.
    func forEachPiece(offset: Int, count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(offset >= 0 && count >= 0 && offset <= pageCount * pageSize - count, "outside the area")
        var (at, left) = (offset, count)
        while left > 0 {
            let inPage = at & (pageSize - 1)
            let piece = min(left, pageSize - inPage)
            // Safe: the piece lies within one page of the area, which lives at least as long as this call.
            unsafe body(
                UnsafeMutableRawBufferPointer(
                    start: memory.pointer(page(at: at >> pageShift)) + inPage, count: piece))
            at += piece
            left -= piece
        }
    }

    /// Copies bytes of the area to kernel memory. The range must be inside the area.
    func copyOut(offset: Int, to target: UnsafeMutableRawBufferPointer) {
        var done = 0
        // Safe: `done` is what is copied so far; all pieces together have the target's length.
        unsafe forEachPiece(offset: offset, count: target.count) { piece in
            unsafe (target.baseAddress! + done).copyMemory(from: piece.baseAddress!, byteCount: piece.count)
            done += piece.count
        }
    }

    /// Copies kernel memory to bytes of the area. The range must be inside the area.
    func copyIn(offset: Int, from source: UnsafeRawBufferPointer) {
        var done = 0
        // Safe: as above.
        unsafe forEachPiece(offset: offset, count: source.count) { piece in
            unsafe piece.baseAddress!.copyMemory(from: source.baseAddress! + done, byteCount: piece.count)
            done += piece.count
        }
    }
}
