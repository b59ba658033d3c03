// A client of a service, as the service and the requests that it has not answered yet share it.
//
// Room for replies is kept by not taking requests: a connection has at most `Service.requestLimit` requests that are
// not answered, a reply that waits for room in the client's queue included. Further requests stay in the kernel's
// queue, which is bounded and refuses the client in the end. So a client that does not receive its replies loses none,
// holds up itself alone, and takes up a bounded amount of the service's memory.

final class Connection {
    let context: UInt64
    /// Nil once the client is disconnected; everything here then does nothing.
    private(set) var channel: Channel?
    /// Whom the service has; nil once this is none of them any more.
    private(set) var table: ConnectionTable?
    /// Requests that the sink reported and that are not received yet, in order.
    private var waiting: [Event] = []
    /// Replies that wait for room, in order.
    private var unsent: [Reply] = []
    /// Requests that were received and whose replies are not sent.
    private var unanswered = 0
    /// The client's own connection, where it opened this one.
    private let opener: Connection?
    /// How many connections the client has opened.
    private var openedCount = 0

    init(_ channel: consuming Channel, context: UInt64, opener: Connection?, table: ConnectionTable) {
        self.channel = consume channel
        self.context = context
        self.opener = opener
        self.table = table
        opener?.openedCount += 1
    }

    /// Makes a new connection of the same client's.
    ///
    /// - Returns: the client's end.
    func open(context: UInt64) throws(FTLError) -> Channel {
        let opener = opener ?? self
        guard opener.openedCount < Service.openedLimit else { throw .limitReached }
        let pair = try Channel.makePair()
        try table?.add(pair.first, context: context, opener: opener)
        return pair.second
    }

    /// Whether there is a request that may be received now.
    var isReady: Bool { !waiting.isEmpty && unanswered < Service.requestLimit }

    /// Acts on an event of the channel.
    func handle(_ event: Event) {
        switch event.kind {
        case .peerClosed: close()
        case .writable: sendReplies()
        case .message:
            if event.info.kind?.reply == nil {
                // What is no request is nothing to answer.
                try? channel?.discard(event)
            } else {
                waiting.append(event)
            }
        case .timer, .processExited, .threadExited, .readable, .interrupt: break
        }
    }

    /// Receives the next request and lets the handler answer it. What the handler throws is the answer.
    func answerNext(_ handler: (consuming Request) throws(FTLError) -> Void) {
        let event = waiting.removeFirst()
        guard let kind = event.info.kind else { return }
        let responder = Responder(self, id: event.info.id)
        unanswered += 1
        let received: Message?
        do throws(FTLError) {
            received = try channel?.receive(event)
        } catch {
            // It must not stay in the queue.
            try? channel?.discard(event)
            return responder.endHandler(error)
        }
        guard let message = received else { return }
        do throws(FTLError) {
            try handler(Request(message, kind: kind, responder: responder, context: context))
            responder.endHandler(nil)
        } catch {
            responder.endHandler(error)
        }
    }

    /// Sends a reply, or keeps it until there is room.
    ///
    /// - Throws: why it cannot be sent, ever. The client then gets that error instead.
    func answer(_ reply: Reply) throws(FTLError) {
        guard reply.body.count <= Limits.bodyLength else {
            answerFailure(.tooLarge, to: reply)
            throw .tooLarge
        }
        guard unsent.isEmpty else { return unsent.append(reply) }
        do throws(FTLError) {
            try send(reply)
        } catch {
            if error == .overloaded { return unsent.append(reply) }
            answerFailure(error, to: reply)
            throw error
        }
    }

    /// - Throws: as `Channel.send`, but nothing where the client is gone.
    private func send(_ reply: Reply) throws(FTLError) {
        do throws(FTLError) {
            try channel?.send(
                reply.kind, id: reply.id, word0: reply.word0, word1: reply.word1, body: reply.body,
                handle: &reply.handle)
            unanswered -= 1
        } catch {
            guard error == .peerClosed else { throw error }
            close()
        }
    }

    /// There is room: sends what waited for it.
    private func sendReplies() {
        while let reply = unsent.first {
            do throws(FTLError) {
                try send(reply)
            } catch {
                if error == .overloaded { return }
                unsent.removeFirst()
                answerFailure(error, to: reply, isNext: true)
                continue
            }
            if !unsent.isEmpty { unsent.removeFirst() }
        }
    }

    /// Answers with an error in place of a reply. There is always room for it among those that wait.
    private func answerFailure(_ error: FTLError, to reply: Reply, isNext: Bool = false) {
        guard reply.kind != .errorReply else {
            // Not even that can be sent, for want of memory. A client that would wait for ever is disconnected.
            return close()
        }
        let failure = Reply(error)
        failure.id = reply.id
        if isNext { unsent.insert(failure, at: 0) } else { try? answer(failure) }
    }

    /// Disconnects the client.
    func close() {
        channel = nil
        waiting = []
        unsent = []
        guard let table else { return }
        self.table = nil
        table.remove(self)
        opener?.openedCount -= 1
    }
}

/// The clients that a service has now, and the sink that tells of them.
final class ConnectionTable {
    let sink: Sink
    /// How many more may come.
    var clientsLeft: Int
    private(set) var connections: [Connection] = []

    init(_ sink: consuming Sink, clientsLeft: Int) {
        self.sink = sink
        self.clientsLeft = clientsLeft
    }

    /// - Throws: as `Sink.add`; the channel is closed then.
    func add(_ channel: consuming Channel, context: UInt64, opener: Connection? = nil) throws(FTLError) {
        try sink.add(channel)
        connections.append(Connection(channel, context: context, opener: opener, table: self))
    }

    func remove(_ connection: Connection) { connections.removeAll { $0 === connection } }

    func find(_ handle: HandleNumber) -> Connection? {
        connections.first {
            switch $0.channel {
            case .some(let channel): channel.number == handle
            case .none: false
            }
        }
    }

    func closeAll() {
        while let connection = connections.last { connection.close() }
    }
}
