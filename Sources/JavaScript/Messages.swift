// What a script's messages and events cost most often, in one native each: sending, receiving, waiting. They make the
// same calls as the marshaller does, with its errors; what they save is objects: a message is read where the script has
// it, and an event is read where the kernel wrote it.
//
// `channel` and `sink` are handles; `events` is a typed array of events as they cross the boundary (Event in FTLTypes),
// `at` the index of one, in words of 32 bits.

import FTL
import QuickJS

enum Messages {
    /// What sending comes to.
    private enum Outcome: UInt64 {
        case sent = 0
        /// Nothing was sent, and nothing of the script's has run: the message has to be read in the long way.
        case notPlain = 1
        /// Nothing was sent: the other end has too much to receive.
        case overloaded = 2

        func value() throws(ScriptFailure) -> EngineValue { try .number(rawValue) }
    }

    /// `sendMessage(channel, message)`: 0 where it was sent, 1 where the message is not plain.
    static func send(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        guard let message = unsafe arguments.message(1) else { return try Outcome.notPlain.value() }
        guard try unsafe send(message, arguments) >= 0 else { throw Marshaller.failure(.overloaded, sending) }
        return try Outcome.sent.value()
    }

    /// `sendParts(channel, kind, id, words, body)`: the same, and 2 where the other end has too much to receive.
    static func sendParts(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        guard let message = unsafe arguments.parts(1) else { return try Outcome.notPlain.value() }
        return try (unsafe send(message, arguments) >= 0 ? Outcome.sent : .overloaded).value()
    }

    private static let sending = Int(Syscall.channelSend.rawValue)
    private static let receiving = Int(Syscall.channelRecv.rawValue)
    private static let waiting = Int(Syscall.sinkWait.rawValue)

    /// Sends a message; below 0 where the other end has too much to receive.
    @unsafe private static func send(
        _ message: engine_message, _ arguments: borrowing EngineArguments
    ) throws(ScriptFailure) -> Int {
        let channel = try Marshaller.handle(arguments, 0, sending)
        // Safe: the body is the memory of an argument's (engine_read_message), with its length in the info word.
        var result = unsafe syscall(
            .channelSend, channel, UInt(message.info), UInt(message.words.0), UInt(message.words.1),
            UInt(bitPattern: message.body))
        if result >= 0 { return 0 }
        if FTLError(result: result) == .limitReached {
            // As the marshaller does.
            Engine.collectGarbage()
            result = unsafe syscall(
                .channelSend, channel, UInt(message.info), UInt(message.words.0), UInt(message.words.1),
                UInt(bitPattern: message.body))
        }
        guard let error = FTLError(result: result) else { return 0 }
        if error == .overloaded { return -1 }
        throw Marshaller.failure(error, sending)
    }

    /// `receive(channel, events, at)`: the message that the event tells of.
    static func receive(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try Marshaller.handle(arguments, 0, receiving)
        guard let memory = try arguments.bytes(1), let at = arguments.integer(2),
            memory.count >= UInt(Event.size), at <= UInt64(memory.count - UInt(Event.size)) / 4,
            let start = unsafe UnsafePointer<UInt64>(bitPattern: memory.address + UInt(at) * 4),
            let template = unsafe Hooks.message
        else { throw .type("receive: no event") }
        // All objects are made before the call, after which nothing may fail.
        try EngineValue.reserveHandle()
        var body: UnsafeMutablePointer<UInt8>?
        // Safe: an event's words lie there, which was checked; they are read as they may lie, and before the engine,
        // which may collect, does anything.
        let (token, info) = unsafe (word(start, 1), word(start, 2))
        let message = try unsafe EngineValue.checked(
            engine_new_message(
                Engine.context, template.value.borrowed, info, word(start, 3), word(start, 4), &body))
        var words = CallWords(repeating: 0)
        words[0] = channel
        words[1] = UInt(token)
        words[2] = UInt(bitPattern: body)
        words[3] = UInt(info >> 16 & 0xffff)
        let result = try Marshaller.perform(receiving, words)
        if result != 0 {
            let handle = EngineValue.takeReservedHandle()
            handle.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)))
            // Safe: takes the handle.
            unsafe engine_set_message_handle(Engine.context, message.borrowed, handle.take())
        }
        return message
    }

    @unsafe @inline(__always)
    private static func word(_ start: UnsafePointer<UInt64>, _ index: Int) -> UInt64 {
        unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }

    /// `waitForEvents(sink, events, deadline)`: how many events there are; none where the deadline passed first.
    static func waitForEvents(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let sink = try Marshaller.handle(arguments, 0, waiting)
        guard let memory = try arguments.bytes(1), let deadline = arguments.integer(2) else {
            throw .type("waitForEvents: no buffer or no deadline")
        }
        var words = CallWords(repeating: 0)
        words[0] = sink
        words[1] = memory.address
        words[2] = memory.count
        words[3] = UInt(deadline)
        // Safe: the memory is an argument's.
        let result = unsafe syscall(.sinkWait, words[0], words[1], words[2], words[3])
        if result >= 0 { return try .number(UInt64(result)) }
        if FTLError(result: result) == .timedOut { return try .number(0) }
        return try .number(UInt64(Marshaller.retry(waiting, words, result)))
    }
}
