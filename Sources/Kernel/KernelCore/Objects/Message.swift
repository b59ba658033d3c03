// A message on its way, and queues of them. The body is kernel memory of its own; nothing of the sender's or the
// receiver's memory is referred to.
//
// A message is a piece of the kernel's memory and no object of Swift's: it is moved from its sender to a queue, from there
// to another, and to its receiver, and nobody counts on the way. A short body lies in the message itself; each end of a
// channel has a message in reserve, for what it is sent next (`Channel.spare`). So the usual message allocates nothing.
//
// Invariant: a message is in one queue, or the reserve of a channel, or in the hands of the call that makes it, puts it
// elsewhere or ends it with `free`. Nobody uses it after that.

import FTLTypes

/// Where bodies that are not short come from; unlike the objects of Swift's runtime they may be refused.
public protocol BodyAllocator: AnyObject {
    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer?
    func freeBody(_ body: UnsafeMutableRawPointer)
}

// Safe: by the invariant nobody uses it after `free`, and a body is reached with its length only.
@safe struct Message {
    /// Bytes of a body that are in the message itself. With the rest it fills a size of the kernel's heap.
    static let shortLength = 112

    // Safe: the address of a long body is kept in it; `body` is what follows it.
    @safe private struct Storage {
        var next: Message?
        var info = MessageInfo(rawValue: 0)
        var word0: UInt64 = 0
        var word1: UInt64 = 0
        /// Names it to the receiver, once that was notified.
        var token: UInt64 = 0
        /// The sender's, who pays until the message is received.
        var account: Uncounted<Account>?
        /// What it carries.
        var handle = StoredHandle()
        /// Where the body is, if it is long.
        var long: UnsafeMutableRawPointer?
        var length = 0
        // A short body follows.
    }
    private let storage: Cell<Storage>

    /// An empty one: the reserve of a channel.
    init() {
        let size = MemoryLayout<Storage>.stride + Message.shortLength
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        // Safe: the memory is large enough, and the message's until `free`; by the invariant nobody uses it after that.
        storage = unsafe Cell(memory.initializeMemory(as: Storage.self, repeating: Storage(), count: 1))
    }

    /// Gives its memory back, when it is empty.
    func free() {
        // Safe: what `init` allocated; the caller has no more use for the message.
        unsafe storage.pointer.deallocate()
    }

    // MARK: Making one

    /// Makes room for a body of so many bytes.
    ///
    /// - Returns: whether there is memory for it. Where not, the message is as it was.
    func makeRoom(_ length: Int, _ allocator: any BodyAllocator) -> Bool {
        if length > Message.shortLength {
            // Safe, here and below: kept as an address only; what is done with the bytes is `body`'s.
            guard let body = unsafe allocator.allocateBody(length) else { return false }
            unsafe storage.value.long = unsafe body
        }
        storage.value.length = length
        return true
    }

    /// Makes room for a body that lies in the message itself.
    @inline(__always)
    func setShort(_ length: Int) { storage.value.length = length }

    /// - Parameter account: charged with the message's `cost` already.
    @inline(__always)
    func fill(
        _ info: MessageInfo, _ word0: UInt64, _ word1: UInt64, _ handle: StoredHandle, _ account: Account
    ) {
        storage.value.next = nil
        storage.value.info = info
        storage.value.word0 = word0
        storage.value.word1 = word1
        storage.value.token = 0
        storage.value.handle = handle
        storage.value.account = Uncounted(account)
    }

    /// Makes it empty: the body goes, and nobody pays for it any more. Its handle was taken, or has been closed.
    func empty(_ allocator: any BodyAllocator) {
        if let account = storage.value.account {
            storage.value.account = nil
            account.with { $0.refund(queued: Message.cost(length)) }
        }
        // Safe: the body came from this allocator, and is given back once.
        if let body = unsafe storage.value.long {
            unsafe storage.value.long = nil
            unsafe allocator.freeBody(body)
        }
        storage.value.length = 0
        storage.value.handle = StoredHandle()
    }

    /// The same of one with a short body.
    @inline(__always)
    func emptyShort() {
        if let account = storage.value.account {
            storage.value.account = nil
            account.with { $0.refund(queued: Message.cost(length)) }
        }
        storage.value.length = 0
        storage.value.handle = StoredHandle()
    }

    // MARK: What it is

    @inline(__always)
    var info: MessageInfo { storage.value.info }
    @inline(__always)
    var word0: UInt64 { storage.value.word0 }
    @inline(__always)
    var word1: UInt64 { storage.value.word1 }
    @inline(__always)
    var handle: StoredHandle { storage.value.handle }
    // Safe: nothing but whether there is an address is looked at.
    /// Whether the body is not in the message itself.
    @inline(__always)
    var isLong: Bool { unsafe storage.value.long != nil }
    /// Bytes of the body, which are what the message counts against the bound of the queue.
    @inline(__always)
    var length: Int { storage.value.length }
    @inline(__always)
    var token: UInt64 {
        get { storage.value.token }
        nonmutating set { storage.value.token = newValue }
    }
    @inline(__always)
    fileprivate var next: Message? {
        get { storage.value.next }
        nonmutating set { storage.value.next = newValue }
    }

    /// The body's bytes, as long as the message is what it is.
    @inline(__always)
    var body: UnsafeMutableRawBufferPointer {
        // Safe: `long` has room for `length` bytes, and where there is none they fit behind the rest (`makeRoom`).
        let short = unsafe UnsafeMutableRawPointer(storage.pointer + 1)
        return unsafe UnsafeMutableRawBufferPointer(start: storage.value.long ?? short, count: length)
    }

    @inline(__always)
    static func == (left: Message, right: Message) -> Bool { left.storage == right.storage }

    /// What a message with so long a body counts against its sender's quota.
    @inline(__always)
    static func cost(_ length: Int) -> Int { length + Limits.messageOverhead }
}

/// Messages in order. A list and not an array: no message is too many for an allocation, and removal is cheap at
/// the front, where it nearly always happens.
struct MessageQueue {
    private(set) var first: Message?
    private var last: Message?

    @inline(__always)
    var isEmpty: Bool { first == nil }

    @inline(__always)
    mutating func append(_ message: Message) {
        message.next = nil
        if let last { last.next = message } else { first = message }
        last = message
    }

    @inline(__always)
    mutating func popFirst() -> Message? {
        guard let message = first else { return nil }
        first = message.next
        if first == nil { last = nil }
        return message
    }

    func find(token: UInt64) -> Message? {
        var candidate = first
        while let message = candidate, message.token != token { candidate = message.next }
        return candidate
    }

    @inline(__always)
    mutating func remove(_ message: Message) {
        if let first, first == message { _ = popFirst() } else { removeFromMiddle(message) }
    }

    @inline(never)
    private mutating func removeFromMiddle(_ message: Message) {
        var previous = first
        while let current = previous {
            guard let next = current.next else { return }
            if next == message {
                current.next = message.next
                if let last, last == message { self.last = current }
                return
            }
            previous = next
        }
    }

    /// Moves all messages of another queue behind these.
    mutating func append(contentsOf other: inout MessageQueue) {
        while let message = other.popFirst() { append(message) }
    }
}
