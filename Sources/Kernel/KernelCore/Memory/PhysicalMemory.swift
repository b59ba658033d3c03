// All memory of the machine, in pages. Two kinds of customers: programs (their pages, page tables, large message
// bodies), who are refused while only the reserve is left, and the kernel's own small objects, which may use the
// reserve. That split is what makes "out of memory" an error to a caller: no one can tell Swift that an allocation
// failed, it traps; so a call that may allocate objects runs only while `hasReserve` holds, and no object of the
// kernel is larger than a page (docs/memory.md).

import FTLTypes

/// The number of a physical page: its address divided by the page size.
public typealias PageNumber = UInt32

public let pageSize = 4096
public let pageShift = 12

/// How many pages `length` bytes take.
public func pages(in length: Int) -> Int { (length + pageSize - 1) >> pageShift }

public final class PhysicalMemory {
    /// Pages kept back for the kernel's own objects: more than any one call needs.
    public static let reservePages = 128

    var buddy: Buddy
    /// Pages that the kernel's own objects take.
    private(set) var kernelPages = 0
    /// Pages that areas will get at their first access. They are free, and nobody else's.
    var committedPages: Int { buddy.committedCount }
    /// What to add to a physical address to reach it: the direct map.
    private let directMap: UInt
    /// For tests on the host.
    var probe = MemoryProbe()

    public init(table: UnitTable, directMap: UInt) {
        self.buddy = Buddy(table: table)
        self.directMap = directMap
    }

    /// Pages of the machine's memory, those included that nobody can ever get.
    public var pageCount: Int { buddy.table.count }

    /// Pages that nobody has, those committed included.
    public var freePages: Int { buddy.freeCount }
    /// Pages that nobody has or will get.
    @inline(__always)
    public var availablePages: Int { buddy.availableCount }

    /// Whether a call may begin that allocates kernel objects.
    @inline(__always)
    public var hasReserve: Bool {
        availablePages >= PhysicalMemory.reservePages / 2 && !probe.refuses(.reserve)
    }

    /// Whether there is memory for another message, with a body of so many bytes that lies in it.
    @inline(__always)
    func allowsBody(_ count: Int) -> Bool {
        count == 0 || (availablePages > PhysicalMemory.reservePages && !probe.refuses(.body))
    }

    /// Makes pages available that nobody has. They are not zeroed before they are handed out.
    public func release(_ pages: Range<PageNumber>) { buddy.release(pages) }

    /// A block of 2^order pages for a program, never out of the reserve.
    ///
    /// - Parameter zeroed: false where the caller overwrites all of it before a program can see it.
    public func allocate(order: Int = 0, zeroed: Bool = true) throws(FTLError) -> PageNumber {
        guard availablePages - (1 << order) >= PhysicalMemory.reservePages, !probe.refuses(.pages),
            let page = buddy.allocate(order: order)
        else { throw .outOfMemory }
        probe.didAllocate(page, count: 1 << order)
        if zeroed { zero(page, count: 1 << order) }
        return page
    }

    /// Makes sure that `takeCommitted` answers so many pages more.
    func commit(pages count: Int) throws(FTLError) {
        guard availablePages - count >= PhysicalMemory.reservePages, !probe.refuses(.pages) else {
            throw .outOfMemory
        }
        buddy.commit(count)
    }

    /// Pages that were committed are not wanted any more.
    func uncommit(pages count: Int) { buddy.commit(-count) }

    /// A page that was committed. Fails only where the kernel's own objects took more than the reserve.
    func takeCommitted(zeroed: Bool = true) throws(FTLError) -> PageNumber {
        guard let page = buddy.allocate(order: 0) else { throw .outOfMemory }
        buddy.commit(-1)
        probe.didAllocate(page, count: 1)
        if zeroed { zero(page, count: 1) }
        return page
    }

    /// One page or more for the kernel's own objects, not zeroed; nil when there is truly nothing left.
    func allocateForKernel(order: Int) -> PageNumber? {
        guard let page = buddy.allocate(order: order) else { return nil }
        kernelPages += 1 << order
        probe.didAllocate(page, count: 1 << order)
        return page
    }

    /// Takes back what `allocateForKernel` handed out.
    func freeForKernel(_ page: PageNumber) {
        kernelPages -= 1 << Int(buddy.table[page].order)
        free(page)
    }

    /// Takes a block back.
    public func free(_ page: PageNumber) {
        probe.willFree(page, count: 1 << Int(buddy.table[page].order))
        buddy.free(page)
    }

    /// Where the kernel reaches the page.
    public func pointer(_ page: PageNumber) -> UnsafeMutableRawPointer {
        // Safe: page numbers come from this allocator or from the boot code, and all RAM is in the direct map.
        unsafe UnsafeMutableRawPointer(bitPattern: directMap &+ UInt(page) << UInt(pageShift))!
    }

    /// The page an address of the direct map lies in.
    func page(of pointer: UnsafeRawPointer) -> PageNumber {
        PageNumber(truncatingIfNeeded: (UInt(bitPattern: pointer) &- directMap) >> UInt(pageShift))
    }

    public func zero(_ page: PageNumber, count: Int) {
        // Safe: the caller owns the pages; nothing else refers to them.
        unsafe pointer(page).initializeMemory(as: UInt8.self, repeating: 0, count: count * pageSize)
    }

    func copy(_ page: PageNumber, to other: PageNumber) {
        // Safe: two whole pages, both in use by the caller.
        unsafe pointer(other).copyMemory(from: pointer(page), byteCount: pageSize)
    }
}
