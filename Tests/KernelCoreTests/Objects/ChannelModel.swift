// What channels should do, in a few lines of arrays: each end a list of messages, each message perhaps with an end.
// ChannelModelTests compares the kernel with it.

import FTLTypes

final class ModelEnd {
    struct Message {
        let id: UInt32
        let body: [UInt8]
        let carried: ModelEnd?
        /// Set once the receiver was told.
        var token: UInt64?
    }

    var peer: ModelEnd?
    var queue: [Message] = []
    /// The end in whose queue this one is on its way.
    var container: ModelEnd?
    var isToldOfClosing = false
    var isClosed = false

    static func pair() -> (ModelEnd, ModelEnd) {
        let (one, two) = (ModelEnd(), ModelEnd())
        one.peer = two
        two.peer = one
        return (one, two)
    }

    /// Why a send here would be refused, if it would.
    func refusal(of body: [UInt8], carrying carried: ModelEnd?) -> FTLError? {
        if let carried {
            var (end, depth) = (peer, 0)
            while let above = end {
                if above === carried { return .wouldCycle }
                if depth == Limits.channelNesting { return .limitReached }
                depth += 1
                end = above.container
            }
        }
        guard let peer else { return .peerClosed }
        let bytes = peer.queue.reduce(0) { $0 + $1.body.count }
        let isFull = peer.queue.count >= Limits.channelMessages || bytes + body.count > Limits.channelBytes
        return isFull ? .overloaded : nil
    }

    func send(_ message: Message) {
        message.carried?.leaveItsOwner()
        message.carried?.container = peer
        peer?.queue.append(message)
    }

    /// It moves: what it was told of and did not receive it will be told again.
    private func leaveItsOwner() { for index in queue.indices { queue[index].token = nil } }

    func take(token: UInt64) -> Message? {
        guard let index = queue.firstIndex(where: { $0.token == token }) else { return nil }
        queue[index].carried?.container = nil
        return queue.remove(at: index)
    }

    func close() {
        isClosed = true
        container = nil
        peer?.peer = nil
        peer = nil
        for message in queue { message.carried?.close() }
        queue = []
    }
}
