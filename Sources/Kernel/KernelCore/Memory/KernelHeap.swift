// The kernel's heap: what Swift's runtime allocates objects from, and where message bodies lie. Requests up to a
// page are cut from slabs of one page, one size per slab; larger ones are blocks of pages. A slab's bookkeeping
// is in the row of its page, so objects carry no header and an empty slab goes back to the machine at once.
//
// Invariants: a page is in the list of its class exactly while it has a free object, and then its own list has one. The
// last objects of a slab, as many as are `untouched`, were never used and are not in that list yet.

public final class KernelHeap {
    /// Sizes are multiples of 16, the alignment that malloc's callers rely on.
    private static let sizes: InlineArray<14, UInt16> = [
        16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096,
    ]
    /// The class of a size up to `largestListed`, by how many times 16 it is.
    private static let classes: InlineArray<65, UInt8> = [
        0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9,
        10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10,
        11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11,
    ]
    private static let largestListed = 1024
    /// Marks a row whose block is not a slab.
    private static let block: UInt8 = 255
    private static let endOfList: UInt16 = .max
    /// Objects of a new slab that are put into its list at once: few, or a slab would cost as much as 256 objects.
    private static let batch = 8

    private let memory: PhysicalMemory
    private let table: UnitTable
    /// First page with room, by class.
    private var partial: InlineArray<14, UInt32> = .init(repeating: Unit.none)

    public init(memory: PhysicalMemory) {
        self.memory = memory
        table = memory.buddy.table
    }

    // What the functions below pass on to each other is memory that nobody has yet, or that its owner gives back. Where
    // something is read or written there, it is said why that is right.

    /// Memory for `size` bytes at a multiple of 16, or nil.
    // Safe: an address is passed on.
    public func allocate(size: Int) -> UnsafeMutableRawPointer? {
        guard UInt(bitPattern: size) <= UInt(KernelHeap.largestListed) else { return unsafe allocateLarge(size) }
        return unsafe take(Int(KernelHeap.classes[(size &+ 15) >> 4]))
    }

