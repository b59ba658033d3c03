// What a script does wrong is told with file, line and column, and ends that script's process alone.

import Testing

struct ScriptFaultTests {
    @Test(
        "A script that fails says where, ends with status 1, and its neighbours go on",
        arguments: ["js-throw", "js-throw-hidden", "js-reject", "js-syntax"], ["kernel", "user"])
    func failure(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app, "hello", "hello-js"], isolations: [isolation]))
        run.expect(run.status == 65, "an app failed: \(run.status)")
        let pattern = try Regex("main\\.js:[0-9]+:[0-9]+")
        run.expect(run.lines(of: app).contains { $0.contains(pattern) }, "file, line and column are told")
        run.expect(!run.log("'\(app)' exited with status 1").isEmpty, "the log tells of status 1")
        run.expect(run.lines(of: "hello").count >= 3, "hello goes on")
        run.expect(run.lines(of: "hello-js").count >= 3, "hello-js goes on")
    }

    @Test(
        "A script that recurses for ever or asks for all memory ends alone", arguments: ["js-recurse", "js-hog"],
        ["kernel", "user"])
    func exhaustion(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app, "hello", "hello-js"], isolations: [isolation]))
        run.expect(run.status == 65, "an app failed, and the kernel did not: \(run.status)")
        run.expect(!run.log(app).isEmpty, "the report names the app")
        run.expect(run.lines(of: "hello").count >= 3, "hello goes on")
        run.expect(run.lines(of: "hello-js").count >= 3, "hello-js goes on")
    }

    @Test(
        "A script can neither pass an address nor forge a handle; modules and text work",
        arguments: ["js-edge", "js-forge", "js-modules", "js-syscalls", "js-text"], ["kernel", "user"])
    func selfChecking(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app], isolations: [isolation]))
        run.expect(run.status == 0, "\(app) ends with status 0 when all its own checks hold: \(run.status)")
        run.expect(!run.lines(of: app).isEmpty, "\(app) says what it checked")
    }

    @Test("Whatever a script prints comes out as text of a reasonable length")
    func printing() throws {
        let run = try VirtualMachine.run(.init(apps: ["js-print"]))
        run.expect(run.status == 0, "every value was printed: \(run.status)")
        run.expect(run.lines(of: "js-print").count < 20_000, "none of them without end")
    }

    @Test("An error that is too long to be told is told in part")
    func longError() throws {
        let run = try VirtualMachine.run(.init(apps: ["js-throw-long"]))
        run.expect(!run.log("'js-throw-long' exited with status 1").isEmpty, "it ends as other errors do")
        let lines = run.lines(of: "js-throw-long")
        run.expect(lines.first?.contains("Uncaught \"long long") == true, "its beginning is told")
        run.expect(lines.count < 100, "and not much more")
    }
}
