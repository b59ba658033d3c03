// Messages on their way are their sender's to pay: over however many channels it sends them, and until they are gone.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct QueuedQuotaTests {
    let system = TestSystem(pages: 8192)
    let parent: Program
    let sender: Program
    let receiver: Program

    static let limit = 100_000
    var queued: Int { sender.process.account.queued }

    init() throws {
        parent = try Program(system, name: "parent")
        sender = try parent.start("sender", [.queued: QueuedQuotaTests.limit])
        receiver = try parent.start("receiver")
    }

    /// Ends that the receiver has of channels of the sender.
    private func connect() throws -> (near: UInt, far: UInt) {
        let (near, far) = try sender.makeChannel()
        return (near, try sender.give(far, to: receiver))
    }

    /// How a message goes.
    enum Way: CaseIterable { case received, discarded, closed, receiversDeath }

    @Test(arguments: Way.allCases, [false, true])
    func whateverBecomesOfAMessageIsGivenBack(_ way: Way, isTold: Bool) throws {
        let (near, far) = try connect()
        let sink = try receiver.makeSink(of: far)
        try sender.send(on: near, [UInt8](repeating: 1, count: 1000), handle: try sender.call(.timerCreate))
        #expect(queued == 1000 + Limits.messageOverhead)
        let mustBeTold = way == .received || way == .discarded
        let events = try isTold || mustBeTold ? receiver.events(of: sink) : []
        #expect(queued == 1000 + Limits.messageOverhead, "told is not received")
        switch way {
        case .received: _ = try receiver.receive(events[0])
        case .discarded: try receiver.call(.channelDiscard, far, UInt(events[0].token))
        case .closed: try receiver.call(.handleClose, far)
        case .receiversDeath: receiver.kill()
        }
        #expect(queued == 0)
        #expect(receiver.process.account.queued == 0 && parent.process.account.queued == 0)
    }

    @Test func aMessageOutlivesItsSenderAndItsQuotaWithIt() throws {
        let (near, far) = try connect()
        let sink = try receiver.makeSink(of: far)
        try sender.send(on: near, [1, 2, 3])
        weak let account = sender.process.account
        sender.kill()
        #expect(queued == 3 + Limits.messageOverhead)
        #expect(try receiver.receive(try receiver.events(of: sink)[0]).body == [1, 2, 3])
        #expect(queued == 0)
        #expect(account != nil)
    }

    @Test(arguments: [0, 1, 500, 16 * 1024]) func aFloodOverManyChannelsEndsAtTheLimit(length: Int) throws {
        let body = [UInt8](repeating: 1, count: length)
        var ends: [UInt] = []
        var refusal: FTLError?
        while refusal != .limitReached {
            let (near, far) = try connect()
            ends.append(far)
            refusal = nil
            while refusal == nil { do { try sender.send(on: near, body) } catch { refusal = error } }
        }
        let cost = length + Limits.messageOverhead
        #expect(queued == QueuedQuotaTests.limit / cost * cost)
        #expect(ends.count > 1 || length == 16 * 1024)
        let state = SystemState(system)
        let (near, _) = (try? connect()) ?? (0, 0)
        let handle = try sender.call(.timerCreate)
        let before = sender.process.handles.count
        #expect(throws: FTLError.limitReached) { try sender.send(on: near, body, handle: handle) }
        #expect(sender.process.handles.count == before, "what was not sent is still the sender's")
        #expect(SystemState(system).difference(from: state).allSatisfy { !$0.contains("queued") })
        // Its neighbours send as before, to the same receiver too.
        let (theirs, other) = try parent.makeChannel()
        _ = try parent.give(other, to: receiver)
        try parent.send(on: theirs, [UInt8](repeating: 1, count: Limits.bodyLength))
        // One that goes makes room for one.
        let sink = try receiver.makeSink(of: ends[0])
        _ = try receiver.receive(try receiver.events(of: sink)[0])
        try sender.send(on: near, body, handle: handle)
        for end in ends { try receiver.call(.handleClose, end) }
        #expect(queued == cost)
    }

    @Test func whereThereIsNoRoomInTheQueueNothingIsCharged() throws {
        let (near, _) = try connect()
        for _ in 0..<Limits.channelMessages { try sender.send(on: near) }
        let before = queued
        #expect(throws: FTLError.overloaded) { try sender.send(on: near) }
        #expect(queued == before)
    }

    @Test func whoMayHaveNothingQueuedSendsNothing() throws {
        let mute = try parent.start("mute", [.queued: 0])
        let (near, _) = try mute.makeChannel()
        #expect(throws: FTLError.limitReached) { try mute.send(on: near) }
    }
}
