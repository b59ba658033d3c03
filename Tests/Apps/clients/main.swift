// Three clients of one service at once. Their connections are asked for before the service is there and without
// waiting in between; then three threads talk to it, and each must get its own words back.

import FTL

let clientCount = 3
let requestsPerClient = 50

/// Sends the three requests to be connected at once; answers the channels in the order of the requests.
func connectAll(_ supervisor: borrowing Channel) throws(FTLError) -> [HandleNumber] {
    let sink = try Sink()
    try sink.add(supervisor)
    let path = Array("service/echo".utf8)
    for id in 1...clientCount { try supervisor.send(.open, id: UInt32(id), body: path) }
    var channels = [HandleNumber](repeating: .none, count: clientCount)
    for _ in 1...clientCount {
        guard let event = try sink.wait(), event.kind == .message else { throw .malformed }
        var reply = try supervisor.receive(event)
        let index = Int(reply.info.id) - 1
        guard reply.info.kind == .openReply, channels.indices.contains(index), channels[index] == .none,
            let handle = reply.handle.take()
        else { throw .malformed }
        channels[index] = handle.release()
    }
    return channels
}

/// Where a thread's result comes in. A class, so that an array can hold several.
final class Outcome {
    let channel: Channel
    init(_ channel: consuming Channel) { self.channel = channel }
}

/// Talks to the service; the number of requests that were answered with what was sent.
func talk(_ channel: consuming Channel, _ number: Int) throws(FTLError) -> Int {
    let client = try Client(channel)
    var right = 0
    for request in 1...requestsPerClient {
        let text = Array("client \(number), request \(request)".utf8)
        if try client.write(text).body == text { right += 1 }
        Thread.yield()
    }
    return right
}

func run() throws(FTLError) {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    let supervisor = Channel(handle)
    let channels = try connectAll(supervisor)
    let sink = try Sink()
    var outcomes: [Outcome] = []
    for (index, channel) in channels.enumerated() {
        let pair = try Channel.makePair()
        try sink.add(pair.first)
        outcomes.append(Outcome(pair.first))
        let result = pair.second.intoHandle().release()
        try Thread.start {
            let right = try? talk(Channel(Handle(owning: channel)), index + 1)
            try? Channel(Handle(owning: result)).send(.write, word0: UInt64(right ?? 0))
        }
    }
    var right = 0
    while !outcomes.isEmpty {
        guard let event = try sink.wait(),
            let index = outcomes.firstIndex(where: { $0.channel.number == event.handle })
        else { continue }
        if event.kind == .message {
            right += Int(event.word0)
            try outcomes[index].channel.discard(event)
        } else if event.kind == .peerClosed {
            outcomes.remove(at: index)
        }
    }
    print("\(right) of \(clientCount * requestsPerClient) answers were right")
    guard right == clientCount * requestsPerClient else { throw .malformed }
}

do {
    try run()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
