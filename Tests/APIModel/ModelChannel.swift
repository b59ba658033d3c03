// Channels: each end a list of what the other sent, those it was told of first.

import FTLTypes

final class ModelMessage {
    let info: MessageInfo
    let word0: UInt64
    let word1: UInt64
    let body: Pattern
    let handle: ModelHandle?
    /// What the receiver was told; 0: nothing yet.
    var token: UInt64 = 0

    init(info: MessageInfo, word0: UInt64, word1: UInt64, body: Pattern, handle: ModelHandle?) {
        self.info = info
        self.word0 = word0
        self.word1 = word1
        self.body = body
        self.handle = handle
    }
}

final class ModelChannel: ModelSource {
    var peer: ModelChannel?
    /// The end in whose queue this one is on its way.
    var container: ModelChannel?
    var queue: [ModelMessage] = []
    var lastToken: UInt64 = 0
    /// A send was refused for want of room.
    private var wantsRoom = false
    private var owesWritable = false
    private var owesPeerClosed = false

    static func pair() -> (ModelChannel, ModelChannel) {
        let (first, second) = (ModelChannel(), ModelChannel())
        first.peer = second
        second.peer = first
        return (first, second)
    }

    private var isWaited: Bool { queue.last.map { $0.token == 0 } ?? false }
    private var isTold: Bool { queue.first.map { $0.token != 0 } ?? false }
    var byteCount: Int {
        var count = 0
        for message in queue { count += message.body.count }
        return count
    }

    // MARK: Sending

    /// Why the handle to `other` may not be sent here, if it may not.
    func checkCarry(_ other: ModelChannel) throws(FTLError) {
        var (end, depth) = (peer, 0)
        while let channel = end {
            if channel === other { throw .wouldCycle }
            if depth == Limits.channelNesting { throw .limitReached }
            depth += 1
            end = channel.container
        }
    }

    func send(_ message: ModelMessage) throws(FTLError) {
        guard let peer else { throw .peerClosed }
        guard message.body.count <= Limits.bodyLength else { throw .tooLarge }
        guard peer.queue.count < Limits.channelMessages,
            peer.byteCount + message.body.count <= Limits.channelBytes
        else {
            wantsRoom = true
            throw .overloaded
        }
        if case .channel(let carried) = message.handle?.object { carried.container = peer }
        peer.queue.append(message)
        peer.notify()
    }

    // MARK: Receiving

    func told(_ token: UInt64) throws(FTLError) -> ModelMessage {
        for message in queue where token != 0 && message.token == token { return message }
        throw .notFound
    }

    func remove(_ message: ModelMessage) {
        queue.removeAll { $0 === message }
        if case .channel(let carried) = message.handle?.object { carried.container = nil }
        if let peer, peer.wantsRoom {
            peer.wantsRoom = false
            peer.owesWritable = true
            peer.notify()
        }
        if hasEvent { notify() }
    }

    /// The end changes hands: its next owner is told of everything again.
    func tellAgain() {
        if peer == nil { owesPeerClosed = true }
        for message in queue { message.token = 0 }
    }

    // MARK: Closing

    /// What was on its way here goes to `doomed`: first what nobody was told of.
    func close(_ doomed: inout [ModelMessage]) {
        leaveSink()
        container = nil
        for message in queue where message.token == 0 { doomed.append(message) }
        for message in queue where message.token != 0 { doomed.append(message) }
        queue = []
        guard let peer else { return }
        self.peer = nil
        peer.peer = nil
        peer.wantsRoom = false
        peer.owesWritable = false
        peer.owesPeerClosed = true
        peer.notify()
    }

    // MARK: Events

    override var hasEvent: Bool { isWaited || owesWritable || owesPeerClosed && !isTold }

    override func takeEvent() -> ModelEvent {
        if owesWritable {
            owesWritable = false
            return ModelEvent(kind: .writable)
        }
        for message in queue where message.token == 0 {
            var event = ModelEvent(kind: .message, word0: message.word0, word1: message.word1)
            event.message = message
            event.channel = self
            // Until the kernel's is known; it must be told apart from what is waiting.
            message.token = .max
            return event
        }
        owesPeerClosed = false
        return ModelEvent(kind: .peerClosed)
    }
}
