// A process that misbehaves is not noticed by others: the app neighbours measures.

import Testing

struct NeighbourTests {
    @Test(
        "Messages between two processes take as long beside one that traps, floods, hoards or loops as without it",
        .timeLimit(.minutes(30)), arguments: ["kernel", "user"])
    func latency(_ isolation: String) throws {
        let run = try VirtualMachine.run(
            .init(apps: ["neighbours:\(isolation)"], logLevel: "none", isRepeatable: true), within: .hanging)
        run.expect(run.status == 0, "within twice the time for all: \(run.status)")
        let lines = run.lines(of: "neighbours")
        run.expect(lines.filter { $0.hasPrefix("ok: beside ") }.count == 23, "and all were tried: \(lines)")
    }
}
