// A service that tells the time. A read answers the time since boot: nanoseconds in word 0, and text. To open "ticks"
// with a period in word 0, in nanoseconds, answers a channel on which a message comes after each period, with its time
// in word 0. It ends when its client has gone.

import FTL

/// A channel that somebody opened for ticks.
final class Ticker {
    let channel: Channel
    let period: UInt64
    /// When the next tick is due, in nanoseconds since boot.
    private(set) var next: UInt64

    init(_ channel: consuming Channel, period: UInt64) {
        self.channel = channel
        self.period = period
        next = Clock.now + period
    }

    /// Sends the tick that is due. False where nobody listens any more.
    func tick() -> Bool {
        let time = next
        next = max(time + period, Clock.now)
        do throws(FTLError) {
            try channel.send(.write, word0: time)
        } catch {
            // A listener that is behind misses this one.
            return error == .overloaded
        }
        return true
    }
}

/// Answers a request to open something. Other periods would leave no time for anything else, or have no end.
func openTicks(_ request: borrowing Request) throws(FTLError) -> Ticker {
    guard ByteString(request.body) == "ticks" else { throw .notFound }
    guard request.word0 >= Clock.millisecond, request.word0 <= 3600 * Clock.second else { throw .invalidArgument }
    let pair = try Channel.makePair()
    try request.reply(handle: pair.second.intoHandle())
    return Ticker(pair.first, period: request.word0)
}

func serve() throws(FTLError) {
    let supervisor = try Supervisor()
    let service = try Service("clock", supervisor, clients: 1)
    var tickers: [Ticker] = []
    while !service.isOver {
        let next = tickers.map { $0.next }.min() ?? .max
        _ = try service.serve(until: next) { request throws(FTLError) in
            switch request.kind {
            case .read:
                let time = Clock.now
                try request.reply("\(time / Clock.millisecond) ms since boot", word0: time)
            case .open: tickers.append(try openTicks(request))
            default: throw .unsupported
            }
        }
        tickers.removeAll { $0.next <= Clock.now && !$0.tick() }
    }
    print("nobody wants to know the time any more")
}

do {
    try serve()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
