// Requests that are answered at once, later, never, or to somebody who has gone.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct RequestTests {
        @Test func aRequestMayBeAnsweredLaterAndOutOfTurn() throws {
            try withService { _, service, _, caller in
                var kept: [Kept] = []
                for id in 1...3 { try caller.channel.send(.read, id: UInt32(id)) }
                try drain(service) { request throws(FTLError) in kept.append(Kept(request)) }
                check(try caller.hasNothing())
                for index in [2, 0, 1] { try kept[index].reply(UInt8(index)) }
                for id in [3, 1, 2] {
                    let answer = try caller.answer()
                    check(answer.info.kind == .readReply && answer.info.id == UInt32(id))
                    check(answer.body == [UInt8(id - 1)])
                }
                #expect(throws: FTLError.invalidState) { try kept[0].reply(9) }
                kept = []
                check(try caller.hasNothing(), "there is one answer to a request")
            }
        }

        @Test func aRequestThatIsDroppedLaterIsAnswered() throws {
            try withService { host, service, _, caller in
                try drain(service) { request throws(FTLError) in }
                let before = host.openHandles
                var kept: Kept?
                var handle: Handle? = try Timer().intoHandle()
                try caller.channel.send(.write, id: 5, handle: &handle)
                try drain(service) { request throws(FTLError) in kept = Kept(request) }
                check(try caller.hasNothing())
                #expect(host.openHandles == before + 1 && kept != nil)
                kept = nil
                let answer = try caller.answer()
                check(answer.info.kind == .errorReply && answer.info.id == 5)
                check(answer.word0 == UInt64(FTLError.unsupported.rawValue))
                #expect(host.openHandles == before, "the handle that came with it is closed")
            }
        }

        @Test func whatTheHandlerThrowsIsTheAnswerWhereverTheRequestIs() throws {
            try withService { _, service, _, caller in
                var kept: Kept?
                try caller.channel.send(.write)
                try drain(service) { request throws(FTLError) in
                    kept = Kept(request)
                    throw .notAllowed
                }
                check(try caller.answer().word0 == UInt64(FTLError.notAllowed.rawValue))
                #expect(throws: FTLError.invalidState) { try kept?.reply(1) }
                // One that is answered has its answer.
                try caller.channel.send(.write)
                try drain(service) { request throws(FTLError) in
                    try request.reply(body: [1])
                    throw .notAllowed
                }
                check(try caller.answer().body == [1])
                check(try caller.hasNothing())
            }
        }

        @Test func aReplyThatCannotBeSentIsAnsweredWithTheReason() throws {
            try withService { host, service, _, caller in
                let before = host.openHandles
                var thrown: FTLError?
                try caller.channel.send(.read)
                try drain(service) { request throws(FTLError) in
                    let body = [UInt8](repeating: 0, count: Limits.bodyLength + 1)
                    do throws(FTLError) {
                        try request.reply(body: body, handle: try Timer().intoHandle())
                    } catch {
                        thrown = error
                    }
                }
                #expect(thrown == .tooLarge && host.openHandles == before + 1)
                check(try caller.answer().word0 == UInt64(FTLError.tooLarge.rawValue))
            }
        }

        @Test func aClientThatIsGoneIsNoError() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Service(registration: pair.second)
                let before = host.openHandles
                var kept: [Kept] = []
                do {
                    let caller = try Caller(announcedBy: pair.first)
                    for _ in 1...3 { try caller.channel.send(.read) }
                    try drain(service) { request throws(FTLError) in kept.append(Kept(request)) }
                }
                try kept[0].reply(1)
                try drain(service) { request throws(FTLError) in }
                #expect(service.clientCount == 0)
                try kept[1].reply(1)
                kept = []
                #expect(host.openHandles == before)
            }
        }

        @Test func aRequestMayOutliveItsService() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let before = host.openHandles
                var kept: Kept?
                func serve(_ registration: consuming Channel, _ caller: Caller) throws {
                    let service = try Service(registration: registration)
                    try drain(service) { request throws(FTLError) in kept = Kept(request) }
                }
                let caller = try Caller(announcedBy: pair.first)
                try caller.channel.send(.read)
                try serve(pair.second, caller)
                try kept?.reply(1)
                #expect(try caller.sink.wait(until: 0)?.kind == .peerClosed)
                #expect(host.openHandles == before + 1, "what is left is the caller's, less the registration")
            }
        }

        @Test func whatIsOpenedIsServedWithItsContext() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Service(registration: pair.second, clients: 1)
                func answer(_ request: consuming Request) throws(FTLError) {
                    switch request.kind {
                    case .open: try request.accept(context: request.word0)
                    default: try request.reply(word0: request.context)
                    }
                }
                do {
                    let caller = try Caller(announcedBy: pair.first)
                    try caller.channel.send(.open, word0: 42)
                    try caller.channel.send(.read)
                    try drain(service, answer)
                    var opened = try caller.answer()
                    check(try caller.answer().word0 == 0)
                    let inner = try Caller(Channel(try take(&opened.handle)))
                    try inner.channel.send(.read)
                    try drain(service, answer)
                    check(try inner.answer().word0 == 42)
                    #expect(service.clientCount == 2)
                    check(!service.isOver)
                }
                try service.run(answer)
                check(service.isOver, "its one client has come and gone, and what it opened")
                let late = try Caller(announcedBy: pair.first)
                _ = try service.serve(until: 0, answer)
                #expect(try late.sink.wait(until: 0)?.kind == .peerClosed, "and it takes no more")
            }
        }
    }
}
