// A machine that has no clock of the day, or gave no seed: the calls say so, and never make something up.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct UnavailableTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system) }

    @Test func withoutASeedThereAreNoRandomNumbers() throws {
        program.store([UInt8](repeating: 9, count: 64), at: program.incoming)
        #expect(throws: FTLError.unavailable) { try program.call(.randomFill, program.incoming, 64) }
        #expect(program.load(64, at: program.incoming) == [UInt8](repeating: 9, count: 64))
    }

    @Test func randomNumbersFillTheBufferAndNothingElse() throws {
        system.kernel.random = RandomGenerator(seed: [UInt8](repeating: 1, count: RandomGenerator.seedLength))
        program.store([UInt8](repeating: 0, count: 400), at: program.incoming)
        try program.call(.randomFill, program.incoming + 100, 200)
        let bytes = program.load(400, at: program.incoming)
        #expect(bytes[..<100].allSatisfy { $0 == 0 } && bytes[300...].allSatisfy { $0 == 0 })
        #expect(Set(bytes[100..<300]).count > 60)
        #expect(throws: FTLError.tooLarge) {
            let area = try program.call(.vmAreaCreate, UInt(2 * Limits.randomLength))
            let address = try program.call(.vmSpaceMap, 0, area, 0, UInt(2 * Limits.randomLength))
            try program.call(.randomFill, address, UInt(Limits.randomLength + 1))
        }
    }

    @Test func withoutAClockThereIsNoTimeOfDay() throws {
        #expect(throws: FTLError.unavailable) { try program.call(.timeReal) }
        system.kernel.bootTime = 1_700_000_000_000_000_000
        system.machine.time = 5_000_000_000
        #expect(try program.call(.timeReal) == 1_700_000_005_000_000_000)
    }
}
