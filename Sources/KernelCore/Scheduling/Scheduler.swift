// When threads change. `RunQueue` says which is next; a thread runs until it waits, until its slice ends while others
// are ready, or until somebody becomes ready who has had a slice less. The kernel proper has no threads: it is entered
// from one, works to the end, and leaves to whichever thread `pickNext` answers, by loading that thread's registers.

import FTLTypes

/// What the kernel keeps for each hart.
///
/// Invariant: a thread that runs is one of a process that has not ended, and whoever ends either takes it off the hart; so
/// neither needs to be counted here.
public final class Hart {
    /// What is to be seen to before a call is made, or when it is over. Most of the time it is nothing, and to find that
    /// out is one comparison for each call.
    struct Attention: OptionSet {
        let rawValue: UInt
        /// The thread that came in does not go on.
        static let departure = Attention(rawValue: 1)
        /// Somebody became ready, or is to be woken: the timer may have to be set.
        static let alarm = Attention(rawValue: 2)
        /// There are dead threads in the graveyard.
        static let graves = Attention(rawValue: 4)
        /// Somebody's calls are printed.
        static let trace = Attention(rawValue: 8)
        /// Whoever makes the call sees to what is left when it is over.
        static let held = Attention(rawValue: 16)
    }

    /// The number the device tree and SBI know it by.
    public let id: Int
    var attention: Attention = []
    /// The thread whose registers the hart has; nil while the kernel is between two.
    var running: Uncounted<Thread>?
    /// What became, since the hart entered the kernel, of the thread it came from. Tells the way out what there is
    /// to save, without holding on to the thread.
    public enum Departure { case none, left, ended }
    public internal(set) var departure: Departure {
        get { attention.contains(.departure) ? (hasEnded ? .ended : .left) : .none }
        set {
            hasEnded = newValue == .ended
            if newValue == .none { attention.remove(.departure) } else { attention.insert(.departure) }
        }
    }
    /// The thread that departed last has ended.
    fileprivate var hasEnded = false
    /// When this hart's timer is set to interrupt, so that it is set again only for something earlier.
    var alarmTime = UInt64.max
    /// When whoever is running has to let others run; set only while others are ready.
    var sliceEnd = UInt64.max
    /// The process whose thread runs since `accountedSince`, nanoseconds since boot; nil while none does.
    var accounted: Uncounted<Process>?
    var accountedSince: UInt64 = 0
    /// Dead threads this hart may have been on: their contexts go when it is on a live thread's. One reference to each
    /// is the graveyard's.
    var graveyard = ThreadQueue()

    /// Less than a slice passes between when time was last counted and when the timer interrupts. So who becomes ready
    /// now waits for a slice at most, though nobody looks at the clock.
    @inline(__always)
    fileprivate var isInterruptedSoon: Bool { alarmTime &- accountedSince <= Kernel.timeSlice }

    public init(id: Int) { self.id = id }

    public internal(set) var current: Thread? {
        get { running.map { $0.object } }
        set { running = newValue.map { Uncounted($0) } }
    }

    /// Takes the hart off its thread, which is the caller's to put somewhere.
    @inline(__always)
    func leave() {
        running = nil
        departure = .left
        // The next one gets a slice of its own, however much of this one's is left.
        sliceEnd = .max
    }

    /// The same, for who does not know the thread.
    func leaveCurrent() -> Thread {
        guard let thread = current else { fatalError("no thread is running on this hart") }
        leave()
        return thread
    }

    /// The hart has entered the kernel.
    @inline(__always)
    public func enter() {
        departure = .none
    }
}

extension Kernel {
    /// How long a thread runs while others are ready.
    static let timeSlice: UInt64 = 10_000_000

    /// Puts a thread at the back of the run queue. The result is what its call answers, if it is in one.
    func makeReady(_ thread: Thread, result: Int?) { makeReadyAtOnce(thread, result: result) }

    /// The same, as a part of whoever calls it.
    @inline(__always)
    func makeReadyAtOnce(_ thread: Thread, result: Int?) {
        if let result {
            thread.context.result = result
            if thread.process.isTraced { traceReturn(of: thread, result) }
        }
        thread.state = .ready
        if ready.isEmpty, hart.isInterruptedSoon {
            ready.appendLate(thread)
        } else if ready.isEmpty {
            // However long whoever runs had nobody to share with, it is not made up for.
            charge(hart, machine.now())
            ready.append(thread)
            beginSlice(hart)
        } else {
            ready.append(thread)
        }
        // Who has had a slice more than somebody else who could run does not keep the processor from them.
        guard let running = hart.running else { return }
        running.with { running in
            if running.process.virtualTime >= thread.process.virtualTime &+ Kernel.timeSlice {
                hart.sliceEnd = 0
                hart.attention.insert(.alarm)
            }
        }
    }

    /// Whoever runs has to share now, since the hart's time was last counted: just now.
    @inline(__always)
    private func beginSlice(_ hart: Hart) {
        guard hart.running != nil else { return }
        if hart.sliceEnd == .max { hart.sliceEnd = hart.accountedSince &+ Kernel.timeSlice }
        if hart.sliceEnd < hart.alarmTime { hart.attention.insert(.alarm) }
    }

