// A message on its way, and queues of them. The body is kernel memory of its own; nothing of the sender's or the
// receiver's memory is referred to.

import FTLTypes

/// The bytes of a message.
@safe public final class MessageBody {
    let count: Int
    private let bytes: UnsafeMutableRawPointer
    private let allocator: BodyAllocator

    /// Room for `count` (> 0) bytes, or `outOfMemory`.
    init(count: Int, allocator: BodyAllocator) throws(FTLError) {
        guard let bytes = unsafe allocator.allocateBody(count) else { throw .outOfMemory }
        self.count = count
        unsafe self.bytes = bytes
        self.allocator = allocator
    }

    deinit { unsafe allocator.freeBody(bytes) }

    /// Safe to use while the body is referred to.
    var buffer: UnsafeMutableRawBufferPointer { unsafe UnsafeMutableRawBufferPointer(start: bytes, count: count) }
}

/// Where bodies come from; unlike the objects of Swift's runtime they may be refused.
public protocol BodyAllocator: AnyObject {
    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer?
    func freeBody(_ body: UnsafeMutableRawPointer)
}

/// A message, in the queue of the end that will receive it.
public final class Message {
    let info: MessageInfo
    let word0: UInt64
    let word1: UInt64
    let body: MessageBody?
    let handle: Handle?
    /// Names it to the receiver, once it was told of it.
    var token: UInt64 = 0
    fileprivate var next: Message?
    /// The sender's, who pays until the message is received.
    private let account: Account

    /// - Parameter account: charged with the message's `cost` already.
    init(
        info: MessageInfo, word0: UInt64, word1: UInt64, body: MessageBody?, handle: Handle?, account: Account
    ) {
        self.account = account
        self.info = info
        self.word0 = word0
        self.word1 = word1
        self.body = body
        self.handle = handle
    }

    deinit { account.refund(queued: Message.cost(length)) }

    /// What it counts against the bound of the queue.
    var length: Int { body?.count ?? 0 }

    /// What a message with so long a body counts against its sender's quota.
    static func cost(_ length: Int) -> Int { length + Limits.messageOverhead }
}

/// Messages in order. A list and not an array: no message is too many for an allocation, and removal is cheap at
/// the front, where it nearly always happens.
struct MessageQueue {
    private(set) var first: Message?
    private var last: Message?

    var isEmpty: Bool { first == nil }

    mutating func append(_ message: Message) {
        if let last { last.next = message } else { first = message }
        last = message
    }

    mutating func popFirst() -> Message? {
        guard let message = first else { return nil }
        first = message.next
        if first == nil { last = nil }
        message.next = nil
        return message
    }

    func find(token: UInt64) -> Message? {
        var candidate = first
        while let message = candidate, message.token != token { candidate = message.next }
        return candidate
    }

    mutating func remove(_ message: Message) {
        var previous: Message?
        var candidate = first
        while let current = candidate, current !== message {
            previous = current
            candidate = current.next
        }
        guard candidate != nil else { return }
        if let previous { previous.next = message.next } else { first = message.next }
        if last === message { last = previous }
        message.next = nil
    }

    /// Moves all messages of another queue behind these.
    mutating func append(contentsOf other: inout MessageQueue) {
        while let message = other.popFirst() { append(message) }
    }
}
