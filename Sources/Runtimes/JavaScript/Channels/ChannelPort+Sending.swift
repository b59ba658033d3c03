// What goes out through a channel: messages, now or when there is room, and requests.

import FTL

/// A message that waits for room, and who waits for it to be sent.
final class OutgoingMessage {
    let content: MessageContent
    /// The request that it is; otherwise a promise is settled.
    let request: Request?
    private let promise: EngineValue

    init(_ content: consuming MessageContent, promise: consuming EngineValue) {
        self.content = content
        self.promise = promise
        request = nil
    }

    init(_ content: consuming MessageContent, _ request: Request) {
        self.content = content
        self.request = request
        promise = .undefined
    }

    func visitValues(_ visitor: EngineVisitor) {
        visitor.visit(content.body)
        visitor.visit(content.owner)
        visitor.visit(content.handle)
        visitor.visit(promise)
    }

    func sent() {
        if request == nil { promise.settle(.undefined) }
    }

    func fail(_ reason: borrowing EngineValue, of port: ChannelPort) {
        if let request { port.failRequest(request, reason) } else { promise.reject(reason) }
    }
}

extension ChannelPort {
    /// Sends a message now.
    func transmit(_ content: borrowing MessageContent) throws(CallFailure) {
        if !content.handle.isNone {
            do throws(ScriptFailure) {
                if let port = content.owner.nativeObject?.channelPort {
                    try port.release()
                } else {
                    try Loop.requireNoWaiter(content.handle)
                }
            } catch {
                throw .script(error)
            }
        }
        try MessageCalls.send(content, through: handle)
    }

    /// Sends a message as soon as there is room for it, after those that wait for room already.
    func post(_ content: consuming MessageContent) throws(ScriptFailure) -> EngineValue {
        let promise = try EngineValue.promise()
        enqueue(OutgoingMessage(content, promise: promise.duplicate()))
        releaseIfIdle()
        return promise
    }

    private func enqueue(_ message: OutgoingMessage) {
        if outbox.isEmpty, attempt(message) { return }
        do throws(ScriptFailure) {
            try watch()
        } catch {
            return message.fail(Engine.exception(of: error), of: self)
        }
        outbox.append(message)
        beginWaiting()
    }

    /// Sends a message, or says that there is no room.
    func attempt(_ message: OutgoingMessage) -> Bool {
        do throws(CallFailure) {
            try transmit(message.content)
        } catch {
            if error.code == .overloaded { return false }
            message.fail(Engine.exception(of: error.failure), of: self)
            return true
        }
        message.sent()
        return true
    }

    // --- Requests ---

    /// Sends a request of the kind "write" by the fast path: it is plain, and there is room. Nil otherwise; nothing has
    /// changed then.
    func write(_ arguments: borrowing EngineArguments) -> EngineValue? {
        guard let number = handle.openHandle, canAsk else { return nil }
        let id = requests.nextId
        let kind = MessageKind.write
        do throws(ScriptFailure) {
            let promise = try EngineValue.promise()
            // No allocation between here and the call.
            guard let message = arguments.request(0, info: MessageInfo(kind: kind, id: id)),
                unsafe MessageCalls.send(message, through: number)
            else { return nil }
            begin(Request(id, kind.rawValue, promise: promise.duplicate(), finish: .undefined))
            return promise
        } catch {
            _ = Engine.takeException()
            return nil
        }
    }

    /// Sends a request.
    ///
    /// - Parameter finish: is called when it does not wait any more; or undefined.
    /// - Returns: the promise of its reply.
    func ask(
        _ kind: UInt8, _ content: consuming MessageContent, finish: consuming EngineValue
    ) throws(ScriptFailure) -> EngineValue {
        try watch()
        let promise = try EngineValue.promise()
        let request = Request(content.info.id, kind, promise: promise.duplicate(), finish: finish)
        begin(request)
        enqueue(OutgoingMessage(content, request))
        releaseIfIdle()
        return promise
    }

    /// Sends a request and answers its reply; nothing else of the script runs meanwhile.
    func askNow(_ kind: UInt8, _ content: consuming MessageContent) throws(ScriptFailure) -> EngineValue {
        try watch()
        let request = Request(content.info.id, kind, promise: .undefined, finish: .undefined)
        begin(request)
        defer {
            end(request)
            releaseIfIdle()
        }
        do throws(CallFailure) { try transmit(content) } catch { throw error.failure }
        while request.isOpen { try Loop.waitAlone(for: self) }
        return try request.takeOutcome()
    }

    /// The request of that promise is not waited for any more, and rejected with the reason.
    func giveUp(_ promise: borrowing EngineValue, _ reason: borrowing EngineValue) {
        guard let request = requests.find(promise) else { return }
        if let at = outbox.firstIndex(where: { $0.request === request }) {
            outbox.remove(at: at)
            endWaiting()
        }
        failRequest(request, reason)
        releaseIfIdle()
    }

    /// Whether a request can be sent at once.
    private var canAsk: Bool { isWatched && !isPeerClosed && outbox.isEmpty }

    private func begin(_ request: Request) {
        requests.insert(request)
        beginWaiting()
    }

    private func end(_ request: Request) {
        if requests.remove(request) { endWaiting() }
    }

    func failRequest(_ request: Request, _ reason: borrowing EngineValue) {
        end(request)
        request.fail(reason)
    }

    /// Receives a reply. One that cannot be received is nobody's, and must not take up room.
    @inline(__always) func answer(_ request: Request, _ message: QueuedMessage) {
        end(request)
        do throws(CallFailure) {
            let reply = try MessageCalls.receive(message, through: handle)
            if message.kindNumber == request.answer { return request.settle(reply) }
        } catch {
            discard(message)
            return request.fail(Engine.exception(of: error.failure))
        }
        var (error, text) = (FTLError.malformed, "a reply of another kind")
        if message.kindNumber == MessageKind.errorReply.rawValue {
            let known = Int(exactly: message.word0).flatMap { FTLError(rawValue: $0) }
            guard let known else {
                return request.fail(Engine.exception(of: Marshaller.unknown(message.word0, request.name)))
            }
            (error, text) = (known, "\(known.name)")
        }
        request.fail(Engine.exception(of: Marshaller.failure(error, "\(request.name): \(text)")))
    }
}
