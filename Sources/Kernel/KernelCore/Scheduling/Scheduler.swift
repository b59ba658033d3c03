// When threads change. `RunQueue` says which is next; a thread runs until it waits, until its slice ends while others
// are ready, or until somebody becomes ready who has had a slice less. The kernel proper has no threads: it is entered
// from one, works to the end, and leaves to whichever thread `pickNext` answers, by loading that thread's registers.

import FTLTypes

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
        resume(chooseNext(on: hart), on: hart)
    }

    @inline(__always)
    func resume(_ next: Uncounted<Thread>, on hart: Hart) {
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
        if !hart.attention.isDisjoint(with: [.alarm, .loan]) { beginWithCare(next, on: hart) }
    }

    @inline(never)
    private func beginWithCare(_ next: Uncounted<Thread>, on hart: Hart) {
        settleLoan { lender in next.with { $0.process === lender } }
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
