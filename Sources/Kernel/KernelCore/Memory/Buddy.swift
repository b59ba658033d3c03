// A buddy allocator over numbered units: physical pages, and the windows of virtual address space that processes
// get. It never accesses what it hands out; all its state is one row per unit in a table given by whoever makes it,
// so it needs no heap and runs before there is one.
//
// Most of what comes back is single units, and most of what is asked for too; then come the blocks of four that long
// messages lie in. So the last ones are kept loose, and handed out as they are; they are merged when there is no block
// that is large enough.
//
// Invariants: a free block of order n starts at a multiple of 2^n (counted from unit 0), is in exactly one free
// list, and its buddy is not free at the same order. Loose blocks are free and in a list of their order's. Blocks handed out
// remember their order, so a caller cannot free half of one.

/// One unit's row. What a unit in use keeps here beyond its order is its owner's affair (`KernelHeap`).
public struct Unit {
    public enum State: UInt8 { case reserved, free, loose, allocated, tail }

    var next = Unit.none
    var previous = Unit.none
    var state = State.reserved
    var order: UInt8 = 0
    /// For the owner of an allocated block: its size class, and how it is used.
    var sizeClass: UInt8 = 0
    var untouched: UInt8 = 0
    var used: UInt16 = 0
    var freeHead: UInt16 = 0

    static let none = UInt32.max

    public init() {}
}

/// The rows of all units `first ..< first + count`.
// Safe: every access is checked.
@safe public struct UnitTable {
    public let first: UInt32
    public let count: Int
    private let rows: UnsafeMutablePointer<Unit>

    /// - Parameter rows: room for `count` rows, the table's alone for ever. They are set up here.
    public init(first: UInt32, count: Int, rows: UnsafeMutablePointer<Unit>) {
        // Safe: the caller's promise.
        unsafe rows.initialize(repeating: Unit(), count: count)
        self.first = first
        self.count = count
        unsafe self.rows = unsafe rows
    }

    // A unit below the first wraps round, and is beyond the last.
    @inline(__always)
    func contains(_ unit: UInt32) -> Bool { Int(unit &- first) < count }

    /// The row of a unit, for who looks at more than one of its fields.
    @inline(__always)
    func row(_ unit: UInt32) -> Cell<Unit> {
        precondition(contains(unit), "unit outside the table")
        // Safe: `rows` has `count` rows, which stay for ever, and the index was just checked.
        return unsafe Cell(rows + Int(unit &- first))
    }

    subscript(unit: UInt32) -> Unit {
        @inline(__always) get { row(unit).value }
        @inline(__always) nonmutating _modify { yield &row(unit).value }
    }
}

/// Loose blocks of one order.
private struct Loose {
    private var first = Unit.none
    /// So many more may be.
    private(set) var room: Int

    init(room: Int) { self.room = room }

    @inline(__always)
    mutating func take(_ table: UnitTable) -> UInt32? {
        let unit = first
        guard unit != Unit.none else { return nil }
        // Safe: the row of one unit, of which nobody else knows.
        let row = table.row(unit)
        first = row.value.next
        row.value.state = .allocated
        room += 1
        return unit
    }

    @inline(__always)
    mutating func put(_ unit: UInt32, _ table: UnitTable) {
        // Safe: as above.
        let row = table.row(unit)
        row.value.state = .loose
        row.value.next = first
        first = unit
        room -= 1
    }
}

public struct Buddy: ~Copyable {
    /// Blocks have orders `0 ... largestOrder`: up to 2^10 units.
    public static let largestOrder = 10

    let table: UnitTable
    /// Units that are free and committed to nobody: what is asked for most often.
    public private(set) var availableCount = 0
    /// Units that are free, and kept back for somebody.
    private(set) var committedCount = 0
    /// Units free now.
    public var freeCount: Int { availableCount + committedCount }
    private var ones = Loose(room: 64)
    private var fours = Loose(room: 4)
    private var heads: InlineArray<11, UInt32> = .init(repeating: Unit.none)

