// Hostile calls through the kernel's C entry: the kernel never traps, never answers what is no answer, keeps its counts,
// and when the processes are dead it has all of its memory back. scripts/fuzz makes more of them, with sanitizers.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct FuzzTests {
    @Test func hostileCallsDoNoHarm() throws {
        let run = FuzzRun(seed: 30)
        try run.run(calls: 100_000)
        #expect(run.processes > 10)
        // What never succeeds is not tested by this at all.
        #expect(run.missing == [])
        #expect(run.largestTable == Limits.handlesPerProcess)
    }
}
