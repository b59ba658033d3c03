// Apps that end and are started again, as their manifests say, and when the batch that they are in is over.

import Testing

struct RestartTests {
    static let delays = [100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000]

    @Test("always, on-failure and never are kept, the delays grow up to a bound, and what fails too often is given up")
    func storm() throws {
        let folder = try RestartFolder()
        try folder.add("always-good", "restart: always", script: "console.log('a run');")
        try folder.add("failure-good", "restart: on-failure", script: "console.log('a run');")
        try folder.add("never-bad", "restart: never", script: "console.log('a run'); exit(7);")
        try folder.add("plain-bad", script: "console.log('a run'); exit(7);")
        try folder.add("failure-bad", "restart: on-failure", script: "console.log('a run'); exit(3);")
        try folder.add("always-bad", "restart: always", script: "console.log('a run'); throw new Error('as it is');")
        // The same program, by another manifest.
        try folder.folder.write("Sources/Apps/fault-unwrap/main.swift", "")
        try folder.folder.write(
            "Sources/Apps/fault-unwrap/manifest", "language: swift\nisolation: kernel\nrestart: on-failure\n")
        let run = try folder.run(
            "always-good", "failure-good", "never-bad", "plain-bad", "failure-bad", "always-bad", "fault-unwrap")
        run.expect(run.status == 65, "some failed: \(run.status)")

        for (app, how) in [
            ("failure-bad", "exited with status 3"), ("fault-unwrap", "was ended because of a fault"),
            ("always-bad", "exited with status 1"),
        ] {
            let expected =
                Self.delays.map { "\(how): it is started again in \($0) ms" }
                + ["\(how), the 10th failure in a row: it is not started again"]
            let lines = run.supervision(of: app)
            // The last to fail ends the batch, and what is always started again is not waited for.
            let count = app == "always-bad" ? 9 : expected.count
            run.expect(Array(lines.prefix(count)) == Array(expected.prefix(count)), "\(app): \(lines)")
        }
        run.expect(run.lines(of: "failure-bad").count == 10, "it runs ten times")
        run.expect(
            run.supervision(of: "failure-good") == ["exited with status 0: it is not started again"],
            "a good end is no failure")
        run.expect(run.lines(of: "failure-good").count == 1, "and it runs once")
        for app in ["never-bad", "plain-bad"] {
            run.expect(run.lines(of: app).count == 1 && run.supervision(of: app).isEmpty, "\(app) runs once")
        }
        let good = run.supervision(of: "always-good")
        run.expect(good.first == "exited with status 0: it is started again in 100 ms", "always is after status 0, too")
        run.expect((8...10).contains(good.count), "its delays grow as well: \(good.count)")
    }

    @Test("After a run of ten seconds all is as at first, and an app that ends well at last has not failed")
    func goodRun() throws {
        let folder = try RestartFolder()
        try folder.add(
            "tries", "restart: on-failure", "uses: orders",
            script: """
                const [milliseconds, status] = (await (await connect("orders")).read()).words;
                await sleep(milliseconds);
                exit(status);
                """)
        try folder.add(
            "orders", "provides: orders",
            script: """
                const orders = [[0, 1], [0, 1], [10_001, 1], [0, 0]];
                await Service.run("orders", (request) => request.reply({ words: orders.shift() }), { clients: 4 });
                """)
        let run = try folder.run("orders", "tries")
        run.expect(run.status == 0, "all is well in the end: \(run.status)")
        run.expect(
            run.supervision(of: "tries")
                == [100, 200, 100].map { "exited with status 1: it is started again in \($0) ms" }
                + ["exited with status 0: it is not started again"], "\(run.supervision(of: "tries"))")
    }

