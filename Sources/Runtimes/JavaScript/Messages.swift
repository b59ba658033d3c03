// What a script's messages and events cost most often, in one native each. They make the same calls as the marshaller
// does; what they save is objects: a message is read where the script has it, and an event where the kernel wrote it.
//
// The library says what happens; what is done here is the usual course of it (Sources/Runtimes/QuickJS/ports.c). Wherever
// something is not as usual, or a call fails, the library's own function does it, from the beginning: nothing was
// changed then, and nothing of the script's has run.

import FTL
import QuickJS

/// Methods that have a usual course.
enum UsualMethod: Int32, CaseIterable {
    case send
    case receive
    case next
    case write

    var name: StaticString {
        switch self {
        case .send: "send"
        case .receive: "receive"
        case .next: "next"
        case .write: "write"
        }
    }
}

/// The library's methods, by their numbers, which do what is not as usual. Safe: set when the library is loaded.
nonisolated(unsafe) private var methods: [EngineRoot?] = UsualMethod.allCases.map { _ in nil }

extension UsualMethod {
    /// `usual(name, method)`: the function that does what is usual, and leaves all else to the method.
    static func make(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let name = try unsafe arguments.withText(0, "usual: name") { text, length in
            unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: length))
        }
        guard let method = allCases.first(where: { ByteString(stringLiteral: $0.name).bytes == name }) else {
            throw .type("usual: no such method")
        }
        let length = try arguments.value(1).get("length")
        unsafe methods[Int(method.rawValue)] = EngineRoot(arguments.value(1))
        // Safe: static strings live for ever and end in a NUL.
        let text = unsafe UnsafeRawPointer(method.name.utf8Start).assumingMemoryBound(to: CChar.self)
        return try unsafe EngineValue.checked(
            JS_NewCFunctionMagic(
                Engine.context, { unsafe usual($1, Int($2), $3, $4) }, text, Int32(length.number),
                JS_CFUNC_generic_magic, method.rawValue))
    }
}

/// Does what is usual, or calls the library's method. Safe: the engine's arguments live for the time of the call.
@unsafe private func usual(
    _ this: JSValue, _ count: Int, _ arguments: UnsafeMutablePointer<JSValue>?, _ number: Int32
) -> JSValue {
    let answer: JSValue
    switch UsualMethod(rawValue: number) {
    case .receive: unsafe answer = engine_channel_receive(Engine.context, this)
    case .next: unsafe answer = engine_messages_next(Engine.context, this)
    case .send:
        if count > 0, unsafe Messages.send(arguments![0], this) { return unsafe engine_undefined() }
        unsafe answer = engine_undefined()
    case .write:
        let body = unsafe count > 0 ? arguments![0] : engine_undefined()
        unsafe answer = Messages.write(body, count > 1 ? arguments![1] : engine_undefined(), this)
    case nil: unsafe answer = engine_undefined()
    }
    if unsafe JS_IsUndefined(answer) == 0 { return unsafe answer }
    guard let method = unsafe methods[Int(number)] else { return unsafe engine_undefined() }
    return unsafe JS_Call(Engine.context, method.value.borrowed, this, Int32(count), arguments)
}

enum Messages {
    /// Sends a message through a channel; false where that is for the library to do.
    @unsafe fileprivate static func send(_ value: JSValue, _ channel: JSValue) -> Bool {
        var message = unsafe engine_message()
        guard unsafe engine_read_message(Engine.context, value, &message) != 0 else { return false }
        return unsafe send(message, channel)
    }

    @unsafe private static func send(_ message: engine_message, _ channel: JSValue) -> Bool {
        guard case .open(let number) = unsafe EngineHandle(engine_channel_handle(channel)) else { return false }
        // Safe: the body is memory of the script's, which the arguments keep, with its length in the info word.
        return unsafe syscall(
            .channelSend, UInt(number.rawValue), UInt(message.info), UInt(message.words.0), UInt(message.words.1),
            UInt(bitPattern: message.body)) >= 0
    }

