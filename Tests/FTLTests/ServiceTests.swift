// The answering side, with the test as supervisor and clients.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct ServiceTests {
        @Test func eachClientGetsItsOwnAnswers() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Service(registration: pair.second)
                let supervisor = pair.first
                let callers = try (0..<3).map { _ in try Caller(announcedBy: supervisor) }
                for round in 0..<5 {
                    for (index, caller) in callers.enumerated() {
                        try caller.channel.send(.write, id: UInt32(round), body: [UInt8(index), UInt8(round)])
                    }
                }
                try drain(service) { request throws(FTLError) in
                    #expect(request.kind == .write)
                    try request.reply(word0: UInt64(request.body.count), body: request.body.reversed())
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
            try withService { _, service, _, caller in
                try caller.channel.send(.getattr, id: 1)
                try caller.channel.send(.setattr, id: 2)
                // A reply asks for nothing, and gets nothing.
                try caller.channel.send(.readReply, id: 3)
                try caller.channel.send(.read, id: 4)
                try drain(service) { request throws(FTLError) in
                    switch request.kind {
                    case .getattr: break
                    case .setattr: throw .notAllowed
                    default: try request.reply(body: [1])
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
            try withService { host, service, _, caller in
                try drain(service) { request throws(FTLError) in }
                let before = host.openHandles
                for takes in [false, true] {
                    var handle: Handle? = try Timer().intoHandle()
                    try caller.channel.send(.open, handle: &handle)
                    try drain(service) { request throws(FTLError) in
                        if takes {
                            try request.reply(handle: request.takeHandle())
                        } else {
                            try request.reply()
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
                let service = try Service(registration: pair.second)
                let before = host.openHandles
                for _ in 0..<3 { _ = try Caller(announcedBy: pair.first) }
                try drain(service) { request throws(FTLError) in }
                #expect(service.clientCount == 0 && host.openHandles == before)
            }
        }

        @Test func aServiceWithoutSupervisorEnds() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Service(registration: pair.second)
                let end = Clock.now + Clock.second
                try service.run(until: end) { request throws(FTLError) in }
                #expect(Clock.now == end)
                _ = pair.first.intoHandle()
                #expect(throws: FTLError.peerClosed) { try service.run { request throws(FTLError) in } }
            }
        }
    }
}
