// The asking side, with the test as the service.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct ClientTests {
        @Test func aReplyGoesToItsRequest() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                host.whenWaiting {
                    let question = try service.channel.receive(try service.next())
                    check(question.info.kind == .write && question.word0 == 3 && question.body == [1, 2])
                    let id = question.info.id
                    // Not an answer to this question.
                    try service.channel.send(.writeReply, id: id &+ 1, body: [9])
                    try service.channel.send(.writeReply, id: id, word0: 2, body: [7])
                }
                let reply = try client.write([1, 2], at: 3)
                check(reply.word0 == 2 && reply.body == [7])
                host.whenWaiting {
                    let question = try service.channel.receive(try service.next())
                    check(question.info.kind == .read && question.word0 == 5 && question.word1 == 10)
                    try service.channel.send(.readReply, id: question.info.id, body: [4, 5])
                }
                #expect(try client.read(count: 10, at: 5) == [4, 5])
            }
        }

        @Test func anErrorIsThrown() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let answers: [(MessageKind, UInt64, FTLError)] = [
                    (.errorReply, UInt64(FTLError.notFound.rawValue), .notFound), (.errorReply, 9999, .malformed),
                    (.errorReply, .max, .malformed), (.readReply, 0, .malformed), (.open, 0, .malformed),
                ]
                for (kind, word, expected) in answers {
                    host.whenWaiting {
                        let question = try service.next()
                        try service.channel.discard(question)
                        try service.channel.send(kind, id: question.info.id, word0: word)
                    }
                    #expect(throws: expected) { try client.write([1]).word0 }
                }
            }
        }

        @Test func aLateReplyIsDropped() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                #expect(throws: FTLError.timedOut) { try client.read(count: 1, until: Clock.now + 10) }
                let late = try service.next()
                try service.channel.discard(late)
                try service.channel.send(.readReply, id: late.info.id, body: [1])
                host.whenWaiting {
                    let question = try service.next()
                    try service.channel.discard(question)
                    try service.channel.send(.readReply, id: question.info.id, body: [2])
                }
                #expect(try client.read(count: 1) == [2])
            }
        }

        @Test func aServiceThatLeavesIsNoticed() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let client = try Client(pair.first)
                var service: Handle? = pair.second.intoHandle()
                host.whenWaiting { service = nil }
                #expect(throws: FTLError.peerClosed) { try client.read(count: 1) }
                check(isNil(service))
                #expect(throws: FTLError.peerClosed) { try client.read(count: 1) }
            }
        }

        @Test func aFullServiceIsWaitedFor() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                for _ in 0..<Limits.channelMessages {
                    #expect(throws: FTLError.timedOut) { try client.read(count: 1, until: Clock.now + 1) }
                }
                var handle: Handle? = try Timer().intoHandle()
                #expect(throws: FTLError.timedOut) {
                    try client.request(.write, handle: &handle, until: Clock.now + 1).word0
                }
                check(!isNil(handle), "what was not sent is not lost")
                // First the queue is emptied, then the question that waited for that is answered.
                host.whenWaiting {
                    for event in try service.sink.wait(atMost: Limits.eventsPerWait, until: 0) {
                        try service.channel.discard(event)
                    }
                }
                host.whenWaiting {
                    let question = try service.channel.receive(try service.next())
                    check(!isNil(question.handle))
                    try service.channel.send(.writeReply, id: question.info.id, word0: 1)
                }
                #expect(try client.request(.write, handle: &handle).word0 == 1)
                check(isNil(handle))
            }
        }

        @Test func theSupervisorIsAskedForServices() throws {
            try HostKernel.run(handles: 1) { host in
                let supervising = try Answerer(Channel(Handle(owning: host.supervisorEnds[0])))
                let supervisor = try Supervisor()
                #expect(throws: FTLError.invalidState) { _ = try Supervisor() }
                for register in [false, true] {
                    var given: HandleNumber?
                    host.whenWaiting {
                        let question = try supervising.channel.receive(try supervising.next())
                        check(question.info.kind == .open && question.word0 == (register ? 1 : 0))
                        check(ByteString(question.body) == "service/clock")
                        let ends = try Channel.makePair()
                        var handle: Handle? = ends.first.intoHandle()
                        try supervising.channel.send(
                            .openReply, id: question.info.id, handle: &handle)
                        given = question.info.id == 0 ? nil : HandleNumber.none
                    }
                    let channel =
                        register ? try supervisor.register("clock") : try supervisor.connect("clock").intoChannel()
                    check(given != nil && channel.number != .none)
                }
                host.whenWaiting {
                    let question = try supervising.next()
                    try supervising.channel.discard(question)
                    // An answer without a channel in it.
                    try supervising.channel.send(.openReply, id: question.info.id)
                }
                #expect(throws: FTLError.malformed) { _ = try supervisor.connect("clock") }
            }
        }
    }
}