    /// Sends a request of the kind "write"; the promise of its reply, or undefined where that is for the library to do.
    @unsafe fileprivate static func write(_ body: JSValue, _ options: JSValue, _ channel: JSValue) -> JSValue {
        var id: UInt32 = 0
        var message = unsafe engine_message()
        let promise = unsafe engine_begin_request(Engine.context, channel, &id)
        guard unsafe JS_IsUndefined(promise) == 0 else { return unsafe promise }
        unsafe message.info = UInt64(id) << 32 | UInt64(MessageKind.write.rawValue)
        guard unsafe engine_read_request(body, options, &message) != 0, unsafe send(message, channel) else {
            unsafe JS_FreeValue(Engine.context, promise)
            return unsafe engine_undefined()
        }
        unsafe engine_sent_request(Engine.context, channel, promise, id, MessageKind.writeReply.rawValue)
        return unsafe promise
    }

    private static let receiving = Int(Syscall.channelRecv.rawValue)
    private static let waiting = Int(Syscall.sinkWait.rawValue)

    /// The address of the event that begins at a word of a typed array; `events` and `at` are arguments.
    @inline(__always)
    private static func event(_ arguments: borrowing EngineArguments, _ index: Int) throws(ScriptFailure) -> UInt {
        guard let memory = try arguments.bytes(index), let at = arguments.integer(index + 1),
            memory.count >= UInt(Event.size), at <= UInt64(memory.count - UInt(Event.size)) / 4
        else { throw .type("there is no such event") }
        return memory.address + UInt(at) * 4
    }

    /// A word of an event. Safe to call with addresses that `event` answered, before the engine does anything else.
    @unsafe @inline(__always)
    private static func word(_ event: UInt, _ index: Int) -> UInt64 {
        unsafe UnsafeRawPointer(bitPattern: event)!.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }

    /// `receive(channel, events, at)`: the message that the event tells of; `channel` is a handle.
    static func receive(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try Marshaller.handle(arguments, 0, receiving)
        let event = try event(arguments, 1)
        // All objects are made before the call, after which nothing may fail.
        guard let template = unsafe Hooks.message else { throw .type("receive: the library is not loaded") }
        try EngineValue.reserveHandle()
        var body: UnsafeMutablePointer<UInt8>?
        let (token, info) = unsafe (word(event, 1), word(event, 2))
        let message = try unsafe EngineValue.checked(
            engine_new_message(
                Engine.context, template.value.borrowed, info, word(event, 3), word(event, 4), &body))
        var words = CallWords(repeating: 0)
        words[0] = channel
        words[1] = UInt(token)
        words[2] = UInt(bitPattern: body)
        words[3] = UInt(info >> 16 & 0xffff)
        let result = try Marshaller.perform(receiving, words)
        if result != 0 { unsafe setHandle(of: message.borrowed, result) }
        return message
    }

