// What the kernel keeps for each hart: the thread it runs, until when, and what is to be seen to before it goes on. It is
// passed to whatever schedules; nothing in the kernel means "the one hart".
//
// All of it is under the kernel's lock: a hart changes its own while it is in the kernel, and another's `attention` and
// `running` when it ends a thread that runs there.
//
// Invariant: a thread that runs is one of a process that has not ended, and whoever ends either takes it off the hart; so
// neither needs to be counted here.

import FTLTypes

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
        /// A thread's message lies in its own memory still.
        static let deferredCopy = Attention(rawValue: 32)
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
    private(set) var hasEnded = false
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
    var isInterruptedSoon: Bool { alarmTime &- accountedSince <= Kernel.timeSlice }

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