    /// The same at a multiple of `alignment` (a power of two up to a page).
    public func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
        // A block whose size is a power of two is aligned to its size; so round up to one where it matters. Safe: an address
        // is passed on.
        unsafe allocate(size: alignment <= 16 ? size : max(size, alignment).roundedUpToPowerOfTwo)
    }

    // Safe: an address is passed on.
    @inline(never)
    private func allocateLarge(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size <= pageSize else { return unsafe allocateBlock(size: size) }
        return unsafe take(size <= pageSize / 2 ? 12 : 13)
    }

    // What is rare is apart, and comes last: so what is not needs no registers saved.
    @inline(__always)
    private func take(_ sizeClass: Int) -> UnsafeMutableRawPointer? {
        let page = partial[sizeClass]
        // Safe: `freeHead` is the offset, in 16-byte steps, of a free object in the page; its first two bytes
        // hold the offset of the next one. Without a page an address is passed on.
        guard page != Unit.none else { return unsafe takeFromNew(sizeClass) }
        let row = table.row(page)
        let object = unsafe memory.pointer(page) + Int(row.value.freeHead) &* 16
        let next = unsafe object.load(as: UInt16.self)
        row.value.freeHead = next
        row.value.used &+= 1
        return next == KernelHeap.endOfList ? unsafe refill(page, sizeClass, object) : unsafe object
    }

    // Safe: an address is passed on.
    @inline(never)
    private func takeFromNew(_ sizeClass: Int) -> UnsafeMutableRawPointer? {
        makeSlab(sizeClass) ? unsafe take(sizeClass) : nil
    }

    /// Takes back what `allocate` handed out.
    public func free(_ pointer: UnsafeMutableRawPointer) {
        // Safe: `page(of:)` computes with the address, and `row` checks that there is such a page.
        let page = unsafe memory.page(of: pointer)
        let row = table.row(page)
        precondition(row.value.state == .allocated, "free of memory that was not allocated")
        let sizeClass = row.value.sizeClass
        if sizeClass == KernelHeap.block { return memory.freeForKernel(page) }
        // Safe: the object is not in use any more and lies in this slab; its first bytes become the link.
        let next = row.value.freeHead
        unsafe pointer.storeBytes(of: next, as: UInt16.self)
        row.value.freeHead = UInt16(truncatingIfNeeded: (UInt(bitPattern: pointer) & UInt(pageSize - 1)) >> 4)
        let used = row.value.used - 1
        row.value.used = used
        let wasFull = next == KernelHeap.endOfList
        if used == 0 || wasFull { settle(page, Int(sizeClass), wasFull: wasFull) }
    }

    /// The slab has one free object, the only one or the last that was in use.
    @inline(never)
    private func settle(_ page: PageNumber, _ sizeClass: Int, wasFull: Bool) {
        let isEmpty = table[page].used == 0
        if wasFull != isEmpty { if wasFull { link(page, sizeClass) } else { unlink(page, sizeClass) } }
        if isEmpty { memory.freeForKernel(page) }
    }

    private func allocateBlock(size: Int) -> UnsafeMutableRawPointer? {
        let order = KernelHeap.order(size)
        guard let page = memory.allocateForKernel(order: order) else { return nil }
        table[page].sizeClass = KernelHeap.block
        // Safe: the block was just allocated, and is passed on.
        return unsafe memory.pointer(page)
    }

    /// Of the block of pages for so many bytes, which are some.
    private static func order(_ size: Int) -> Int { Int.bitWidth - ((size - 1) >> pageShift).leadingZeroBitCount }

    private func makeSlab(_ sizeClass: Int) -> Bool {
        guard let page = memory.allocateForKernel(order: 0) else { return false }
        let count = pageSize / Int(KernelHeap.sizes[sizeClass])
        let listed = min(count, KernelHeap.batch)
        table[page].sizeClass = UInt8(sizeClass)
        table[page].untouched = UInt8(count - listed)
        table[page].used = 0
        list(0..<listed, of: page, sizeClass)
        link(page, sizeClass)
        return true
    }

    /// The object was the last in the slab's list: some that were never used follow, or it is full.
    // Safe: its address is passed on.
    @inline(never)
    private func refill(
        _ page: PageNumber, _ sizeClass: Int, _ object: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        let untouched = Int(table[page].untouched)
        if untouched == 0 {
            unlink(page, sizeClass)
            return unsafe object
        }
        let first = pageSize / Int(KernelHeap.sizes[sizeClass]) - untouched
        let listed = min(untouched, KernelHeap.batch)
        table[page].untouched = UInt8(untouched - listed)
        list(first..<first + listed, of: page, sizeClass)
        return unsafe object
    }

    /// Makes these objects the slab's list.
    private func list(_ objects: Range<Int>, of page: PageNumber, _ sizeClass: Int) {
        let size = Int(KernelHeap.sizes[sizeClass])
        var offset = objects.lowerBound * size
        table[page].freeHead = UInt16(offset / 16)
        for index in objects {
            let next = index + 1 < objects.upperBound ? UInt16((offset + size) / 16) : KernelHeap.endOfList
            // Safe: the page is ours alone, the object is nobody's, and the offset is within the page.
            unsafe memory.pointer(page).storeBytes(of: next, toByteOffset: offset, as: UInt16.self)
            offset += size
        }
    }

    private func link(_ page: PageNumber, _ sizeClass: Int) {
        let head = partial[sizeClass]
        table[page].next = head
        table[page].previous = Unit.none
        if head != Unit.none { table[head].previous = page }
        partial[sizeClass] = page
    }

    private func unlink(_ page: PageNumber, _ sizeClass: Int) {
        let (next, previous) = (table[page].next, table[page].previous)
        if next != Unit.none { table[next].previous = previous }
        if previous != Unit.none { table[previous].next = next } else { partial[sizeClass] = next }
    }
}

extension KernelHeap: BodyAllocator {
    /// Memory that may be refused, and is while only the reserve is left.
    public func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        guard memory.availablePages - (1 << KernelHeap.order(count)) >= PhysicalMemory.reservePages,
            !memory.probe.refuses(.body)
        else { return nil }
        // Safe: an address is passed on.
        return unsafe allocate(size: count)
    }

    // Safe: bodies come from `allocateBody`, and who gives one back has no more use for it.
    public func freeBody(_ body: UnsafeMutableRawPointer) { unsafe free(body) }
}

extension Int {
    /// The least power of two that is not smaller; 1 for everything below.
    var roundedUpToPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
