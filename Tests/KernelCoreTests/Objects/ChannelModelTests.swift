// Two processes that create, send, receive, discard and close at random, ends inside messages included, against the
// model: every answer is the one it predicts, every message arrives as it was sent, and at the end nothing is left.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore

@Suite struct ChannelModelTests {
    private final class Player {
        let program: Program
        let sink: UInt
        var ends: [UInt: ModelEnd] = [:]
        /// Messages told and not received: of which end, and the event.
        var told: [Event] = []

        init(_ system: TestSystem, _ name: ByteString) throws {
            program = try Program(system, name: name)
            sink = try program.makeSink()
        }

        func own(_ handle: UInt, _ end: ModelEnd, _ live: Liveness) throws {
            guard case .channel(let channel) = try program.object(handle) else { throw FTLError.wrongType }
            live.watch(channel)
            ends[handle] = end
            try program.call(.sinkAdd, sink, handle)
        }

        /// An end of this player's; in the order of handles, to be the same in every run.
        func anyEnd(_ random: inout FixedRandom) -> UInt? { random.element(of: ends.keys.sorted()) }

        func lose(_ handle: UInt) {
            ends[handle] = nil
            told.removeAll { UInt($0.handle.rawValue) == handle }
        }
    }

    @Test(arguments: [UInt64(20), 21, 22]) func theKernelAgreesWithTheModel(seed: UInt64) throws {
        let system = TestSystem(pages: 4096)
        var random = FixedRandom(seed: seed)
        _ = system.image()
        let free = system.memory.freePages
        let live = Liveness()
        let players = [try Player(system, "one"), try Player(system, "two")]
        for step in 0..<12_000 {
            let player = players[random.below(2)]
            switch random.below(12) {
            case 0: try create(player, players[random.below(2)], live)
            case 1...5: try send(player, UInt32(step), &random)
            case 6, 7: try poll(player, 1 + random.below(10))
            case 8, 9: try receive(player, &random, live)
            case 10: try discard(player, &random)
            default: if random.below(6) == 0 { try close(player, &random) }
            }
        }
        #expect(live.count > 100)
        for player in players { player.program.kill() }
        #expect(live.living == 0)
        #expect(system.memory.freePages == free)
    }

    private func create(_ player: Player, _ other: Player, _ live: Liveness) throws {
        guard player.ends.count < 60, other.ends.count < 60 else { return }
        let (left, right) = try player.program.makeChannel()
        let (one, two) = ModelEnd.pair()
        try player.own(left, one, live)
        let given = other === player ? right : try player.program.give(right, to: other.program)
        try other.own(given, two, live)
    }

    private func send(_ player: Player, _ id: UInt32, _ random: inout FixedRandom) throws {
        guard let handle = player.anyEnd(&random), let end = player.ends[handle] else { return }
        let carried = random.below(4) == 0 ? player.anyEnd(&random) : nil
        let body = random.bytes(random.below(8) == 0 ? random.below(Limits.bodyLength) : random.below(20))
        let model = carried.flatMap { player.ends[$0] }
        let refusal = end.refusal(of: body, carrying: model)
        let before = player.program.process.handles.count
        do {
            try player.program.send(on: handle, body, id: id, handle: carried ?? 0)
            try #require(refusal == nil, "the model refuses")
            end.send(ModelEnd.Message(id: id, body: body, carried: model))
            if let carried { player.lose(carried) }
        } catch let error as FTLError {
            try #require(error == refusal)
            try #require(player.program.process.handles.count == before)
        }
    }

    private func poll(_ player: Player, _ limit: Int) throws {
        for event in try player.program.events(of: player.sink, atMost: limit) {
            let end = try #require(player.ends[UInt(event.handle.rawValue)])
            switch event.kind {
            case .message:
                let index = try #require(end.queue.firstIndex { $0.token == nil })
                try #require(event.info.id == end.queue[index].id)
                try #require(event.info.length == end.queue[index].body.count)
                try #require(event.info.hasHandle == (end.queue[index].carried != nil))
                end.queue[index].token = event.token
                player.told.append(event)
            case .peerClosed:
                try #require(end.peer == nil && end.queue.isEmpty && !end.isToldOfClosing)
                end.isToldOfClosing = true
            case .writable: try #require(end.peer != nil)
            default: Issue.record("an event of kind \(event.kind)")
            }
        }
    }

    private func receive(_ player: Player, _ random: inout FixedRandom, _ live: Liveness) throws {
        if player.told.isEmpty { return }
        let event = player.told.remove(at: random.below(player.told.count))
        let end = try #require(player.ends[UInt(event.handle.rawValue)])
        let expected = try #require(end.take(token: event.token))
        let (body, handle) = try player.program.receive(event)
        try #require(body == expected.body)
        try #require((handle != 0) == (expected.carried != nil))
        if let carried = expected.carried { try player.own(handle, carried, live) }
    }

    private func discard(_ player: Player, _ random: inout FixedRandom) throws {
        if player.told.isEmpty { return }
        let event = player.told.remove(at: random.below(player.told.count))
        let channel = UInt(event.handle.rawValue)
        try player.program.call(.channelDiscard, channel, UInt(event.token))
        let end = try #require(player.ends[channel])
        try #require(end.take(token: event.token)).carried?.close()
    }

    private func close(_ player: Player, _ random: inout FixedRandom) throws {
        guard let handle = player.anyEnd(&random) else { return }
        try player.program.call(.handleClose, handle)
        player.ends[handle]?.close()
        player.lose(handle)
    }
}
