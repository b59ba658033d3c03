// One end of a channel: a connected pair, each end with a bounded queue of what the other sent. Sending never
// waits: a full queue refuses (`overloaded`), and the refused sender's sink hears when there is room again.
// Receiving is in two steps: the sink's event tells a message's info, words and token; `channel_recv` with the
// token then copies the body to where the receiver wants it. Until then the message counts against the bound, so
// a receiver that does not receive pushes back on its sender.
//
// Invariants
// - `peer` is mutual, and nil on both ends or on neither. It ends when either end's handle is closed.
// - A channel has exactly one handle. `container` is the channel in whose queue that handle is on its way, if any.
//   Following `container` always ends: a send that would close a ring is refused, because nobody could ever reach
//   the channels in it again. So what the last owner closes is always found from there.

import FTLTypes

public final class Channel: EventSource {
    private var peer: Channel?
    private var container: Channel?
    /// The id of the process that has the handle; 0 while it is on its way.
    var owner = 0
    /// Sent by the peer, not told to the sink yet.
    private var waiting = MessageQueue()
    /// Told to the sink, not received yet.
    private var told = MessageQueue()
    /// Messages, and bytes in them, in both queues.
    private var messageCount = 0
    private var byteCount = 0
    private var lastToken: UInt64 = 0
    /// A send was refused, and the event that says it would be taken now is not delivered yet.
    private var wantsRoom = false
    private var owesWritable = false
    private var owesPeerClosed = false

    static func makePair() -> (Channel, Channel) {
        let (first, second) = (Channel(), Channel())
        first.peer = second
        second.peer = first
        return (first, second)
    }

    // MARK: Sending

    /// What a send needs before anything is changed: a peer that is there and has room.
    func checkSend(length: Int) throws(FTLError) {
        guard let peer else { throw .peerClosed }
        guard length <= Limits.bodyLength else { throw .tooLarge }
        guard peer.messageCount < Limits.channelMessages, peer.byteCount + length <= Limits.channelBytes else {
            throw .overloaded
        }
    }

    /// Remembers that a send was refused for want of room.
    func wantRoom() { wantsRoom = true }

    /// Whether the handle to `other` may go into this channel's peer's queue.
    func checkCarry(_ other: Channel) throws(FTLError) {
        var depth = 0
        var end = peer
        while let channel = end {
            guard channel !== other else { throw .wouldCycle }
            guard depth < Limits.channelNesting else { throw .limitReached }
            depth += 1
            end = channel.container
        }
    }

    /// Puts a message into the peer's queue. Cannot fail: the checks above were made in the same call.
    func deliver(_ message: Message, _ kernel: Kernel) {
        guard let peer else { return }
        if case .channel(let carried) = message.handle?.object { carried.container = peer }
        peer.waiting.append(message)
        peer.messageCount += 1
        peer.byteCount += message.length
        kernel.messageCount += 1
        peer.notify(kernel)
    }

    // MARK: Receiving

    func message(token: UInt64) throws(FTLError) -> Message {
        guard token != 0, let message = told.find(token: token) else { throw .notFound }
        return message
    }

    /// Takes a message out of the queue. Its handle, if it has one, is the caller's now.
    func remove(_ message: Message, _ kernel: Kernel) {
        told.remove(message)
        messageCount -= 1
        byteCount -= message.length
        kernel.messageCount -= 1
        if case .channel(let carried) = message.handle?.object { carried.container = nil }
        if let peer, peer.wantsRoom {
            peer.wantsRoom = false
            peer.owesWritable = true
            peer.notify(kernel)
        }
        if hasEvent { notify(kernel) }  // the last message is received: now the peer's closing may be told
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
        sink?.remove(self)
        container = nil
        doomed.append(contentsOf: &waiting)
        doomed.append(contentsOf: &told)
        kernel.messageCount -= messageCount
        messageCount = 0
        byteCount = 0
        guard let peer else { return }
        self.peer = nil
        peer.peer = nil
        peer.wantsRoom = false
        peer.owesWritable = false
        peer.owesPeerClosed = true
        peer.notify(kernel)
    }

    // MARK: Events

    /// Of the process that has the other end; 0 where none has.
    var peerOwner: Int { peer?.owner ?? 0 }
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
            return Event(
                kind: .message, token: message.token, info: message.info, word0: message.word0,
                word1: message.word1)
        }
        owesPeerClosed = false
        return Event(kind: .peerClosed)
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

    func channelSend(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.channel(0, .write)
        let info = MessageInfo(rawValue: UInt64(call.word(1)))
        let number = call.handleNumber(5)
        let handle = try call.transferable(5)
        if case .channel(let carried) = handle?.object { try channel.checkCarry(carried) }
        let source = try call.body(4, length: info.length)
        do { try channel.checkSend(length: info.length) } catch {
            if error == .overloaded { channel.wantRoom() }
            throw error
        }
        let account = call.process.account
        try account.charge(queued: Message.cost(info.length))
        let body: MessageBody?
        do { body = try copyIn(source) } catch {
            account.refund(queued: Message.cost(info.length))
            throw error
        }
        // Nothing below may fail.
        if handle != nil { _ = try? call.process.take(number) }
        channel.deliver(
            Message(
                info: info.carrying(handle: handle != nil), word0: UInt64(call.word(2)), word1: UInt64(call.word(3)),
                body: body, handle: handle, account: account), self)
        return 0
    }

    func channelRecv(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.channel(0, .read)
        let message = try channel.message(token: UInt64(call.word(1)))
        let target = try call.bytes(2, .write)
        guard target.count >= message.length else { throw .tooLarge }
        guard message.handle == nil || call.process.handles.hasRoom() else { throw .limitReached }
        // Nothing below may fail.
        if let body = message.body { unsafe target.write(UnsafeRawBufferPointer(body.buffer)) }
        channel.remove(message, self)
        guard let handle = message.handle else { return Int(HandleNumber.none.rawValue) }
        return Int(call.process.insert(handle).rawValue)
    }

    func channelDiscard(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.channel(0, .read)
        let message = try channel.message(token: UInt64(call.word(1)))
        channel.remove(message, self)
        if let handle = message.handle { close(handle) }
        return 0
    }

    /// The bytes as the body of a message; nil where there are none.
    private func copyIn(_ source: UserBuffer) throws(FTLError) -> MessageBody? {
        guard source.count > 0 else { return nil }
        let body = try MessageBody(count: source.count, allocator: bodies)
        // Safe: the body was made with the source's length.
        unsafe source.copy(to: body.buffer)
        return body
    }
}
