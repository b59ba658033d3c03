// One end of a channel: a connected pair, each end with a bounded queue of what the other sent. Sending never
// waits: a full queue refuses (`overloaded`), and the refused sender's sink hears when there is room again.
// Receiving is in two steps: the sink's event tells a message's info, words and token; `channel_recv` with the
// token then copies the body to where the receiver wants it. Until then the message counts against the bound, so
// a receiver that does not receive pushes back on its sender.
//
// Invariants
// - `peer` is mutual, and nil on both ends or on neither. It ends when either end's handle is closed. `heldPeer` is the
//   same reference, counted: what keeps the other end there.
// - `spare` is empty. It is what this end is sent next; a second message before that is received is a new one.
// - A channel has exactly one handle. `container` is the channel in whose queue that handle is on its way, if any.
//   Following `container` always ends: a send that would close a ring is refused, because nobody could ever reach
//   the channels in it again. So what the last owner closes is always found from there.

import FTLTypes

public final class Channel: EventSource {
    private var peer: Uncounted<Channel>?
    private var heldPeer: Channel? {
        didSet { peer = heldPeer.map { Uncounted($0) } }
    }
    private var container: Channel?
    /// The id of the process that has the handle; 0 while it is on its way.
    var owner = 0
    /// Sent by the peer, not told to the sink yet.
    private var waiting = MessageQueue()
    /// Told to the sink, not received yet.
    private var told = MessageQueue()
    private var spare: Message? = Message()
    /// Messages, and bytes in them, in both queues.
    private var messageCount = 0
    private var byteCount = 0
    private var lastToken: UInt64 = 0
    /// A send was refused, and the event that says it would be taken now is not delivered yet.
    private var wantsRoom = false
    private var owesWritable = false
    private var owesPeerClosed = false

    deinit { spare?.free() }

    static func makePair() -> (Channel, Channel) {
        let (first, second) = (Channel(), Channel())
        first.heldPeer = second
        second.heldPeer = first
        return (first, second)
    }

    // MARK: Sending

    /// What a send needs before anything is changed: a peer that is there and has room.
    @inline(__always)
    func checkSend(length: Int) throws(FTLError) -> Uncounted<Channel> {
        guard let peer else { throw .peerClosed }
        guard length <= Limits.bodyLength else { throw .tooLarge }
        guard peer.with({ $0.hasRoom(length) }) else {
            // Remembers that a send was refused for want of room.
            wantsRoom = true
            throw .overloaded
        }
        return peer
    }

    @inline(__always)
    private func hasRoom(_ length: Int) -> Bool {
        messageCount < Limits.channelMessages && byteCount &+ length <= Limits.channelBytes
    }

    /// Whether the handle to `other` may go into this channel's peer's queue.
    func checkCarry(_ other: Channel) throws(FTLError) {
        var depth = 0
        var end = heldPeer
        while let channel = end {
            guard channel !== other else { throw .wouldCycle }
            guard depth < Limits.channelNesting else { throw .limitReached }
            depth += 1
            end = channel.container
        }
    }

    /// An empty message, to be sent to this end with a body of so many bytes; nil where there is no memory for one.
    @inline(__always)
    fileprivate func makeMessage(_ length: Int, _ memory: PhysicalMemory) -> Message? {
        guard let message = spare else { return memory.allowsBody(length) ? Message() : nil }
        spare = nil
        return message
    }

    /// Takes an empty message back.
    @inline(__always)
    fileprivate func giveBack(_ message: Message) {
        if spare == nil { spare = message } else { message.free() }
    }

    /// Puts a message into this end's queue. Cannot fail: the checks above were made in the same call.
    @inline(__always)
    func deliver(_ message: Message, _ kernel: Kernel) {
        if !message.handle.isNone, message.handle.isOf(.channel) {
            message.handle.with(Channel.self) { $0.container = self }
        }
        messageCount &+= 1
        byteCount &+= message.length
        kernel.messageCount &+= 1
        // A member of a sink that is not in its queue has nothing else to tell.
        if let home, !isQueued {
            message.token = lastToken &+ 1
            if home.with({ $0.hand(event(of: message), of: self, kernel) }) {
                lastToken &+= 1
                return told.append(message)
            }
        }
        waiting.append(message)
        notify(kernel)
    }

    // MARK: Receiving

    @inline(__always)
    fileprivate func message(token: UInt64) throws(FTLError) -> Message {
        guard token != 0 else { throw .notFound }
        if let first = told.first, first.token == token { return first }
        guard let message = told.find(token: token) else { throw .notFound }
        return message
    }

    /// Takes a message out of the queue. Its handle, if it has one, is the caller's now.
    @inline(__always)
    fileprivate func remove(_ message: Message, _ kernel: Kernel) {
        told.remove(message)
        messageCount &-= 1
        byteCount &-= message.length
        kernel.messageCount &-= 1
        if !message.handle.isNone, message.handle.isOf(.channel) {
            message.handle.with(Channel.self) { $0.container = nil }
        }
        if let peer { peer.with { $0.roomWasMade(kernel) } }
        // The last message is received: now the peer's closing may be told.
        if owesPeerClosed, hasEvent { notify(kernel) }
    }

    @inline(__always)
    private func roomWasMade(_ kernel: Kernel) {
        guard wantsRoom else { return }
        wantsRoom = false
        owesWritable = true
        notify(kernel)
    }

