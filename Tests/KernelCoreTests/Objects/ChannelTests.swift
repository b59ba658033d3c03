// Channels in ordinary use: what is sent arrives whole, in order, once; full queues push back; closing is told.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ChannelTests {
    let system = TestSystem()
    let one: Program
    let two: Program
    /// The ends: `left` is the first program's, `right` the second's, in `sink` of the second.
    let left: UInt
    let right: UInt
    let sink: UInt

    init() throws {
        one = try Program(system, name: "one")
        two = try Program(system, name: "two")
        let ends = try one.makeChannel()
        left = ends.0
        right = try one.give(ends.1, to: two)
        sink = try two.makeSink(of: right)
    }

    @Test func aMessageArrivesWithItsWordsAndItsBody() throws {
        try one.send(on: left, [1, 2, 3], kind: .read, id: 77, words: (4, 5))
        let event = try #require(try two.events(of: sink).first)
        #expect(event.kind == .message)
        #expect(UInt(event.handle.rawValue) == right)
        #expect(event.info == MessageInfo(kind: .read, id: 77, length: 3))
        #expect(event.word0 == 4)
        #expect(event.word1 == 5)
        let (body, handle) = try two.receive(event)
        #expect(body == [1, 2, 3])
        #expect(handle == 0)
    }

    @Test func messagesArriveInTheOrderTheyWereSent() throws {
        for id in UInt32(0)..<10 { try one.send(on: left, [UInt8(id)], id: id) }
        let events = try two.events(of: sink)
        #expect(events.map(\.info.id) == Array(0..<10))
        for event in events.reversed() { #expect(try two.receive(event).body == [UInt8(event.info.id)]) }
    }

    @Test func aBodyOfTheLargestSizeArrivesWhole() throws {
        var random = FixedRandom(seed: 7)
        let body = random.bytes(Limits.bodyLength)
        try one.send(on: left, body)
        #expect(try two.receive(try two.events(of: sink)[0]).body == body)
    }

    @Test func theUnusedBitsOfTheInfoWordDoNotArrive() throws {
        try one.call(.channelSend, left, 0xff01, 0, 0, 0, 0)
        #expect(try two.events(of: sink)[0].info.rawValue == 1)
    }

    @Test func aHandleMovesFromSenderToReceiver() throws {
        let timer = try one.call(.timerCreate)
        guard let object = try one.object(timer) as? KernelCore.Timer else { throw FTLError.wrongType }
        try one.send(on: left, handle: timer)
        #expect(throws: FTLError.invalidHandle) { try one.call(.timerSet, timer, 0) }
        let event = try two.events(of: sink)[0]
        #expect(event.info.hasHandle)
        let (_, received) = try two.receive(event)
        guard let arrived = try two.object(received) as? KernelCore.Timer else { throw FTLError.wrongType }
        #expect(arrived === object)
        #expect(object.handleCount == 1)
    }

    @Test func aMessageCanBeReceivedOnce() throws {
        try one.send(on: left, [1])
        let event = try two.events(of: sink)[0]
        _ = try two.receive(event)
        #expect(throws: FTLError.notFound) { try two.receive(event) }
        #expect(throws: FTLError.notFound) { try two.call(.channelDiscard, right, UInt(event.token)) }
        #expect(try two.events(of: sink) == [])
    }

    @Test func aTokenThatWasNeverToldNamesNothing() throws {
        try one.send(on: left, [1])
        for token: UInt in [0, 1, 2, .max] {
            #expect(throws: FTLError.notFound) { try two.call(.channelRecv, right, token, two.incoming, 100) }
        }
        let event = try two.events(of: sink)[0]
        #expect(throws: FTLError.notFound) {
            try two.call(.channelRecv, right, UInt(event.token) + 1, two.incoming, 100)
        }
        #expect(try two.receive(event).body == [1])
    }

    @Test func aFullQueueRefusesAndTellsOnceWhenThereIsRoom() throws {
        let writable = try one.makeSink(of: left)
        for _ in 0..<Limits.channelMessages { try one.send(on: left) }
        for _ in 0..<3 { #expect(throws: FTLError.overloaded) { try one.send(on: left) } }
        #expect(try one.events(of: writable) == [])

        // Told of a message is not yet room for another.
        let events = try two.events(of: sink)
        #expect(events.count == Limits.channelMessages)
        #expect(throws: FTLError.overloaded) { try one.send(on: left) }
        #expect(try one.events(of: writable) == [])

        _ = try two.receive(events[0])
        _ = try two.receive(events[1])
        #expect(try one.events(of: writable).map(\.kind) == [.writable])
        #expect(try one.events(of: writable) == [])
        try one.send(on: left)
        try one.send(on: left)
        #expect(throws: FTLError.overloaded) { try one.send(on: left) }
    }

    @Test func aQueueFullOfBytesRefusesWhatDoesNotFitAndTakesWhatDoes() throws {
        let writable = try one.makeSink(of: left)
        let large = [UInt8](repeating: 9, count: Limits.bodyLength)
        for _ in 0..<Limits.channelBytes / Limits.bodyLength { try one.send(on: left, large) }
        #expect(throws: FTLError.overloaded) { try one.send(on: left, [1]) }
        try one.send(on: left)
        let first = try two.events(of: sink)[0]
        try two.call(.channelDiscard, right, UInt(first.token))
        #expect(try one.events(of: writable).map(\.kind) == [.writable])
        try one.send(on: left, large)
        #expect(throws: FTLError.overloaded) { try one.send(on: left, [1]) }
    }

    @Test func whoeverWasNotRefusedIsNotToldOfRoom() throws {
        let writable = try one.makeSink(of: left)
        for _ in 0..<10 { try one.send(on: left) }
        for event in try two.events(of: sink) { _ = try two.receive(event) }
        #expect(try one.events(of: writable) == [])
    }

    @Test func aStreamOfMessagesDoesNotHoldUpTheNewsOfRoom() throws {
        let mine = try one.makeSink(of: left)
        for _ in 0..<Limits.channelMessages { try one.send(on: left) }
        #expect(throws: FTLError.overloaded) { try one.send(on: left) }
        for event in try two.events(of: sink) { _ = try two.receive(event) }
        // The other side never stops talking: there is always a message more.
        var kinds: Set<EventKind> = []
        try two.send(on: right)
        for _ in 0..<10 {
            try two.send(on: right)
            for event in try one.events(of: mine, atMost: 1) {
                kinds.insert(event.kind)
                if event.kind == .message { _ = try one.receive(event) }
            }
        }
        #expect(kinds.contains(.writable))
    }

    @Test func closingIsToldOnceAndAfterTheLastMessage() throws {
        try one.send(on: left, [1])
        try one.send(on: left, [2])
        try one.call(.handleClose, left)
        let events = try two.events(of: sink)
        #expect(events.map(\.kind) == [.message, .message])
        #expect(try two.receive(events[0]).body == [1])
        #expect(try two.events(of: sink) == [], "one message is still to be received")
        try two.call(.channelDiscard, right, UInt(events[1].token))
        #expect(try two.events(of: sink).map(\.kind) == [.peerClosed])
        #expect(try two.events(of: sink) == [])
        #expect(throws: FTLError.peerClosed) { try two.send(on: right) }
    }

    @Test func closingAnEmptyChannelIsToldAtOnce() throws {
        try one.call(.handleClose, left)
        #expect(try two.events(of: sink).map(\.kind) == [.peerClosed])
    }

    @Test func aSinkThatComesLaterIsToldWhatIsThere() throws {
        try two.call(.sinkRemove, sink, right)
        try one.send(on: left, [1])
        try one.call(.handleClose, left)
        #expect(try two.events(of: sink) == [])
        try two.call(.sinkAdd, sink, right)
        let events = try two.events(of: sink)
        #expect(events.map(\.kind) == [.message])
        _ = try two.receive(events[0])
        #expect(try two.events(of: sink).map(\.kind) == [.peerClosed])
    }

    @Test func whoReceivesAnEndpointIsToldAgainWhatItsLastOwnerDidNotReceive() throws {
        let (near, far) = try one.makeChannel()
        try one.send(on: near, [1], id: 1)
        try one.send(on: near, [2], id: 2)
        let first = try one.makeSink(of: far)
        #expect(try one.events(of: first, atMost: 1).map(\.info.id) == [1])
        try one.send(on: left, handle: far)
        try one.call(.handleClose, near)
        let (_, received) = try two.receive(try two.events(of: sink)[0])
        let second = try two.makeSink(of: received)
        let events = try two.events(of: second)
        #expect(events.map(\.info.id) == [1, 2])
        for event in events { #expect(try two.receive(event).body == [UInt8(event.info.id)]) }
        #expect(try two.events(of: second).map(\.kind) == [.peerClosed])
    }
}
