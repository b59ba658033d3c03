// What kill-sweep kills, instruction by instruction: two of these talk to each other. One asks, with a handle in the
// message; the other answers when its timer has gone off. Each ends well when the other is gone.

import FTL

func talk() throws(FTLError) {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    let channel = Channel(handle)
    let sink = try Sink()
    try sink.add(channel)
    let asks = Program.arguments.first == "ask"
    if asks {
        let pair = try Channel.makePair()
        var moved: Handle? = pair.second.intoHandle()
        try pair.first.send(.write, body: [1, 2, 3])
        try channel.send(.write, id: 1, body: [UInt8](repeating: 7, count: 100), handle: &moved)
    }
    let timer = try Timer()
    try sink.add(timer)
    while let event = try sink.wait(), event.kind != .peerClosed {
        switch event.kind {
        case .message:
            var message = try channel.receive(event)
            if asks { return }
            try timer.set(Clock.now + 1000)
            guard let wait = try sink.wait(), wait.kind == .timer else { return }
            try channel.send(.writeReply, id: event.info.id, body: message.body, handle: &message.handle)
        case .timer, .writable, .processExited, .threadExited, .readable, .interrupt, .peerClosed: break
        }
    }
}

do {
    try talk()
} catch {
    // The other may be gone in the middle of anything.
    Program.exit(error == .peerClosed ? 0 : 1)
}