    /// Gives a message the handle that it came with.
    @unsafe private static func setHandle(of message: JSValue, _ number: UInt) {
        let handle = EngineValue.takeReservedHandle()
        handle.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: number)))
        // Safe: takes the handle.
        unsafe engine_set_message_handle(Engine.context, message, handle.take())
    }

    /// Gives the message of an event to whoever waits for it; false where that is for the library to do.
    @unsafe private static func deliver(_ event: UInt, to port: JSValue) -> Bool {
        guard unsafe UInt32(truncatingIfNeeded: word(event, 0)) == EventKind.message.rawValue else { return false }
        do throws(ScriptFailure) {
            try EngineValue.reserveHandle()
        } catch {
            _ = Engine.takeException()
            return false
        }
        var delivery = unsafe engine_delivery()
        unsafe delivery.token = word(event, 1)
        unsafe delivery.info = word(event, 2)
        unsafe delivery.words = (word(event, 3), word(event, 4))
        // Nothing is freed before the end that is needed there: whoever waits is kept by the port.
        guard unsafe engine_begin_delivery(Engine.context, port, &delivery) != 0 else { return false }
        guard case .open(let number) = unsafe EngineHandle(delivery.handle) else {
            unsafe JS_FreeValue(Engine.context, delivery.value)
            return false
        }
        // Safe: the body is that of the message just made, of the length that the event says.
        let result = unsafe syscall(
            .channelRecv, UInt(number.rawValue), UInt(delivery.token), UInt(bitPattern: delivery.body),
            UInt(delivery.info >> 16 & 0xffff))
        guard result >= 0 else {
            unsafe JS_FreeValue(Engine.context, delivery.value)
            return false
        }
        if result != 0 { unsafe setHandle(of: delivery.message, UInt(result)) }
        unsafe engine_end_delivery(Engine.context, port, &delivery)
        return true
    }

    /// `deliver(port, events, at)`: 1 where the event was taken, 0 where it is for the port to take.
    static func deliver(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let event = try event(arguments, 1)
        let port = arguments.value(0)
        return try .number(unsafe deliver(event, to: port.borrowed) ? 1 : 0)
    }

    // --- Waiting ---

    /// What waiting comes to.
    enum Waited {
        /// So many events are there for the library to take.
        case events(Int)
        /// There was one, and it was taken as usual.
        case taken
        /// There is nothing to wait for.
        case ended

        /// As scripts of the library get it.
        fileprivate var number: UInt64 {
            switch self {
            case .events(let count): UInt64(count)
            case .ended: 1000
            case .taken: 1001
            }
        }
    }

    /// Waits for events.
    ///
    /// - Parameter mayEnd: whether waiting for nothing but what no port is held for is the end.
    private static func wait(
        _ sink: UInt, _ memory: EngineBytes, _ deadline: UInt, mayEnd: Bool
    ) throws(ScriptFailure) -> Waited {
        if mayEnd, engine_held_ports() == 0 { return .ended }
        // Safe: the memory is a typed array's, whose length it has.
        let result = unsafe syscall(.sinkWait, sink, memory.address, memory.count, deadline)
        guard result >= 0 else {
            if FTLError(result: result) == .timedOut { return .events(0) }
            var words = CallWords(repeating: 0)
            words[0] = sink
            words[1] = memory.address
            words[2] = memory.count
            words[3] = deadline
            return .events(Int(try Marshaller.retry(waiting, words, result)))
        }
        guard result == 1 else { return .events(result) }
        let number = unsafe UInt32(truncatingIfNeeded: word(memory.address, 0) >> 32)
        let port = unsafe EngineValue(owning: engine_find_port(Engine.context, number))
        return unsafe deliver(memory.address, to: port.borrowed) ? .taken : .events(1)
    }

    /// `waitForEvents(sink, events, deadline)`: how many events there are; none where the deadline passed first. With a
    /// fourth argument an event that is alone is taken here, where it is as usual: the answer is 1001 then; and 1000 where
    /// that argument is true and no port is held.
    static func waitForEvents(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let sink = try Marshaller.handle(arguments, 0, waiting)
        guard let memory = try arguments.bytes(1), let deadline = arguments.integer(2) else {
            throw .type("waitForEvents: no buffer or no deadline")
        }
        guard arguments.isNone(3) else {
            return try .number(wait(sink, memory, UInt(deadline), mayEnd: arguments.isTrue(3)).number)
        }
        // Safe: as above.
        let result = unsafe syscall(.sinkWait, sink, memory.address, memory.count, UInt(deadline))
        if result >= 0 { return try .number(UInt64(result)) }
        if FTLError(result: result) == .timedOut { return try .number(0) }
        var words = CallWords(repeating: 0)
        words[0] = sink
        words[1] = memory.address
        words[2] = memory.count
        words[3] = UInt(deadline)
        return try .number(UInt64(Marshaller.retry(waiting, words, result)))
    }

    /// What the loop waits on: its sink, where events go, and its state (Sources/Runtimes/Library/core/loop.js). Safe: one thread.
    nonisolated(unsafe) private static var loop: (sink: EngineRoot, events: EngineRoot, state: EngineRoot)?

    /// `waitOn(sink, events, state)`: from now on the runtime waits on that sink while the loop has nothing else to do.
    static func waitOn(_ arguments: borrowing EngineArguments) {
        unsafe loop = (
            EngineRoot(arguments.value(0)), EngineRoot(arguments.value(1)), EngineRoot(arguments.value(2))
        )
    }

    /// Lets the next event happen, where the loop has nothing else to look after; nil where it has.
    static func waitQuietly() throws(ScriptFailure) -> Waited? {
        guard let loop = unsafe loop, let memory = EngineBytes(of: loop.events.value),
            let state = EngineBytes(of: loop.state.value), state.count >= 8,
            let words = unsafe UnsafeMutablePointer<UInt32>(bitPattern: state.address),
            case .open(let sink) = unsafe EngineHandle(loop.sink.value.borrowed)
        else { return nil }
        // Safe: two words of the loop's state.
        guard unsafe words[0] == 0 else { return nil }
        let waited = try wait(UInt(sink.rawValue), memory, UInt.max, mayEnd: true)
        if case .taken = waited { unsafe words[1] &+= 1 }
        return waited
    }
}
