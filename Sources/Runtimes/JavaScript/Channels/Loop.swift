// Where a script's process waits, as far as the runtime does it itself: on the sink of the script's loop
// (Sources/Runtimes/Library/core/loop.js), while that has nothing else to look after.

import FTL

enum Loop {
    /// What waiting comes to.
    enum Waited {
        /// So many events are there for the library to take.
        case events(Int)
        /// There was one, and its port took it.
        case taken
        /// There is nothing to wait for.
        case ended

        /// As scripts of the library get it.
        var number: UInt64 {
            switch self {
            case .events(let count): UInt64(count)
            case .ended: 1000
            case .taken: 1001
            }
        }
    }

    /// The loop's sink, where events go, and its state: two words, whether it has something to look after, and how many
    /// things have happened. Safe: one thread.
    nonisolated(unsafe) private static var parts: Parts?

    private final class Parts {
        let sink: EngineValue
        let events: EngineValue
        let state: EngineValue

        init(_ sink: consuming EngineValue, _ events: consuming EngineValue, _ state: consuming EngineValue) {
            self.sink = sink
            self.events = events
            self.state = state
        }
    }

    /// From now on the runtime waits on that sink.
    static func waitOn(_ sink: consuming EngineValue, _ events: consuming EngineValue, _ state: consuming EngineValue) {
        unsafe parts = Parts(sink, events, state)
    }

    // --- What is watched ---

    /// The loop's sink gets the events of the handle's object from now on.
    static func add(_ handle: borrowing EngineValue) throws(ScriptFailure) {
        guard let sink = unsafe parts?.sink.openHandle else { throw .type("there is no loop yet") }
        guard let number = handle.openHandle else { throw .type("sink_add: object is a closed handle") }
        var words = CallWords(repeating: 0)
        (words[0], words[1]) = (UInt(sink.rawValue), UInt(number.rawValue))
        _ = try Marshaller.perform(.sinkAdd, words)
    }

    /// It does not any more.
    static func remove(_ handle: borrowing EngineValue) {
        guard let sink = unsafe parts?.sink.openHandle, let number = handle.openHandle else { return }
        // Safe: numbers only.
        _ = unsafe syscall(.sinkRemove, UInt(sink.rawValue), UInt(number.rawValue))
    }

    /// Before a handle is moved by itself: whoever waits on its object would wait for ever.
    static func requireNoWaiter(_ handle: borrowing EngineValue) throws(ScriptFailure) {
        guard let port = PortTable.find(handle.handleNumber), port.isHeld else { return }
        throw Marshaller.failure(
            .invalidState, "a handle that is being waited on can be neither closed nor sent away")
    }

    // --- Waiting ---

    /// Waits for events.
    ///
    /// - Parameters:
    ///   - sink: a handle.
    ///   - events: where they go.
    ///   - mayEnd: whether waiting for nothing but what no port is held for is the end.
    static func wait(
        _ sink: borrowing EngineValue, _ events: borrowing EngineValue, _ deadline: UInt, mayEnd: Bool, takes: Bool
    ) throws(ScriptFailure) -> Waited {
        if mayEnd, unsafe PortTable.heldCount == 0 { return .ended }
        var isRetry = false
        while true {
            guard let number = sink.openHandle else { throw .type("sink_wait: sink is a closed handle") }
            guard let memory = EngineBytes(of: events) else { throw .type("waitForEvents: no buffer") }
            // Safe: the memory is a typed array's, whose length it has.
            let result = unsafe syscall(.sinkWait, UInt(number.rawValue), memory.address, memory.count, deadline)
            if result == 1, takes, let event = QueuedEvent(memory) {
                // An event that is alone is taken here, where its port does that.
                guard let port = PortTable.find(event.handle), port.take(event) else { return .events(1) }
                return .taken
            }
            if result >= 0 { return .events(result) }
            let error = FTLError(result: result) ?? .invalidArgument
            if error == .timedOut { return .events(0) }
            guard error == .limitReached, !isRetry else {
                throw Marshaller.failure(error, Int(Syscall.sinkWait.rawValue))
            }
            isRetry = true
            Engine.collectGarbage()
        }
    }

    /// Lets the next event happen, where the loop has nothing else to look after; nil where it has.
    static func waitQuietly() throws(ScriptFailure) -> Waited? {
        guard let loop = unsafe parts, loop.sink.openHandle != nil,
            EngineBytes(of: loop.state)?.word(0) == 0
        else { return nil }
        let waited = try wait(loop.sink, loop.events, UInt.max, mayEnd: true, takes: true)
        if case .taken = waited { EngineBytes(of: loop.state)?.count(1) }
        return waited
    }

    /// Waits for events of one port's object, which is watched, and has the port take them. Nothing else of the script
    /// happens meanwhile.
    static func waitAlone(for port: ChannelPort) throws(ScriptFailure) {
        let alone = try Marshaller.perform(.sinkCreate, CallWords(repeating: 0))
        remove(port.handle)
        var events = InlineArray<10, UInt64>(repeating: 0)
        var (result, handle) = (0, HandleNumber.none)
        if let number = port.handle.openHandle {
            handle = number
            // Safe: numbers, and memory of our own.
            result = unsafe syscall(.sinkAdd, alone, UInt(handle.rawValue))
            var span = events.mutableSpan
            if result >= 0 {
                result = unsafe span.withUnsafeMutableBufferPointer { buffer in
                    unsafe syscall(.sinkWait, alone, UInt(bitPattern: buffer.baseAddress), 80, UInt.max)
                }
            }
        }
        _ = unsafe syscall(.handleClose, alone)
        if result > 0 {
            for index in 0..<min(result, 2) {
                _ = port.take(
                    QueuedEvent(
                        events[index * 5], events[index * 5 + 1], events[index * 5 + 2], events[index * 5 + 3],
                        events[index * 5 + 4]))
            }
        }
        try add(port.handle)
        if let error = FTLError(result: result) { throw Marshaller.failure(error, Int(Syscall.sinkWait.rawValue)) }
    }
}
