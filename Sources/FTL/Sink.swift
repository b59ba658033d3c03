// Waiting. A sink collects the events of the objects that are in it; nothing else in the system blocks.

/// A queue of events. An object is in at most one sink at a time.
@frozen
public struct Sink: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// A new sink with nothing in it.
    ///
    /// - Throws: `limitReached`, `outOfMemory`.
    public init() throws(FTLError) { self.init(Handle(result: try call(.sinkCreate))) }

    /// From now on this sink reports the events of a channel, a timer or a process.
    ///
    /// - Throws: `invalidState` where the object is in a sink already; `wrongType`.
    public func add<Object: KernelObject & ~Copyable>(_ object: borrowing Object) throws(FTLError) {
        _ = try call(.sinkAdd, number.word, object.number.word)
    }

    /// Takes an object out again; what it had to report is kept for the next sink it is put into.
    ///
    /// - Throws: `notFound` or `invalidState` where it is not in this sink.
    public func remove<Object: KernelObject & ~Copyable>(_ object: borrowing Object) throws(FTLError) {
        _ = try call(.sinkRemove, number.word, object.number.word)
    }

    /// Waits for the next event.
    ///
    /// - Parameter deadline: in nanoseconds since boot; 0: do not wait; without: for ever.
    /// - Returns: nil where the deadline passed first.
    public func wait(until deadline: UInt64 = .max) throws(FTLError) -> Event? {
        // Room for one event: `Event.size` bytes, without an allocation.
        var bytes = [40 of UInt8](repeating: 0)
        var buffer = bytes.mutableSpan
        guard try wait(into: &buffer, until: deadline) > 0 else { return nil }
        return Event(bytes: bytes.span)
    }

    /// Waits until there is an event and takes those that are there, at most `count`.
    ///
    /// - Returns: no event where the deadline passed first.
    public func wait(atMost count: Int, until deadline: UInt64 = .max) throws(FTLError) -> [Event] {
        var bytes = [UInt8](repeating: 0, count: max(1, min(count, Limits.eventsPerWait)) * Event.size)
        var buffer = bytes.mutableSpan
        let taken = try wait(into: &buffer, until: deadline)
        var events: [Event] = []
        for index in 0..<taken {
            if let event = Event(bytes: bytes.span, at: index * Event.size) { events.append(event) }
        }
        return events
    }

    private func wait(into buffer: inout MutableSpan<UInt8>, until deadline: UInt64) throws(FTLError) -> Int {
        let number = self.number
        // Safe because the buffer is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe syscall(
                .sinkWait, number.word, UInt(bitPattern: bytes.baseAddress), UInt(bytes.count), UInt(deadline))
        }
        if FTLError(result: result) == .timedOut { return 0 }
        return Int(bitPattern: try check(result))
    }
}
