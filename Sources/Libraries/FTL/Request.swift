// A request of a client: whoever owns it owes the answer. The owner may keep it after the handler returned and answer
// later, and out of turn; if it lets go of it without an answer, that is answered for it. So no client waits for ever.

/// One request of a client. It belongs to the thread that serves.
public struct Request: ~Copyable {
    /// What is asked.
    public let kind: MessageKind
    /// The two words, which mean what the kind and the service say.
    public let word0: UInt64
    public let word1: UInt64
    public let body: [UInt8]
    /// What the channel was accepted with on which the request came (`accept`); 0 for the service's own clients.
    public let context: UInt64
    private let responder: Responder

    init(_ message: consuming Message, kind: MessageKind, responder: Responder, context: UInt64) {
        self.kind = kind
        word0 = message.word0
        word1 = message.word1
        body = message.body
        self.context = context
        self.responder = responder
        responder.handle = message.handle.take()
    }

    deinit { responder.dropRequest() }

    /// The body as text.
    public var text: String { ByteString(body).string }

    /// The handle that came with the request, the first time; it is closed if nobody takes it.
    public func takeHandle() -> Handle? { responder.handle.take() }

    /// Answers. Does not wait: where the client has too much to receive already, the answer is kept until there is
    /// room for it. A client that is gone is no error.
    ///
    /// - Throws: `invalidState` where it is answered already. `tooLarge` for a body above `Limits.bodyLength`,
    ///   `wouldCycle` and what else `Channel.send` says of a handle: the client gets that error as its answer.
    public func reply(
        word0: UInt64 = 0, word1: UInt64 = 0, body: [UInt8] = [], handle: consuming Handle? = nil
    ) throws(FTLError) {
        // A request's kind is one that has a reply; Connection sees to that.
        let kind = self.kind.reply ?? .errorReply
        try responder.send(Reply(kind, word0: word0, word1: word1, body: body, handle: handle))
    }

    /// Answers with a text, as UTF-8.
    ///
    /// - Throws: as the other form.
    public func reply(_ text: String, word0: UInt64 = 0, word1: UInt64 = 0) throws(FTLError) {
        try reply(word0: word0, word1: word1, body: Array(text.utf8))
    }

    /// Answers with an error.
    ///
    /// - Throws: `invalidState` where it is answered already.
    public func fail(_ error: FTLError) throws(FTLError) { try responder.send(Reply(error)) }

    /// Answers an `open` with a new channel, whose requests this service gets like those of its other clients.
    ///
    /// - Parameter context: what the requests on it have as their `context`, to tell what was opened.
    /// - Throws: as `reply`; `limitReached` where the client has opened `Service.openedLimit` already, or there is no
    ///   channel to be had, and `outOfMemory`: the request is then not answered yet.
    public func accept(context: UInt64) throws(FTLError) {
        try reply(handle: try responder.connection.open(context: context).intoHandle())
    }
}

/// The answer that a request's owner owes.
final class Responder {
    let connection: Connection
    private let id: UInt32
    /// What came with the request and was not taken yet.
    var handle: Handle?
    private var isAnswered = false
    /// The request is dropped, and the handler that it was made for goes on: what that throws is to be the answer.
    private var isDropped = false
    private var isInHandler = true

    init(_ connection: Connection, id: UInt32) {
        self.connection = connection
        self.id = id
    }

    func send(_ reply: Reply) throws(FTLError) {
        guard !isAnswered else { throw .invalidState }
        isAnswered = true
        reply.id = id
        try connection.answer(reply)
    }

    /// The request has no owner any more.
    func dropRequest() {
        isDropped = true
        handle = nil
        if !isInHandler { try? send(Reply(.unsupported)) }
    }

    /// The handler is over. What it threw answers the request, wherever that is; one that somebody kept is answered
    /// by whoever that is.
    func endHandler(_ failure: FTLError?) {
        isInHandler = false
        if let failure { try? send(Reply(failure)) } else if isDropped { try? send(Reply(.unsupported)) }
    }
}

/// A reply that is to be sent, or waits for room.
final class Reply {
    var id: UInt32 = 0
    let kind: MessageKind
    let word0: UInt64
    let word1: UInt64
    let body: [UInt8]
    var handle: Handle?

    init(_ kind: MessageKind, word0: UInt64, word1: UInt64, body: [UInt8], handle: consuming Handle?) {
        self.kind = kind
        self.word0 = word0
        self.word1 = word1
        self.body = body
        self.handle = handle
    }

    init(_ error: FTLError) {
        kind = .errorReply
        word0 = UInt64(error.rawValue)
        word1 = 0
        body = []
        handle = nil
    }
}
