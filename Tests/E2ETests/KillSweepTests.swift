// A process that is killed at any moment leaves nothing behind. The app kill-sweep tries moments of a script one after
// the other, and checks after each; `scripts/fuzz kill` tries every one.

import Testing

struct KillSweepTests {
    @Test(
        "Killed every 50 instructions of a script, a process takes nothing with it", .timeLimit(.minutes(30)),
        arguments: ["kernel", "user"])
    func everyFiftieth(_ isolation: String) throws {
        let run = try VirtualMachine.run(
            .init(apps: ["kill-sweep:50:\(isolation)"], logLevel: "error", isRepeatable: true), within: .hanging)
        run.expect(run.status == 0, "every run ended, with everything back: \(run.status)")
        let pattern = try Regex(
            ": a script of [0-9]+ instructions, ([0-9]+) runs, ([0-9]+) kills, one every 50: nothing is lost")
        let counts = run.lines(of: "kill-sweep").last?.firstMatch(of: pattern)
        let (runs, kills) = (
            counts?[1].substring.flatMap { Int($0) } ?? 0, counts?[2].substring.flatMap { Int($0) } ?? 0
        )
        run.expect(
            runs > 2000 && kills * 10 > runs * 7,
            "in most of many runs the script was not over yet: \(kills) of \(runs)")
    }
}
