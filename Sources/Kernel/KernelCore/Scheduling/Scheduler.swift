// When threads change. `RunQueue` says which is next; a thread runs until it waits, until its slice ends while others
// are ready, or until somebody becomes ready who has had a slice less. The kernel proper has no threads: it is entered
// from one, works to the end, and leaves to whichever thread `pickNext` answers, by loading that thread's registers.

import FTLTypes

/// Everything that waits for a point in time.
enum Deadline {
    case timer(Uncounted<Timer>)
    case wait(Uncounted<Thread>)
    case kill(Uncounted<Process>)
}

typealias DeadlineQueue = TimeQueue<Deadline>

extension Kernel {
    /// How long a thread runs while others are readyQueue.
    static let timeSlice: UInt64 = 10_000_000

    /// Puts a thread at the back of the run queue. The result is what its call answers, if it is in one.
    func makeReady(_ thread: Thread, result: Int?, _ hart: Hart) {
        if let result {
            thread.context.result = result
            if thread.process.isTraced { traceReturn(of: thread, result) }
        }
        enterReadyQueue(thread, hart)
    }

    /// The same of a thread whose call has its result alreadyQueue.
    @inline(__always)
    func enterReadyQueue(_ thread: Thread, _ hart: Hart) {
        thread.state = .ready
        if readyQueue.isEmpty, hart.isInterruptedSoon {
            readyQueue.appendLate(thread)
        } else if readyQueue.isEmpty {
            // However long whoever runs had nobody to share with, it is not made up for.
            charge(hart, machine.now())
            readyQueue.append(thread)
            beginSlice(hart)
        } else {
            readyQueue.append(thread)
        }
        // Preempt the running thread once it is a full slice ahead of another that could run.
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
        if !readyQueue.isEmpty || hart.sliceEnd != .max || !deadlines.isEmpty { scheduleAlarm(hart) }
    }

    /// The thread this hart goes on with: the current one unless it left. Nil where none could run.
    public func pickNext(on hart: Hart) -> Thread? { chooseNext(on: hart)?.object }

    @inline(__always)
    func chooseNext(on hart: Hart) -> Uncounted<Thread>? {
        if let thread = hart.running {
            goOn(on: hart)
            return thread
        }
        // Before the next is chosen, and while it still counts among those who wait for their turn: else threads of
        // one process that wake each other and wait, in turns, would keep the processor for ever.
        charge(hart, machine.now())
        guard let next = readyQueue.popFirst() else {
            hart.accounted = nil
            scheduleAlarm(hart)
            return nil
        }
        begin(next, on: hart)
        return next
    }

    /// Leaves the kernel to whoever is next.
    @inline(__always)
    func resumeNext(on hart: Hart) { resume(chooseNext(on: hart), on: hart) }

    @inline(__always)
    func resume(_ next: Uncounted<Thread>?, on hart: Hart) {
        if let next {
            machine.resume(next.with { $0.context }, callerHasEnded: hart.hasEnded)
        } else {
            machine.idle(callerHasEnded: hart.hasEnded)
        }
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
        if !readyQueue.isEmpty { beginSlice(hart) }
        if !hart.attention.isDisjoint(with: [.alarm, .deferredCopy]) { beginWithCare(next, on: hart) }
    }

    @inline(never)
    private func beginWithCare(_ next: Uncounted<Thread>, on hart: Hart) {
        finishDeferredCopy { sender in next.with { $0.process === sender } }
        if hart.attention.contains(.alarm) { goOn(on: hart) }
    }

    /// Counts the hart's time up to now for the process that had it.
    @inline(__always)
    func charge(_ hart: Hart, _ now: UInt64) {
        if let process = hart.accounted { process.with { readyQueue.charge($0, now &- hart.accountedSince) } }
        hart.accountedSince = now
    }

    /// The hart's timer went off.
    public func timerInterrupt(on hart: Hart) {
        bury(hart)
        let now = machine.now()
        // Somebody became ready since time was counted, whoever runs has shared since then.
        if hart.sliceEnd == .max, !readyQueue.isEmpty { hart.sliceEnd = hart.accountedSince &+ Kernel.timeSlice }
        charge(hart, now)
        expireDeadlines(hart, now)
        noticeAlarm(hart)
        guard now >= hart.sliceEnd else { return }
        if hart.current != nil, !readyQueue.isEmpty { makeReady(hart.leaveCurrent(), result: nil, hart) }
    }

    /// Wakes whoever's time has come.
    private func expireDeadlines(_ hart: Hart, _ now: UInt64) {
        if now >= hart.alarmTime {
            // The interrupt stays pending until the timer is set to something later.
            hart.alarmTime = .max
            machine.setAlarm(.max)
        }
        while let owner = deadlines.popDue(at: now) {
            switch owner {
            case .timer(let timer): timer.with { $0.fire(self, hart) }
            case .wait(let thread):
                thread.with { thread in
                    thread.wait.sink?.with { $0.stopWaiting(thread, self) }
                    makeReady(thread, result: FTLError.timedOut.result, hart)
                }
            case .kill(let process): end(process.object, status: -1, .killed, hart)
            }
        }
    }

    /// Makes sure that the timer interrupts in time for the next deadline, and for the end of a slice if others wait.
    private func scheduleAlarm(_ hart: Hart) {
        if readyQueue.isEmpty {
            hart.sliceEnd = .max
        } else if hart.sliceEnd == .max {
            hart.sliceEnd = machine.now() + Kernel.timeSlice
        }
        let wanted = min(deadlines.nextTime ?? .max, hart.sliceEnd)
        guard wanted < hart.alarmTime else { return }
        hart.alarmTime = wanted
        machine.setAlarm(wanted)
    }

    /// Something new may be the next: the timer is set before the hart goes on.
    @inline(__always)
    func noticeAlarm(_ hart: Hart) { hart.attention.insert(.alarm) }

    /// Keeps a dead thread, and its context, until no hart can be on it.
    func buryLater(_ thread: Thread, _ hart: Hart) {
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
