// What booting and calling cost, in instructions. With -icount every figure is the same on every machine, so a bound
// can be tight and still never be in the way.

import Foundation
import Testing

struct InstructionCountTests {
    @Test("From the kernel's first instruction to the first app's: at most 20 million instructions")
    func boot() throws {
        let machine = try VirtualMachine(.init(apps: ["hello"], logLevel: "debug", isRepeatable: true))
        let line = try machine.wait(for: "instructions from kernel entry to first app instruction")
        let count = try #require(number(in: line, after: "boot: "))
        #expect(count > 0 && count <= 20_000_000, "\(line)")
    }

    @Test("A null call from a Swift app: at most 150 instructions")
    func nullCall() throws {
        let machine = try VirtualMachine(.init(apps: ["nullcall"], logLevel: "debug", isRepeatable: true))
        let line = try machine.wait(for: "null syscall: ")
        let count = try #require(number(in: line, after: "null syscall: "))
        #expect(count > 0 && count <= 150, "\(line)")
    }

    @Test("Two runs print the same, each line as long after the first, however late the console is read")
    func repeatable() throws {
        // Counted from the first line: when it is printed depends on when QEMU began to count, and so on the host.
        let settings = VirtualMachine.Settings(apps: ["hello"], isRepeatable: true)
        let first = try VirtualMachine.run(settings)
        let second = try VirtualMachine.runUnread(settings)
        #expect(first.status == 0, "\(first.transcript)")
        #expect(first.lines.map(withoutTime) == second.lines.map(withoutTime))
        let (one, other) = (try microseconds(of: first), try microseconds(of: second))
        // Each time is told in whole microseconds, so that a difference of two may be one more or less.
        #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1 }, "\(one) and \(other)")
    }

    /// When each line of the log was printed, from its first on.
    private func microseconds(of run: Finished) throws -> [Int] {
        let times = run.lines.compactMap(time).map { Int(($0 * 1e6).rounded()) }
        let first = try #require(times.first)
        return times.map { $0 - first }
    }

    /// The time stamp of a line of the kernel's log, in seconds.
    private func time(_ line: String) -> Double? { line.split(separator: " ").first.flatMap { Double($0) } }

    private func withoutTime(_ line: String) -> String {
        time(line) == nil ? line : line.split(separator: " ").dropFirst().joined(separator: " ")
    }

    /// The number that follows a text in a line.
    private func number(in line: String, after text: String) -> Int? {
        guard let range = line.range(of: text) else { return nil }
        return Int(line[range.upperBound...].prefix { $0.isNumber })
    }
}
