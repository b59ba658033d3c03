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
    @inline(__always)
    public func wait(until deadline: UInt64 = .max) throws(FTLError) -> Event? {
        // Room for one event, as words: put together from bytes an event took as long as the call.
        var words: InlineArray<5, UInt64> = [0, 0, 0, 0, 0]
        let number = self.number
        // Safe because the words are this closure's alone while it runs, and the call writes inside them only.
        let result = unsafe withUnsafeMutablePointer(to: &words) { words in
            unsafe syscall(.sinkWait, number.word, UInt(bitPattern: words), UInt(Event.size), UInt(deadline))
        }
        guard try Sink.count(result) > 0 else { return nil }
        return Event(words[0], words[1], words[2], words[3], words[4])
    }

    /// Waits until there is an event and takes those that are there, at most `count`.
    ///
    /// - Returns: no event where the deadline passed first.
    public func wait(atMost count: Int, until deadline: UInt64 = .max) throws(FTLError) -> [Event] {
        let room = max(1, min(count, Limits.eventsPerWait))
        var words = [UInt64](repeating: 0, count: room * 5)
        let number = self.number
        // Safe because the array is this closure's alone while it runs, and the call writes inside it only.
        let result = unsafe words.withUnsafeMutableBufferPointer { words in
            unsafe syscall(
                .sinkWait, number.word, UInt(bitPattern: words.baseAddress), UInt(room * Event.size), UInt(deadline))
        }
        let taken = try Sink.count(result)
        var events: [Event] = []
        events.reserveCapacity(taken)
        for at in stride(from: 0, to: taken * 5, by: 5) {
            if let event = Event(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]) {
                events.append(event)
            }
        }
        return events
    }

    /// How many events a wait answered: none where the deadline passed first.
    @inline(__always)
    private static func count(_ result: Int) throws(FTLError) -> Int {
        if result == FTLError.timedOut.result { return 0 }
        return Int(bitPattern: try check(result))
    }
}