    /// The end changes hands: whoever gets it is told again what was told and not received, and that the other end is
    /// closed, if it is.
    func tellAgain() {
        if peer == nil { owesPeerClosed = true }
        told.append(contentsOf: &waiting)
        swap(&told, &waiting)
    }

    // MARK: Closing

    /// The one handle is closed. What was on its way here goes to `doomed`.
    func close(_ kernel: Kernel, _ doomed: inout MessageQueue) {
        leaveSink()
        container = nil
        doomed.append(contentsOf: &waiting)
        doomed.append(contentsOf: &told)
        kernel.messageCount -= messageCount
        messageCount = 0
        byteCount = 0
        guard let peer = heldPeer else { return }
        heldPeer = nil
        peer.heldPeer = nil
        peer.wantsRoom = false
        peer.owesWritable = false
        peer.owesPeerClosed = true
        peer.notify(kernel)
    }

    // MARK: Events

    /// Whether a message that is sent here goes to a thread that waits.
    var isAwaited: Bool { home.map { !isQueued && $0.with { $0.isAwaited } } ?? false }
    /// Of the process that has the other end; 0 where none has.
    var peerOwner: Int { heldPeer?.owner ?? 0 }
    /// Messages sent here and not received yet.
    var queueLength: Int { messageCount }

    override var hasEvent: Bool { !waiting.isEmpty || owesWritable || (owesPeerClosed && told.isEmpty) }

    override func takeEvent() -> Event {
        // First, because a peer that never stops sending would hold it up for ever.
        if owesWritable {
            owesWritable = false
            return Event(kind: .writable)
        }
        if let message = waiting.popFirst() {
            lastToken += 1
            message.token = lastToken
            told.append(message)
            return event(of: message)
        }
        owesPeerClosed = false
        return Event(kind: .peerClosed)
    }

    @inline(__always)
    private func event(of message: Message) -> Event {
        Event(
            kind: .message, token: message.token, info: message.info, word0: message.word0, word1: message.word1)
    }
}

// MARK: System calls

// Each checks and acquires everything first; below the line that says so nothing can fail, so a call that fails has
// changed nothing: the queue, the handle table and the sender's handle are as before.
extension Kernel {
    func channelCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        guard call.process.handles.hasRoom(for: 2) else { throw .limitReached }
        let (first, second) = Channel.makePair()
        let rights: Rights = [.read, .write, .transfer]
        let one = call.process.insert(makeHandle(.channel(first), rights))
        let two = call.process.insert(makeHandle(.channel(second), rights))
        return Int(one.rawValue) | Int(two.rawValue) << 32
    }

    @inline(__always)
    func channelSend(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.withChannel(0, .write) { (channel) throws(FTLError) -> Int in
            let info = MessageInfo(rawValue: UInt64(call.word(1)))
            let handle = try call.transferable(5)
            if handle.isOf(.channel) {
                try handle.with(Channel.self) { (carried) throws(FTLError) in try channel.checkCarry(carried) }
            }
            let source = try call.body(4, length: info.length)
            let peer = try channel.checkSend(length: info.length)
            return try call.withProcess { (process) throws(FTLError) -> Int in
                try peer.with { (peer) throws(FTLError) -> Int in
                    try process.account.charge(queued: Message.cost(info.length))
                    guard let message = peer.makeMessage(info.length, memory) else {
                        process.account.refund(queued: Message.cost(info.length))
                        throw .outOfMemory
                    }
                    guard message.makeRoom(info.length, bodies) else {
                        process.account.refund(queued: Message.cost(info.length))
                        peer.giveBack(message)
                        throw .outOfMemory
                    }
                    // Nothing below may fail.
                    if message.isLong {
                        lend(source, of: process, for: message, to: peer)
                    } else {
                        unsafe source.copy(to: message.body)
                    }
                    if !handle.isNone { _ = try? process.move(call.handleNumber(5)) }
                    message.fill(
                        info.carrying(handle: !handle.isNone), UInt64(call.word(2)), UInt64(call.word(3)), handle,
                        process.account)
                    peer.deliver(message, self)
                    return 0
                }
            }
        }
    }

    @inline(__always)
    func channelRecv(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.withChannel(0, .read) { (channel) throws(FTLError) -> Int in
            let message = try channel.message(token: UInt64(call.word(1)))
            let target = try call.bytesToWrite(2, used: message.length)
            let handle = message.handle
            guard target.count >= message.length else { throw .tooLarge }
            return try call.withProcess { (process) throws(FTLError) -> Int in
                guard handle.isNone || process.handles.hasRoom() else { throw .limitReached }
                // Nothing below may fail.
                if message.isLong {
                    writeLong(message, to: target)
                } else {
                    unsafe target.write(UnsafeRawBufferPointer(message.body))
                }
                channel.remove(message, self)
                message.empty(bodies)
                channel.giveBack(message)
                return handle.isNone ? Int(HandleNumber.none.rawValue) : Int(process.insert(handle).rawValue)
            }
        }
    }

    func channelDiscard(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.channel(0, .read)
        let message = try channel.message(token: UInt64(call.word(1)))
        let handle = message.handle
        settleLoan(for: message)
        channel.remove(message, self)
        message.empty(bodies)
        channel.giveBack(message)
        if !handle.isNone { close(handle.taken()) }
        return 0
    }
}
