// Where a service or its client reaches a bound: nothing is lost, nobody else notices, and whoever asked is told.

import FTL
import Testing

extension SystemCallTests {
    struct ServiceLimitTests {
        @Test func repliesThatFindNoRoomWaitForIt() throws {
            try withService { _, service, supervisor, deaf in
                let other = try Caller(announcedBy: supervisor)
                func answer(_ request: consuming Request) throws(FTLError) {
                    try request.reply(word0: request.word0)
                }
                // As many as fill its queue, those that may wait for room in the service, and those that may wait in
                // the service's queue. Then it is told itself.
                let most = Limits.channelMessages + Service.requestLimit + Limits.channelMessages
                for number in 0..<most {
                    try deaf.channel.send(.read, id: UInt32(number), word0: UInt64(number))
                    try drain(service, answer)
                }
                #expect(throws: FTLError.overloaded) { try deaf.channel.send(.read) }
                // Nobody else notices.
                try other.channel.send(.read)
                try drain(service, answer)
                check(try other.answer().info.kind == .readReply)
                // When it listens, it has lost nothing.
                var next = 0
                while let event = try deaf.sink.wait(until: 0) {
                    if event.kind == .message {
                        let message = try deaf.channel.receive(event)
                        check(message.info.kind == .readReply && message.word0 == UInt64(next))
                        next += 1
                    }
                    try drain(service, answer)
                }
                #expect(next == most && service.clientCount == 2)
            }
        }

        @Test func aReplyThatWaitedAndCannotBeSentThenIsAnsweredWithTheReason() throws {
            try withService { _, service, _, caller in
                for number in 0...Limits.channelMessages {
                    try caller.channel.send(.read, id: UInt32(number))
                    try drain(service) { request throws(FTLError) in
                        let isLast = number == Limits.channelMessages
                        try request.reply(body: [UInt8](repeating: 1, count: isLast ? Limits.bodyLength : 0))
                    }
                }
                // All that the process may have on its way goes elsewhere while the last reply waits.
                var hoard: [Hoard] = []
                var isFull = false
                let body = [UInt8](repeating: 0, count: Limits.bodyLength)
                while !isFull {
                    let pair = try Channel.makePair()
                    do throws(FTLError) {
                        while true { try pair.first.send(.write, body: body) }
                    } catch { isFull = error != .overloaded }
                    hoard += [Hoard(pair.first), Hoard(pair.second)]
                }
                for number in 0..<Limits.channelMessages {
                    check(try caller.answer().info.id == UInt32(number))
                }
                try drain(service) { request throws(FTLError) in }
                let event = try #require(try caller.sink.wait(until: 0))
                #expect(event.info.kind == .errorReply && event.info.id == UInt32(Limits.channelMessages))
                #expect(event.word0 == UInt64(FTLError.limitReached.rawValue))
                hoard = []
                // The client is served as before.
                try caller.channel.discard(event)
                try caller.channel.send(.read)
                try drain(service) { request throws(FTLError) in try request.reply(body: [2]) }
                check(try caller.answer().body == [2])
            }
        }

        @Test func aRequestThatCannotBeReceivedIsAnsweredWithTheReason() throws {
            try withService { _, service, _, caller in
                try drain(service) { request throws(FTLError) in }
                var handle: Handle? = try Timer().intoHandle()
                try caller.channel.send(.write, handle: &handle)
                // No handle is left for the one that comes along.
                var hoard: [Hoard] = []
                while let sink = try? Sink() { hoard.append(Hoard(sink)) }
                try drain(service) { request throws(FTLError) in try request.reply() }
                check(try caller.answer().word0 == UInt64(FTLError.limitReached.rawValue))
                hoard = []
                try caller.channel.send(.write)
                try drain(service) { request throws(FTLError) in try request.reply() }
                check(try caller.answer().info.kind == .writeReply)
            }
        }

        @Test func aClientForWhomThereIsNoHandleIsTurnedAwayAndNobodyElseNotices() throws {
            try withService { _, service, supervisor, caller in
                try drain(service) { request throws(FTLError) in }
                let late = try Caller(announcedBy: supervisor)
                var hoard: [Hoard] = []
                while let sink = try? Sink() { hoard.append(Hoard(sink)) }
                try drain(service) { request throws(FTLError) in try request.reply() }
                hoard = []
                check(try late.sink.wait(until: 0)?.kind == .peerClosed)
                try caller.channel.send(.read)
                try drain(service) { request throws(FTLError) in try request.reply() }
                check(try caller.answer().info.kind == .readReply)
                #expect(service.clientCount == 1)
            }
        }

        @Test func unansweredRequestsAreBounded() throws {
            try withService { _, service, _, caller in
                var kept: [Kept] = []
                for _ in 0...Service.requestLimit { try caller.channel.send(.read) }
                try drain(service) { request throws(FTLError) in kept.append(Kept(request)) }
                #expect(kept.count == Service.requestLimit)
                // The one that waits is served when one of the others is answered, without a further event.
                try kept[3].reply(1)
                try drain(service) { request throws(FTLError) in kept.append(Kept(request)) }
                #expect(kept.count == Service.requestLimit + 1)
            }
        }

        @Test func whatOneClientOpensIsBounded() throws {
            try withService { _, service, supervisor, greedy in
                let other = try Caller(announcedBy: supervisor)
                func answer(_ request: consuming Request) throws(FTLError) { try request.accept(context: 1) }
                func open(_ caller: Caller, _ service: borrowing Service) throws -> Message {
                    try caller.channel.send(.open)
                    try drain(service, answer)
                    return try caller.answer()
                }
                var opened: [Caller] = []
                for _ in 0..<Service.openedLimit {
                    var reply = try open(greedy, service)
                    opened.append(try Caller(Channel(try take(&reply.handle))))
                }
                for caller in [greedy, opened[0]] {
                    let reply = try open(caller, service)
                    check(reply.word0 == UInt64(FTLError.limitReached.rawValue) && isNil(reply.handle))
                }
                check(try open(other, service).info.kind == .openReply)
                try drain(service, answer)
                opened.removeLast()
                try drain(service, answer)
                check(try open(greedy, service).info.kind == .openReply, "one that was closed makes room")
            }
        }
    }
}
