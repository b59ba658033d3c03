// When threads change. `RunQueue` says which is next; a thread runs until it waits, until its slice ends while others
// are ready, or until somebody becomes ready who has had a slice less. The kernel proper has no threads: it is entered
// from one, works to the end, and leaves to whichever thread `pickNext` answers, by loading that thread's registers.

import FTLTypes

/// What the kernel keeps for each hart.
public final class Hart {
    /// The number the device tree and SBI know it by.
    public let id: Int
    /// The thread whose registers the hart has; nil while the kernel is between two.
    public internal(set) var current: Thread?
    /// What became, since the hart entered the kernel, of the thread it came from. Tells the way out what there is
    /// to save, without holding on to the thread.
    public enum Departure { case none, left, ended }
    public internal(set) var departure = Departure.none
    /// When this hart's timer is set to interrupt, so that it is set again only for something earlier.
    var alarmTime = UInt64.max
    /// When whoever is running has to let others run; set only while others are ready.
    var sliceEnd = UInt64.max
    /// The process whose thread runs since `accountedSince`, nanoseconds since boot; nil while none does.
    var accounted: Process?
    var accountedSince: UInt64 = 0
    /// Dead threads this hart may have been on: their contexts go when it is on a live thread's.
    var graveyard = ThreadQueue()
    var hasGraves = false

    public init(id: Int) { self.id = id }

    /// Takes the hart off its thread, which is the caller's to put somewhere.
    func leaveCurrent() -> Thread {
        guard let thread = current else { fatalError("no thread is running on this hart") }
        current = nil
        departure = .left
        // The next one gets a slice of its own, however much of this one's is left.
        sliceEnd = .max
        return thread
    }

    /// The hart has entered the kernel.
    @inline(__always)
    public func enter() { departure = .none }
}

extension Kernel {
    /// How long a thread runs while others are ready.
    static let timeSlice: UInt64 = 10_000_000

    /// Puts a thread at the back of the run queue. The result is what its call answers, if it is in one.
    func makeReady(_ thread: Thread, result: Int?) {
        if let result {
            machine.setResult(result, in: thread.context)
            if thread.process.isTraced { traceReturn(of: thread, result) }
        }
        thread.state = .ready
        let hart = harts[0]
        // However long whoever runs had nobody to share with, it is not made up for.
        if ready.isEmpty { charge(hart, machine.now()) }
        ready.append(thread)
        // Who has had a slice more than somebody else who could run does not keep the processor from them.
        if let current = hart.current, let lead = ready.lead(of: current.process), lead >= Kernel.timeSlice {
            hart.sliceEnd = 0
        }
    }

    /// Makes sure that a thread that goes on is interrupted in time.
    @inline(__always)
    public func goOn(on hart: Hart) {
        if !ready.isEmpty || hart.sliceEnd != .max || alarms.nextTime != nil { scheduleAlarm(hart) }
    }

    /// The thread this hart goes on with: the current one unless it left. Waits for one where there is none.
    public func pickNext(on hart: Hart) -> Thread {
        if let thread = hart.current {
            goOn(on: hart)
            return thread
        }
        while true {
            // Before the next is chosen, and while it still counts among those who wait for their turn: else threads of
            // one process that wake each other and wait, in turns, would keep the processor for ever.
            charge(hart, machine.now())
            if let thread = ready.popFirst() {
                thread.state = .running
                hart.current = thread
                hart.accounted = thread.process
                scheduleAlarm(hart)
                return thread
            }
            hart.accounted = nil
            scheduleAlarm(hart)
            machine.waitForInterrupt()
            expireAlarms(hart)
            serveInterrupts()
        }
    }

    /// Counts the hart's time up to now for the process that had it.
    func charge(_ hart: Hart, _ now: UInt64) {
        if let process = hart.accounted { ready.charge(process, now &- hart.accountedSince) }
        hart.accountedSince = now
    }

    /// The hart's timer went off.
    public func timerInterrupt(on hart: Hart) {
        if hart.hasGraves { bury(hart) }
        let now = machine.now()
        charge(hart, now)
        expireAlarms(hart)
        guard now >= hart.sliceEnd else { return }
        if hart.current != nil, !ready.isEmpty { makeReady(hart.leaveCurrent(), result: nil) }
    }

    /// Wakes whoever's time has come.
    private func expireAlarms(_ hart: Hart) {
        let now = machine.now()
        if now >= hart.alarmTime {
            // The interrupt stays pending until the timer is set to something later.
            hart.alarmTime = .max
            machine.setAlarm(.max)
        }
        while let owner = alarms.popDue(at: now) {
            switch owner {
            case .timer(let timer): timer.fire(self)
            case .thread(let thread):
                thread.wait?.sink.stopWaiting(thread, self)
                makeReady(thread, result: FTLError.timedOut.result)
            case .process(let process): end(process, status: -1, .killed)
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

    /// Keeps a dead thread's context until no hart can be on it.
    func buryLater(_ thread: Thread) {
        harts[0].graveyard.append(thread)
        harts[0].hasGraves = true
    }

    /// Frees the contexts of dead threads. Called while the hart is on a live thread's context.
    func bury(_ hart: Hart) {
        while let thread = hart.graveyard.popFirst() { machine.destroyContext(thread.context) }
        hart.hasGraves = false
    }
}
