// Services, as apps see them: found by name through the supervisor, waited for, and never mixed up.

import Testing

struct ServiceTests {
    @Test(
        "Clients that connect at the same time each talk to a connection of their own",
        arguments: VirtualMachine.isolationPairs)
    func concurrentClients(_ isolations: [String]) throws {
        let run = try VirtualMachine.run(.init(apps: ["clients", "echo"], isolations: isolations))
        run.expect(run.status == 0, "both end well: \(run.status)")
        run.expect(run.lines(of: "clients").contains("150 of 150 answers were right"), "each gets its own words back")
    }

    @Test("A service that is not there yet is waited for", arguments: VirtualMachine.isolationPairs)
    func lateService(_ isolations: [String]) throws {
        let run = try VirtualMachine.run(.init(apps: ["late-client", "late-server"], isolations: isolations))
        run.expect(run.status == 0, "both end well: \(run.status)")
        let lines = run.lines.filter { $0.contains("late-") && $0.contains(" | ") }
        let connecting = lines.firstIndex { $0.contains("connecting") }
        let registering = lines.firstIndex { $0.contains("registering") }
        run.expect((connecting ?? .max) < (registering ?? 0), "the client asked first")
        run.expect(
            run.lines(of: "late-client").contains("the service says: better late than never"), "it got its answer")
    }

    @Test("A name that is registered twice is refused the second time", arguments: ["kernel", "user"])
    func twice(_ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: ["twice"], isolations: [isolation]))
        run.expect(run.status == 0, "it was refused: \(run.status)")
        run.expect(run.lines(of: "twice").contains("the second time: alreadyExists"), "and by that name")
    }
}
