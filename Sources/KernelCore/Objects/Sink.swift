// A sink: where a thread waits for the objects it put there. `sink_wait` is the only call that waits.
//
// Fairness: the queue holds each member with something to tell once. A wait takes one event from the member in
// front, and the member goes to the back if it has more. So between two events of one member every other member
// that had something to tell is heard: a busy channel cannot hold up a timer.
//
// Several threads may wait; they are served in the order in which they came, one event at least for each. An event
// is taken from its source only when the buffer it goes to was found to be good.

import FTLTypes

public final class Sink {
    var handleCount = 0
    private var sources = EventSourceList()
    private var waiters = ThreadQueue()

    func add(
        _ source: EventSource, as number: HandleNumber, of process: Process, _ kernel: Kernel
    ) throws(FTLError) {
        guard source.sink == nil else { throw .invalidState }
        sources.add(source, to: self, as: number, of: process.id)
        if source.hasEvent { enqueue(source, kernel) }
    }

    func remove(_ source: EventSource) { sources.remove(source) }

    /// A member has something to tell.
    func enqueue(_ source: EventSource, _ kernel: Kernel) {
        sources.enqueue(source)
        while sources.hasQueued, let thread = waiters.first {
            guard let result = completeWait(of: thread) else { return }
            stopWaiting(thread, kernel)
            kernel.makeReady(thread, result: result)
        }
    }

    /// Takes events into the buffer, as many as are there and fit.
    func takeEvents(into buffer: UserBuffer) -> Int {
        let capacity = min(buffer.count / Event.size, Limits.eventsPerWait)
        var count = 0
        while count < capacity, let source = sources.popQueued() {
            guard source.hasEvent else { continue }
            var event = source.takeEvent()
            event.handle = source.handleNumber
            var words: InlineArray<5, UInt64> = [0, 0, 0, 0, 0]
            (words[0], words[1], words[2], words[3], words[4]) = event.words
            // Safe: the bytes of `words`, which are little-endian here as on the wire.
            unsafe withUnsafeBytes(of: &words) { unsafe buffer.write($0, at: count * Event.size) }
            count += 1
            if source.hasEvent { sources.enqueue(source) }
        }
        return count
    }

    /// The result of the wait the thread is in, or nil if there is nothing for it.
    private func completeWait(of thread: Thread) -> Int? {
        guard let wait = thread.wait else { return nil }
        // The memory was the thread's when it began to wait; another thread may have unmapped it since.
        guard let buffer = try? thread.process.space.buffer(at: wait.address, count: wait.length, .write) else {
            return FTLError.badAccess.result
        }
        let count = takeEvents(into: buffer)
        return count > 0 ? count : nil
    }

    /// Lets the thread wait here. The caller has taken it off its hart.
    func park(_ thread: Thread, _ wait: Thread.Wait, _ kernel: Kernel) {
        thread.wait = wait
        waiters.append(thread)
        if wait.deadline != .max { kernel.alarms.arm(thread.alarm, at: wait.deadline, owner: .thread(thread)) }
    }

    /// Takes the thread out of the waiting line, whatever the reason.
    func stopWaiting(_ thread: Thread, _ kernel: Kernel) {
        waiters.remove(thread)
        thread.wait = nil
        kernel.alarms.disarm(thread.alarm)
    }

    /// The last handle is closed: nobody new can come, those who wait are told, the members are free again.
    func close(_ kernel: Kernel) {
        while let source = sources.anyMember { sources.remove(source) }
        while let thread = waiters.first {
            stopWaiting(thread, kernel)
            kernel.makeReady(thread, result: FTLError.invalidHandle.result)
        }
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
        guard source.sink === sink else { throw .notFound }
        sink.remove(source)
        return 0
    }

    func sinkWait(_ call: borrowing Call) throws(FTLError) -> Int {
        let sink = try call.sink(0, .read)
        let buffer = try call.bytes(1, .write)
        guard buffer.count >= Event.size else { throw .tooLarge }
        let count = sink.takeEvents(into: buffer)
        if count > 0 { return count }
        let deadline = call.deadline(3)
        guard deadline > machine.now() else { throw .timedOut }
        let thread = call.hart.leaveCurrent()
        thread.state = .waiting
        sink.park(
            thread,
            Thread.Wait(sink: sink, address: call.address(1), length: call.word(2), deadline: deadline), self)
        return 0
    }
}
