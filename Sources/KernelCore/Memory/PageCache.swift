// Pages of an address space that calls reached before: a buffer in one of them is found with one comparison, instead of a
// search for its mapping and a look into that one's area. Programs make their calls with the same few pages again and
// again: the stack, a buffer or two.
//
// Invariant: what is remembered is true. A page is remembered for one kind of access when a buffer there was found to be
// the program's own, with that access allowed and the page there. Both stay true until the mapping ends, and then the
// space forgets all pages. (A page of a mapped area that is exchanged for another must be forgotten as well.)

/// The last pages that were looked up, by their addresses.
@safe struct PageCache: ~Copyable {
    @safe private struct Entry {
        /// The page's address, and in its low bits the access.
        var tag: UInt = 0
        /// Where the kernel reaches it.
        var page: UnsafeMutableRawPointer?
    }
    private static let size = 32
    /// So many. Apart, because of an array in the space all of it would be copied for each look at it.
    private let entries: UnsafeMutablePointer<Entry>
    /// Where the program may write: the mapping of the last buffer that is longer than what was to be written.
    private var writable: (start: UInt, end: UInt) = (0, 0)

    init() {
        unsafe entries = .allocate(capacity: PageCache.size)
        unsafe entries.initialize(repeating: Entry(), count: PageCache.size)
    }

    deinit { unsafe entries.deallocate() }

    /// A page that is read and written has two places, or the one would push the other out.
    @inline(__always)
    private static func index(_ address: UInt, _ access: Permissions) -> Int {
        // Stacks, heaps and images begin at round addresses: what is above the lowest bits tells them apart.
        let page = Int(address >> UInt(pageShift))
        return (page ^ page >> 4) & (size / 2 - 1) | (access == .write ? size / 2 : 0)
    }

    @inline(__always)
    private static func tag(_ address: UInt, _ access: Permissions) -> UInt {
        address & ~UInt(pageSize - 1) | UInt(access.rawValue)
    }

    @inline(__always)
    private func page(at address: UInt, _ access: Permissions) -> UnsafeMutableRawPointer? {
        // Safe: the index is below the size.
        let entry = unsafe entries + PageCache.index(address, access)
        return unsafe entry.pointee.tag == PageCache.tag(address, access) ? entry.pointee.page : nil
    }

    /// Bytes at an address, if they lie in one page or two that are remembered for this access.
    @inline(__always)
    func bytes(at address: UInt, count: UInt, _ access: Permissions) -> UserBuffer? {
        let inPage = address & UInt(pageSize - 1)
        let room = UInt(pageSize) - inPage
        guard let page = unsafe page(at: address, access) else { return nil }
        if count <= room { return unsafe UserBuffer(start: page + Int(inPage), count: Int(count)) }
        guard count <= room + UInt(pageSize), let rest = unsafe self.page(at: address + room, access) else {
            return nil
        }
        return unsafe UserBuffer(start: page + Int(inPage), inStart: Int(room), rest: rest, count: Int(count))
    }

    /// - Parameter access: one kind of it, or the tag could not be found by another.
    func remember(_ address: UInt, _ access: Permissions, _ page: UnsafeMutableRawPointer) {
        unsafe entries[PageCache.index(address, access)] = Entry(tag: PageCache.tag(address, access), page: page)
    }

    mutating func rememberWritable(_ range: Range<UInt>) { writable = (range.lowerBound, range.upperBound) }

    /// Whether the program may write all of these bytes, as far as that is remembered.
    @inline(__always)
    func isWritable(_ address: UInt, _ count: UInt) -> Bool {
        address >= writable.start && address < writable.end && count <= writable.end &- address
    }

    mutating func forget() {
        unsafe entries.update(repeating: Entry(), count: PageCache.size)
        writable = (0, 0)
    }
}