    /// All units are reserved until they are given to `free(unit:)` or `release(_:)`.
    public init(table: UnitTable) { self.table = table }

    /// Makes reserved units available, in the largest blocks they fit.
    public mutating func release(_ units: Range<UInt32>) {
        var unit = units.lowerBound
        while unit < units.upperBound {
            var order = min(unit == 0 ? Buddy.largestOrder : unit.trailingZeroBitCount, Buddy.largestOrder)
            while UInt64(unit) + (1 << UInt64(order)) > UInt64(units.upperBound) { order -= 1 }
            merge(unit, order: order)
            unit += 1 << UInt32(order)
        }
    }

    /// Keeps available units back; a negative number makes some available again.
    mutating func commit(_ count: Int) {
        availableCount -= count
        committedCount += count
    }

    /// A block of 2^order units, or nil where there is none.
    public mutating func allocate(order: Int) -> UInt32? {
        if order == 0, let unit = ones.take(table) {
            availableCount -= 1
            return unit
        }
        if order == 2, let unit = fours.take(table) {
            availableCount -= 4
            return unit
        }
        guard (0...Buddy.largestOrder).contains(order) else { return nil }
        if let unit = split(order: order) { return unit }
        // There may be one when all that is loose is merged.
        while let unit = ones.take(table) ?? fours.take(table) {
            availableCount -= 1 << Int(table[unit].order)
            freeBlock(unit)
        }
        return split(order: order)
    }

    @inline(never)
    private mutating func split(order: Int) -> UInt32? {
        guard let found = (order...Buddy.largestOrder).first(where: { heads[$0] != Unit.none }) else { return nil }
        let unit = heads[found]
        remove(unit, order: found)
        // Give back the upper halves until the block has the size asked for.
        for half in (order..<found).reversed() { insert(unit + (1 << UInt32(half)), order: half) }
        table[unit].state = .allocated
        table[unit].order = UInt8(order)
        for tail in 1..<max(1, UInt32(1) << UInt32(order)) { table[unit + tail].state = .tail }
        return unit
    }

    /// Takes a block back, whole.
    public mutating func free(_ unit: UInt32) {
        // Safe: as above.
        let row = table.row(unit)
        precondition(row.value.state == .allocated, "free of a unit that starts no allocated block")
        switch row.value.order {
        case 0 where ones.room > 0:
            ones.put(unit, table)
            availableCount += 1
        case 2 where fours.room > 0:
            fours.put(unit, table)
            availableCount += 4
        default: freeBlock(unit)
        }
    }

    /// Merges a block with its buddies.
    @inline(never)
    private mutating func freeBlock(_ unit: UInt32) {
        let order = Int(table[unit].order)
        for tail in 0..<(UInt32(1) << UInt32(order)) { table[unit + tail] = Unit() }
        merge(unit, order: order)
    }

    /// Makes a block free, together with its buddies as far as those are free too.
    private mutating func merge(_ unit: UInt32, order: Int) {
        var (block, order) = (unit, order)
        while order < Buddy.largestOrder {
            let buddy = block ^ (1 << UInt32(order))
            guard table.contains(buddy), table[buddy].state == .free, Int(table[buddy].order) == order else { break }
            remove(buddy, order: order)
            block = min(block, buddy)
            order += 1
        }
        insert(block, order: order)
    }

    private mutating func insert(_ unit: UInt32, order: Int) {
        let head = heads[order]
        table[unit].state = .free
        table[unit].order = UInt8(order)
        table[unit].next = head
        table[unit].previous = Unit.none
        if head != Unit.none { table[head].previous = unit }
        heads[order] = unit
        availableCount += 1 << order
    }

    private mutating func remove(_ unit: UInt32, order: Int) {
        let (next, previous) = (table[unit].next, table[unit].previous)
        if next != Unit.none { table[next].previous = previous }
        if previous != Unit.none { table[previous].next = next } else { heads[order] = next }
        table[unit] = Unit()
        availableCount -= 1 << order
    }
}
