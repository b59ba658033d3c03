// The kernel's heap: what Swift's runtime allocates objects from, and where message bodies lie. Requests up to a
// page are cut from slabs of one page, one size per slab; larger ones are blocks of pages. A slab's bookkeeping
// is in the row of its page, so objects carry no header and an empty slab goes back to the machine at once.
//
// Invariant: a page is in the list of its class exactly while it has a free object.

public final class KernelHeap {
    /// Sizes are multiples of 16, the alignment that malloc's callers rely on.
    private static let sizes: InlineArray<14, UInt16> = [
        16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096,
    ]
    /// Marks a row whose block is not a slab.
    private static let block: UInt8 = 255
    private static let endOfList: UInt16 = .max

    private let memory: PhysicalMemory
    /// First page with room, by class.
    private var partial: InlineArray<14, UInt32> = .init(repeating: Unit.none)

    public init(memory: PhysicalMemory) { self.memory = memory }

    /// Memory for `size` bytes at a multiple of `alignment` (a power of two up to a page), or nil.
    public func allocate(size: Int, alignment: Int = 16) -> UnsafeMutableRawPointer? {
        // A block whose size is a power of two is aligned to its size; so round up to one where it matters.
        let wanted = alignment <= 16 ? size : max(size, alignment).roundedUpToPowerOfTwo
        if wanted > pageSize { return unsafe allocateBlock(size: wanted) }
        let sizeClass = KernelHeap.sizeClass(for: wanted)
        var page = partial[sizeClass]
        if page == Unit.none {
            guard let fresh = makeSlab(sizeClass) else { return nil }
            page = fresh
        }
        let table = memory.buddy.table
        let head = table[page].freeHead
        // Safe: `freeHead` is the offset, in 16-byte steps, of a free object in the page; its first two bytes
        // hold the offset of the next one.
        let object = unsafe memory.pointer(page) + Int(head) * 16
        let next = unsafe object.load(as: UInt16.self)
        table[page].freeHead = next
        table[page].used += 1
        if next == KernelHeap.endOfList { unlink(page, sizeClass) }
        return unsafe object
    }

    /// Takes back what `allocate` handed out.
    public func free(_ pointer: UnsafeMutableRawPointer) {
        let page = unsafe memory.page(of: pointer)
        let table = memory.buddy.table
        let row = table[page]
        precondition(row.state == .allocated, "free of memory that was not allocated")
        if row.sizeClass == KernelHeap.block { return memory.freeForKernel(page) }
        let sizeClass = Int(row.sizeClass)
        // Safe: the object is not in use any more and lies in this slab; its first bytes become the link.
        unsafe pointer.storeBytes(of: row.freeHead, as: UInt16.self)
        table[page].freeHead = UInt16(UInt(bitPattern: pointer) & UInt(pageSize - 1)) / 16
        table[page].used -= 1
        if row.freeHead == KernelHeap.endOfList { link(page, sizeClass) }
        if row.used == 1 {
            unlink(page, sizeClass)
            memory.freeForKernel(page)
        }
    }

    private func allocateBlock(size: Int) -> UnsafeMutableRawPointer? {
        let order = pages(in: size).roundedUpToPowerOfTwo.trailingZeroBitCount
        guard let page = memory.allocateForKernel(order: order) else { return nil }
        memory.buddy.table[page].sizeClass = KernelHeap.block
        return unsafe memory.pointer(page)
    }

    private func makeSlab(_ sizeClass: Int) -> PageNumber? {
        guard let page = memory.allocateForKernel(order: 0) else { return nil }
        let size = Int(KernelHeap.sizes[sizeClass])
        let count = pageSize / size
        for index in 0..<count {
            let next = index + 1 < count ? UInt16((index + 1) * size / 16) : KernelHeap.endOfList
            // Safe: the page is ours alone and the offset is within it.
            unsafe memory.pointer(page).storeBytes(of: next, toByteOffset: index * size, as: UInt16.self)
        }
        memory.buddy.table[page].sizeClass = UInt8(sizeClass)
        memory.buddy.table[page].freeHead = 0
        memory.buddy.table[page].used = 0
        link(page, sizeClass)
        return page
    }

    private func link(_ page: PageNumber, _ sizeClass: Int) {
        let table = memory.buddy.table
        let head = partial[sizeClass]
        table[page].next = head
        table[page].previous = Unit.none
        if head != Unit.none { table[head].previous = page }
        partial[sizeClass] = page
    }

    private func unlink(_ page: PageNumber, _ sizeClass: Int) {
        let table = memory.buddy.table
        let (next, previous) = (table[page].next, table[page].previous)
        if next != Unit.none { table[next].previous = previous }
        if previous != Unit.none { table[previous].next = next } else { partial[sizeClass] = next }
    }

    private static func sizeClass(for size: Int) -> Int {
        var index = 0
        while Int(sizes[index]) < size { index += 1 }
        return index
    }
}

extension KernelHeap: BodyAllocator {
    /// Memory that may be refused, and is while only the reserve is left.
    public func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        guard memory.availablePages - pages(in: count).roundedUpToPowerOfTwo >= PhysicalMemory.reservePages,
            !memory.probe.refuses(.body)
        else { return nil }
        return unsafe allocate(size: count)
    }

    public func freeBody(_ body: UnsafeMutableRawPointer) { unsafe free(body) }
}

extension Int {
    /// The least power of two that is not smaller; 1 for everything below.
    var roundedUpToPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
