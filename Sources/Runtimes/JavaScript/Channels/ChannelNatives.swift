// What the library calls of channels and ports: from arguments to their Swift sides.

import FTL

/// Methods of the library's classes that are native on the fast path, and the library's function otherwise.
enum NativeMethod: Int32, CaseIterable {
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

    /// The library's functions, by the methods' numbers. Safe: set when the library is loaded; one thread.
    nonisolated(unsafe) private static var functions: [EngineRoot?] = allCases.map { _ in nil }

    /// `method(name, function)`: the method.
    static func make(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let name = try arguments.text(0, "method: name")
        guard let method = allCases.first(where: { ByteString(stringLiteral: $0.name).bytes == name }) else {
            throw .type("method: there is no such one")
        }
        let length = try arguments.value(1).get("length")
        unsafe functions[Int(method.rawValue)] = EngineRoot(arguments.value(1))
        return try EngineValue.method(method, method.name, parameters: length.number)
    }

    /// Calls the method. Where the fast path does not apply nothing has changed, and nothing of the script's has run.
    @inline(__always)
    func call(
        on receiver: borrowing EngineReceiver, _ arguments: borrowing EngineArguments
    ) throws(ScriptFailure) -> EngineValue {
        switch self {
        case .receive:
            if let channel = receiver.object?.channelPort { return try channel.receiveOrReject() }
        case .next:
            if let sequence = receiver.object?.sequence { return try sequence.next() }
        case .send:
            if let number = receiver.object?.channelPort?.handle.openHandle, let message = arguments.message(0),
                unsafe MessageCalls.send(message, through: number)
            {
                return .undefined
            }
        case .write:
            if let promise = receiver.object?.channelPort?.write(arguments) { return promise }
        }
        guard let function = unsafe Self.functions[Int(rawValue)] else { throw .type("the library is not loaded") }
        return try arguments.call(function.value, on: receiver)
    }
}

extension ChannelPort {
    /// A promise of the next message, whatever goes wrong.
    func receiveOrReject() throws(ScriptFailure) -> EngineValue {
        do throws(ScriptFailure) {
            return try receive(for: nil)
        } catch {
            let reason = Engine.exception(of: error)
            let promise = try EngineValue.promise()
            promise.reject(reason)
            return promise
        }
    }
}

extension EngineArguments {
    func channelPort(_ index: Int, _ native: StaticString) throws(ScriptFailure) -> ChannelPort {
        guard let port = object(index)?.channelPort else { throw .type("\(native): not a channel") }
        return port
    }

    func port(_ index: Int, _ native: StaticString) throws(ScriptFailure) -> Port {
        guard let port = object(index)?.port else { throw .type("\(native): not a port") }
        return port
    }

    /// A message's content: six arguments from an index on: kind, two words, body, owner, handle.
    fileprivate func content(_ index: Int, id: UInt32) throws(ScriptFailure) -> MessageContent {
        guard let kind = integer(index), kind <= 0xff, let word0 = integer(index + 1), let word1 = integer(index + 2)
        else { throw .type("a message's kind and words are numbers") }
        return MessageContent(
            info: MessageInfo(rawValue: kind | UInt64(id) << 32), word0: word0, word1: word1, body: value(index + 3),
            owner: value(index + 4), handle: value(index + 5))
    }
}

enum ChannelNatives {
    /// `channelHandle(channel)`
    static func handle(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        try arguments.channelPort(0, "channelHandle").handle.duplicate()
    }

    /// `transmit(channel, id, kind, word0, word1, body, owner, handle)`
    static func transmit(_ arguments: borrowing EngineArguments) throws(ScriptFailure) {
        let channel = try arguments.channelPort(0, "transmit")
        let content = try arguments.content(2, id: id(arguments))
        do throws(CallFailure) { try channel.transmit(content) } catch { throw error.failure }
    }

    /// `post(channel, id, kind, word0, word1, body, owner, handle)`
    static func post(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try arguments.channelPort(0, "post")
        return try channel.post(arguments.content(2, id: id(arguments)))
    }

    private static func id(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> UInt32 {
        guard let id = arguments.integer(1).flatMap({ UInt32(exactly: $0) }) else { throw .type("an id is a number") }
        return id
    }

    /// `ask(channel, kind, word0, word1, body, owner, handle, finish)`
    static func ask(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try arguments.channelPort(0, "ask")
        let content = try arguments.content(1, id: channel.requests.nextId)
        let kind = UInt8(truncatingIfNeeded: content.info.rawValue)
        return try channel.ask(kind, content, finish: arguments.value(7))
    }

    /// `askNow(channel, kind, word0, word1, body, owner, handle)`
    static func askNow(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try arguments.channelPort(0, "askNow")
        let content = try arguments.content(1, id: channel.requests.nextId)
        let kind = UInt8(truncatingIfNeeded: content.info.rawValue)
        return try channel.askNow(kind, content)
    }

    /// `takeChannel(channel, successor)`
    static func take(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let channel = try arguments.channelPort(0, "takeChannel")
        let number = channel.handle.handleNumber
        let messages = channel.inbox
        let taken = try EngineValue.array()
        try taken.set(1, to: EngineValue.halves(of: messages.flatMap { $0.words(of: number) }))
        try taken.set(0, to: channel.takeHandle(for: arguments.value(1)))
        return taken
    }

    /// `deliver(port, events, at)`
    static func deliver(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let port = try arguments.port(0, "deliver")
        guard let memory = try arguments.bytes(1), let at = arguments.integer(2),
            let event = QueuedEvent(memory, at: Int(clamping: at))
        else { throw .type("deliver: there is no such event") }
        return port.take(event) ? .undefined : port.taker()
    }

    /// `waitForEvents(sink, events, deadline, mayEnd)`
    static func wait(_ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        guard let deadline = arguments.integer(2) else { throw .type("waitForEvents: no deadline") }
        let waited = try Loop.wait(
            arguments.value(0), arguments.value(1), UInt(deadline), mayEnd: arguments.isTrue(3),
            takes: !arguments.isNone(3))
        return try .number(waited.number)
    }
}
