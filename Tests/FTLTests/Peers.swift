// The other side of a client or a service under test, played by the test itself.

import FTL
import HostKernel
import Testing

/// The service's end of a client's channel, and the questions that came in.
final class Answerer {
    let channel: Channel
    let sink: Sink

    init(_ channel: consuming Channel) throws {
        sink = try Sink()
        try sink.add(channel)
        self.channel = channel
    }

    /// The next question.
    func next() throws -> Event { try #require(try sink.wait(until: 0)) }

    /// Answers the question with a byte.
    func answer(_ question: Event, _ byte: UInt8) throws {
        try channel.discard(question)
        let kind = try #require(question.info.kind?.reply)
        try channel.send(kind, id: question.info.id, body: [byte])
    }
}

/// A client of the service under test: its channel, and a sink to hear the answers on.
final class Caller {
    let channel: Channel
    let sink: Sink

    init(_ channel: consuming Channel) throws {
        sink = try Sink()
        try sink.add(channel)
        self.channel = channel
    }

    /// Is announced to the service on the other end of its registration channel.
    convenience init(announcedBy supervisor: borrowing Channel) throws {
        let pair = try Channel.makePair()
        var handle: Handle? = pair.second.intoHandle()
        try supervisor.send(.open, body: Array("service/x".utf8), handle: &handle)
        try self.init(pair.first)
    }

    /// The answer that is there.
    func answer() throws -> Message { try channel.receive(try #require(try sink.wait(until: 0))) }

    /// Whether nothing has come.
    func hasNothing() throws -> Bool { try sink.wait(until: 0) == nil }
}

/// Runs a test of a service that has one client: with the service, its supervisor's end, and the client.
func withService(
    _ body: (HostKernel, borrowing Service, borrowing Channel, Caller) throws -> Void
) throws {
    try HostKernel.run { host in
        let pair = try Channel.makePair()
        let service = try Service(registration: pair.second)
        let supervisor = pair.first
        try body(host, service, supervisor, try Caller(announcedBy: supervisor))
    }
}

/// Serves all that is there to be served.
func drain(
    _ service: borrowing Service, _ handler: (consuming Request) throws(FTLError) -> Void
) throws {
    while try service.serve(until: 0, handler) {}
}

/// One of the objects that a test takes until there are none left.
final class Hoard {
    private let handle: Handle
    init<Object: KernelObject & ~Copyable>(_ object: consuming Object) { handle = object.intoHandle() }
}

/// Keeps a request. A class, so that an array can hold several.
final class Kept {
    var request: Request?
    init(_ request: consuming Request) { self.request = consume request }

    func reply(_ byte: UInt8) throws {
        switch request {
        case .some(let request): try request.reply(body: [byte])
        case .none: throw FTLError.invalidState
        }
    }
}
