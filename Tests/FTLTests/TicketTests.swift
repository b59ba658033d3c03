// Many requests of one client on their way at once.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct TicketTests {
        @Test func repliesMayComeInAnyOrder() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let first = try client.send(.read)
                let second = try client.send(.write)
                let third = try client.send(.getattr)
                var questions: [Event] = []
                for _ in 1...3 { questions.append(try service.next()) }
                #expect(Set(questions.map(\.info.id)).count == 3, "each has an id of its own")
                host.whenWaiting {
                    for index in [2, 0, 1] { try service.answer(questions[index], UInt8(index)) }
                }
                // The first that is asked for is the last that comes.
                #expect(try client.reply(to: second).body == [1])
                #expect(try client.reply(to: first, until: 0).body == [0])
                #expect(try client.reply(to: third, until: 0).body == [2])
            }
        }

        @Test func aReplyIsGivenOnce() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let ticket = try client.send(.read)
                let stranger = try Channel.makePair()
                let other = try Client(stranger.first)
                #expect(throws: FTLError.invalidArgument) { try other.reply(to: ticket, until: 0).body }
                #expect(throws: FTLError.timedOut) { try client.reply(to: ticket, until: 0).body }
                let question = try service.next()
                try service.answer(question, 1)
                // A second reply to the same request.
                try service.channel.send(.readReply, id: question.info.id, body: [2])
                #expect(try client.reply(to: ticket, until: 0).body == [1], "a ticket outlives a deadline")
                #expect(throws: FTLError.invalidState) { try client.reply(to: ticket, until: 0).body }
                let next = try client.send(.read)
                try service.answer(try service.next(), 3)
                #expect(try client.reply(to: next, until: 0).body == [3])
            }
        }

        @Test func whatIsForgottenIsClosed() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let before = host.openHandles
                let early = try client.send(.open)
                let late = try client.send(.open)
                let last = try client.send(.open)
                func answer() throws {
                    let question = try service.next()
                    try service.channel.discard(question)
                    var handle: Handle? = try Timer().intoHandle()
                    try service.channel.send(.openReply, id: question.info.id, handle: &handle)
                }
                // Forgotten after its reply was received on the way to another one: the handle is closed at once.
                try answer()
                #expect(throws: FTLError.timedOut) { try client.reply(to: last, until: 0).word0 }
                #expect(host.openHandles == before + 1)
                early.cancel()
                #expect(host.openHandles == before)
                // Forgotten before it: the handle is closed when the reply comes.
                late.cancel()
                try answer()
                try answer()
                var reply = try client.reply(to: last, until: 0)
                #expect(host.openHandles == before + 1)
                _ = try take(&reply.handle)
                #expect(host.openHandles == before)
            }
        }

        @Test func aReplyThatCannotBeReceivedIsAnError() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let first = try client.send(.open)
                let second = try client.send(.read)
                let question = try service.next()
                try service.channel.discard(question)
                var handle: Handle? = try Timer().intoHandle()
                try service.channel.send(.openReply, id: question.info.id, handle: &handle)
                try service.answer(try service.next(), 2)
                // No handle is left for the one that comes along.
                var hoard: [Hoard] = []
                while let sink = try? Sink() { hoard.append(Hoard(sink)) }
                #expect(try client.reply(to: second).body == [2])
                hoard = []
                #expect(throws: FTLError.limitReached) { try client.reply(to: first).word0 }
            }
        }

        @Test func theNumberOfTicketsIsBounded() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                try sendMost(client, service, Client.ticketLimit)
                // All of them were dropped, so there is room again.
                _ = try client.send(.read)
            }
        }

        /// Holds as many tickets as it is told to; checks that there may be no more of them.
        private func sendMost(_ client: borrowing Client, _ service: Answerer, _ count: Int) throws {
            guard count > 0 else {
                #expect(throws: FTLError.limitReached) { _ = try client.send(.read) }
                return
            }
            let ticket = try client.send(.read, word0: UInt64(count))
            // Received by the service, or its queue would be full first.
            try service.answer(try service.next(), UInt8(count))
            try sendMost(client, service, count - 1)
            #expect(try client.reply(to: ticket, until: 0).body == [UInt8(count)])
        }

        @Test func repliesMakeRoomForRequests() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                let first = try client.send(.read)
                for _ in 1..<Limits.channelMessages { _ = try client.send(.write) }
                #expect(throws: FTLError.timedOut) { _ = try client.send(.write, until: 0) }
                host.whenWaiting { try service.answer(try service.next(), 7) }
                // Waits for room, and gets the first reply meanwhile.
                let last = try client.send(.write)
                #expect(try client.reply(to: first, until: 0).body == [7])
                last.cancel()
            }
        }

        @Test func aServiceThatLeavesAnswersNobody() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let client = try Client(pair.first)
                let answered = try client.send(.read)
                let first = try client.send(.read)
                let second = try client.send(.read)
                do {
                    let service = try Answerer(pair.second)
                    try service.answer(try service.next(), 1)
                }
                #expect(throws: FTLError.peerClosed) { try client.reply(to: first).body }
                #expect(throws: FTLError.peerClosed) { try client.reply(to: second).body }
                #expect(try client.reply(to: answered).body == [1], "what was answered is there")
                #expect(throws: FTLError.peerClosed) { _ = try client.send(.read) }
            }
        }

        @Test func closingTheClientCancelsEverything() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let before = host.openHandles
                var ticket: Ticket?
                do {
                    let client = try Client(pair.first)
                    ticket = try client.send(.read)
                }
                #expect(host.openHandles == before - 1, "the channel is closed, and the sink")
                try service.channel.discard(try service.next())
                #expect(try service.next().kind == .peerClosed)
                ticket.take()?.cancel()
            }
        }

        @Test func aChannelMayLeaveItsClient() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let service = try Answerer(pair.second)
                let client = try Client(pair.first)
                _ = try client.send(.read)
                let channel = try client.intoChannel()
                try service.answer(try service.next(), 1)
                let own = try Caller(channel)
                check(try own.answer().body == [1])
            }
        }
    }
}
