// The kernel's own lines: a time that stays in its column, the level, and numbers padded as they should be.

import FTLTypes
import Formats
import MachineTesting
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct LogTests {
    let machine = FakeMachine()
    let log: Log

    init() { log = Log(machine: machine) }

    @Test(arguments: [
        (UInt64(0), "    0.000000"), (999, "    0.000000"), (4_121_999, "    0.004121"),
        (1_000_000_000, "    1.000000"),
        (12_345_678_901, "   12.345678"), (99_999_999_999_000, "99999.999999"), (123_456_000_000_000, "123456.000000"),
    ]) func everyLineBeginsWithTheTime(time: UInt64, text: String) {
        machine.time = time
        log.write(.info, "memory", "found")
        #expect(machine.takeText() == "\(text) memory: found\n")
    }

    @Test func whatIsLessImportantThanTheLevelIsNotWrittenNorMade() {
        var made = 0
        func text() -> String {
            made += 1
            return "text"
        }
        log.level = .warning
        for level in LogLevel.allCases where level != .none { log.write(level, "test", text()) }
        #expect(made == 2)
        #expect(machine.takeText().split(separator: "\n").count == 2)
    }

    @Test func withoutALevelNotEvenErrorsAreWritten() {
        log.level = .none
        log.write(.error, "test", "text")
        #expect(machine.takeText().isEmpty)
    }

    @Test func numbersAreHexadecimalAndPaddingNeverNegative() {
        #expect("\(hex: 0)" == "0x0")
        #expect("\(hex: .max)" == "0xffffffffffffffff")
        #expect("[\(padding: 3)|\(padding: -2)|\(zeros: 2)|\(zeros: -1)]" == "[   ||00|]")
    }
}
