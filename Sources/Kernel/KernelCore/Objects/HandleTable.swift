// The handles of one process: a table of slots in pieces, with a free list. A handle's number is its slot's index and
// the slot's generation, which changes each time the slot is emptied, so that a number kept too long is refused instead
// of naming whatever came next.
//
// Number: bits 0–11 index, bits 12–30 generation (never 0, so no handle has number 0).
//
// A call begins with a lookup, so it is short: one look into the first piece, which is all that most processes have, one
// comparison for "is there a handle, and is it that one", and what the slot holds as it is.
//
// Invariants: a slot that is empty has `Slot.empty` in its generation, which no number has. The pieces are there from the
// first on; the others hang in a list of their own, so that nothing here is larger than a page.

import FTLTypes

// Safe: the pieces are the table's alone, and an index is checked against their number before it is used.
@safe struct HandleTable: ~Copyable {
    private struct Slot {
        static let empty: UInt32 = 1 << 31

        var handle = StoredHandle()
        var generation: UInt32 = 1 | empty
        /// Of an empty slot: the index of the next one.
        var nextFree: Int32 = -1
    }
    private typealias Piece = UnsafeMutablePointer<Slot>
    private typealias Place = Cell<Slot>

    private static let pieceBits = 5
    private static let pieceSize = 1 << pieceBits
    private static let pieceLimit = Limits.handlesPerProcess >> pieceBits
    private static let indexBits: UInt = 12
    private static let generationMask: UInt32 = 0x7_ffff

    private var first: Piece?
    /// Room for `pieceLimit` pieces, of which index 0 is not used.
    private var others: UnsafeMutablePointer<Piece>?
    private var pieceCount = 0
    private var firstFree: Int32 = -1
    /// Open handles.
    private(set) var count = 0
    /// How many there may be.
    var limit = Limits.handlesPerProcess

    deinit {
        // Nothing is left where a process has ended.
        forEachSlot { _, slot in if !slot.value.handle.isNone { slot.value.handle.dropped() } }
        // Safe: what `grow` allocated, and nobody has a place in it any more.
        for index in 0..<pieceCount { unsafe piece(index).deallocate() }
        unsafe others?.deallocate()
    }

    /// Whether `insert` has room for so many more.
    @inline(__always)
    func hasRoom(for more: Int = 1) -> Bool { count + more <= limit }

    /// Puts a handle into a slot. The caller has made sure that there is room, before it changed anything.
    mutating func insert(_ handle: Handle) -> HandleNumber { insert(StoredHandle(handle)) }

    /// The same of one that lay elsewhere.
    mutating func insert(_ handle: StoredHandle) -> HandleNumber {
        precondition(hasRoom(), "handle table full: hasRoom was not asked")
        if firstFree < 0 { grow() }
        let index = Int(firstFree)
        let slot = slot(index)
        firstFree = slot.value.nextFree
        slot.value.handle = handle
        slot.value.generation &= ~Slot.empty
        count += 1
        return number(index, slot)
    }

    /// The handle of this number, as it lies in the table: good until the slot is emptied.
    @inline(__always)
    func find(_ number: UInt) throws(FTLError) -> StoredHandle { try locate(number).value.handle }

    /// The same, if it has at least these rights.
    @inline(__always)
    func find(_ number: UInt, _ rights: Rights) throws(FTLError) -> StoredHandle {
        let handle = try find(number)
        guard handle.rights.contains(rights) else { throw .notAllowed }
        return handle
    }

    /// The same, if its object is of this class too.
    @inline(__always)
    func find<Object: TypedObject>(
        _ number: UInt, _ rights: Rights, _ type: Object.Type
    ) throws(FTLError) -> StoredHandle {
        let handle = try find(number, rights)
        guard handle.isOf(Object.objectType) else { throw .wrongType }
        return handle
    }

    /// The handle of this number.
    func lookup(_ number: HandleNumber) throws(FTLError) -> Handle { try find(UInt(number.rawValue)).handle }

    /// Empties the slot and answers what was in it.
    mutating func remove(_ number: HandleNumber) throws(FTLError) -> Handle { try take(number).taken() }

    /// The same, to be put elsewhere.
    mutating func take(_ number: HandleNumber) throws(FTLError) -> StoredHandle {
        let slot = try locate(UInt(number.rawValue))
        let handle = slot.value.handle
        empty(HandleTable.index(UInt(number.rawValue)), slot)
        return handle
    }

