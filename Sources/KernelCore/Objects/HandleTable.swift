// The handles of one process: a table of slots in chunks, with a free list. A handle's number is its slot's index
// and the slot's generation, which changes each time the slot is emptied, so that a number kept too long is
// refused instead of naming whatever came next.
//
// Number: bits 0–11 index, bits 12–30 generation (never 0, so no handle has number 0).

import FTLTypes

struct HandleTable {
    private struct Slot {
        var handle: Handle?
        var generation: UInt32 = 1
        var nextFree: Int32 = -1
    }

    private static let chunkSize = 32
    private static let indexBits: UInt32 = 12
    private static let generationMask: UInt32 = 0x7_ffff

    private var chunks: [[Slot]] = []
    private var firstFree: Int32 = -1
    /// Open handles.
    private(set) var count = 0
    /// How many there may be.
    var limit = Limits.handlesPerProcess

    /// Whether `insert` has room for so many more.
    func hasRoom(for more: Int = 1) -> Bool { count + more <= limit }

    /// Puts a handle into a slot. The caller has made sure that there is room, before it changed anything.
    mutating func insert(_ handle: Handle) -> HandleNumber {
        precondition(hasRoom(), "handle table full: hasRoom was not asked")
        if firstFree < 0 { grow() }
        let index = Int(firstFree)
        let (chunk, place) = (index / HandleTable.chunkSize, index % HandleTable.chunkSize)
        firstFree = chunks[chunk][place].nextFree
        chunks[chunk][place].handle = handle
        count += 1
        return number(chunk, place)
    }

    /// The handle of this number.
    func lookup(_ number: HandleNumber) throws(FTLError) -> Handle {
        let (chunk, place) = try locate(number)
        guard let handle = chunks[chunk][place].handle else { throw .invalidHandle }
        return handle
    }

    /// Empties the slot and answers what was in it.
    mutating func remove(_ number: HandleNumber) throws(FTLError) -> Handle {
        let (chunk, place) = try locate(number)
        guard let handle = chunks[chunk][place].handle else { throw .invalidHandle }
        empty(chunk, place)
        return handle
    }

    /// Empties some slot that is in use; nil when none is.
    mutating func removeAny() -> Handle? {
        while let chunk = chunks.indices.last {
            for place in chunks[chunk].indices {
                if let handle = chunks[chunk][place].handle {
                    empty(chunk, place)
                    return handle
                }
            }
            // Nothing left here: drop the chunk, and with it the free list that runs through all of them. Only a
            // process that is ending empties its table this way, and it never inserts again.
            chunks.removeLast()
            firstFree = -1
        }
        return nil
    }

    /// Visits every open handle, in the order of the slots.
    func forEach(_ visit: (HandleNumber, Handle) -> Void) {
        for chunk in chunks.indices {
            for place in chunks[chunk].indices {
                guard let handle = chunks[chunk][place].handle else { continue }
                visit(number(chunk, place), handle)
            }
        }
    }

    private func number(_ chunk: Int, _ place: Int) -> HandleNumber {
        let index = UInt32(chunk * HandleTable.chunkSize + place)
        return HandleNumber(rawValue: index | chunks[chunk][place].generation << HandleTable.indexBits)
    }

    private mutating func empty(_ chunk: Int, _ place: Int) {
        let next = (chunks[chunk][place].generation + 1) & HandleTable.generationMask
        chunks[chunk][place] = Slot(handle: nil, generation: max(1, next), nextFree: firstFree)
        firstFree = Int32(chunk * HandleTable.chunkSize + place)
        count -= 1
    }

    private func locate(_ number: HandleNumber) throws(FTLError) -> (chunk: Int, place: Int) {
        let index = Int(number.rawValue & (1 << HandleTable.indexBits - 1))
        let (chunk, place) = (index / HandleTable.chunkSize, index % HandleTable.chunkSize)
        guard chunk < chunks.count, chunks[chunk][place].generation == number.rawValue >> HandleTable.indexBits
        else { throw .invalidHandle }
        return (chunk, place)
    }

    private mutating func grow() {
        let base = chunks.count * HandleTable.chunkSize
        var chunk = [Slot](repeating: Slot(), count: HandleTable.chunkSize)
        for place in chunk.indices.dropLast() { chunk[place].nextFree = Int32(base + place + 1) }
        chunks.append(chunk)
        firstFree = Int32(base)
    }
}
