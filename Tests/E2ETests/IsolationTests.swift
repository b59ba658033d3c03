// User isolation, attacked by machine code that was written for it, and an app in C that has nothing of the kind in mind.

import Foundation
import Testing

struct IsolationTests {
    /// The addresses of the kernel's parts, as its linker placed them.
    private func kernelPlaces() throws -> [String: UInt64] {
        let symbols = try Command.run(Repository.tool("llvm-nm", Repository.kernel))
        #expect(symbols.status == 0)
        var addresses: [String: UInt64] = [:]
        for line in symbols.lines {
            let words = line.split(separator: " ")
            if words.count == 3 { addresses[String(words[2])] = UInt64(words[0], radix: 16) }
        }
        return [
            "text": try #require(addresses["ftl_text_start"]), "gate": try #require(addresses["ftl_user_call"]),
            "rodata": try #require(addresses["ftl_text_end"]), "data": try #require(addresses["ftl_rodata_end"]),
            "stack": try #require(addresses["ftl_stack_top"]) - 8,
        ]
    }

    /// How many attacks docs/isolation.md says there are of each group.
    private static func told() throws -> [String: Int] {
        let text = try String(contentsOfFile: Repository.root + "/docs/isolation.md", encoding: .utf8)
        let rows =
            text.split(separator: "\n| group | attacks |").last?.split(
                separator: "\n", omittingEmptySubsequences: false
            ).dropFirst(2) ?? []
        let cells = rows.prefix { $0.hasPrefix("| ") }.map { $0.split(separator: "|") }
        return Dictionary(
            uniqueKeysWithValues: cells.map { cells in
                let words = cells.prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
                return (words[0], Int(words[1]) ?? 0)
            })
    }

    @Test("Every attack ends in a fault with its cause in the log, or in a refusal, and leaves nothing behind")
    func attacks() throws {
        let app = "isolation-attacks"
        let places = try kernelPlaces().mapValues { "0x" + String($0, radix: 16) }
        let folder = try copyOfApps()
        let words = places.map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        try FileManager.default.copyItem(
            atPath: Repository.root + "/Tests/Scripts/isolation-attacks", toPath: folder.path + "/js-apps/" + app)
        try folder.write(
            "js-apps/\(app)/manifest",
            "language: javascript\nisolation: kernel\ngrants: system\narguments: \(words)\n")
        let run = try VirtualMachine.run(.init(apps: [app], root: folder.path), within: .hanging)
        // Apps that were started and failed make it a failure; a panic would be another one.
        run.expect(run.status == 65, "the kernel goes on: \(run.status)")
        let lines = run.lines(of: app)
        run.expect(lines.allSatisfy { !$0.hasPrefix("FAILED") }, "nothing came out otherwise")
        let end = lines.last?.wholeMatch(of: #/ok: (\d+) attacks, and each of them was refused/#)
        let told = try Self.told()
        run.expect(end.flatMap { Int($0.1) } == told.values.reduce(0, +), "as many as docs/isolation.md says")
        for (group, count) in told {
            guard let line = lines.first(where: { $0.hasPrefix(group + ": ") }) else { continue }
            run.expect(line == "\(group): \(count) attacks", "as many as docs/isolation.md says")
        }

        let log = run.lines.filter { $0.contains("fault: 'intruder' (process ") }
        var faults = 0
        for line in lines {
            guard let match = line.wholeMatch(of: #/ok: (.+), process (\d+): (.+)/#), match.3 != "refused" else {
                continue
            }
            faults += 1
            let report = log.first { $0.contains("(process \(match.2)): ") } ?? "nothing"
            run.expect(report.contains(match.3), "\(match.1) has the cause \(match.3): the log says \(report)")
        }
        run.expect(faults >= 150 && faults == log.count, "each fault is one that was meant: \(faults), \(log.count)")
        for (part, place) in places {
            run.expect(log.contains { $0.hasSuffix("load page fault at \(place)") }, "the kernel's \(part) was tried")
        }
    }

    @Test("An app in C talks to a service as any other does")
    func foreignApp() throws {
        let run = try VirtualMachine.run(.init(apps: ["hello-c", "pong"]))
        run.expect(run.status == 0, "both end well: \(run.status)")
        let expected = (1...10).map { "ping \($0) -> pong \($0)" }
        run.expect(Array(run.lines(of: "hello-c").dropFirst()) == expected, "it gets all answers")
        let hello = run.lines(of: "hello-c").first ?? ""
        run.expect(hello.wholeMatch(of: #/Hello from C! I am process \d+, in user isolation\./#) != nil, "it says so")
    }

    @Test("An app in C with all grants cannot have its own program, or a trusted one, run in kernel isolation")
    func insider() throws {
        let run = try VirtualMachine.run(.init(apps: ["insider"]))
        run.expect(run.status == 0, "it ends well: \(run.status)")
        run.expect(run.lines(of: "insider") == ["all was refused"], "each attempt is refused")
    }

    @Test("Each part of `grants: system` gives what it says, and no more")
    func grants() throws {
        let folder = try RestartFolder()
        let attempts = """
            const system = System.open();
            const tried = [
                () => system.processes(), () => system.process(1), () => system.start("plain"), () => system.shutdown(3),
            ];
            const answers = [];
            for (const attempt of tried) {
                try { await attempt(); answers.push("done"); } catch (error) { answers.push(error.code); }
            }
            console.log(answers.join());
            """
        try folder.add("plain", script: "")
        try folder.add("observer", "grants: observe", script: attempts)
        try folder.add("manager", "grants: manage", script: attempts)
        try folder.add("switcher", "grants: power", script: attempts)
        let run = try folder.run("observer", "manager")
        run.expect(run.lines(of: "observer") == ["done,notAllowed,notAllowed,notAllowed"], "it looks")
        run.expect(run.lines(of: "manager") == ["notAllowed,done,done,notAllowed"], "it starts and ends")
        let last = try folder.run("switcher")
        run.expect(last.status != 0 && last.lines(of: "switcher") == [], "it switches the machine off: \(last.status)")
    }

    @Test("An app in C is refused kernel isolation, before anything boots")
    func foreignAppInKernelIsolation() throws {
        let run = try scriptsRun(["--batch", "hello-c@kernel"])
        #expect(run.status == 2)
        #expect(run.output.contains("hello-c: an app in c can have user isolation only"), "\(run.output)")
    }
}