    @Test("What an app was started with it is started with again, and who started it is told of the first end")
    func arguments() throws {
        let folder = try RestartFolder()
        try folder.add(
            "told", "restart: on-failure", "arguments: one", "uses: ends",
            script: """
                import { args } from "ftl";
                console.log(args.join());
                exit(Number((await (await connect("ends")).read()).text));
                """)
        try folder.add(
            "starter", "grants: system", "provides: ends",
            script: """
                const ends = ["5", "0"];
                const service = Service.run("ends", (request) => request.reply({ body: ends.shift() }), { clients: 2 });
                const told = System.open().start("told", { arguments: ["two words"] });
                console.log(JSON.stringify(await told.exited));
                await service;
                """)
        let run = try folder.run("starter")
        run.expect(run.status == 0, "all is well in the end: \(run.status)")
        run.expect(run.lines(of: "told") == ["one,two words", "one,two words"], "\(run.lines(of: "told"))")
        run.expect(run.lines(of: "starter") == [#"{"status":5,"reason":"exited"}"#], "\(run.lines(of: "starter"))")
    }

    @Test("Who kills an app wants it to end, whether it runs or waits; who starts one that waits has it at once")
    func kill() throws {
        let folder = try RestartFolder()
        try folder.add(
            "person", "grants: system",
            script: """
                const system = System.open();
                const show = () => {
                    const { state, restarts } = system.apps().find(({ name }) => name === "restartable");
                    console.log(state, restarts, system.services().find(({ name }) => name === "restartable")?.state);
                };
                const open = () => connect("restartable");
                const end = async (order) => {
                    await refusal((await open()).write(order));
                    while (system.services()[0].state === "running") await sleep(1);
                    await sleep(1);
                };
                show();
                system.start("restartable");
                await open();
                show();
                await end("exit 0");
                show();
                system.start("restartable");
                await open();
                show();
                await sleep(60_000);
                console.log(system.processes().filter(({ name }) => name === "restartable").length);
                await end("throw");
                show();
                console.log(system.cancelRestart("restartable"), system.cancelRestart("restartable"));
                show();
                await sleep(60_000);
                show();
                system.start("restartable");
                await open();
                system.processes().filter(({ name }) => name === "restartable").forEach(({ pid }) => system.process(pid).kill());
                await sleep(60_000);
                show();
                console.log(await refusal(open()), system.cancelRestart("hello"));
                try { system.cancelRestart("helo"); } catch (error) { console.log(error.message); }

                """)
        let run = try folder.run("person")
        let lines = run.lines(of: "person")
        run.expect(
            lines == [
                "undefined 0 undefined", "running 0 running", "restarting 0 restarting", "running 1 running", "1",
                "restarting 1 restarting", "true false", "ended 1 ended", "ended 1 ended", "ended 0 ended",
                "peerClosed false", "there is no app helo; apps() lists them",
            ], "\(lines)")
        run.expect(
            run.supervision(of: "restartable") == [
                "exited with status 0: it is started again in 100 ms",
                "exited with status 1: it is started again in 100 ms",
                "is not started again: that was cancelled", "was killed: it is not started again",
            ], "and it is said")
    }

    @Test("A batch does not wait for what is always started again, but for the first end where there is nothing else")
    func batch() throws {
        let folder = try RestartFolder()
        try folder.add("serves", "restart: always", "provides: x", script: "await Service.run('x', () => {});")
        try folder.add("works", "restart: on-failure", script: "await sleep(500);")
        var run = try folder.run("serves", "works")
        run.expect(run.status == 0, "what serves does not keep it: \(run.status)")
        try folder.add("good", "restart: always", script: "await sleep(300);")
        try folder.add("quick", "restart: always", script: "")
        run = try folder.run("good", "quick")
        run.expect(run.status == 0, "both have ended: \(run.status)")
        run.expect(run.supervision(of: "good").count == 1, "the slow one was waited for")
        try folder.add("bad", "restart: always", script: "exit(1);")
        run = try folder.run("good", "bad")
        run.expect(run.status == 65, "the first end counts: \(run.status)")
    }
}
