// Two hundred thousand hostile calls: the kernel never traps, never answers what is no answer, and when the processes
// are dead it has all of its memory back.

import FTLTypes
import Testing

@testable import KernelCore

@Suite struct FuzzTests {
    @Test(arguments: [UInt64(30), 31, 32, 33]) func hostileCallsDoNoHarm(seed: UInt64) throws {
        let system = TestSystem()
        system.kernel.random = RandomGenerator(seed: [UInt8](repeating: 7, count: RandomGenerator.seedLength))
        system.kernel.bootTime = 1 << 60
        system.kernel.console.takeInput(system.kernel)
        _ = system.image()
        let free = system.memory.freePages
        let fuzzer = Fuzzer(system, seed: seed)
        let live = Liveness()
        var answered: Set<UInt> = []
        var watched: Set<Int> = []
        for call in 1...50_000 {
            if let (number, result) = try fuzzer.step() {
                if result >= 0 { answered.insert(number) }
                try #require(result >= 0 || FTLError(rawValue: -result) != nil, "call \(number) answered \(result)")
            }
            if call % 500 == 0 {
                for process in fuzzer.processes where watched.insert(process.id).inserted { live.watch(process) }
            }
            guard call % 5_000 == 0 else { continue }
            fuzzer.endAll()
            try #require(system.memory.freePages == free)
            try #require(system.machine.tables.isEmpty)
            try #require(system.machine.mapped.isEmpty)
            try #require(system.machine.contexts.isEmpty)
            try #require(system.kernel.processCount == 0)
            try #require(system.kernel.alarms.nextTime == nil)
            try #require(system.kernel.ready.isEmpty)
            try #require(live.living == 0)
        }
        #expect(live.count > 10)
        // A call that never succeeds is not tested by this at all. No image is found by chance, and nobody here has
        // the right to manage the system.
        let hopeless: [Syscall] = [.imageCreate, .systemProcess, .systemTrace]
        let expected = Syscall.allCases.filter { $0.signature.result != .never && !hopeless.contains($0) }
        #expect(expected.filter { !answered.contains($0.rawValue) } == [])
    }
}
