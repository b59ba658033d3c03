// The prompt: what a person types, and what becomes of it.

import Testing

struct ReplTests {
    @Test("The default boot ends in a prompt, which evaluates what is typed")
    func conversation() throws {
        let prompt = try Prompt()
        try prompt.expect("1+1", "2")
        try prompt.expect("_ + 1", "3")
        try prompt.expect("const x = await Promise.resolve(20); x + 1", "21")
        try prompt.expect("let x = 'again'; x", "\"again\"")
        try prompt.expect("class A { y = 1 }", "> class A { y = 1 }")
        try prompt.expect("new A", "A { y: 1 }")
        try prompt.expect("{ a: 1 }", "{ a: 1 }")
        try prompt.expect("import { Channel as C } from 'ftl'; C", "[class Channel]")
        try prompt.expect("console.log('one\\ntwo')", "two")
        let lines = try prompt.enter("undefined")
        #expect(!lines.contains("undefined"), "nothing is told of nothing: \(lines)")
    }

    @Test("An input may have several lines")
    func severalLines() throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.machine.type("function twice(x) {\n")
        try prompt.machine.wait(forScreen: "\r... \u{1b}[K")
        try prompt.machine.type("return 2 * x;\n}\n")
        try prompt.waitUntilReady()
        try prompt.expect("twice(21)", "42")
        try prompt.machine.type("`one\n")
        try prompt.machine.wait(forScreen: "\r... \u{1b}[K")
        try prompt.expect("two`", #""one\ntwo""#)
        // What was begun is forgotten after Ctrl-C.
        try prompt.machine.type("[1, 2,\n")
        try prompt.machine.wait(forScreen: "\r... \u{1b}[K")
        try prompt.machine.type("\u{03}")
        try prompt.machine.wait(forScreen: "^C")
        try prompt.expect("'as new'", "\"as new\"")
    }

    @Test("An error is told with name, message and place, and without what is the prompt's own")
    func errors() throws {
        let prompt = try Prompt(apps: ["repl"])
        let thrown = try prompt.enter("[1].map((x) => x.y.z)")
        #expect(thrown.contains("Uncaught TypeError: cannot read property 'z' of undefined"), "\(thrown)")
        #expect(thrown.contains { $0.hasPrefix("    at <anonymous> (repl:1:") }, "\(thrown)")
        #expect(!thrown.contains { $0.contains("apps/repl/") || $0.contains("evaluate") }, "\(thrown)")
        let syntax = try prompt.enter("5 +* 3")
        #expect(syntax.contains { $0.hasPrefix("Uncaught SyntaxError: ") }, "\(syntax)")
        #expect(syntax.contains { $0.contains("at repl:1:4") }, "\(syntax)")
        try prompt.expect("throw 'text'", "Uncaught \"text\"")
        try prompt.expect("await Promise.reject(new RangeError('far'))", "Uncaught RangeError: far")
        try prompt.expect("kill(12345)", "Uncaught FtlError: there is no process 12345")
        try prompt.expect("kill('nobody')", "Uncaught RangeError: no process is named nobody")
    }

    @Test("An app is started in the isolation that the prompt asks for, in either language")
    func isolation() throws {
        let prompt = try Prompt(apps: ["repl"])
        for app in ["hello", "hello-js"] {
            for isolation in ["kernel", "user"] {
                let start = "const app = run('\(app)', { isolation: '\(isolation)' });"
                let look = "ps().find((process) => process.pid === app.pid).isolation"
                try prompt.expect("\(start) \(look)", "\"\(isolation)\"")
                let lines = try prompt.enter("(await app.exited).status")
                #expect(lines.contains("0"), "\(lines)")
                let saysIt = prompt.machine.transcript.contains(", in \(isolation) isolation.")
                #expect(saysIt, "it knows itself: \(prompt.machine.transcript)")
            }
        }
    }

