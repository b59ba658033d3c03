// The reference model against the real kernel: three processes make random calls, and a fourth compares.

import Testing

struct ModelTests {
    @Test(
        "100,000 random calls of three processes answer what the model foresees", .timeLimit(.minutes(30)),
        arguments: [["kernel"], ["user"], ["kernel", "user"]])
    func randomCalls(_ isolations: [String]) throws {
        let apps = ["model", "model-one", "model-two", "model-three"]
        let run = try VirtualMachine.run(
            .init(apps: apps, isolations: isolations, isRepeatable: true), within: .hanging)
        run.expect(run.status == 0, "no answer differs: \(run.status)")
        run.expect(run.lines(of: "model") == ["100000 calls, no difference"], "and all were made")
    }
}
