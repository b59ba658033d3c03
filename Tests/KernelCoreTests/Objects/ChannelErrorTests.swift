// A call on a channel that fails has changed nothing: not the queue, not a handle table, not the sender's handle.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ChannelErrorTests {
    let system = TestSystem()
    let one: Program
    let two: Program
    let left: UInt
    let right: UInt
    let sink: UInt
    /// What the first program tries to send along.
    let timer: UInt

    init() throws {
        one = try Program(system, name: "one")
        two = try Program(system, name: "two")
        let ends = try one.makeChannel()
        left = ends.0
        right = try one.give(ends.1, to: two)
        sink = try two.makeSink(of: right)
        timer = try one.call(.timerCreate)
    }

    /// Makes a send that fails, and looks whether anything is different.
    private func expectRefusal(
        _ error: FTLError, of words: UInt..., by sender: Program? = nil, _ place: SourceLocation = #_sourceLocation
    ) throws {
        let sender = sender ?? one
        let pages = system.pages
        let handles = (one.process.handles.count, two.process.handles.count)
        var all = words
        while all.count < 7 { all.append(0) }
        let result = sender.enter(number: Syscall.channelSend.rawValue, all)
        #expect(result == error.result, sourceLocation: place)
        #expect(system.pages == pages, sourceLocation: place)
        #expect(one.process.handles.count == handles.0, sourceLocation: place)
        #expect(two.process.handles.count == handles.1, sourceLocation: place)
        guard let object = try one.object(timer) as? KernelCore.Timer else { throw FTLError.wrongType }
        #expect(object.handleCount == 1, sourceLocation: place)
    }

    private func info(_ length: Int) -> UInt { UInt(MessageInfo(kind: .write, length: length).rawValue) }

    @Test func aSendThatIsRefusedChangesNothing() throws {
        try expectRefusal(.invalidHandle, of: 0, info(0), 0, 0, 0, timer)
        try expectRefusal(.invalidHandle, of: 0x7fff_ffff, info(0), 0, 0, 0, timer)
        try expectRefusal(.invalidHandle, of: left | 1 << 40, info(0), 0, 0, 0, timer)
        try expectRefusal(.notAllowed, of: handleWithoutRights(), info(0), 0, 0, 0, timer)
        try expectRefusal(.invalidHandle, of: left, info(0), 0, 0, 0, 0x7fff_f000)
        try expectRefusal(.badAccess, of: left, info(1), 0, 0, 0, timer)
        try expectRefusal(.badAccess, of: left, info(16), 0, 0, one.memory + UInt(Program.memoryLength) - 15, timer)
        try expectRefusal(.badAccess, of: left, info(16), 0, 0, .max - 3, timer)
        try expectRefusal(.tooLarge, of: left, info(Limits.bodyLength + 1), 0, 0, one.memory, timer)
        #expect(try two.events(of: sink) == [], "nothing arrived")
        try one.send(on: left, [1], handle: timer)
        #expect(try two.receive(try two.events(of: sink)[0]).body == [1])
    }

    private func handleWithoutRights() throws -> UInt {
        try one.call(.handleDuplicate, try one.call(.vmAreaCreate, 1), 0)
    }

    @Test func anObjectOfAnotherTypeIsNoChannel() throws {
        try expectRefusal(.wrongType, of: timer, info(0), 0, 0, 0, 0)
        #expect(throws: FTLError.wrongType) { try one.call(.channelRecv, timer, 1, one.incoming, 10) }
        #expect(throws: FTLError.wrongType) { try one.call(.channelDiscard, timer, 1) }
    }

    @Test func aHandleThatMayNotMoveStays() throws {
        let own = try one.call(.sinkCreate)
        try expectRefusal(.notAllowed, of: left, info(0), 0, 0, 0, own)
        _ = try one.events(of: own)
    }

    @Test func aFullQueueLeavesTheHandleWithItsSender() throws {
        for _ in 0..<Limits.channelMessages { try one.send(on: left) }
        try expectRefusal(.overloaded, of: left, info(0), 0, 0, 0, timer)
        try one.call(.timerSet, timer, 0)
    }

    @Test func aClosedPeerLeavesTheHandleWithItsSender() throws {
        try two.call(.handleClose, right)
        try expectRefusal(.peerClosed, of: left, info(4), 0, 0, one.memory, timer)
    }

    @Test func whereThereIsNoMemoryForTheBodyTheHandleStays() throws {
        let hoard = system.exhaust()
        try expectRefusal(.outOfMemory, of: left, info(Limits.bodyLength), 0, 0, one.memory, timer)
        withExtendedLifetime(hoard) {}
    }

    @Test func aReceiveThatIsRefusedLeavesTheMessage() throws {
        try one.send(on: left, [1, 2, 3], handle: timer)
        let event = try two.events(of: sink)[0]
        let token = UInt(event.token)
        let before = two.process.handles.count
        #expect(throws: FTLError.tooLarge) { try two.call(.channelRecv, right, token, two.incoming, 2) }
        #expect(throws: FTLError.badAccess) { try two.call(.channelRecv, right, token, 8, 3) }
        #expect(throws: FTLError.badAccess) {
            try two.call(.channelRecv, right, token, two.thread.stack.lowerBound - 2, 3)
        }
        #expect(throws: FTLError.badAccess) {
            try two.call(.channelRecv, right, token, two.process.imageBase + 0x1400, 3)
        }
        #expect(two.process.handles.count == before)
        let (body, handle) = try two.receive(event)
        #expect(body == [1, 2, 3])
        try two.call(.timerSet, handle, 0)
    }

    @Test func aFullHandleTableLeavesTheMessage() throws {
        try one.send(on: left, [1], handle: timer)
        let event = try two.events(of: sink)[0]
        var last = try two.call(.timerCreate)
        while two.process.handles.hasRoom() { last = try two.call(.timerCreate) }
        #expect(throws: FTLError.limitReached) { try two.receive(event) }
        try two.call(.handleClose, last)
        #expect(try two.receive(event).handle != 0)
    }

    @Test func aFullHandleTableMakesNoHalfChannel() throws {
        while one.process.handles.hasRoom(for: 2) { try one.call(.timerCreate) }
        #expect(throws: FTLError.limitReached) { try one.makeChannel() }
        let last = try one.call(.timerCreate)
        #expect(throws: FTLError.limitReached) { try one.makeChannel() }
        #expect(throws: FTLError.limitReached) { try one.call(.timerCreate) }
        #expect(throws: FTLError.limitReached) { try one.call(.sinkCreate) }
        let pages = system.pages
        #expect(throws: FTLError.limitReached) { try one.call(.vmAreaCreate, 100_000) }
        #expect(system.pages == pages)
        try one.call(.handleClose, last)
        #expect(throws: FTLError.limitReached) { try one.makeChannel() }
        try one.call(.timerCreate)
    }

    @Test func discardingClosesWhatIsInside() throws {
        let (near, far) = try one.makeChannel()
        let watcher = try one.makeSink(of: near)
        try one.send(on: left, handle: far)
        let event = try two.events(of: sink)[0]
        #expect(try one.events(of: watcher) == [])
        try two.call(.channelDiscard, right, UInt(event.token))
        #expect(try one.events(of: watcher).map(\.kind) == [.peerClosed])
    }
}
