// Starts the app call-fuzz in both isolations at once, with the system's handle to read by, the archive, and two images,
// and a neighbour, which has to answer all the time. When both have made their calls, every counter of the system's has
// to be what it was before. The argument says how many calls.

import FTL
import SystemProbe

/// The neighbour: bench-echo, which answers each message with the same words.
struct Neighbour: ~Copyable {
    private static let patience = 30 * Clock.second
    private let process: Process
    private let channel: Channel
    private let sink: Sink
    private(set) var answers: UInt64 = 0

    init(_ programs: borrowing Programs) throws(FTLError) {
        let child = try Child(try programs.image(of: "bench-echo"), name: "neighbour", isolation: .kernel)
        let sink = try Sink()
        try sink.add(child.channel)
        try child.process.start()
        process = child.process
        channel = child.channel
        self.sink = sink
    }

    mutating func ask() throws(FTLError) {
        do throws(FTLError) {
            try channel.send(.write, word0: answers, word1: 8, body: [1, 2, 3, 4, 5, 6, 7, 8])
        } catch {
            // The others have taken everything there is. They let go of it soon.
            guard error == .outOfMemory else { throw error }
            return
        }
        guard let event = try sink.wait(until: Clock.now + Neighbour.patience) else { throw .timedOut }
        guard event.kind == .message, event.word0 == answers else { throw .peerClosed }
        try channel.discard(event)
        answers += 1
    }
}

func startFuzzer(
    _ isolation: Isolation, calls: ByteString, _ programs: borrowing Programs, _ image: borrowing Image,
    _ empty: borrowing Image
) throws(FTLError) -> Process {
    let place = try programs.place(of: "apps/bench-empty/image")
    let arguments = [
        "run", calls, isolation == .kernel ? "1" : "2", ByteString(Array(String(place.lowerBound).utf8)),
        ByteString(Array(String(place.count).utf8)),
    ]
    let child = try Child(image, name: "call-fuzz", arguments: arguments, isolation: isolation)
    var handle: Handle? = try programs.system.duplicate(rights: [.read, .duplicate, .transfer]).intoHandle()
    try child.process.inject(&handle)
    handle = try programs.archive(rights: [.read, .duplicate, .transfer])
    try child.process.inject(&handle)
    handle = try image.duplicate().intoHandle()
    try child.process.inject(&handle)
    handle = try empty.duplicate().intoHandle()
    try child.process.inject(&handle)
    return child.process
}

func run(_ calls: ByteString) throws(FTLError) -> Bool {
    let programs = try Programs()
    let image = try programs.image(of: "call-fuzz")
    let empty = try programs.image(of: "bench-empty")
    var neighbour = try Neighbour(programs)
    for _ in 0..<10 { try neighbour.ask() }
    let processes = try Usage(programs.system).processes
    // The first time is for what it leaves behind in this program's own memory.
    let warmUp = try fuzz("1000", programs, image, empty, &neighbour)
    try waitForChildren(processes, programs)
    let before = try Usage(programs.system)
    let isWell = try fuzz(calls, programs, image, empty, &neighbour)
    try waitForChildren(processes, programs)
    if let difference = try Usage(programs.system).difference(from: before) {
        print("FAILED: not everything is back: \(difference)")
        return false
    }
    print("the neighbour answered \(neighbour.answers) times")
    return warmUp && isWell
}

/// Children of a fuzzer may outlive it for a moment. Where some do for longer, the counters show it.
func waitForChildren(_ count: UInt64, _ programs: borrowing Programs) throws(FTLError) {
    _ = try programs.waitForProcesses(atMost: count, until: Clock.now + 20 * Clock.second)
}

/// - Returns: whether both ended well.
func fuzz(
    _ calls: ByteString, _ programs: borrowing Programs, _ image: borrowing Image, _ empty: borrowing Image,
    _ neighbour: inout Neighbour
) throws(FTLError) -> Bool {
    let sink = try Sink()
    let first = try startFuzzer(.kernel, calls: calls, programs, image, empty)
    let second = try startFuzzer(.user, calls: calls, programs, image, empty)
    try sink.add(first)
    try sink.add(second)
    try first.start()
    try second.start()
    var running = 2
    var failed = 0
    while running > 0 {
        if let event = try sink.wait(until: Clock.now + 20 * Clock.millisecond) {
            running -= 1
            if event.word0 != 0 || event.word1 != ExitReason.exited.rawValue {
                print("FAILED: a fuzzer ended with status \(event.word0), reason \(event.word1)")
                failed += 1
            }
        }
        try neighbour.ask()
    }
    return failed == 0
}

do throws(FTLError) {
    guard let calls = Program.arguments.first, calls.number != nil else { throw .invalidArgument }
    if try run(calls) {
        print("\(calls.string) calls in each isolation, nobody harmed, everything back")
    } else {
        Program.exit(1)
    }
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
