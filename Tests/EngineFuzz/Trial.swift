// One run of a script, in a child process: how it ended, and whether that is a finding.
//
// A script may end in any order it likes: exit, an uncaught error, waiting for what does not come, too long a loop.
// What it may not do is end its process in any other way: a sanitizer's report, a failed assertion, a trap, an overflow
// of the stack.

import CFuzz
import FTL
import Foundation
import QuickJS

struct Trial {
    enum Outcome: Equatable {
        case ended
        /// It took more time than a script is given; natives of the engine cannot be interrupted.
        case slow
        case failed(String)
    }

    let outcome: Outcome
    /// Allocations of the engine's.
    let allocations: UInt64
    /// What the child wrote to its error output: a sanitizer's report.
    let report: String

    /// Seconds for one script.
    static let timeLimit: UInt32 = 10
    /// Where children write, made at the first trial.
    private static let output = fuzz_file()

    /// Runs `body` in a child, with the allocations from one number up to another failing.
    static func run(seconds: UInt32 = timeLimit, failing: Range<UInt64> = 0..<0, _ body: () -> Never) -> Trial {
        let child = fuzz_fork(seconds, output)
        if child == 0 {
            engine_fail_allocations(failing.lowerBound, failing.upperBound)
            body()
        }
        let status = fuzz_wait(child)
        var buffer = [CChar](repeating: 0, count: 64 * 1024)
        let count = fuzz_read(output, &buffer, buffer.count)
        let report = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let shared = fuzz_report().pointee
        let outcome: Outcome
        switch status {
        case 0 where shared.has_ended != 0: outcome = .ended
        case -SIGALRM: outcome = .slow
        default: outcome = .failed(Trial.summary(of: report, status: status))
        }
        if outcome == .ended { fuzz_collect() }
        return Trial(outcome: outcome, allocations: shared.allocations, report: report)
    }

    /// Whether what scripts print is part of the report.
    nonisolated(unsafe) static var isVerbose = false

    /// The status by which a script says that something is wrong.
    private static let wrong = 70

    /// In the child: the script has come to its end.
    static func end(_ status: Int = 0, printing output: [UInt8] = []) -> Never {
        if isVerbose || status == wrong { FileHandle.standardError.write(Data(output)) }
        if status == wrong { fuzz_exit(Int32(status)) }
        fuzz_report().pointee.has_ended = 1
        fuzz_report().pointee.allocations = engine_allocations()
        fuzz_publish()
        fuzz_exit(0)
    }

    /// A line that is the same for the same fault.
    private static func summary(of report: String, status: Int32) -> String {
        let lines = report.split(separator: "\n")
        let words = ["runtime error:", "Assertion", "Fatal error"]
        let error = lines.first { line in words.contains { line.contains($0) } }
        // The innermost function of our own, without addresses.
        let frame = lines.first { $0.contains(" in ") && ($0.contains("quickjs") || $0.contains("Sources/")) }
        let place = frame.map { $0.split(separator: " ").drop { $0 != "in" }.dropFirst().joined(separator: " ") }
        let kind = lines.first { $0.hasPrefix("SUMMARY:") }
        let text = [error, kind, place.map { Substring($0) }].compactMap { $0 }.joined(separator: "; ")
        return text.isEmpty ? "ended with status \(status)" : text
    }
}
