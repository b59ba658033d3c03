// How a figure is taken. One instruction is one nanosecond (the emulator's `-icount shift=0`), but the clock moves in
// steps of a hundred, so an operation is done many times between two looks at it. Each such round is a sample; the
// first round is for warming up and does not count.

import FTL

/// What was measured, for scripts/bench: `bench NAME MEDIAN MIN MAX UNIT`.
struct Figure {
    let name: StaticString
    let samples: [UInt64]
    let unit: StaticString

    init(_ name: StaticString, _ samples: [UInt64], unit: StaticString = "instructions") {
        self.name = name
        self.samples = samples.sorted()
        self.unit = unit
    }

    var median: UInt64 { samples[samples.count / 2] }

    func report() {
        print("bench \(name) \(median) \(samples[0]) \(samples[samples.count - 1]) \(unit)")
    }
}

/// Does something `count` times in each of `rounds` rounds.
///
/// - Parameter operation: checks its own result; what it throws ends the measuring.
/// - Returns: what it cost once, in the mean of each round.
@inline(__always)
func sample(
    rounds: Int = 9, count: Int, _ operation: () throws(FTLError) -> Void
) throws(FTLError) -> [UInt64] {
    var samples: [UInt64] = []
    samples.reserveCapacity(rounds)
    for round in 0...rounds {
        let start = Clock.now
        for _ in 0..<count { try operation() }
        let elapsed = Clock.now - start
        if round > 0 { samples.append((elapsed + UInt64(count / 2)) / UInt64(count)) }
    }
    return samples
}

/// Ends the measuring: a figure of something that went wrong is no figure.
@inline(__always)
func require(_ isSo: Bool) throws(FTLError) {
    guard isSo else { throw .malformed }
}
