// Rounds of hostile calls, one mood after the other, with what has to be true between the calls and after them. The
// first round of each mood is made a second time, past the C entry, on a machine of its own: both must go the same
// way, or a word got lost on the way in.

import FTLTypes
import HostCall

@testable import KernelCore

final class FuzzRun {
    private let seed: UInt64
    private var systems: [FuzzMood: TestSystem] = [:]
    private(set) var calls = 0
    private(set) var processes = 0
    /// How often each answer was given; successes count as 0.
    private(set) var answers: [UInt: [Int: Int]] = [:]
    private(set) var largestTable = 0
    /// Calls after which a body was still to be copied.
    private(set) var deferredCopies = 0
    private(set) var recent: [FuzzCall] = []

    init(seed: UInt64) { self.seed = seed }

    /// Makes that many calls, at least.
    ///
    /// - Parameter progress: called after every few rounds.
    func run(calls count: Int, progress: () -> Void = {}) throws {
        var round: UInt64 = 0
        while calls < count {
            for mood in FuzzMood.allCases where calls < count {
                try run(mood, round, atMost: max(1_000, min(mood.roundLength, count / 4)))
            }
            round += 1
            progress()
        }
    }

    private func run(_ mood: FuzzMood, _ round: UInt64, atMost count: Int) throws {
        let seed = seed &* 1_000_003 &+ round &* UInt64(FuzzMood.allCases.count) + mood.rawValue
        let isFirst = systems[mood] == nil
        let system = systems[mood] ?? FuzzRun.makeSystem(mood)
        systems[mood] = system
        // A call past the entry does not let its thread give way, and so copies every body at once.
        system.kernel.leastDeferredLength = isFirst ? .max : 0
        do {
            let digest = try makeCalls(system, mood, seed, .entry, count)
            if isFirst, try makeCalls(FuzzRun.makeSystem(mood), mood, seed, .direct, count) != digest {
                throw FuzzFailure("by the C entry the calls go another way")
            }
        } catch let failure as FuzzFailure {
            let last = recent.suffix(20).map {
                "    process \($0.process): call \($0.number) \($0.words) -> \($0.result.map(String.init) ?? "left")"
            }
            throw FuzzFailure(
                "round \(round) (\(mood)), call \(calls): \(failure)\n" + last.joined(separator: "\n"))
        }
    }

    private static func makeSystem(_ mood: FuzzMood) -> TestSystem {
        let system = TestSystem(pages: mood.pages, bodies: SanitizedBodies.init)
        system.kernel.random = RandomGenerator(seed: [UInt8](repeating: 7, count: RandomGenerator.seedLength))
        system.kernel.bootTime = 1 << 60
        system.kernel.leastDeferredLength = .max
        system.kernel.console.takeInput(system.kernel, system.hart)
        _ = system.image()
        if host_is_sanitized() != 0 { system.memory.probe.observer = PagePoisoner(system.memory) }
        return system
    }

    private func makeCalls(
        _ system: TestSystem, _ mood: FuzzMood, _ seed: UInt64, _ door: FuzzDoor, _ count: Int
    ) throws -> UInt64 {
        let free = system.memory.freePages
        let fuzzer = try Fuzzer(system, mood: mood, seed: seed, door: door)
        let live = Liveness()
        var watched = 0
        for call in 1...count {
            if door == .entry { calls += 1 }
            let made = try fuzzer.step()
            if system.kernel.deferredCopy != nil { deferredCopies += 1 }
            if let late = fuzzer.collected, let result = late.result { try judge(late.number, result) }
            if let made {
                recent.append(made)
                if recent.count > 1_000 { recent.removeFirst(900) }
                if let result = made.result { try judge(made.number, result) }
            }
            guard call % 64 == 0 else { continue }
            try system.kernel.checkInvariants(machine: system.machine)
            var candidate = system.kernel.processes.first
            while let process = candidate {
                if process.id > watched { live.watch(process) }
                watched = max(watched, process.id)
                largestTable = max(largestTable, process.handles.count)
                candidate = process.next
            }
        }
        processes += fuzzer.started
        fuzzer.endAll()
        try system.expectEmpty(freePages: free)
        guard live.living == 0 else { throw FuzzFailure("\(live.living) ended processes are still there") }
        return fuzzer.digest
    }

    private func judge(_ number: UInt, _ result: Int) throws {
        guard result >= 0 || FTLError(rawValue: -result) != nil else {
            throw FuzzFailure("call \(number) answered \(result)")
        }
        answers[number, default: [:]][min(result, 0), default: 0] += 1
    }

    /// How often calls were answered with this error.
    func count(_ error: FTLError) -> Int { answers.values.reduce(0) { $0 + ($1[error.result] ?? 0) } }

    /// What a run of any length worth its name comes across, and this one has not.
    var missing: [String] {
        let calls = Syscall.allCases.filter { $0.signature.result != .never && answers[$0.rawValue]?[0] == nil }
        let errors = FTLError.allCases.filter { error in
            let isServices: [FTLError] = [.alreadyExists, .unsupported, .unavailable]
            return !isServices.contains(error) && count(error) == 0
        }
        return calls.map { "\($0.signature.name) never succeeded" } + errors.map { "\($0.name) was never answered" }
    }
}

extension TestSystem {
    /// Nothing is left of anybody.
    func expectEmpty(freePages: Int) throws {
        let kernel = kernel
        let left = [
            "pages": freePages - memory.freePages, "committed pages": memory.committedPages,
            "tables": machine.tables.count, "mapped pages": machine.mappedCount, "spaces": machine.userSpaces.count,
            "contexts": machine.contexts.count, "processes": kernel.processCount, "threads": kernel.threadCount,
            "handles": kernel.handleCount, "messages": kernel.messageCount, "traced": kernel.tracedCount,
            "alarms": kernel.deadlines.nextTime == nil ? 0 : 1, "ready": kernel.readyQueue.isEmpty ? 0 : 1,
        ].filter { $0.value != 0 }
        guard left.isEmpty else { throw FuzzFailure("left when all have ended: \(left)") }
    }
}
