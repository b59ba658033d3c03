// What a writable segment of a program begins as: the pages that are not zero, and which of their words are addresses.
// Those are kept relative to the program, and put in with the copy that a process gets of a page.
//
// While it is made, a bit for each word says whether that is an address; when it is complete, a list for each page says
// which words are: a script's process gets some thirty pages with hundreds of addresses in each, and to find the next
// bit takes longer than to put the address in.
//
// Invariant: once it is complete, nothing here changes; all processes of the program copy from it.

import FTLTypes

// Safe: the lists of addresses are this object's alone, and each begins with its length.
@safe final class CopyOnWriteSource {
    private let area: VmArea
    /// A bit for each word that is an address, the lowest for a page's first: so many to a page. When it is complete,
    /// none.
    private var marks: ChunkedArray<UInt64>
    static let marksPerPage = pageSize / MemoryLayout<UInt>.size / UInt64.bitWidth
    /// So many pages may have addresses.
    private let markedPages: Int
    private var hasMarks = false
    /// For each page whose addresses there are: how many, and which of its words. An allocation for each page.
    private var addresses: ChunkedArray<UnsafeMutablePointer<UInt16>?>

    /// - Parameters:
    ///   - length: of the segment, in bytes.
    ///   - account: who pays for the pages.
    init(length: Int, memory: PhysicalMemory, account: Account?) throws(FTLError) {
        // Growing: nobody accesses what begins as zero, except in the copies.
        area = try VmArea(length: length, memory: memory, account: account, isGrowing: true)
        markedPages = min(area.pageCount, ChunkedArray<UInt64>.capacity / CopyOnWriteSource.marksPerPage)
        marks = ChunkedArray(repeating: 0, count: markedPages * CopyOnWriteSource.marksPerPage, isSparse: true)
        // Safe: none is there yet; each that will be is this object's alone, until `deinit`.
        unsafe addresses = ChunkedArray(repeating: nil, count: markedPages, isSparse: true)
    }

    deinit {
        // Safe: the lists are this object's alone.
        unsafe addresses.forEachStored(in: 0..<markedPages) { _, list in unsafe list?.deallocate() }
    }

    /// Nothing more will be stored. To be called before any page is copied.
    func complete() throws(FTLError) {
        guard hasMarks else { return }
        for page in 0..<markedPages {
            let count = (0..<CopyOnWriteSource.marksPerPage).reduce(0) { $0 + marks(of: page, $1).nonzeroBitCount }
            if count == 0 { continue }
            guard area.memory.hasReserve else { throw .outOfMemory }
            let list = UnsafeMutablePointer<UInt16>.allocate(capacity: count + 1)
            // Safe: as many as were allocated.
            unsafe list.initialize(repeating: UInt16(count), count: count + 1)
            var last = 0
            forEachMark(of: page) { word in
                last += 1
                // Safe: there are as many marks as were counted.
                unsafe list[last] = UInt16(word)
            }
            unsafe addresses[page] = unsafe list
        }
        marks = ChunkedArray(repeating: 0, count: 0)
    }

    private func forEachMark(of page: Int, _ visit: (Int) -> Void) {
        for number in 0..<CopyOnWriteSource.marksPerPage {
            var left = marks(of: page, number)
            while left != 0 {
                visit(number * UInt64.bitWidth + left.trailingZeroBitCount)
                left &= left &- 1
            }
        }
    }

    /// Visits the words of a page that are addresses.
    @inline(__always)
    private func forEachAddress(of page: Int, _ visit: (Int) -> Void) {
        // Safe: a list that is there is there until `deinit`, and its first number is how many follow.
        guard page < markedPages, let list = unsafe addresses[page] else { return }
        for index in 0..<Int(unsafe list[0]) { visit(Int(unsafe list[index &+ 1])) }
    }

    var length: Int { area.length }
    var pageCount: Int { area.pageCount }

    /// Whether the page is all zeros.
    func isZero(page index: Int) -> Bool { area.page(at: index) == nil }

    /// Pages that are not.
    var contentCount: Int { (0..<pageCount).count { !isZero(page: $0) } }

    /// Stores what is in the program's file.
    func store(_ content: borrowing Span<UInt8>, at offset: Int) throws(FTLError) {
        try area.populate(offset: offset, count: content.count)
        // Safe: the span's own bytes; the range was populated.
        unsafe content.withUnsafeBytes { unsafe area.copyIn(offset: offset, from: $0) }
    }

    /// Stores an address.
    ///
    /// - Parameters:
    ///   - value: relative to the program.
    ///   - offset: a multiple of a word's size.
    func store(address value: UInt, at offset: Int) throws(FTLError) {
        let (page, word) = (offset >> pageShift, offset % pageSize / MemoryLayout<UInt>.size)
        guard (page + 1) * CopyOnWriteSource.marksPerPage <= marks.count else { throw .tooLarge }
        // Safe: it is inside the page, and aligned.
        unsafe words(try area.populate(page: page))[word] = value
        mark(word, ofPage: page)
    }

    private func mark(_ word: Int, ofPage index: Int) {
        hasMarks = true
        marks[index * CopyOnWriteSource.marksPerPage + word / UInt64.bitWidth] |= 1 << UInt64(word % UInt64.bitWidth)
    }

    /// What a word of a process's variables is.
    enum Word {
        case number
        /// Inside the program.
        case address
        /// Of something that another process of the program does not have.
        case foreign
    }

    /// Stores a page as a process has it.
    ///
    /// - Parameters:
    ///   - base: what its addresses are relative to.
    ///   - kind: what a word of it is.
    func store(
        page original: PageNumber, base: UInt, at index: Int, kind: (UInt) -> Word
    ) throws(FTLError) {
        guard (index + 1) * CopyOnWriteSource.marksPerPage <= marks.count else { throw .tooLarge }
        let page = try area.populate(page: index)
        area.memory.copy(original, to: page)
        // Safe: the page is this source's, and each number is that of one of its words.
        let words = unsafe words(page)
        for number in 0..<pageSize / MemoryLayout<UInt>.size {
            switch kind(unsafe words[number]) {
            case .number: break
            case .address:
                unsafe words[number] &-= base
                mark(number, ofPage: index)
            case .foreign: unsafe words[number] = 0
            }
        }
    }

    /// Stores a page as another source has it.
    func store(page index: Int, of other: CopyOnWriteSource) throws(FTLError) {
        guard let original = other.area.page(at: index) else { return }
        guard (index + 1) * CopyOnWriteSource.marksPerPage <= marks.count else { throw .tooLarge }
        area.memory.copy(original, to: try area.populate(page: index))
        other.forEachAddress(of: index) { mark($0, ofPage: index) }
    }

    /// Makes a page that a process gets.
    ///
    /// - Parameter index: of a page that is not zero.
    func copy(page index: Int, to page: PageNumber, base: UInt) {
        guard let original = area.page(at: index) else { return }
        area.memory.copy(original, to: page)
        // Safe: the page is the caller's, and each number is that of one of its words.
        let words = unsafe words(page)
        forEachAddress(of: index) { unsafe words[$0] &+= base }
    }

    private func marks(of page: Int, _ number: Int) -> UInt64 {
        let index = page * CopyOnWriteSource.marksPerPage + number
        return index < marks.count ? marks[index] : 0
    }

    private func words(_ page: PageNumber) -> UnsafeMutablePointer<UInt> {
        // Safe: the caller owns the page, which is aligned.
        unsafe area.memory.pointer(page).assumingMemoryBound(to: UInt.self)
    }
}
