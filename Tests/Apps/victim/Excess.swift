// Deaths of a program that takes all it can get, and of one that never ends.

import FTL

/// Calculates for ever.
func spin() -> Never {
    var value = Clock.now
    while true {
        value = value &* 31 &+ 7
        // Never so, which no compiler knows.
        if value == 0 { nullCall() }
    }
}

func startSpinning(_ count: Int) {
    for _ in 0..<count { try? Thread.start { spin() } }
}

/// Several threads that could run at any time: when the process is ended, one was running or all are ready.
func runThreads() -> Never {
    startSpinning(3)
    spin()
}

/// Owns an area, so that an array can hold many.
final class Piece {
    let area: VmArea
    init(_ area: consuming VmArea) { self.area = area }
}

/// Takes memory in pieces that become smaller, until there is none. Then the program's own heap finds none either,
/// which is a trap.
func takeMemory() -> Never {
    var pieces: [Piece] = []
    var length = 4 << 20
    while length >= 4096 {
        if let area = try? VmArea(length: length) { pieces.append(Piece(area)) } else { length /= 2 }
    }
    var bytes: [[UInt8]] = []
    while true { bytes.append([UInt8](repeating: 1, count: 40_000)) }
}

/// Takes handles until there are none, and dies of that.
func takeHandles() -> Never {
    do throws(FTLError) {
        while true { _ = try Timer().intoHandle().release() }
    } catch {
        // With limitReached.
        Program.exit(Int(error.rawValue))
    }
}

/// Sends until the watcher's queue is full, and dies of that.
func flood(_ channel: borrowing Channel) -> Never {
    do throws(FTLError) {
        while true { try channel.send(.write, body: [UInt8](repeating: 5, count: 1000)) }
    } catch {
        // With overloaded.
        Program.exit(Int(error.rawValue))
    }
}

/// Is in a call nearly all the time; those that move handles and messages, and those that wait.
func makeCalls() {
    guard let pair = try? Channel.makePair(), let timer = try? Timer(), let sink = try? Sink() else { return }
    var moved: Handle? = timer.intoHandle()
    try? pair.first.send(.write, body: [UInt8](repeating: 3, count: 2000), handle: &moved)
    try? sink.add(pair.second)
    if let event = try? sink.wait() { _ = try? pair.second.receive(event) }
    if let area = try? VmArea(length: 8192), let space = try? VmSpace(isolation: .user) {
        _ = try? space.map(area, length: 8192)
    }
    _ = try? sink.wait(until: Clock.now + 20 * Clock.microsecond)
}

/// Gets the handle to its own process and ends it: while it runs, in the middle of its own call.
func endItself(_ channel: borrowing Channel) -> Never {
    do throws(FTLError) {
        let sink = try Sink()
        try sink.add(channel)
        guard let event = try sink.wait(), event.kind == .message else { Program.exit(96) }
        var message = try channel.receive(event)
        guard let handle = message.handle.take() else { Program.exit(95) }
        try Process(handle).kill()
        Program.exit(94)
    } catch {
        Program.exit(93)
    }
}
