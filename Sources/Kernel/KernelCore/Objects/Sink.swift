// A sink: where a thread waits for the objects it put there. `sink_wait` is the only call that waits.
//
// Fairness: the queue holds each member with something to tell once. A wait takes one event from the member in
// front, and the member goes to the back if it has more. So between two events of one member every other member
// that had something to tell is heard: a busy channel cannot hold up a timer.
//
// Several threads may wait; they are served in the order in which they came, one event at least for each. An event
// is taken from its source only when the buffer it goes to was found to be good.
//
// Invariant: while threads wait the queue is empty, so that what comes first may go past it (`hand`).

import FTLTypes

public final class Sink {
    var handleCount = 0
    private var sources = EventSourceList()
    private var waiters = ThreadQueue()

    func add(
        _ source: EventSource, as number: HandleNumber, of process: Process, _ kernel: Kernel
    ) throws(FTLError) {
        guard source.home == nil else { throw .invalidState }
        sources.add(source, to: self, as: number, of: process.id)
        if source.hasEvent { enqueue(source, kernel) }
    }

    func remove(_ source: EventSource) { sources.remove(source) }

    /// A member has something to tell.
    func enqueue(_ source: EventSource, _ kernel: Kernel) {
        sources.enqueue(source)
        while sources.hasQueued, let waiter = waiters.head {
            let isServed = waiter.with { thread in
                guard let result = completeWait(of: thread) else { return false }
                stopWaiting(thread, kernel)
                kernel.makeReady(thread, result: result)
                return true
            }
            if !isServed { return }
        }
    }

    /// Hands an event to the thread that waits first, past the queue.
    ///
    /// - Parameter source: has nothing else to tell.
    /// - Returns: false where nobody waits, or the buffer is not good; nothing has happened then.
    @inline(__always)
    func hand(_ event: @autoclosure () -> Event, of source: EventSource, _ kernel: Kernel) -> Bool {
        guard let waiter = waiters.head, !sources.hasQueued else { return false }
        return waiter.with { thread in
            guard let buffer = buffer(of: thread) else { return false }
            buffer.put(event(), of: source.handleNumber, at: 0)
            stopWaiting(thread, kernel)
            kernel.makeReadyAtOnce(thread, result: 1)
            return true
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

    /// Whether a thread waits.
    var isAwaited: Bool { !waiters.isEmpty }

    /// Where the thread wants its events. The memory was its own when it began to wait; another thread may have unmapped
    /// it since.
    @inline(__always)
    private func buffer(of thread: Thread) -> UserBuffer? {
        let (wait, space) = (thread.wait, thread.process.space)
        if wait.epoch == space.epoch { return wait.buffer }
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
    func park(_ thread: Thread, _ wait: Thread.Wait, until deadline: UInt64, _ kernel: Kernel) {
        thread.wait = wait
        waiters.append(thread)
        guard deadline != .max else { return }
        kernel.alarms.arm(thread.alarm, at: deadline, owner: .thread(Uncounted(thread)))
        kernel.noticeAlarm()
    }

    /// Takes the thread out of the waiting line, whatever the reason.
    @inline(__always)
    func stopWaiting(_ thread: Thread, _ kernel: Kernel) {
        waiters.remove(thread)
        thread.wait.sink = nil
        if thread.alarm.isArmed { kernel.alarms.disarm(thread.alarm) }
    }

    /// The last handle is closed: nobody new can come, those who wait are told, the members are free again.
    func close(_ kernel: Kernel) {
        while let source = sources.firstMember { source.with { sources.remove($0) } }
        while let waiter = waiters.head {
            waiter.with { thread in
                stopWaiting(thread, kernel)
                kernel.makeReady(thread, result: FTLError.invalidHandle.result)
            }
        }
    }
}

extension UserBuffer {
    /// Puts an event into the buffer, as it crosses the boundary.
    @inline(__always)
    fileprivate func put(_ event: Event, of source: HandleNumber, at position: Int) {
        var event = event
        event.handle = source
        write(event.words, at: position)
    }
}

extension Kernel {
    // MARK: System calls

    func sinkCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.insert(makeHandle(.sink(Sink()), [.read, .write]))
    }

    func sinkAdd(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.sink(0, .write)
        guard let source = try call.handle(1, .read).object.eventSource else { throw .wrongType }
        try sink.add(source, as: call.handleNumber(1), of: call.process, self)
        return 0
    }

    func sinkRemove(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.sink(0, .write)
        guard let source = try call.handle(1, .read).object.eventSource else { throw .wrongType }
        guard let home = source.home, home.refers(to: sink) else { throw .notFound }
        sink.remove(source)
        return 0
    }

    @inline(__always)
    func sinkWait(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.withSink(0, .read) { (sink) throws(FTLError) -> Int in
            let buffer = try call.bytes(1, .write)
            guard buffer.count >= Event.size else { throw .tooLarge }
            if sink.hasQueued {
                let count = sink.takeEvents(into: buffer)
                if count > 0 { return count }
            }
            let deadline = call.deadline(3)
            guard deadline == .max || deadline > machine.now() else { throw .timedOut }
            call.withHart { $0.leave() }
            call.withThread { thread in
                thread.state = .waiting
                let wait = Thread.Wait(
                    sink: Uncounted(sink), address: call.address(1), buffer: buffer, epoch: thread.process.space.epoch)
                sink.park(thread, wait, until: deadline, self)
            }
            return 0
        }
    }
}
