// Pages of an address space that calls reached before: a buffer in one of them is found with one comparison, instead of a
// search for its mapping and a look into that one's area. Programs make their calls with the same few pages again and
// again: the stack, a buffer or two.
//
// Invariant: what is remembered is true. A page is remembered for one kind of access when a buffer there was found to be
// the program's own, with that access allowed and the page there. Both stay true until the mapping ends, and then the
// space forgets all pages. (A page of a mapped area that is exchanged for another must be forgotten as well.)

/// The last pages that were looked up, by their addresses.
// Safe: by the invariant, each page is there as long as it is remembered.
@safe struct PageCache: ~Copyable {
    // Safe: an address is kept in it and never followed from here.
    @safe private struct Entry {
        /// The page's number; one that no page has where there is none.
        var number: UInt = .max
        /// Where the kernel reaches it.
        var page: UnsafeMutableRawPointer?
    }
    private static let size = 32
    /// So many. Apart, because of an array in the space all of it would be copied for each look at it.
    private let entries: UnsafeMutablePointer<Entry>
    /// Where the program may write: the mapping of the last buffer that is longer than what was to be written.
    private var writable: (start: UInt, length: UInt) = (0, 0)

    init() {
        // Safe: new memory, of as many entries as are initialized, and this cache's until `deinit`.
        unsafe entries = .allocate(capacity: PageCache.size)
        unsafe entries.initialize(repeating: Entry(), count: PageCache.size)
    }

    deinit {
        // Safe: what `init` allocated.
        unsafe entries.deallocate()
    }

    /// A page that is read and written has two places, or the one would push the other out: where a page is remembered
    /// says for what.
    @inline(__always)
    private static func index(_ number: UInt, _ access: Permissions) -> Int {
        // Stacks, heaps and images begin at round addresses: what is above the lowest bits tells them apart.
        let half = size / 2
        return Int(number ^ number >> 4) & (half - 1) | (access == .write ? half : 0)
    }

    @inline(__always)
    private func page(at address: UInt, _ access: Permissions) -> UnsafeMutableRawPointer? {
        let number = address >> UInt(pageShift)
        // Safe: the index is below the size.
        let entry = unsafe entries + PageCache.index(number, access)
        return unsafe entry.pointee.number == number ? entry.pointee.page : nil
    }

    /// Bytes at an address, if they lie in one page or two that are remembered for this access.
    @inline(__always)
    func bytes(at address: UInt, count: UInt, _ access: Permissions) -> UserBuffer? {
        // Safe: what is remembered is a whole page, which the program has mapped until `forget`.
        let inPage = address & UInt(pageSize - 1)
        let room = UInt(pageSize) - inPage
        guard let page = unsafe page(at: address, access) else { return nil }
        if count <= room { return unsafe UserBuffer(start: page + Int(inPage), count: Int(count)) }
        guard count <= room + UInt(pageSize), let rest = unsafe self.page(at: address + room, access) else {
            return nil
        }
        return unsafe UserBuffer(start: page + Int(inPage), inStart: Int(room), rest: rest, count: Int(count))
    }

    /// - Parameter access: `read` or `write`.
    func remember(_ address: UInt, _ access: Permissions, _ page: UnsafeMutableRawPointer) {
        let number = address >> UInt(pageShift)
        // Safe: the index is below the size.
        unsafe entries[PageCache.index(number, access)] = Entry(number: number, page: page)
    }

    mutating func rememberWritable(_ range: Range<UInt>) { writable = (range.lowerBound, UInt(range.count)) }

    /// Whether the program may write all of these bytes, as far as that is remembered.
    @inline(__always)
    func isWritable(_ address: UInt, _ count: UInt) -> Bool {
        address &- writable.start <= writable.length && count <= writable.length &- (address &- writable.start)
    }

    mutating func forget() {
        // Safe: as many entries as there are.
        unsafe entries.update(repeating: Entry(), count: PageCache.size)
        writable = (0, 0)
    }
}
