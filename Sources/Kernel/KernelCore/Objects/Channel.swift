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

public final class Channel: EventSource, TypedObject {
    public static var objectType: ObjectType { .channel }

    private(set) var peer: Uncounted<Channel>?
    private var heldPeer: Channel? {
        didSet { peer = heldPeer.map { Uncounted($0) } }
    }
    private var container: Channel?
    /// The id of the process that has the handle; 0 while it is on its way.
    private(set) var owner = 0
    /// Sent by the peer; the sink was not notified yet.
    private var waiting = MessageQueue()
    /// Notified, and not received yet.
    private(set) var notified = MessageQueue()
    private var spare: Message? = Message()
    /// Messages, and bytes in them, in both queues.
    private var messageCount = 0
    private var byteCount = 0
    private var lastToken: UInt64 = 0
    /// A send was refused, and the event that says it would be taken now is not delivered yet.
    private(set) var wantsRoom = false
    private var owesWritable = false
    private(set) var owesPeerClosed = false

    init() { super.init(.channel) }

    deinit { spare?.free() }

    static func makePair() -> (Channel, Channel) {
        let (first, second) = (Channel(), Channel())
        first.heldPeer = second
        second.heldPeer = first
        return (first, second)
    }

    // MARK: Sending

    /// What a send needs before anything is changed: a peer that is there and has room.
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
    func hasRoom(_ length: Int) -> Bool {
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
    func makeMessage(_ length: Int, _ memory: PhysicalMemory) -> Message? {
        if let message = takeSpare() { return message }
        return memory.allowsBody(length) ? Message() : nil
    }

    /// The message in reserve, if it is there.
    @inline(__always)
    func takeSpare() -> Message? {
        defer { spare = nil }
        return spare
    }

    /// Takes an empty message back.
    @inline(__always)
    func giveBack(_ message: Message) {
        if spare == nil { spare = message } else { message.free() }
    }

    /// Puts a message into this end's queue. Cannot fail: the checks above were made in the same call.
    func deliver(_ message: Message, _ kernel: Kernel, _ hart: Hart) {
        if message.handle.isOf(.channel) { message.handle.with(Channel.self) { $0.container = self } }
        messageCount += 1
        byteCount += message.length
        kernel.messageCount += 1
        waiting.append(message)
        notify(kernel, hart)
    }

    /// Puts a message into this end's queue that its receiver is notified of at once.
    @inline(__always)
    func enterNotified(_ message: Message) {
        lastToken &+= 1
        message.token = lastToken
        notified.append(message)
        messageCount &+= 1
        byteCount &+= message.length
    }

    /// Takes the first message out that was notified. It carries no channel, and nobody waits for room.
    @inline(__always)
    func leaveNotified(_ message: Message) {
        _ = notified.popFirst()
        messageCount &-= 1
        byteCount &-= message.length
    }

    // MARK: Receiving

    func message(token: UInt64) throws(FTLError) -> Message {
        guard token != 0 else { throw .notFound }
        if let first = notified.first, first.token == token { return first }
        guard let message = notified.find(token: token) else { throw .notFound }
        return message
    }

    /// Takes a message out of the queue. Its handle, if it has one, is the caller's now.
    func remove(_ message: Message, _ kernel: Kernel, _ hart: Hart) {
        notified.remove(message)
        messageCount -= 1
        byteCount -= message.length
        kernel.messageCount -= 1
        if message.handle.isOf(.channel) { message.handle.with(Channel.self) { $0.container = nil } }
        if let peer { peer.with { $0.roomWasMade(kernel, hart) } }
        // The last message is received: now the sink may be notified of the peer's closing.
        if owesPeerClosed, hasEvent { notify(kernel, hart) }
    }

    private func roomWasMade(_ kernel: Kernel, _ hart: Hart) {
        guard wantsRoom else { return }
        wantsRoom = false
        owesWritable = true
        notify(kernel, hart)
    }

    // MARK: Its handle

    override func wasInserted(into process: Process) { owner = process.id }

    /// The end changes hands: whoever gets it is notified of what was not received, and that the other end is closed, if it
    /// is.
    override func wasTaken(from process: Process, as number: HandleNumber) {
        super.wasTaken(from: process, as: number)
        // A handle that was injected is in the other table already.
        if owner == process.id { owner = 0 }
        if peer == nil { owesPeerClosed = true }
        notified.append(contentsOf: &waiting)
        swap(&notified, &waiting)
    }

    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        leaveSink()
        container = nil
        messages.append(contentsOf: &waiting)
        messages.append(contentsOf: &notified)
        kernel.messageCount -= messageCount
        messageCount = 0
        byteCount = 0
        guard let peer = heldPeer else { return }
        heldPeer = nil
        peer.heldPeer = nil
        peer.wantsRoom = false
        peer.owesWritable = false
        peer.owesPeerClosed = true
        peer.notify(kernel, hart)
    }

    /// The id of the process that has the other end, 0 where none has; and messages sent here and not received yet.
    override var details: (UInt64, UInt64) { (UInt64(heldPeer?.owner ?? 0), UInt64(messageCount)) }

    // MARK: Events

    /// Whether a message that is sent here goes to a thread that waits.
    var isAwaited: Bool { home.map { !isQueued && $0.with { $0.firstWaiter != nil } } ?? false }

    override var hasEvent: Bool { !waiting.isEmpty || owesWritable || (owesPeerClosed && notified.isEmpty) }

    override func takeEvent() -> Event {
        // First, because a peer that never stops sending would hold it up for ever.
        if owesWritable {
            owesWritable = false
            return Event(kind: .writable)
        }
        if let message = waiting.popFirst() {
            lastToken += 1
            message.token = lastToken
            notified.append(message)
            return event(of: message)
        }
        owesPeerClosed = false
        return Event(kind: .peerClosed)
    }

    @inline(__always)
    func event(of message: Message) -> Event {
        Event(
            kind: .message, token: message.token, info: message.info, word0: message.word0, word1: message.word1)
    }
}
