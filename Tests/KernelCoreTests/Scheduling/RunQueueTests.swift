// Shares: what a process gets of the processor depends on its share alone, not on how many threads it has, how it
// waits, or what it did before.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct RunQueueTests {
    let system = TestSystem(pages: 8192)
    var kernel: Kernel { system.kernel }
    let slice = Kernel.timeSlice

    private func program(_ name: ByteString, share: Int = 100, threads: Int = 1) throws -> Program {
        let program = try Program(system, name: name)
        try program.process.setLimit(.share, share)
        for _ in 1..<threads { _ = try program.makeThread() }
        return program
    }

    /// Whoever is picked works until it is interrupted; `act` may do something else.
    /// - Returns: how long each process had the processor.
    private func work(
        for time: UInt64, act: (KernelCore.Thread) throws -> Bool = { _ in false }
    ) throws -> [String: UInt64] {
        var times: [String: UInt64] = [:]
        let end = system.machine.time + time
        while system.machine.time < end {
            let thread = system.pickNext()
            let start = system.machine.time
            if try !act(thread) {
                let alarm = system.machine.alarm ?? .max
                system.advance(to: alarm == .max ? start + slice : max(start, alarm))
            }
            times[thread.process.name.string, default: 0] += system.machine.time - start
        }
        return times
    }

    private func expectRatio(_ times: [String: UInt64], _ ratio: Double, within: Double = 0.05) {
        let quotient = Double(times["b", default: 0]) / Double(max(1, times["a", default: 0]))
        #expect(abs(quotient / ratio - 1) < within, "\(times)")
    }

    // MARK: Shares

    @Test(arguments: [(1, 1), (1, 5), (30, 1), (60, 2)]) func threadsDoNotMatter(_ one: Int, _ two: Int) throws {
        _ = try program("a", threads: one)
        _ = try program("b", threads: two)
        expectRatio(try work(for: 4_000_000_000), 1)
    }

    @Test(arguments: [(100, 300), (50, 150), (1, 3), (333, 999)]) func sharesDo(_ one: Int, _ two: Int) throws {
        _ = try program("a", share: one, threads: 3)
        _ = try program("b", share: two)
        expectRatio(try work(for: 8_000_000_000), 3)
    }

    @Test func theThreadsOfAProcessTakeTurns() throws {
        let one = try program("a", threads: 4)
        _ = try program("b")
        var turns: [ObjectIdentifier: Int] = [:]
        _ = try work(for: 2_000_000_000) {
            if $0.process === one.process { turns[ObjectIdentifier($0), default: 0] += 1 }
            return false
        }
        #expect(turns.count == 4)
        #expect(try #require(turns.values.max()) - turns.values.min()! <= 1)
    }

    @Test func equalsGoFirstInFirstOut() throws {
        for name in ["a", "b", "c", "d"] as [ByteString] { _ = try program(name) }
        var order = ""
        _ = try work(for: 12 * slice) {
            order += $0.process.name.string
            return false
        }
        #expect(order.hasPrefix("abcdabcdabcd"))
    }

    @Test func threadsThatHandOverToEachOtherGetNoMore() throws {
        let one = try program("a", threads: 2)
        _ = try program("b")
        // Just before its slice ends a thread wakes the other, and waits.
        let timers = try [one.call(.timerCreate), one.call(.timerCreate)]
        let sinks = try timers.map { try one.makeSink(of: $0) }
        #expect(one.wait(on: sinks[1], by: one.process.threads[1]) == nil)
        let times = try work(for: 4_000_000_000) { thread in
            guard thread.process === one.process else { return false }
            let index = thread === one.thread ? 0 : 1
            system.machine.time += slice - 10_000
            try one.call(.timerSet, timers[1 - index], 1, by: thread)
            while one.wait(on: sinks[index], by: thread) != nil {}
            return true
        }
        #expect(times["b", default: 0] > 1_500_000_000, "\(times)")
    }

    @Test func oneShortProcessAfterTheOtherGetsNoMore() throws {
        let maker = try program("maker")
        _ = try program("b")
        let sink = try maker.makeSink()
        #expect(maker.wait(on: sink) == nil)
        func startShort() throws -> KernelCore.Process {
            let process = try kernel.makeProcess(name: "a", arguments: ByteString([]), image: system.image())
            try process.setLimit(.share, Limits.share)
            try kernel.start(process, system.hart)
            return process
        }
        var short = try startShort()
        let times = try work(for: 4_000_000_000) { thread in
            guard thread.process === short else { return false }
            system.machine.time += slice - 10_000
            kernel.end(short, status: 0, .exited, system.hart)
            short = try startShort()
            return true
        }
        // One that begins just before the other's turn is one slice ahead.
        #expect(times["b", default: 0] > 1_300_000_000, "\(times)")
    }

    // MARK: Waiting

    @Test func whoWaitedGetsTheProcessorAtOnce() throws {
        let hogs = [try program("a"), try program("b")]
        let waiter = try program("c")
        let timer = try waiter.call(.timerCreate)
        let sink = try waiter.makeSink(of: timer)
        for round in 1...50 {
            let due = system.machine.time + UInt64(round % 7 * 3_700_000) + 100_000_000
            try waiter.call(.timerSet, timer, UInt(due))
            #expect(waiter.wait(on: sink) == nil)
            while waiter.thread.state == .waiting { _ = try work(for: 1) }
            #expect(system.machine.time == due)
            // The hart's timer is set to what is past already, where somebody is on it.
            if system.hart.current != nil { system.advance(to: due) }
            #expect(system.pickNext() === waiter.thread)
            _ = try waiter.events(of: sink)
        }
        #expect(hogs.allSatisfy { $0.thread.state == .ready })
    }

    @Test func whoIsWokenByACallGetsTheProcessorWithTheNextInterrupt() throws {
        let waiter = try program("c")
        let hog = try program("a")
        let (near, far) = try hog.makeChannel()
        let theirs = try hog.give(far, to: waiter)
        let sink = try waiter.makeSink(of: theirs)
        #expect(waiter.wait(on: sink) == nil)
        #expect(system.pickNext() === hog.thread)
        system.machine.time += 1_000_000_000
        try hog.send(on: near)
        kernel.goOn(on: system.hart)
        #expect(try #require(system.machine.alarm) <= system.machine.time)
        system.advance(to: system.machine.time)
        #expect(system.pickNext() === waiter.thread)
    }

    @Test func waitingSavesNothingUp() throws {
        let waiter = try program("a")
        _ = try program("b")
        #expect(waiter.wait(on: try waiter.makeSink(), until: UInt(system.machine.time) + 5_000_000_000) == nil)
        _ = try work(for: 5_000_000_000)
        // It has not run for five seconds; now it gets half, but for the slice it is behind.
        let times = try work(for: 1_000_000_000)
        expectRatio(times, 1, within: 0.1)
    }

    @Test func whoHadNobodyToShareWithIsNotPunished() throws {
        let late = try program("b")
        _ = try program("a")
        #expect(late.wait(on: try late.makeSink(), until: UInt(system.machine.time) + 3_000_000_000) == nil)
        #expect(try work(for: 3_000_000_000)["a"]! >= 2_900_000_000)
        let reached = try work(for: 1_000_000_000)
        expectRatio(reached, 1, within: 0.1)
        _ = try program("c")
        let times = try work(for: 3_000_000_000)
        for name in ["a", "b", "c"] { #expect(abs(Double(times[name, default: 0]) / 1e9 - 1) < 0.1, "\(times)") }
    }

    // MARK: Yielding

    @Test(arguments: [1, 3], [1, 100, 500]) func whoYieldsLetsOthersRun(threads: Int, share: Int) throws {
        let yielder = try program("a", share: 1000, threads: threads)
        let other = try program("b", share: share)
        // It would not be the other's turn.
        while other.process.virtualTime <= yielder.process.virtualTime { _ = try work(for: 1) }
        system.run(yielder.process.threads.first { $0.state != .running } ?? yielder.thread)
        _ = yielder.enter(number: Syscall.threadYield.rawValue, [], by: system.hart.current)
        #expect(system.pickNext().process.name == "b")
    }

    // MARK: The queue itself

    @Test func thousandsOfProcessesAreNoTrouble() throws {
        var queue = RunQueue()
        let program = try program("first")
        let image = system.image()
        let processes = try (0..<4000).map { _ in
            try kernel.makeProcess(name: "p", arguments: ByteString([]), image: image)
        }
        let threads = processes.enumerated().map { (index, process) in
            process.virtualTime = UInt64(index * 7919 % 4000)
            return KernelCore.Thread(process: process, context: program.thread.context, stack: 0..<0)
        }
        for thread in threads { queue.append(thread) }
        var last: UInt64 = 0
        for _ in 0..<100_000 {
            let next = queue.popFirst()?.object
            let thread = try #require(next)
            try #require(thread.process.virtualTime >= last)
            last = thread.process.virtualTime
            queue.charge(thread.process, 4000)
            queue.append(thread)
        }
        for thread in threads { queue.remove(thread) }
        #expect(queue.isEmpty && queue.popFirst()?.object == nil)
        for process in processes { kernel.end(process, status: 0, .killed, system.hart) }
    }

    @Test func whoEndsLeavesTheQueue() throws {
        let one = try program("a", threads: 3)
        let two = try program("b", threads: 2)
        system.pickNext()
        #expect(one.process.turn.isQueued, "two more of its threads are ready")
        #expect(one.enter(number: Syscall.threadExit.rawValue, [], by: one.process.threads[1]) == nil)
        one.kill()
        #expect(!one.process.turn.isQueued && one.process.readyThreads.isEmpty)
        for _ in 0..<4 {
            #expect(system.pickNext().process === two.process)
            kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
        }
        two.kill()
        #expect(kernel.readyQueue.isEmpty)
    }

    @Test func whoComesLateWasNobodyToShareWith() throws {
        var queue = RunQueue()
        let (runs, comes) = (try program("a"), try program("b"))
        for program in [runs, comes] { kernel.readyQueue.remove(program.thread) }
        queue.charge(runs.process, 100 * slice)
        // It comes during the next hundred, and these are counted when it is there.
        queue.appendLate(comes.thread)
        #expect(comes.process.virtualTime == 100 * slice)
        queue.charge(runs.process, 100 * slice)
        // Now it waits, and how far everybody has come is where it is.
        queue.charge(runs.process, 100 * slice)
        #expect(queue.popFirst()?.refers(to: comes.thread) == true)
        comes.process.virtualTime = 0
        queue.append(comes.thread)
        #expect(comes.process.virtualTime == 200 * slice)
        // Who goes again before time is counted has not come.
        queue.remove(comes.thread)
        queue.appendLate(comes.thread)
        queue.remove(comes.thread)
        queue.append(comes.thread)
        queue.charge(runs.process, 100 * slice)
        queue.remove(comes.thread)
        comes.process.virtualTime = 0
        queue.append(comes.thread)
        #expect(comes.process.virtualTime == 200 * slice)
    }

    @Test func theFloorNeverGoesBack() throws {
        var queue = RunQueue()
        let (one, two) = (try program("a"), try program("b"))
        for program in [one, two] {
            kernel.readyQueue.remove(program.thread)
            queue.append(program.thread)
        }
        let popped = queue.popFirst()?.object
        let first = try #require(popped)
        queue.charge(first.process, 100 * slice)
        // The other has had nothing, and so has got no further; alone it does.
        let other = queue.popFirst()?.object
        let second = try #require(other)
        #expect(second !== first)
        queue.charge(second.process, 50 * slice)
        // Who comes now begins there, whatever was last.
        first.process.virtualTime = 0
        queue.append(first)
        #expect(first.process.virtualTime == 50 * slice)
        queue.charge(second.process, 0)
        queue.remove(first)
        first.process.virtualTime = 0
        queue.append(first)
        #expect(first.process.virtualTime >= 50 * slice)
        queue.enter(second.process)
        #expect(second.process.virtualTime == 51 * slice)
    }
}
