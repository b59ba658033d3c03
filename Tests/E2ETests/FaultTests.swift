// What a program does wrong is its own end and nobody else's: the report names it, and its neighbours go on.

import Testing

struct FaultTests {
    @Test(
        "A Swift app that traps or runs off its stack ends alone, with a report",
        arguments: ["fault-index", "fault-overflow", "fault-unwrap", "fault-stack"], ["kernel", "user"])
    func swiftFault(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app, "hello", "hello-js"], isolations: [isolation, "kernel"]))
        run.expect(run.status == 65, "an app failed, and the kernel did not: \(run.status)")
        run.expect(!run.log("fault: '\(app)'").isEmpty, "the report names the app")
        run.expect(!run.log("process: '\(app)' was ended because of a fault").isEmpty, "the log tells of its end")
        let isOverflow = !run.log("stack overflow").isEmpty
        run.expect(isOverflow == (app == "fault-stack"), "a stack overflow is called so, and nothing else is")
        expectNeighboursGoOn(run)
    }

    @Test("A fault's backtrace names the function")
    func symbols() throws {
        let run = try VirtualMachine.run(.init(apps: ["fault-index"]))
        let backtrace = run.lines.drop { $0 != "  backtrace:" }.dropFirst().prefix { $0.hasPrefix("    #") }
        run.expect(backtrace.contains { $0.contains("main + ") }, "the backtrace leads to main")
    }

    @Test("A status that is not 0 is told, with the name of the app")
    func status() throws {
        let run = try VirtualMachine.run(.init(apps: ["exit-3", "hello", "hello-js"]))
        run.expect(run.status == 65, "an app failed: \(run.status)")
        run.expect(!run.log("'exit-3' exited with status 3").isEmpty, "the log tells of the status")
        expectNeighboursGoOn(run)
    }

    @Test(
        "A Swift app that takes all it may have is refused more, and its neighbours go on",
        arguments: ["kernel", "user"])
    func limit(_ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: ["hog", "hello", "hello-js"], isolations: [isolation, "kernel"]))
        run.expect(run.status == 0, "the refusal is an error that the app survives: \(run.status)")
        run.expect(run.lines(of: "hog").contains { $0.hasPrefix("limitReached") }, "it came to its limit")
        run.expect(run.lines(of: "hog").contains("and there is memory again"), "it got back what it gave back")
        expectNeighboursGoOn(run)
    }

    @Test("On a small machine an app that takes all it may have leaves enough for its neighbours")
    func smallMachine() throws {
        let run = try VirtualMachine.run(.init(apps: ["hog", "hello", "hello-js", "ping", "pong-js"], memory: "32M"))
        run.expect(run.status == 0, "nobody fails: \(run.status)")
        run.expect(run.lines(of: "hog").contains { $0.hasPrefix("limitReached") }, "it came to its limit")
        run.expect(run.lines(of: "ping").count >= 10, "ping got its answers")
    }

    @Test("A Swift app that never ends and never waits does not stop the others", arguments: ["kernel", "user"])
    func forever(_ isolation: String) throws {
        let machine = try VirtualMachine(
            .init(apps: ["forever", "hello", "hello-js"], isolations: [isolation, "kernel"], logLevel: "debug"))
        var ended: Set<String> = []
        while ended.count < 2 {
            let line = try machine.wait(for: "' exited")
            for app in ["hello", "hello-js"] where line.hasSuffix("'\(app)' exited") { ended.insert(app) }
        }
    }

    @Test("Threads that are preempted keep their floating-point registers", arguments: ["kernel", "user"])
    func floatingPoint(_ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: ["spin"], isolations: [isolation]))
        run.expect(run.status == 0, "both threads calculated the same each time: \(run.status)")
    }

    private func expectNeighboursGoOn(_ run: Finished, sourceLocation: SourceLocation = #_sourceLocation) {
        for neighbour in ["hello", "hello-js"] {
            run.expect(run.lines(of: neighbour).count >= 3, "\(neighbour) goes on", sourceLocation: sourceLocation)
            let complaints = run.log("'\(neighbour)'")
            run.expect(complaints.isEmpty, "\(neighbour) ends well", sourceLocation: sourceLocation)
        }
    }
}
