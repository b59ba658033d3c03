// A sink: where a thread waits for the objects it put there. `sink_wait` is the only call that waits.
//
// Fairness: the queue holds each member with something to tell once. A wait takes one event from the member in
// front, and the member goes to the back if it has more. So between two events of one member every other member
// that had something to tell is heard: a busy channel cannot hold up a timer.
//
// Several threads may wait; they are served in the order in which they came, one event at least for each. An event
// is taken from its source only when the buffer it goes to was found to be good.
//
// Invariant: while threads wait the queue is empty, so that what comes first may go past it (FastPath.swift).

import FTLTypes

public final class Sink: KernelObject, TypedObject {
    public static var objectType: ObjectType { .sink }

    private var sources = EventSourceList()
    private var waiters = ThreadQueue()

    init() { super.init(.sink) }

    func add(
        _ source: EventSource, as number: HandleNumber, of process: Process, _ kernel: Kernel, _ hart: Hart
    ) throws(FTLError) {
        guard source.home == nil else { throw .invalidState }
        sources.add(source, to: self, as: number, of: process.id)
        if source.hasEvent { enqueue(source, kernel, hart) }
    }

    func remove(_ source: EventSource) { sources.remove(source) }

    /// A member has something to tell.
    func enqueue(_ source: EventSource, _ kernel: Kernel, _ hart: Hart) {
        sources.enqueue(source)
        while sources.hasQueued, let waiter = waiters.head {
            let isServed = waiter.with { thread in
                guard let result = completeWait(of: thread) else { return false }
                stopWaiting(thread, kernel)
                kernel.makeReady(thread, result: result, hart)
                return true
            }
            if !isServed { return }
        }
    }

    /// Takes events into the buffer, as many as are there and fit.
    func takeEvents(into buffer: UserBuffer) -> Int {
        let capacity = min(buffer.count / Event.size, Limits.eventsPerWait)
        var count = 0
        while count < capacity, let source = sources.popQueued() {
            source.with { source in
                guard source.hasEvent else { return }
                buffer.put(source.takeEvent(), of: source.handleNumber, at: count * Event.size)
                count += 1
                if source.hasEvent { sources.enqueue(source) }
            }
        }
        return count
    }

    @inline(__always)
    var hasQueued: Bool { sources.hasQueued }

    /// The thread that waits longest.
    @inline(__always)
    var firstWaiter: Uncounted<Thread>? { waiters.head }

    /// Where the thread wants its events. The memory was its own when it began to wait; another thread may have unmapped
    /// it since.
    private func buffer(of thread: Thread) -> UserBuffer? {
        if let buffer = thread.knownBuffer { return buffer }
        let (wait, space) = (thread.wait, thread.process.space)
        return try? space.buffer(at: wait.address, count: UInt(wait.buffer.count), .write)
    }

    /// The result of the wait the thread is in, or nil if there is nothing for it.
    private func completeWait(of thread: Thread) -> Int? {
        guard let buffer = buffer(of: thread) else { return FTLError.badAccess.result }
        let count = takeEvents(into: buffer)
        return count > 0 ? count : nil
    }

    /// Lets the thread wait here. The caller has taken it off its hart.
    @inline(__always)
    func park(_ thread: Thread, _ wait: Thread.Wait) {
        thread.state = .waiting
        thread.wait = wait
        waiters.append(thread)
    }

    /// Takes the thread out of the waiting line, whatever the reason.
    @inline(__always)
    func stopWaiting(_ thread: Thread, _ kernel: Kernel) {
        waiters.remove(thread)
        thread.wait.sink = nil
        if thread.deadline.isQueued { kernel.deadlines.remove(thread.deadline) }
    }

    /// Nobody new can come, those who wait are woken with an error, the members are free again.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        while let source = sources.firstMember { source.with { sources.remove($0) } }
        while let waiter = waiters.head {
            waiter.with { thread in
                stopWaiting(thread, kernel)
                kernel.makeReady(thread, result: FTLError.invalidHandle.result, hart)
            }
        }
    }
}

extension UserBuffer {
    /// Puts an event into the buffer, as it crosses the boundary.
    @inline(__always)
    func put(_ event: Event, of source: HandleNumber, at position: Int) {
        var event = event
        event.handle = source
        write(event.words, at: position)
    }
}

extension Kernel {
    // MARK: System calls

    func sinkCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.insert(makeHandle(Sink(), [.read, .write]))
    }

    func sinkAdd(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.object(0, Sink.self, .write)
        try sink.add(call.eventSource(1, .read), as: call.handleNumber(1), of: call.process, self, call.hart)
        return 0
    }

    func sinkRemove(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.object(0, Sink.self, .write)
        let source = try call.eventSource(1, .read)
        guard let home = source.home, home.refers(to: sink) else { throw .notFound }
        sink.remove(source)
        return 0
    }

    func sinkWait(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.object(0, Sink.self, .read)
        let buffer = try call.bytes(1, .write)
        guard buffer.count >= Event.size else { throw .tooLarge }
        if sink.hasQueued {
            let count = sink.takeEvents(into: buffer)
            if count > 0 { return count }
        }
        let deadline = call.deadline(3)
        guard deadline == .max || deadline > machine.now() else { throw .timedOut }
        let thread = call.thread
        call.hart.leave()
        sink.park(thread, Thread.Wait(in: sink, at: call.address(1), buffer, thread.process.space))
        if deadline != .max {
            deadlines.insert(thread.deadline, at: deadline, owner: .wait(Uncounted(thread)))
            noticeAlarm(call.hart)
        }
        return 0
    }
}
