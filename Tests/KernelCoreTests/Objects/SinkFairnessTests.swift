// Between two events of one member, every other member that has something to tell is heard.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct SinkFairnessTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system) }

    @Test func aBusyChannelCannotHoldUpATimer() throws {
        let (left, right) = try program.makeChannel()
        let timer = try program.call(.timerCreate)
        let sink = try program.makeSink(of: right, timer)
        for _ in 0..<20 { try program.send(on: left) }
        try program.call(.timerSet, timer, 1)
        let first = try program.events(of: sink, atMost: 1)
        let second = try program.events(of: sink, atMost: 1)
        #expect((first + second).map(\.kind) == [.message, .timer])
    }

    @Test func aChannelThatIsFedForEverHoldsUpNobody() throws {
        let (left, right) = try program.makeChannel()
        let timer = try program.call(.timerCreate)
        let sink = try program.makeSink(of: right, timer)
        var timersHeard = 0
        for round in 0..<100 {
            try program.send(on: left)
            try program.send(on: left)
            if round % 10 == 0 { try program.call(.timerSet, timer, 1) }
            for event in try program.events(of: sink, atMost: 2) {
                if event.kind == .timer { timersHeard += 1 } else { _ = try program.receive(event) }
            }
        }
        #expect(timersHeard >= 9)
    }

    @Test func busyChannelsTakeTurns() throws {
        var lefts: [UInt] = []
        let sink = try program.makeSink()
        for _ in 0..<5 {
            let (left, right) = try program.makeChannel()
            lefts.append(left)
            try program.call(.sinkAdd, sink, right)
        }
        for (index, left) in lefts.enumerated() {
            for _ in 0..<4 { try program.send(on: left, id: UInt32(index)) }
        }
        let heard = try program.events(of: sink).map { Int($0.info.id) }
        #expect(heard == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    }

    @Test func randomMembersComeAndGoAndNoEventIsLostOrToldTwice() throws {
        var random = FixedRandom(seed: 8)
        let sink = try program.makeSink()
        let timers = try (0..<40).map { _ in try program.call(.timerCreate) }
        var members: Set<UInt> = []
        var fired: Set<UInt> = []
        for _ in 0..<10_000 {
            let timer = random.element(of: timers)!
            switch random.below(6) {
            case 0, 1:
                try program.call(.timerSet, timer, 1)
                fired.insert(timer)
            case 2:
                try program.call(.timerSet, timer, 0)
                fired.remove(timer)
            case 3:
                if members.insert(timer).inserted { try program.call(.sinkAdd, sink, timer) }
            case 4:
                if members.remove(timer) != nil { try program.call(.sinkRemove, sink, timer) }
            default:
                let limit = 1 + random.below(8)
                let heard = try program.events(of: sink, atMost: limit).map { UInt($0.handle.rawValue) }
                let expected = fired.intersection(members)
                try #require(heard.count == min(limit, expected.count))
                try #require(Set(heard).count == heard.count && expected.isSuperset(of: heard))
                fired.subtract(heard)
            }
        }
    }

    @Test func aSinkOfFourThousandThatAllHaveSomethingToTellIsTakenApartQuickly() throws {
        let sink = try program.makeSink()
        while program.process.handles.hasRoom() {
            let timer = try program.call(.timerCreate)
            try program.call(.timerSet, timer, 1)
            try program.call(.sinkAdd, sink, timer)
        }
        let clock = ContinuousClock()
        let time = clock.measure { program.kill() }
        // Milliseconds where the work is as long as the list; seconds where it is as long as its square.
        #expect(time < .seconds(1))
    }
}
