// Channels as programs use them: what arrives is what was sent, and a handle is never lost.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct ChannelTests {
        @Test func wordsBodyAndKindArrive() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let sink = try Sink()
                try sink.add(pair.second)
                try pair.first.send(.write, id: 7, word0: 1, word1: .max, body: [1, 2, 3])
                let event = try #require(try sink.wait())
                check(event.kind == .message && event.handle == pair.second.number)
                let message = try pair.second.receive(event)
                check(message.info.kind == .write && message.info.id == 7)
                check(message.word0 == 1 && message.word1 == .max && message.body == [1, 2, 3])
                check(isNil(message.handle))
            }
        }

        @Test func aHandleMovesWithAMessage() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let sink = try Sink()
                try sink.add(pair.second)
                let before = host.openHandles
                var handle: Handle? = try Timer().intoHandle()
                let number = handle?.number
                try pair.first.send(.open, handle: &handle)
                check(isNil(handle), "it is the receiver's now")
                #expect(host.openHandles == before)
                var message = try pair.second.receive(try #require(try sink.wait()))
                let received = try take(&message.handle)
                check(received.number != number, "a number is not used again at once")
                try Timer(received).set(Clock.now + 1)
                #expect(host.openHandles == before, "closed with its last owner")
            }
        }

        @Test func aHandleStaysWhereSendingFails() throws {
            try HostKernel.run { host in
                let pair = try Channel.makePair()
                let ends = try Channel.makePair()
                let other = ends.first
                _ = ends.second.intoHandle()
                let first = pair.first
                var handle: Handle? = try Timer().intoHandle()
                let before = host.openHandles
                let tooLong = [UInt8](repeating: 0, count: Limits.bodyLength + 1)
                #expect(throws: FTLError.tooLarge) { try first.send(.open, body: tooLong, handle: &handle) }
                #expect(throws: FTLError.peerClosed) { try other.send(.open, handle: &handle) }
                let kept = try take(&handle)
                #expect(host.openHandles == before)
                try Timer(kept).stop()
            }
        }

        @Test func aFullChannelRefusesAndTellsWhenThereIsRoom() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let first = pair.first
                let second = pair.second
                let receiving = try Sink()
                let sending = try Sink()
                try receiving.add(second)
                try sending.add(first)
                for _ in 0..<Limits.channelMessages { try first.send(.write) }
                #expect(throws: FTLError.overloaded) { try first.send(.write) }
                #expect(try sending.wait(until: 0) == nil)
                try second.discard(try #require(try receiving.wait()))
                let event = try #require(try sending.wait(until: 0))
                check(event.kind == .writable && event.handle == first.number)
                try first.send(.write)
            }
        }

        @Test func aMessageIsReceivedOnce() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let second = pair.second
                let sink = try Sink()
                try sink.add(second)
                try pair.first.send(.write, body: [1, 2, 3])
                let event = try #require(try sink.wait())
                var small = [0, 0] as [UInt8]
                #expect(throws: FTLError.tooLarge) {
                    var span = small.mutableSpan
                    _ = try second.receive(event, into: &span)
                }
                #expect(try second.receive(event).body == [1, 2, 3])
                #expect(throws: FTLError.notFound) { try second.receive(event).body }
                #expect(throws: FTLError.notFound) { try second.discard(event) }
            }
        }

        @Test func closingIsToldAfterTheLastMessage() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let second = pair.second
                let sink = try Sink()
                try sink.add(second)
                try pair.first.send(.write)
                _ = pair.first.intoHandle()
                try second.discard(try #require(try sink.wait()))
                #expect(try sink.wait()?.kind == .peerClosed)
                #expect(throws: FTLError.peerClosed) { try second.send(.write) }
            }
        }

        @Test func aHandleCannotBeBuriedInItsOwnQueue() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let first = pair.first
                var handle: Handle? = pair.second.intoHandle()
                #expect(throws: FTLError.wouldCycle) { try first.send(.open, handle: &handle) }
                check(!isNil(handle))
            }
        }
    }
}
