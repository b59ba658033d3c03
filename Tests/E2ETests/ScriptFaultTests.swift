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

    /// Take all memory, and then: need more; throw what takes much to be told; are deep in calls; have a little left.
    private static let hogs = [
        "while (true) kept.push({ next: kept.length, text: `item ${kept.length}` });",
        """
        const cause = new TypeError("x".repeat(500), { cause: new RangeError("last") });
        const error = Object.assign(new Error("first", { cause }), { list: Array.from({ length: 300 }, (_, i) => ({ i })) });
        try { while (true) kept.push({ next: kept.length, text: `item ${kept.length}` }); } catch {}
        throw error;
        """,
        """
        function deep(n) {
            if (n > 0) return deep(n - 1) + 1;
            while (true) kept.push({ next: kept.length });
        }
        deep(300);
        """,
        """
        for (let size = 1 << 20; size >= 16; size >>= 1) {
            try { while (true) kept.push(new Uint8Array(size)); } catch {}
        }
        throw new AggregateError([new Error("a"), new Error("b")], "many");
        """,
    ]

    @Test(
        "A script whose quota of memory is used up is told so, and ends with a report of its own",
        arguments: [900, 1100])
    func littleMemory(_ pages: Int) throws {
        let folder = try copyOfApps()
        let names = ScriptFaultTests.hogs.indices.map { "little-\($0)" }
        for (name, script) in zip(names, ScriptFaultTests.hogs) {
            let manifest = "language: javascript\nisolation: kernel\nquota: pages=\(pages)\n"
            try folder.write("js-apps/\(name)/manifest", manifest)
            try folder.write("js-apps/\(name)/main.js", "const kept = [];\n\(script)\n")
        }
        let run = try VirtualMachine.run(.init(apps: names, root: folder.path))
        run.expect(run.status == 65, "an app failed: \(run.status)")
        for name in names {
            run.expect(run.lines(of: name).first?.hasPrefix("Uncaught ") == true, "\(name) reports")
            run.expect(!run.log("'\(name)' exited with status 1").isEmpty, "\(name) ends as other errors do")
        }
    }

    @Test(
        "A script can neither pass an address nor forge a handle; modules and text work",
        arguments: ["js-edge", "js-forge", "js-modules", "js-syscalls", "js-text"], ["kernel", "user"])
    func selfChecking(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app], isolations: [isolation], isRepeatable: true))
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
