// Which thread runs next: that of the process which has had least of the processor, for its share. Within a process
// its threads take turns. So what a process gets does not depend on how many threads it has, and one that mostly waits
// runs as soon as it has something to do, however busy the others are.
//
// What a process has had is kept as virtual time: how long it ran, divided by its share. A process that waited does not
// save up for it: it comes back at most a slice behind whoever runs.
//
// Most of the time there is one thread that is ready, or none: it lies in `only`, and nothing is queued.
//
// Invariant: a process is in `turns`, at its virtual time, exactly while threads of it are queued. While there is an
// `only` one, none are.

import FTLTypes

struct RunQueue {
    /// Processes with threads that are ready, by how far they have come.
    typealias Turns = TimeQueue<Uncounted<Process>>

    /// The one thread that is ready.
    private(set) var only: Uncounted<Thread>?
    /// Who is ready has become so since time was last counted: up to then whoever ran had nobody to share with.
    private var isLate = false
    private var turns = Turns()
    /// How far everybody has come who wants to run. They begin a slice from zero, so that one can be behind by that.
    private var reached = Kernel.timeSlice

    @inline(__always)
    var isEmpty: Bool { only == nil && turns.isEmpty }

    /// How far the process has come whose turn it is.
    @inline(__always)
    private var nextTime: UInt64? { only?.with { $0.process.virtualTime } ?? turns.nextTime }

    /// Puts a thread at the end of its process's.
    @inline(__always)
    mutating func append(_ thread: Thread) {
        if isEmpty {
            catchUp(thread.process)
            only = Uncounted(thread)
        } else {
            queue(thread)
        }
    }

    /// The same where nobody is ready, and time is counted later.
    @inline(__always)
    mutating func appendLate(_ thread: Thread) {
        catchUp(thread.process)
        only = Uncounted(thread)
        isLate = true
    }

    /// The process has something to do again. What it let go by while it had not, it does not get back but for a slice.
    @inline(__always)
    private func catchUp(_ process: Process) {
        process.virtualTime = max(process.virtualTime, reached &- Kernel.timeSlice)
    }

    @inline(never)
    private mutating func queue(_ thread: Thread) {
        if let first = only {
            only = nil
            first.with { enqueue($0) }
        }
        if !thread.process.turn.isQueued { catchUp(thread.process) }
        enqueue(thread)
    }

    private mutating func enqueue(_ thread: Thread) {
        let process = thread.process
        process.readyThreads.append(thread)
        if !process.turn.isQueued { queue(process) }
    }

    /// Queues a process at its virtual time, behind its equals.
    private mutating func queue(_ process: Process) {
        turns.insert(process.turn, at: process.virtualTime, owner: Uncounted(process))
    }

    /// Takes the thread that is to run next.
    @inline(__always)
    mutating func popFirst() -> Uncounted<Thread>? {
        guard let thread = only else { return dequeue() }
        only = nil
        return thread
    }

    @inline(never)
    private mutating func dequeue() -> Uncounted<Thread>? {
        guard let process = turns.first else { return nil }
        return process.with { process in
            let thread = process.readyThreads.popFirst()
            if process.readyThreads.isEmpty { turns.remove(process.turn) } else { queue(process) }
            return thread
        }
    }

    /// Takes out a thread that is in it.
    mutating func remove(_ thread: Thread) {
        if let first = only, first.refers(to: thread) {
            only = nil
            isLate = false
            return
        }
        let process = thread.process
        process.readyThreads.remove(thread)
        if process.readyThreads.isEmpty { turns.remove(process.turn) }
    }

    /// The process, which runs, has had so much of the processor, in nanoseconds.
    @inline(__always)
    mutating func charge(_ process: Process, _ time: UInt64) {
        process.timeUsed &+= time
        let virtualTime =
            process.virtualTime
            &+ (process.share == Limits.share ? time : time &* UInt64(Limits.share) / UInt64(process.share))
        if process.readyThreads.isEmpty { process.virtualTime = virtualTime } else { move(process, to: virtualTime) }
        let limit = isLate ? .max : nextTime ?? .max
        isLate = false
        reached = max(reached, min(virtualTime, limit))
    }

    /// The process, which is new, begins where the others are: it has not waited for anything. With credit, who starts
    /// one short process after the other would keep the processor from everybody else.
    func enter(_ process: Process) { process.virtualTime = max(process.virtualTime, reached) }

    /// The process lets all others run first, and forgoes what it had left.
    mutating func giveWay(_ process: Process) {
        // Its own turn, where more of its threads are ready, is not one to wait for.
        if let only, only.with({ $0.process === process }) { return }
        let isReady = process.turn.isQueued
        turns.remove(process.turn)
        process.virtualTime = max(process.virtualTime, nextTime ?? 0)
        if isReady { queue(process) }
    }

    /// Moves a process in the queue.
    @inline(never)
    private mutating func move(_ process: Process, to time: UInt64) {
        // Where nothing changes it keeps its place among equals.
        guard time != process.virtualTime else { return }
        process.virtualTime = time
        queue(process)
    }
}