    /// Makes sure that a thread that goes on is interrupted in time.
    public func goOn(on hart: Hart) {
        hart.attention.remove(.alarm)
        if !ready.isEmpty || hart.sliceEnd != .max || !alarms.isEmpty { scheduleAlarm(hart) }
    }

    /// The thread this hart goes on with: the current one unless it left. Waits for one where there is none.
    public func pickNext(on hart: Hart) -> Thread { chooseNext(on: hart).object }

    @inline(__always)
    func chooseNext(on hart: Hart) -> Uncounted<Thread> {
        if let thread = hart.running {
            goOn(on: hart)
            return thread
        }
        // Before the next is chosen, and while it still counts among those who wait for their turn: else threads of
        // one process that wake each other and wait, in turns, would keep the processor for ever.
        charge(hart, machine.now())
        guard let next = ready.popFirst() else { return waitForNext(on: hart) }
        begin(next, on: hart)
        return next
    }

    /// Leaves the kernel to whoever is next.
    @inline(__always)
    func resumeNext(on hart: Hart) {
        let next = chooseNext(on: hart)
        machine.resume(next.with { $0.context }, callerHasEnded: hart.hasEnded)
        // The next call is not that thread's; `departure` says until then what became of it.
        hart.attention.remove(.departure)
    }

    @inline(__always)
    private func begin(_ next: Uncounted<Thread>, on hart: Hart) {
        next.with { thread in
            thread.state = .running
            hart.accounted = Uncounted(thread.process)
        }
        hart.running = next
        if !ready.isEmpty { beginSlice(hart) }
        if hart.attention.contains(.alarm) { goOn(on: hart) }
    }

    @inline(never)
    private func waitForNext(on hart: Hart) -> Uncounted<Thread> {
        while true {
            hart.accounted = nil
            scheduleAlarm(hart)
            machine.waitForInterrupt()
            let now = machine.now()
            expireAlarms(hart, now)
            serveInterrupts()
            charge(hart, now)
            if let next = ready.popFirst() {
                hart.attention.insert(.alarm)
                begin(next, on: hart)
                return next
            }
        }
    }

    /// Counts the hart's time up to now for the process that had it.
    @inline(__always)
    func charge(_ hart: Hart, _ now: UInt64) {
        if let process = hart.accounted { process.with { ready.charge($0, now &- hart.accountedSince) } }
        hart.accountedSince = now
    }

    /// The hart's timer went off.
    public func timerInterrupt(on hart: Hart) {
        bury(hart)
        let now = machine.now()
        // Somebody became ready since time was counted, whoever runs has shared since then.
        if hart.sliceEnd == .max, !ready.isEmpty { hart.sliceEnd = hart.accountedSince &+ Kernel.timeSlice }
        charge(hart, now)
        expireAlarms(hart, now)
        noticeAlarm()
        guard now >= hart.sliceEnd else { return }
        if hart.current != nil, !ready.isEmpty { makeReady(hart.leaveCurrent(), result: nil) }
    }

    /// Wakes whoever's time has come.
    private func expireAlarms(_ hart: Hart, _ now: UInt64) {
        if now >= hart.alarmTime {
            // The interrupt stays pending until the timer is set to something later.
            hart.alarmTime = .max
            machine.setAlarm(.max)
        }
        while let owner = alarms.popDue(at: now) {
            switch owner {
            case .timer(let timer): timer.with { $0.fire(self) }
            case .thread(let thread):
                thread.with { thread in
                    thread.wait.sink?.with { $0.stopWaiting(thread, self) }
                    makeReady(thread, result: FTLError.timedOut.result)
                }
            case .process(let process): end(process.object, status: -1, .killed)
            }
        }
    }

    /// Makes sure that the timer interrupts in time for the next alarm, and for the end of a slice if others wait.
    private func scheduleAlarm(_ hart: Hart) {
        if ready.isEmpty {
            hart.sliceEnd = .max
        } else if hart.sliceEnd == .max {
            hart.sliceEnd = machine.now() + Kernel.timeSlice
        }
        let wanted = min(alarms.nextTime ?? .max, hart.sliceEnd)
        guard wanted < hart.alarmTime else { return }
        hart.alarmTime = wanted
        machine.setAlarm(wanted)
    }

    /// Somebody's alarm may be the next: the timer is set before the hart goes on.
    @inline(__always)
    func noticeAlarm() { hart.attention.insert(.alarm) }

    /// Keeps a dead thread, and its context, until no hart can be on it.
    func buryLater(_ thread: Thread) {
        // Safe: `bury` balances it.
        _ = unsafe Unmanaged.passRetained(thread)
        hart.graveyard.append(thread)
        hart.attention.insert(.graves)
    }

    /// Frees the contexts of dead threads. Called while the hart is on a live thread's context.
    func bury(_ hart: Hart) {
        while let thread = hart.graveyard.popFirst() {
            machine.destroyContext(thread.with { $0.context })
            // Safe: the reference that `buryLater` took.
            unsafe Unmanaged.passUnretained(thread.object).release()
        }
        hart.attention.remove(.graves)
    }
}