    @Test("The prompt survives a second one, and what would end the system is refused")
    func mishaps() throws {
        let prompt = try Prompt(apps: ["repl"])
        let second = try prompt.enter("(await run('repl').exited).status")
        #expect(second.contains { $0.hasSuffix("| another app reads what is typed already") }, "\(second)")
        #expect(second.contains("1"), "\(second)")
        let refused = try prompt.enter("kill('bootstrap')")
        #expect(refused.contains { $0.hasPrefix("Uncaught RangeError: bootstrap is what starts") }, "\(refused)")
        try prompt.expect("run('helo')", "Uncaught FtlError: there is no app helo; apps() lists them")
        try prompt.expect(
            "run('hello', { argments: [] })",
            "Uncaught TypeError: there is no option argments: isolation and arguments there are")
        try prompt.expect("apps().some((app) => app.name === 'repl')", "true")
        // What the manifest of the prompt does not name it can talk to all the same.
        try prompt.enter("run('pong-js'); const pong = await connect('pong')")
        try prompt.expect("(await pong.write('ping')).text", "\"pong 1\"")
    }

    @Test("Where the first process ends nobody is left to start another, and the machine goes off")
    func endOfTheFirstProcess() throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.machine.type("System.open().process(1).kill()\n")
        #expect(try prompt.machine.waitForExit(within: .hanging) == 66)
    }

    @Test("An error that nobody caught is told, and does no other harm")
    func uncaughtErrors() throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.machine.type("const kept = 'here'; setTimeout(() => { throw new TypeError('late') }, 1); 0\n")
        try prompt.machine.wait(forScreen: "Uncaught TypeError: late")
        try prompt.machine.type("Promise.reject(new RangeError('nobody cares')); 0\n")
        try prompt.machine.wait(forScreen: "Uncaught RangeError: nobody cares")
        try prompt.expect("kept", "\"here\"")
    }

    @Test("Tab completes, the history is walked through, and lines are edited")
    func editing() throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.expect("typeof conso\t.lo\t", "\"function\"")
        try prompt.machine.type("Math.c\t")
        try prompt.machine.type("\t")
        try prompt.machine.wait(forScreen: "cbrt         ceil         clz32        constructor  cos          cosh")
        try prompt.machine.type("\u{03}")
        try prompt.machine.wait(forScreen: "^C")
        try prompt.expect("'first'", "\"first\"")
        try prompt.expect("'second'", "\"second\"")
        try prompt.expect("\u{1b}[A\u{1b}[A", "\"first\"")
        try prompt.expect("'s\u{1b}[A", "\"second\"")
        try prompt.expect("+ 2\u{1b}[H1 \u{1b}[F0", "21")
        try prompt.expect("'hé漢😀'.lengthx\u{7f}", "5")
    }

    @Test("What is pasted is taken whole, marked or not, one line or many")
    func pasting() throws {
        let prompt = try Prompt(apps: ["repl"])
        let long = String(repeating: "x", count: 100_000)
        try prompt.enter("let long = '\(long)'", within: .hanging)
        try prompt.expect("long.length", "100000")
        try prompt.expect(
            "\u{1b}[200~if (false) {\n\tlong = 1;\n}\nelse {\n\tlong = 'other';\n}\u{1b}[201~", "\"other\"")
        let items = (0..<2000).map { "    { number: \($0), name: \"number \($0)\" }," }.joined(separator: "\n")
        try prompt.machine.type("const items = [\n\(items)\n];\n")
        try prompt.waitUntilReady(within: .hanging)
        try prompt.expect("items.length", "2000")
    }

    @Test("The commands show the system, and act on it")
    func commands() throws {
        let prompt = try Prompt()
        let processes = try prompt.enter("ps()")
        #expect(processes.contains { $0.contains("pid  parent  name") && $0.contains("memory") }, "\(processes)")
        #expect(processes.contains { $0.contains(" repl ") && $0.contains("kernel") }, "\(processes)")
        try prompt.expect("ps().filter((p) => p.name === 'repl').length", "1")
        try prompt.expect("(await run('hello').exited).reason", "\"exited\"", within: .hanging)
        try prompt.expect("await run('exit-3').exited", "{ status: 3, reason: \"exited\" }")
        try prompt.enter("const p = run('forever')")
        try prompt.expect("ps().some(({ pid, name }) => pid === p.pid && name === 'forever')", "true")
        try prompt.enter("kill(p.pid)")
        try prompt.expect("(await p.exited).reason", "\"killed\"")
        try prompt.expect("ps().some(({ pid }) => pid === p.pid)", "false")
        try prompt.expect("run('nothing')", "Uncaught FtlError: there is no app nothing; apps() lists them")
        try prompt.enter("while (ps().some((p) => p.name === 'pong-js')) await sleep(10)", within: .hanging)
        try prompt.enter("run('pong-js'); while (!services().some((s) => s.pid > 0)) await sleep(10)")
        let services = try prompt.enter("services()")
        #expect(services.contains { $0.hasPrefix("name ") && $0.contains("waiting") }, "\(services)")
        #expect(services.contains { $0.hasPrefix("pong ") && $0.contains("pong-js") }, "\(services)")
        let handles = try prompt.enter("handles('repl')")
        for type in ["channel", "sink", "system", "console"] {
            #expect(handles.contains { $0.contains(" \(type) ") }, "\(type): \(handles)")
        }
        try prompt.expect("mem().free > 1e6 && mem().free < mem().total", "true")
        let help = try prompt.enter("help()")
        #expect(help.contains { $0.contains("handles(process)") }, "\(help)")
        let page = try prompt.enter("help(ps)")
        #expect(page.contains { $0.hasPrefix("ps()  The processes") }, "\(page)")
    }

    @Test("A traced process's calls are printed, and a line that is being edited is drawn again below them")
    func tracing() throws {
        let prompt = try Prompt(apps: ["repl"])
        let lines = try prompt.enter("const h = run('hello'); trace(h); await h.exited", within: .hanging)
        #expect(lines.contains { $0.hasPrefix("trace ") && $0.contains("hello: console_write(") }, "\(lines)")
        #expect(lines.contains { $0.contains("hello: process_exit(status: 0)") }, "\(lines)")
        try prompt.machine.type("run('hello');\n'typed mean")
        try prompt.machine.wait(forScreen: "line 1 of 5")
        try prompt.machine.wait(forScreen: "\n> 'typed mean\u{1b}[K")
        try prompt.expect("while'", "\"typed meanwhile\"")
    }

    @Test("Ctrl-C interrupts whatever runs, and what was defined is kept")
    func interrupts() throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.enter("const kept = 'here'")
        try prompt.interrupt("while (true) {}")
        try prompt.interrupt("await new Promise(() => {})")
        try prompt.interrupt("await (async () => { await 1; while (true) {} })()")
        try prompt.interrupt("try { while (true) {} } catch { 'caught' } finally { 'done' }")
        try prompt.interrupt("for (const x of (function* () { while (true) yield 1; })()) ;")
        // A timer that never ends holds up the prompt.
        try prompt.enter("setTimeout(() => { console.log('begun'); while (true) {} }, 1); 0")
        try prompt.machine.wait(forScreen: "\u{1b}[Kbegun\r")
        try prompt.machine.type("\u{03}")
        #expect(try prompt.waitUntilReady().contains("interrupted"))
        try prompt.expect("kept", "\"here\"")
    }

    @Test("What cannot be interrupted is ended, and a new prompt says so", arguments: ["new Array(1e8).indexOf(3)"])
    func stuck(_ input: String) throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.enter("const kept = 'here'")
        try prompt.begin("while (true) \(input)")
        try prompt.machine.type("\u{03}")
        let lines = try prompt.waitUntilReady()
        #expect(lines.contains { $0.hasPrefix("What ran could not be interrupted") }, "\(lines)")
        try prompt.expect("typeof kept", "\"undefined\"")
    }

    @Test("A prompt that was ended is started again")
    func restart() throws {
        let prompt = try Prompt(apps: ["repl"])
        let lines = try prompt.enter("kill('repl')")
        #expect(lines.contains { $0.hasPrefix("The prompt's process had ended") }, "\(lines)")
        try prompt.expect("1+1", "2")
    }

    @Test(
        "Ctrl-D, exit and shutdown power the machine off",
        arguments: [("\u{04}", 0), ("exit()\n", 0), ("shutdown(0)\n", 0), ("exit(1)\n", 65)] as [(String, Int32)])
    func end(_ typed: String, _ status: Int32) throws {
        let prompt = try Prompt(apps: ["repl"])
        try prompt.machine.type(typed)
        #expect(try prompt.machine.waitForExit(within: .hanging) == status)
    }

    @Test("The pieces of the terminal do what they should")
    func pieces() throws {
        let run = try VirtualMachine.run(.init(apps: ["js-terminal"]))
        run.expect(run.status == 0, "js-terminal ends with status 0 when all its own checks hold: \(run.status)")
        run.expect(run.lines(of: "js-terminal").count > 80, "it says what it checked")
    }
}
