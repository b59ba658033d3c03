// The part of the kernel's page tables in which programs of kernel isolation live, in windows: each process has some, and
// with them page tables that nobody else's memory is in.

/// The least address space given to a process at once: what one last-level Sv39 page table covers.
public let windowSize: UInt = 2 << 20

/// Hands out windows of the address space that programs share.
public struct WindowAllocator: ~Copyable {
    private var buddy: Buddy
    private let base: UInt

    /// - Parameter table: one row a window, numbered from 0.
    public init(table: UnitTable, base: UInt) {
        buddy = Buddy(table: table)
        buddy.release(table.first..<table.first + UInt32(table.count))
        self.base = base
    }

    mutating func allocate(atLeast length: Int) -> Range<UInt>? {
        let count = (length + Int(windowSize) - 1) / Int(windowSize)
        let order = count.roundedUpToPowerOfTwo.trailingZeroBitCount
        guard let unit = buddy.allocate(order: order) else { return nil }
        let start = base + UInt(unit) * windowSize
        return start..<start + windowSize << UInt(order)
    }

    mutating func free(_ window: Range<UInt>) { buddy.free(UInt32((window.lowerBound - base) / windowSize)) }
}