    /// Empties some slot that is in use; nil when none is.
    mutating func removeAny() -> Handle? {
        while pieceCount > 0 {
            let last = pieceCount - 1
            for index in last << HandleTable.pieceBits..<pieceCount << HandleTable.pieceBits {
                let slot = slot(index)
                guard !slot.value.handle.isNone else { continue }
                let handle = slot.value.handle
                empty(index, slot)
                return handle.taken()
            }
            dropLastPiece()
        }
        return nil
    }

    /// Nothing is in the last piece: it goes, and with it the free list that runs through all of them. Only a process that
    /// is ending empties its table this way, and it never inserts again.
    private mutating func dropLastPiece() {
        let last = pieceCount - 1
        // Safe: what `grow` allocated, and nothing below looks at index `last` again.
        unsafe piece(last).deallocate()
        pieceCount = last
        if last == 0 { unsafe first = nil }
        if last == 1 {
            unsafe others?.deallocate()
            unsafe others = nil
        }
        firstFree = -1
    }

    /// Visits every open handle, in the order of the slots.
    func forEach(_ visit: (HandleNumber, Handle) -> Void) {
        forEachSlot { index, slot in
            if !slot.value.handle.isNone { visit(number(index, slot), slot.value.handle.handle) }
        }
    }

    private func forEachSlot(_ visit: (Int, Place) -> Void) {
        for index in 0..<pieceCount << HandleTable.pieceBits { visit(index, slot(index)) }
    }

    private func number(_ index: Int, _ slot: Place) -> HandleNumber {
        HandleNumber(rawValue: UInt32(index) | slot.value.generation << UInt32(HandleTable.indexBits))
    }

    private mutating func empty(_ index: Int, _ slot: Place) {
        let next = (slot.value.generation + 1) & HandleTable.generationMask
        slot.value = Slot(generation: max(1, next) | Slot.empty, nextFree: firstFree)
        firstFree = Int32(index)
        count -= 1
    }

    @inline(__always)
    private static func index(_ number: UInt) -> Int { Int(number & (1 << indexBits - 1)) }

    /// The slot that holds the handle of this number.
    @inline(__always)
    private func locate(_ number: UInt) throws(FTLError) -> Place {
        let index = HandleTable.index(number)
        guard index < pieceCount << HandleTable.pieceBits else { throw .invalidHandle }
        let slot = slot(index)
        guard UInt(slot.value.generation) == number >> HandleTable.indexBits else { throw .invalidHandle }
        return slot
    }

    /// The slot of an index below what the pieces have.
    @inline(__always)
    private func slot(_ index: Int) -> Place {
        // Safe: there are `pieceCount` pieces of `pieceSize` slots, which live as long as the table.
        unsafe Cell(piece(index >> HandleTable.pieceBits) + index & (HandleTable.pieceSize - 1))
    }

    /// A piece, of those there are.
    @inline(__always)
    private func piece(_ index: Int) -> Piece {
        // Safe: with the first piece `first` was set, with the second `others`, and neither is nil again before the piece
        // is gone.
        index == 0 ? unsafe first.unsafelyUnwrapped : unsafe others.unsafelyUnwrapped[index]
    }

    private mutating func grow() {
        let base = pieceCount << HandleTable.pieceBits
        // Safe: new memory for as many slots as are initialized; from here on it is the table's.
        let piece = Piece.allocate(capacity: HandleTable.pieceSize)
        unsafe piece.initialize(repeating: Slot(), count: HandleTable.pieceSize)
        if pieceCount == 0 {
            unsafe first = piece
        } else {
            if unsafe others == nil { unsafe others = .allocate(capacity: HandleTable.pieceLimit) }
            unsafe others.unsafelyUnwrapped[pieceCount] = unsafe piece
        }
        pieceCount += 1
        for place in 0..<HandleTable.pieceSize - 1 { slot(base + place).value.nextFree = Int32(base + place + 1) }
        firstFree = Int32(base)
    }
}

extension Process {
    /// Puts a handle into the table, which has room for it.
    func insert(_ handle: Handle) -> HandleNumber { insert(StoredHandle(handle)) }

    /// The same of one that lay elsewhere.
    func insert(_ handle: StoredHandle) -> HandleNumber {
        handle.withObject { $0.wasInserted(into: self) }
        return handles.insert(handle)
    }

    /// Takes a handle out of the table.
    @discardableResult
    func take(_ number: HandleNumber) throws(FTLError) -> Handle { try move(number).taken() }

    /// The same, to be put elsewhere.
    func move(_ number: HandleNumber) throws(FTLError) -> StoredHandle {
        let handle = try handles.take(number)
        handle.withObject { $0.wasTaken(from: self, as: number) }
        return handle
    }
}
