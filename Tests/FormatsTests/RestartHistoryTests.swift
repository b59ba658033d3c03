// When an app is started again: which ends count, how the delay grows, and that it has an end.

import FTLTypes
import Formats
import Testing

@Suite struct RestartHistoryTests {
    private static let millisecond: UInt64 = 1_000_000

    /// The delays in milliseconds of so many runs in a row; nil where it is not started again.
    private static func delays(
        _ restart: Manifest.Restart, _ end: AppEnd, runs: Int, ran: UInt64 = 0, _ history: RestartHistory = .init()
    ) -> [UInt64?] {
        (0..<runs).map { _ in
            guard case .again(let delay) = history.decide(restart, after: end, ran: ran) else { return nil }
            return delay / millisecond
        }
    }

    @Test(arguments: [
        (Manifest.Restart.never, AppEnd.exited(0), false), (.never, .exited(1), false), (.never, .faulted, false),
        (.onFailure, .exited(0), false), (.onFailure, .exited(1), true), (.onFailure, .exited(-1), true),
        (.onFailure, .faulted, true), (.onFailure, .notStarted, true),
        (.always, .exited(0), true), (.always, .exited(1), true), (.always, .faulted, true),
        // Whoever killed it wanted it to end.
        (.onFailure, .killed, false), (.always, .killed, false),
    ])
    func theManifestDecides(_ restart: Manifest.Restart, _ end: AppEnd, _ isStartedAgain: Bool) {
        let decision = RestartHistory().decide(restart, after: end, ran: 0)
        #expect(decision == (isStartedAgain ? .again(after: RestartHistory.shortestDelay) : .ended))
    }

    @Test func theDelayDoublesUpToABound() {
        let delays = RestartHistoryTests.delays(.always, .exited(0), runs: 1000)
        #expect(delays.prefix(9) == [100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000])
        #expect(delays.dropFirst(7).allSatisfy { $0 == 10000 }, "a good end is no failure, and counts for ever")
    }

    @Test func manyFailuresInARowAreTheLast() {
        let history = RestartHistory()
        let delays = RestartHistoryTests.delays(.onFailure, .faulted, runs: 9, history)
        #expect(delays == [100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000])
        #expect(history.decide(.onFailure, after: .exited(1), ran: 0) == .givenUp)
    }

    @Test func aGoodRunMakesAllAsAtFirst() {
        let history = RestartHistory()
        _ = RestartHistoryTests.delays(.always, .faulted, runs: 9, history)
        let run = RestartHistory.goodRun
        #expect(history.decide(.always, after: .faulted, ran: run) == .again(after: 100 * 1_000_000))
        #expect(history.decide(.always, after: .faulted, ran: run - 1) == .again(after: 200 * 1_000_000))
        // However often that happens.
        let delays = RestartHistoryTests.delays(.onFailure, .exited(1), runs: 100, ran: run)
        #expect(delays.allSatisfy { $0 == 100 })
    }

    @Test func aGoodEndIsNoFailure() {
        let history = RestartHistory()
        for _ in 0..<10 {
            for delay in RestartHistoryTests.delays(.always, .faulted, runs: 9, history) { #expect(delay != nil) }
            #expect(history.decide(.always, after: .exited(0), ran: 0) != .givenUp)
        }
    }

    @Test func countsHowOftenItRanAgain() {
        let history = RestartHistory()
        #expect(history.restarts == 0)
        history.countRestart()
        history.countRestart()
        #expect(history.restarts == 2)
    }

    @Test(arguments: [
        (UInt64(0), ExitReason.exited, AppEnd.exited(0), "exited with status 0"),
        (UInt64(bitPattern: -3), .exited, .exited(-3), "exited with status -3"),
        (UInt64.max, .faulted, .faulted, "was ended because of a fault"),
        (UInt64.max, .killed, .killed, "was killed"),
    ])
    func readsAndTellsAnEnd(_ status: UInt64, _ reason: ExitReason, _ end: AppEnd, _ text: String) {
        #expect(AppEnd(status: status, reason: reason.rawValue) == end)
        #expect(end.text == text)
        #expect(end.isGood == (end == .exited(0)))
    }
}
