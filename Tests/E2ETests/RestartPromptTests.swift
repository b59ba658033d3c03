// Restarts as they are seen and stopped at the prompt.

import Testing

struct RestartPromptTests {
    @Test("The lists show what waits to be started again and how often it was; who kills that wants it to end")
    func prompt() throws {
        let prompt = try Prompt(apps: ["repl"])
        // Brings the app down until it is seen to wait, which it does longer each time.
        try prompt.enter(
            """
            const find = () => apps().find(({ name }) => name === 'restartable'); \
            const down = async () => { while (true) { \
            await (await connect('restartable')).write('exit 1').catch((error) => error); \
            const { restarts } = find(); \
            while (find().restarts === restarts) { if (find().state === 'restarting') return restarts; await sleep(1); } } }
            """)
        try prompt.expect("Object.values(find()).join()", #""restartable,javascript,manual,always,,,0""#)
        try prompt.enter("run('restartable'); await connect('restartable'); 0")
        let services = try prompt.enter("services()")
        #expect(services.contains("name         pid  app          state    waiting  restarts"), "\(services)")
        #expect(
            services.contains { $0.wholeMatch(of: /restartable +\d+  restartable  running        0         0/) != nil },
            "\(services)")
        try prompt.expect("const before = await down(); services()[0].state", #""restarting""#)
        try prompt.enter("await connect('restartable'); 0")
        try prompt.expect("services()[0].restarts === before + 1", "true")
        try prompt.expect("ps().find(({ name }) => name === 'restartable').restarts === before + 1", "true")
        let processes = try prompt.enter("ps()")
        #expect(processes.contains { $0.hasPrefix("pid  parent  name") && $0.hasSuffix("restarts") }, "\(processes)")

        try prompt.expect("await down(); kill('restartable'); find().state", #""ended""#)
        try prompt.expect("kill('restartable')", "Uncaught RangeError: no process is named restartable")
        try prompt.expect(
            "await connect('restartable')",
            "Uncaught FtlError: service/restartable: peerClosed (what provided it has ended, and is not started again)")
    }
}
