// The answering side, with the test as supervisor and clients.

import FTL
import Testing

/// A client of the service under test: its channel, and a sink to hear the answers on.
private final class Caller {
    let channel: Channel
    let sink: Sink

    /// Is announced to the service on the other end of its registration channel.
    init(_ supervisor: borrowing Channel) throws {
        let pair = try Channel.makePair()
        var handle: Handle? = pair.second.intoHandle()
        try supervisor.send(.open, body: Array("service/x".utf8), handle: &handle)
        sink = try Sink()
        try sink.add(pair.first)
        channel = pair.first
    }

    /// The answer that is there.
    func answer() throws -> Message { try channel.receive(try #require(try sink.wait(until: 0))) }
}

extension SystemCallTests {
    struct ServiceTests {
        /// Serves all that is there to be served.
        private func drain(
            _ service: inout Service, _ handler: (inout Request) throws(FTLError) -> Void
        ) throws {
            while try service.serve(until: 0, handler) {}
        }

        @Test func eachClientGetsItsOwnAnswers() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let supervisor = pair.first
                let callers = try (0..<3).map { _ in try Caller(supervisor) }
                for round in 0..<5 {
                    for (index, caller) in callers.enumerated() {
                        try caller.channel.send(.write, id: UInt32(round), body: [UInt8(index), UInt8(round)])
                    }
                }
                try drain(&service) { request throws(FTLError) in
                    #expect(request.kind == .write)
                    request.reply(word0: UInt64(request.message.body.count), body: request.message.body.reversed())
                }
                #expect(service.clientCount == 3)
                for (index, caller) in callers.enumerated() {
                    for round in 0..<5 {
                        let answer = try caller.answer()
                        check(answer.info.kind == .writeReply && answer.info.id == UInt32(round))
                        check(answer.word0 == 2 && answer.body == [UInt8(round), UInt8(index)])
                    }
                }
            }
        }

        @Test func everyRequestIsAnswered() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let caller = try Caller(pair.first)
                try caller.channel.send(.getattr, id: 1)
                try caller.channel.send(.setattr, id: 2)
                // A reply asks for nothing, and gets nothing.
                try caller.channel.send(.readReply, id: 3)
                try caller.channel.send(.read, id: 4)
                try drain(&service) { request throws(FTLError) in
                    switch request.kind {
                    case .getattr: break
                    case .setattr: throw .notAllowed
                    default: request.reply(body: [1])
                    }
                }
                for (id, error) in [(1, FTLError.unsupported), (2, .notAllowed)] {
                    let answer = try caller.answer()
                    check(answer.info.kind == .errorReply && answer.info.id == UInt32(id))
                    check(answer.word0 == UInt64(error.rawValue))
                }
                let answer = try caller.answer()
                check(answer.info.kind == .readReply && answer.info.id == 4 && answer.body == [1])
            }
        }

        @Test func handlesGoBothWays() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let caller = try Caller(pair.first)
                try drain(&service) { request throws(FTLError) in }
                let before = host.openHandles
                for takes in [false, true] {
                    var handle: Handle? = try Timer().intoHandle()
                    try caller.channel.send(.open, handle: &handle)
                    try drain(&service) { request throws(FTLError) in
                        if takes {
                            request.reply(handle: request.message.handle.take())
                        } else {
                            request.reply()
                        }
                    }
                    let answer = try caller.answer()
                    check((!isNil(answer.handle)) == takes)
                }
                #expect(host.openHandles == before, "what nobody takes is closed")
            }
        }

        @Test func aClientThatLeavesIsForgotten() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let before = host.openHandles
                for _ in 0..<3 { _ = try Caller(pair.first) }
                try drain(&service) { request throws(FTLError) in }
                #expect(service.clientCount == 0 && host.openHandles == before)
            }
        }

        @Test func aClientThatDoesNotListenIsDisconnected() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let deaf = try Caller(pair.first)
                let other = try Caller(pair.first)
                for _ in 0...Limits.channelMessages {
                    try deaf.channel.send(.read)
                    try drain(&service) { request throws(FTLError) in request.reply() }
                }
                #expect(service.clientCount == 1)
                try other.channel.send(.read)
                try drain(&service) { request throws(FTLError) in request.reply() }
                check(try other.answer().info.kind == .readReply)
            }
        }

        @Test func aServiceWithoutSupervisorEnds() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                var service = try Service(registration: pair.second)
                let end = Clock.now + Clock.second
                try service.run(until: end) { request throws(FTLError) in }
                #expect(Clock.now == end)
                _ = pair.first.intoHandle()
                #expect(throws: FTLError.peerClosed) { try service.run { request throws(FTLError) in } }
            }
        }
    }
}
