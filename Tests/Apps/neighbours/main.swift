// Two processes that exchange messages, and beside them a third that does its worst: how long does an exchange take, of
// which 99 in a hundred are faster? At most twice as long as when they are alone. Who dies of what it does is started
// again after the time that a supervisor leaves it at the least (docs/supervisor.md). Only who works and sleeps by turns,
// in bursts longer than an exchange, is noticed in more of them, because it gets its share in such bursts; there it is the
// mean that must not be more than twice as long. (It gets as much of the processor as this program does, which has the
// greater part of an exchange.) To be run with `scripts/run --icount`, which makes time what was done and not how busy
// the host is.
//
// The argument is the isolation of all three.

import FTL
import SystemProbe

/// Who misbehaves: the kinds of deaths that the apps victim and victim-js know.
private let kinds: [(name: ByteString, isScript: Bool)] = [
    ("trap", false), ("stack", false), ("jump", false), ("load", false), ("illegal", false), ("misaligned", false),
    ("memory", false), ("handles", false), ("flood", false), ("loop", false), ("ready", false), ("calls", false),
    ("waiting", false), ("exit", false),
    ("throw", true), ("recursion", true), ("loop", true), ("bigint", true), ("array", true), ("regexp", true),
    ("memory", true), ("handles", true), ("flood", true),
]

/// Exchanges that are measured beside each.
private let exchanges = 20_000
/// From a death to the next start, in nanoseconds.
private let pause = 100 * Clock.millisecond

/// The process that answers (the app bench-echo), and this one's end of the channel to it.
struct Partner: ~Copyable {
    private let process: Process
    private let channel: Channel
    private let sink: Sink
    private let body = [UInt8](repeating: 1, count: 64)

    init(_ programs: borrowing Programs, _ isolation: Isolation) throws(FTLError) {
        let image = try programs.image(of: "bench-echo")
        let child = try Child(image, name: "bench-echo", isolation: isolation)
        let sink = try Sink()
        try sink.add(child.channel)
        try child.process.start()
        process = child.process
        channel = child.channel
        self.sink = sink
    }

    /// How long one exchange takes, in nanoseconds.
    func exchange() throws(FTLError) -> UInt64 {
        let start = Clock.now
        try channel.send(.write, word1: 64, body: body)
        guard let event = try sink.wait(), event.kind == .message else { throw .peerClosed }
        try channel.discard(event)
        return Clock.now - start
    }
}

/// Who misbehaves, started again each time that it has died of it.
struct Nuisance: ~Copyable {
    private let isScript: Bool
    private let kind: ByteString
    private let isolation: Isolation
    private let image: Image
    private let sink: Sink
    private var process: Process?
    private var supervisor: Channel?
    private var connection: Channel?
    private var nextStart: UInt64 = 0
    private(set) var starts = 0

    init(
        _ kind: ByteString, isScript: Bool, _ programs: borrowing Programs, _ isolation: Isolation
    ) throws(FTLError) {
        let image = try isScript ? programs.javaScript() : programs.image(of: "victim")
        sink = try Sink()
        self.image = image
        self.kind = kind
        self.isScript = isScript
        self.isolation = isolation
        process = nil
        supervisor = nil
        connection = nil
    }

    /// Sees to it that it runs.
    mutating func keepGoing(_ programs: borrowing Programs) throws(FTLError) {
        while let event = try sink.wait(until: 0) {
            switch event.kind {
            case .processExited:
                process = nil
                nextStart = Clock.now + pause
            case .message: try connect(event)
            case .peerClosed, .writable, .timer, .threadExited, .readable, .interrupt: break
            }
        }
        guard process == nil, Clock.now >= nextStart else { return }
        let child =
            isScript
            ? try programs.makeScript("victim-js", image, arguments: [kind], isolation: isolation)
            : try Child(image, name: "victim", arguments: [kind], isolation: isolation)
        try sink.add(child.process)
        try sink.add(child.channel)
        try child.process.start()
        process = .some(child.process)
        supervisor = .some(child.channel)
        starts += 1
    }

    /// A script connects to a service before it does its worst. It gets a channel, and what it sends there stays there.
    private mutating func connect(_ event: Event) throws(FTLError) {
        guard event.info.kind == .open else { return }
        try supervisor?.discard(event)
        let pair = try Channel.makePair()
        var handle: Handle? = pair.second.intoHandle()
        try supervisor?.send(.openReply, id: event.info.id, handle: &handle)
        connection = .some(pair.first)
    }

    /// Ends it, if it does not do that by itself.
    mutating func stop() {
        try? process?.kill()
        process = nil
        supervisor = nil
    }
}

/// How long exchanges took, in nanoseconds.
struct Latency {
    let mean: UInt64
    /// Of 99 in a hundred at most.
    let usual: UInt64
}

func measure(_ partner: borrowing Partner, beside: () throws(FTLError) -> Void) throws(FTLError) -> Latency {
    var samples: [UInt64] = []
    samples.reserveCapacity(exchanges)
    for index in 0..<exchanges {
        if index % 50 == 0 { try beside() }
        samples.append(try partner.exchange())
    }
    samples.sort()
    return Latency(mean: samples.reduce(0, +) / UInt64(exchanges), usual: samples[exchanges * 99 / 100])
}

func run() throws(FTLError) -> Bool {
    guard let word = Program.arguments.first, let isolation = Isolation(named: word) else {
        print("argument: kernel or user")
        return false
    }
    let programs = try Programs()
    let partner = try Partner(programs, isolation)
    _ = try measure(partner) {}
    let alone = try measure(partner) {}
    print("\(isolation.name): alone: \(alone.usual) ns, in the mean \(alone.mean)")
    var isGood = true
    for (kind, isScript) in kinds {
        var nuisance = try Nuisance(kind, isScript: isScript, programs, isolation)
        let beside = try measure(partner) { () throws(FTLError) in try nuisance.keepGoing(programs) }
        nuisance.stop()
        let holds =
            kind == "calls" ? beside.mean <= 2 * alone.mean : beside.usual <= 2 * alone.usual
        isGood = isGood && holds
        print(
            "\(holds ? "ok" : "TOO MUCH"): beside \(isScript ? "a script's " : "")\(kind.string), started "
                + "\(nuisance.starts) times: \(beside.usual) ns, in the mean \(beside.mean)")
    }
    return isGood
}

do throws(FTLError) {
    Program.exit(try run() ? 0 : 1)
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
