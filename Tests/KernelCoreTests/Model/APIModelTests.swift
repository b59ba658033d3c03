// A million random calls of four processes against the reference model: no answer, event, body or handle differs, and
// when the processes are dead nothing of theirs is left. `docs/testing.md` says how to repeat a run that fails.

import APIModel
import FTLTypes
import Testing

@testable import KernelCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct APIModelTests {
    static let callsPerSeed = 200_000
    /// The five of every test, or the one that is asked for.
    static let seeds: [UInt64] =
        getenv("FTL_MODEL_SEED").flatMap { UInt64(String(cString: $0)) }.map { [$0] } ?? [1, 2, 3, 4, 5]

    @Test(arguments: seeds) func theKernelAnswersAsTheModel(seed: UInt64) throws {
        let system = TestSystem(pages: 16 * 1024)
        _ = system.image()
        let free = system.memory.freePages
        let world = try KernelWorld(system, processes: 4)
        let run = ModelRun(world, seed: seed)
        if let difference = run.run(calls: APIModelTests.callsPerSeed) {
            Issue.record("\(difference.lines.joined(separator: "\n"))")
            return
        }
        world.end()
        #expect(world.live.count > 10_000)
        #expect(world.live.living == 0)
        #expect(system.memory.freePages == free)
        #expect(system.kernel.alarms.nextTime == nil)
        #expect(system.kernel.messageCount == 0)
        #expect(system.kernel.handleCount == 0)
        #expect(run.untried == [])
    }
}
