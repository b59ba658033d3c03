// Channels in the queues of channels: no ring that nobody could reach, and nothing left when the outermost closes.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ChannelNestingTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system) }

    private func channel(_ handle: UInt) throws -> Channel {
        guard let channel = try program.object(handle) as? KernelCore.Channel else { throw FTLError.wrongType }
        return channel
    }

    @Test func anEndpointCannotEnterItsOwnQueue() throws {
        let (left, right) = try program.makeChannel()
        #expect(throws: FTLError.wouldCycle) { try program.send(on: left, handle: right) }
        #expect(throws: FTLError.wouldCycle) { try program.send(on: right, handle: left) }
        try program.send(on: left)
    }

    @Test func anEndpointCanBeSentOverItself() throws {
        let (left, right) = try program.makeChannel()
        let live = Liveness()
        live.watch(try channel(left))
        live.watch(try channel(right))
        try program.send(on: left, handle: left)
        let sink = try program.makeSink(of: right)
        let (_, received) = try program.receive(try program.events(of: sink)[0])
        try program.send(on: received, [1])
        #expect(try program.events(of: sink).map(\.info.length) == [1])
        try program.send(on: received, handle: received)
        try program.call(.handleClose, right)
        #expect(live.living == 0)
    }

    @Test func twoChannelsCannotHoldEachOther() throws {
        let (a, b) = try program.makeChannel()
        let (c, d) = try program.makeChannel()
        // b goes into d's queue; d must not go into b's.
        try program.send(on: c, handle: b)
        #expect(throws: FTLError.wouldCycle) { try program.send(on: a, handle: d) }
        try program.send(on: a, [1])
    }

    @Test func threeChannelsCannotHoldEachOther() throws {
        let (a, b) = try program.makeChannel()
        let (c, d) = try program.makeChannel()
        let (e, f) = try program.makeChannel()
        try program.send(on: c, handle: b)
        try program.send(on: e, handle: d)
        #expect(throws: FTLError.wouldCycle) { try program.send(on: a, handle: f) }
        #expect(program.process.handles.count == 4)
    }

    @Test func whatWasTakenOutMayGoIn() throws {
        let (a, b) = try program.makeChannel()
        let (c, d) = try program.makeChannel()
        try program.send(on: c, handle: b)
        let sink = try program.makeSink(of: d)
        let (_, received) = try program.receive(try program.events(of: sink)[0])
        try program.send(on: a, handle: d)
        #expect(throws: FTLError.wouldCycle) { try program.send(on: c, handle: received) }
    }

    @Test func aHandleCanBeBuriedOnlySoDeep() throws {
        // Each channel's far end lies in the queue of the one before; then something is sent to the deepest.
        var (outer, _) = try program.makeChannel()
        var depth = 0
        while true {
            let (near, far) = try program.makeChannel()
            do {
                try program.send(on: outer, handle: far)
            } catch {
                #expect(error == .limitReached)
                break
            }
            depth += 1
            outer = near
        }
        #expect(depth == Limits.channelNesting)
    }

    @Test func closingAChainOfEightFreesEverything() throws {
        let pages = system.pages
        let live = Liveness()
        let (first, last) = try program.makeChannel()
        live.watch(try channel(first))
        live.watch(try channel(last))
        var outer = first
        for _ in 0..<Limits.channelNesting {
            let (near, far) = try program.makeChannel()
            live.watch(try channel(near))
            live.watch(try channel(far))
            try program.send(on: outer, [UInt8](repeating: 1, count: 5000), handle: far)
            if outer != first { try program.call(.handleClose, outer) }
            outer = near
        }
        try program.call(.handleClose, outer)
        #expect(live.living == 2 + Limits.channelNesting, "the far ends are buried, the near ones closed")
        try program.call(.handleClose, last)
        #expect(live.living == 1)
        try program.call(.handleClose, first)
        #expect(live.living == 0)
        #expect(system.pages == pages)
        #expect(program.process.handles.count == 0)
    }

    @Test func aChainBuiltFromTheInsideIsClosedWithoutDepth() throws {
        let pages = system.pages
        let live = Liveness()
        var inner: UInt = 0
        for _ in 0..<1500 {
            let (near, far) = try program.makeChannel()
            live.watch(try channel(far))
            try program.send(on: near, [1], handle: inner)
            try program.call(.handleClose, near)
            inner = far
        }
        try program.call(.handleClose, inner)
        #expect(live.living == 0)
        #expect(system.pages == pages)
    }

    @Test func everyQueueOfATreeIsClosedWithIt() throws {
        let live = Liveness()
        let (root, rootEnd) = try program.makeChannel()
        for _ in 0..<Limits.channelMessages {
            let (branch, branchEnd) = try program.makeChannel()
            live.watch(try channel(branchEnd))
            for _ in 0..<Limits.channelMessages / 8 {
                let timer = try program.call(.timerCreate)
                guard let object = try program.object(timer) as? KernelCore.Timer else { throw FTLError.wrongType }
                try program.call(.timerSet, timer, 1_000_000_000)
                live.watch(object)
                try program.send(on: branch, handle: timer)
            }
            try program.send(on: root, handle: branchEnd)
            try program.call(.handleClose, branch)
        }
        #expect(live.living == live.count)
        try program.call(.handleClose, rootEnd)
        #expect(live.living == 0)
        #expect(system.kernel.deadlines.nextTime == nil, "the timers inside are stopped")
    }

    @Test func theDeathOfTheOwnerClosesWhatItIsSentNext() throws {
        let other = try Program(system, name: "other")
        let (near, far) = try program.makeChannel()
        let theirs = try program.give(far, to: other)
        _ = try other.makeSink(of: theirs)
        let (mine, sent) = try program.makeChannel()
        let sink = try program.makeSink(of: mine)
        try program.send(on: near, handle: sent)
        other.kill()
        #expect(try program.events(of: sink).map(\.kind) == [.peerClosed])
        #expect(throws: FTLError.peerClosed) { try program.send(on: near) }
    }
}
