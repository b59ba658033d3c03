// A million random calls of four processes, however they are isolated, against the reference model: no answer, event,
// body or handle differs, and when the processes are dead nothing of theirs is left. `docs/testing.md` says how to repeat a run that fails.

import APIModel
import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct APIModelTests {
    static let callsPerSeed = 200_000
    /// The one seed that is asked for.
    static let wantedSeed = getenv("FTL_MODEL_SEED").flatMap { UInt64(String(cString: $0)) }

    /// How processes are isolated, in turn. What the model does never depends on it, so not every seed is run with each.
    enum Isolations: CaseIterable {
        case kernel, user, mixed
        var list: [Isolation] {
            switch self {
            case .kernel: [.kernel]
            case .user: [.user]
            case .mixed: [.kernel, .user]
            }
        }
    }

    struct Round: CustomTestStringConvertible {
        let seed: UInt64
        let isolations: Isolations
        var testDescription: String { "seed \(seed), \(isolations)" }
    }

    static let rounds: [Round] =
        wantedSeed.map { (seed) in Isolations.allCases.map { Round(seed: seed, isolations: $0) } }
        ?? [
            Round(seed: 1, isolations: .kernel), Round(seed: 2, isolations: .user), Round(seed: 3, isolations: .mixed),
            Round(seed: 4, isolations: .kernel), Round(seed: 5, isolations: .mixed),
        ]

    @Test(arguments: rounds) func theKernelAnswersAsTheModel(round: Round) throws {
        let system = TestSystem(pages: 16 * 1024)
        _ = system.image()
        let pages = system.pages
        let world = try KernelWorld(system, processes: 4, isolations: round.isolations.list)
        let run = ModelRun(world, seed: round.seed)
        if let difference = run.run(calls: APIModelTests.callsPerSeed) {
            Issue.record("\(difference.lines.joined(separator: "\n"))")
            return
        }
        world.end()
        #expect(world.live.count > 10_000)
        #expect(world.live.living == 0)
        #expect(system.pages == pages)
        #expect(system.machine.userSpaces.isEmpty)
        #expect(system.kernel.deadlines.nextTime == nil)
        #expect(system.kernel.messageCount == 0)
        #expect(system.kernel.handleCount == 0)
        #expect(run.untried == [])
    }
}
