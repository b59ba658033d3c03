// A process: its handles, by the numbers that the kernel gave them, and how it ended.

import FTLTypes

final class ModelProcess: ModelSource {
    let id: Int
    /// Open handles it may have; those the model does not know of are taken off.
    let capacity: Int
    private(set) var numbers: [UInt32] = []
    private(set) var handles: [ModelHandle] = []
    /// The numbers closed last. None of them may come again soon.
    private(set) var closed: [UInt32] = []
    static let closedCount = 32
    /// Handles to this process.
    var handleCount = 0
    var isInterrupted = false
    private(set) var hasEnded = false
    private var status = 0
    private var reason = ExitReason.exited
    private var owesExited = false

    init(id: Int, capacity: Int) {
        self.id = id
        self.capacity = capacity
    }

    func hasRoom(for more: Int = 1) -> Bool { handles.count + more <= capacity }

    /// The handle that a word names, with at least these rights; a word is more than a handle's number can be.
    func lookup(_ word: UInt, _ rights: Rights, _ type: ObjectType? = nil) throws(FTLError) -> ModelHandle {
        guard word <= UInt(HandleNumber.largest), let index = numbers.firstIndex(of: UInt32(word)) else {
            throw .invalidHandle
        }
        guard handles[index].rights.contains(rights) else { throw .notAllowed }
        if let type, handles[index].object.type != type { throw .wrongType }
        return handles[index]
    }

    /// The kernel has named a new handle.
    /// - Returns: whether that can be its number.
    func insert(_ handle: ModelHandle, as number: UInt32) -> Bool {
        guard number > 0, number <= HandleNumber.largest, !numbers.contains(number), !closed.contains(number) else {
            return false
        }
        numbers.append(number)
        handles.append(handle)
        return true
    }

    /// Takes a handle out of the table, and its object out of the sink that it is in under this number.
    func take(_ number: UInt32) -> ModelHandle? {
        guard let index = numbers.firstIndex(of: number) else { return nil }
        numbers.remove(at: index)
        let handle = handles.remove(at: index)
        if closed.count == ModelProcess.closedCount { closed.removeFirst() }
        closed.append(number)
        if let source = handle.object.source, source.sink != nil, source.number == number, source.owner == id {
            source.leaveSink()
        }
        if case .channel(let channel) = handle.object { channel.tellAgain() }
        return handle
    }

    /// It has ended: answers its handles in the order in which the kernel closes them, which goes by the numbers'
    /// low bits: the last 32 slots first, within these upwards.
    func end(status: Int, _ reason: ExitReason) -> [ModelHandle] {
        hasEnded = true
        self.status = status
        self.reason = reason
        owesExited = true
        func place(_ index: Int) -> Int {
            let slot = Int(numbers[index] & 0xfff)
            return (127 - slot / 32) * 32 + slot % 32
        }
        let order = handles.indices.sorted { place($0) < place($1) }
        let closing = order.map { handles[$0] }
        numbers = []
        handles = []
        return closing
    }

    override var hasEvent: Bool { owesExited }

    override func takeEvent() -> ModelEvent {
        owesExited = false
        return ModelEvent(
            kind: .processExited, word0: UInt64(bitPattern: Int64(status)), word1: reason.rawValue)
    }
}
