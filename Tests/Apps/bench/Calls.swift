// Calls, timers and threads: what one program does without another.

import FTL

func measureCalls() throws(FTLError) {
    Figure("null-swift", try sample(count: 1000) { nullCall() }).report()
}

/// A timer that is set and waited for. Time that the processor is idle must not count, and the thread must wait before
/// the event is there. So the timer is set to go off when the processor has just nothing left to do, and when that is
/// has to be found: up to there the time for one round stays the same, and from there on it grows with the delay.
func measureTimer() throws(FTLError) {
    let clock = Figure("clock-swift", try sample(count: 1000) { _ = Clock.now })
    clock.report()
    let timer = try Timer()
    let sink = try Sink()
    try sink.add(timer)

    /// Looks at the clock, sets the timer to so many nanoseconds later, and waits for it.
    func rounds(_ rounds: Int, delay: UInt64) throws(FTLError) -> Figure {
        let samples = try sample(rounds: rounds, count: 200) { () throws(FTLError) in
            try timer.set(Clock.now + delay)
            guard let event = try sink.wait() else { throw .timedOut }
            try require(event.kind == .timer && event.handle == timer.number)
        }
        return Figure("timer-swift", samples)
    }

    // What comes after a deadline for which the processor was idle.
    let long: UInt64 = 20_000
    let afterDeadline = try rounds(1, delay: long).median - long
    var (busy, idle) = (UInt64(0), long)
    // The clock's step is 100 ns.
    while idle - busy > 100 {
        let delay = (busy + idle) / 200 * 100
        // A few instructions more or less are how the delay and the clock's step meet.
        if try rounds(1, delay: delay).median > delay + afterDeadline + 20 { busy = delay } else { idle = delay }
    }
    let samples = try rounds(9, delay: busy).samples
    Figure("timer-swift", samples.map { $0 - clock.median }).report()
}

func measureThread() throws(FTLError) {
    let sink = try Sink()
    let pair = try Channel.makePair()
    try sink.add(pair.first)
    // That what a thread is given to do is done, seen from outside.
    let end = pair.second.intoHandle().release()
    try Thread.start { try? Channel(Handle(owning: end)).send(.write, word0: 7) }
    let event = try sink.wait()
    try require(event?.kind == .message && event?.word0 == 7)
    try sink.remove(pair.first)

    let samples = try sample(count: 100) { () throws(FTLError) in
        let thread = try Thread { nullCall() }
        try sink.add(thread)
        try thread.start()
        let event = try sink.wait()
        try require(event?.kind == .threadExited && event?.handle == thread.number)
    }
    Figure("thread-swift", samples).report()
}
