// Processes: what one costs from its start until everything it had is back, and the memory that one takes up.

import FTL
import SystemProbe

func measureProcesses(_ programs: borrowing Programs) throws(FTLError) {
    let place = try programs.place(of: "apps/bench-empty/image")
    let image = try programs.image(place)
    try measureProcess("process-swift-warm", programs, count: 20) { () throws(FTLError) in
        try run(try Process(image, name: "bench-empty", in: try VmSpace(isolation: Program.isolation)))
    }
    try measureProcess("process-swift", programs, count: 20) { () throws(FTLError) in
        let image = try programs.image(place)
        try run(try Process(image, name: "bench-empty", in: try VmSpace(isolation: Program.isolation)))
    }
    let runtime = try programs.javaScript()
    try measureProcess("process-js", programs, count: 1) { () throws(FTLError) in
        let child = try programs.makeScript("bench-hello-js", runtime, isolation: Program.isolation)
        try run(child.process)
    }
}

/// Lets the process run until it has ended, well.
private func run(_ process: consuming Process) throws(FTLError) {
    let sink = try Sink()
    try sink.add(process)
    try process.start()
    let event = try sink.wait()
    try require(
        event?.kind == .processExited && event?.word0 == 0 && event?.word1 == ExitReason.exited.rawValue)
}

/// Measures, and checks that everything is back afterwards.
private func measureProcess(
    _ name: StaticString, _ programs: borrowing Programs, count: Int, _ operation: () throws(FTLError) -> Void
) throws(FTLError) {
    // What the first one leaves behind for the next ones is not theirs.
    try operation()
    let before = try programs.usage()
    let samples = try sample(rounds: 5, count: count, operation)
    try require(try programs.usage() == before)
    Figure(name, samples).report()
}

/// The memory that a process takes up which has answered a message and waits for the next: its own, what it has of the
/// kernel's, and the channel to it.
func measureMemory(_ programs: borrowing Programs, _ echo: borrowing Image) throws(FTLError) {
    try measureMemory("memory-swift", programs, count: 32) { () throws(FTLError) in try Peer.start(echo) }
    let runtime = try programs.javaScript()
    try measureMemory("memory-js", programs, count: 8) { () throws(FTLError) in
        try Peer.startScript(runtime, programs)
    }
}

private func measureMemory(
    _ name: StaticString, _ programs: borrowing Programs, count: Int, _ start: () throws(FTLError) -> Peer
) throws(FTLError) {
    let body = [UInt8](repeating: 1, count: 64)
    var samples: [UInt64] = []
    // The first round is for this program's own memory, and for what one process leaves behind for the next.
    for round in 0...3 {
        let before = try programs.usage()
        var peers: [Peer] = []
        peers.reserveCapacity(count)
        for _ in 0..<count {
            let peer = try start()
            try peer.exchange(body.span)
            try require(peer.lastAnswer(wasFrom: body))
            peers.append(peer)
        }
        let during = try programs.usage()
        try require(during.processes == before.processes + UInt64(count))
        if round > 0 { samples.append((during.bytes - before.bytes) / UInt64(count)) }
        for peer in peers { try peer.end() }
        peers = []
        if round > 0 { try require(try programs.usage() == before) }
    }
    Figure(name, samples, unit: "bytes").report()
}
