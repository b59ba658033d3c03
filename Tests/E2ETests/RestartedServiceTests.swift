// Services that end: their clients open them again and get the next run, wait for it, or are told that there is none.

import Testing

struct RestartedServiceTests {
    @Test("A Swift client that opens the service again has the one that was started, and its old channel is closed")
    func reopen() throws {
        let run = try VirtualMachine.run(.init(apps: ["restartable", "reopen"], isRepeatable: true))
        run.expect(run.status == 0, "the client ends well, and the service is not waited for: \(run.status)")
        let expected = (1...3).flatMap {
            ["\($0): another one", "\($0): peerClosed", "\($0), on the old channel: peerClosed"]
        }
        run.expect(run.lines(of: "reopen") == expected, "\(run.lines(of: "reopen"))")
    }

    /// A service whose runs ask their client what to do: take the clients and number them, or end, before or after
    /// registering, without having taken any.
    private static let service = """
        const order = (await (await connect("orders")).read()).text;
        if (order === "exit") exit(1);
        const registration = await register("numbered");
        if (order === "exit registered") {
            await (await connect("orders")).write();
            exit(1);
        }
        let number = 0;
        for await (const message of registration) new Channel(message.handle).send({ words: [++number, 0] });
        """

    /// The client: `next()` resolves to a request of a run of the service.
    private static let client = """
        const orders = Service.register("orders");
        const next = async () => (await orders.next()).value;
        const number = async (channel) => (await (await channel).receive()).words[0];

        """

    private func folder(restart: String, client: String) throws -> RestartFolder {
        let folder = try RestartFolder()
        try folder.add(
            "numbered", "restart: \(restart)", "provides: numbered", "uses: orders", script: Self.service)
        try folder.add(
            "client", "provides: orders", "uses: numbered", "grants: system", script: Self.client + client + "exit(0);")
        return folder
    }

    @Test("Opens that come while the service is down wait, and are served in order; up to a bound")
    func waiting() throws {
        let folder = try folder(
            restart: "always",
            client: """
                (await next()).reply({ body: "exit" });
                // It may just end, or wait to be started again.
                const state = () => System.open().services().find(({ name }) => name === "numbered").state;
                while (state() !== "restarting") await sleep(1);
                const waiting = Array.from({ length: 64 }, () => connect("numbered"));
                console.log(await refusal(connect("numbered")));
                (await next()).reply({ body: "exit" });
                (await next()).reply({ body: "serve" });
                const numbers = await Promise.all(waiting.map(number));
                console.log(numbers.every((number, index) => number === index + 1));
                console.log(await number(connect("numbered")));

                """)
        let run = try folder.run("client", "numbered")
        run.expect(run.status == 0, "the client ends well: \(run.status)")
        run.expect(run.lines(of: "client") == ["limitReached", "true", "65"], "\(run.lines(of: "client"))")
        run.expect(run.supervision(of: "numbered").count == 2, "it was down twice")
    }

    @Test("An open that was answered and not taken is a channel whose other end is closed; the next one is served")
    func inFlight() throws {
        let folder = try folder(
            restart: "on-failure",
            client: """
                (await next()).reply({ body: "exit registered" });
                // It waits for an answer to that, and takes nobody.
                const registered = await next();
                const lost = await connect("numbered");
                const request = refusal(lost.read());
                registered.reply();
                console.log(await request, await refusal(lost.receive()));
                (await next()).reply({ body: "serve" });
                console.log(await number(connect("numbered")));
                System.open().shutdown(0);

                """)
        let run = try folder.run("client", "numbered")
        run.expect(run.status == 0, "the client comes to its end: \(run.status)")
        run.expect(run.lines(of: "client") == ["peerClosed peerClosed", "1"], "\(run.lines(of: "client"))")
    }

    @Test("Where the service does not come back who waits is refused, and who comes; until it is started again")
    func refused() throws {
        for restart in ["never", "on-failure"] {
            // One that fails is given up in the end.
            let failures = restart == "never" ? 1 : 10
            let folder = try folder(
                restart: restart,
                client: """
                    const waiting = [connect("numbered"), connect("numbered")];
                    for (let run = 1; run <= \(failures); run++) (await next()).reply({ body: "exit" });
                    for (const open of waiting) console.log(await refusal(open));
                    console.log((await connect("numbered").catch((error) => error)).message);
                    const system = System.open();
                    const { state, waiting: left, restarts } = system.services().find(({ name }) => name === "numbered");
                    console.log(state, left, restarts);
                    system.start("numbered");
                    const open = connect("numbered");
                    (await next()).reply({ body: "serve" });
                    console.log(await number(open));
                    system.shutdown(0);

                    """)
            let run = try folder.run("client", "numbered")
            run.expect(run.status == 0, "the client comes to its end: \(run.status)")
            let expected = [
                "peerClosed", "peerClosed",
                "service/numbered: peerClosed (what provided it has ended, and is not started again)",
                "ended 0 \(failures - 1)", "1",
            ]
            run.expect(run.lines(of: "client") == expected, "\(restart): \(run.lines(of: "client"))")
        }
    }
}
