// What the victim holds when it dies: messages in queues, a handle in one of them, a timer that is set, memory that is
// mapped and touched, memory that is only committed, a second thread that waits, and the handles to all that.

import FTL

final class Belongings: Sendable {
    /// To whoever watches the death. What was sent there stays in its queue.
    let watcher: Channel
    private let pair: ChannelPair
    /// The other end of the channel that went to the watcher.
    private let connection: Channel
    private let timer: Timer
    private let sink: Sink
    private let area: VmArea
    private let space: VmSpace
    private let thread: Thread
    private let memory: [UInt8]

    init(_ watcher: consuming Channel) throws(FTLError) {
        let pair = try Channel.makePair()
        for _ in 0..<3 { try pair.first.send(.write, body: [UInt8](repeating: 7, count: 5000)) }
        let inner = try Channel.makePair()
        try inner.first.send(.write, body: [1, 2, 3])
        var moved: Handle? = inner.second.intoHandle()
        try pair.first.send(.open, handle: &moved)

        let sink = try Sink()
        let timer = try Timer()
        try timer.set(Clock.now + 3600 * Clock.second)
        try sink.add(timer)
        try sink.add(pair.second)
        let area = try VmArea(length: 64 * 1024)
        try area.write([1, 2, 3], at: 4096)
        let space = try VmSpace(isolation: .user)
        _ = try space.map(area, length: 64 * 1024)

        let thread = try Thread {
            // On a stack of its own, and in the middle of a call.
            _ = try? Sink().wait(until: Clock.now + 3600 * Clock.second)
        }
        try thread.start()
        Thread.yield()

        let connection = try Channel.makePair()
        moved = connection.second.intoHandle()
        try watcher.send(.write, body: Array("ready".utf8), handle: &moved)
        self.watcher = watcher
        self.pair = pair
        self.connection = connection.first
        self.timer = timer
        self.sink = sink
        self.area = area
        self.space = space
        self.thread = thread
        memory = [UInt8](repeating: 1, count: 200_000)
    }
}
