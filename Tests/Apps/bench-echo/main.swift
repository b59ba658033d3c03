// The other side of the round trips that the app bench measures. It answers every message on the channel it was
// started with by one with the same words, as many bytes of the body as word 1 says, and the handle that came along.
// It makes the calls a round trip consists of and nothing else, and ends when the channel does.

import FTL

func echo() throws(FTLError) {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    let channel = Channel(handle)
    let sink = try Sink()
    try sink.add(channel)
    var buffer = [UInt8](repeating: 0, count: 64)
    while let event = try sink.wait(), event.kind == .message {
        if event.info.length > buffer.count { buffer = [UInt8](repeating: 0, count: event.info.length) }
        var bytes = buffer.mutableSpan
        var moved = try channel.receive(event, into: &bytes)
        let length = min(Int(clamping: event.word1), event.info.length)
        try channel.send(
            .writeReply, id: event.info.id, word0: event.word0, word1: event.word1,
            body: buffer.span.extracting(0..<length), handle: &moved)
    }
}

do {
    try echo()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
