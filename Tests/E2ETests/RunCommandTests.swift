// What scripts/run promises to whoever calls it: its exit statuses, and that whatever can be refused is refused in
// one clear line before QEMU starts.

import Foundation
import Testing

/// scripts/run without a build, for as long as a test may take.
func scriptsRun(_ arguments: [String], root: String = Repository.root) throws -> Command {
    try Repository.requireBuilt()
    return try withMachineSlot {
        try Command.run(
            [Repository.script("run")] + arguments, environment: ["FTL_BUILT": "1", "FTL_ROOT": root],
            within: .hanging)
    }
}

struct RunCommandTests {
    @Test(
        "What cannot be meant is refused in one line, with status 2",
        arguments: [
            (["--memory", "31M"], "'31M' is not between 32M and 4G"),
            (["--memory", "5G"], "'5G' is not between 32M and 4G"),
            (["--memory", "lots"], "'lots' is not a size"),
            (["--memory"], "--memory needs a value"),
            (["--smp", "0"], "'0' is not a number from 1 to 4"),
            (["--smp=5"], "'5' is not a number from 1 to 4"),
            (["--timeout", "soon"], "'soon' is not a number of seconds"),
            (["--loglevel", "loud"], "'loud' is not none, error, warning, info or debug"),
            (["--bach"], "unknown option '--bach'"),
            (["Hello"], "'Hello' is not a name of an app"),
            (["a,b"], "'a,b' is not a name of an app"),
        ])
    func usage(_ arguments: [String], _ complaint: String) throws {
        let run = try scriptsRun(arguments)
        #expect(run.status == 2)
        #expect(run.lines.count == 1 && run.output.contains(complaint), "\(run.output)")
    }

    @Test("An app that there is not is refused in one line, with status 2")
    func unknownApp() throws {
        let run = try scriptsRun(["--batch", "hello", "no-such-app"])
        #expect(run.status == 2)
        #expect(run.lines.count == 1 && run.output.contains("no-such-app"), "\(run.output)")
    }

    @Test(
        "A broken manifest is refused in one line that names it, with status 2",
        arguments: [
            ("isolation: kernel\n", "language"),
            ("language: javascript\nisolation: none\n", "\"none\""),
            ("language: javascript\nisolation: user\nquota: pages=1\n", "pages=1"),
            ("language: cobol\nisolation: kernel\n", "cobol"),
            ("language: javascript\nisolation: kernel\ncolour: red\n", "colour"),
            ("language: javascript\nlanguage: javascript\nisolation: kernel\n", "language"),
            ("language: javascript\nisolation: kernel\nuses: Bad/Name\n", "Bad/Name"),
        ])
    func brokenManifest(_ manifest: String, _ complaint: String) throws {
        let folder = try copyOfApps()
        try folder.write("js-apps/broken/main.js", "// Does nothing.\n")
        try folder.write("js-apps/broken/manifest", manifest)
        let run = try scriptsRun(["--batch", "broken"], root: folder.path)
        #expect(run.status == 2)
        #expect(run.lines.count == 1, "\(run.output)")
        #expect(run.output.contains(complaint) && run.output.contains("broken"), "\(run.output)")
    }

    @Test("A machine without QEMU is told so in one line, with status 2")
    func missingTool() throws {
        let folder = try TemporaryFolder()
        for tool in ["bash", "dirname"] {
            let path = try #require(try Command.run(["which", tool]).lines.first)
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + tool, withDestinationPath: path)
        }
        let run = try Command.run(
            [Repository.script("run"), "hello"], environment: ["FTL_BUILT": "1", "PATH": folder.path])
        #expect(run.status == 2)
        #expect(run.lines.count == 1 && run.output.contains("qemu-system-riscv64"), "\(run.output)")
    }

    @Test("--list names the apps and boots nothing")
    func list() throws {
        let run = try scriptsRun(["--list"])
        #expect(run.status == 0)
        for app in ["hello", "hello-js", "ping", "pong-js"] { #expect(run.output.contains(app)) }
        #expect(!run.output.contains("exit-3"), "an app for tests is not among them")
        #expect(try scriptsRun(["--list", "--tests"]).output.contains("exit-3"))
    }

    @Test("--help documents every option and every status")
    func help() throws {
        let run = try scriptsRun(["--help"])
        #expect(run.status == 0)
        let texts = [
            "--batch", "--timeout", "--memory", "--smp", "--debug", "--loglevel", "  0 ", "  1 ", "  2 ", "101", "124",
        ]
        for text in texts { #expect(run.output.contains(text), "\(text)") }
    }

    @Test("On a processor that has no timer of its own, the firmware's does")
    func firmwareTimer() throws {
        let folder = try TemporaryFolder()
        let emulator = try #require(try Command.run(["which", "qemu-system-riscv64"]).lines.first)
        let stand = folder.path + "/qemu-system-riscv64"
        try folder.write("qemu-system-riscv64", "#!/bin/sh\nexec '\(emulator)' -cpu rv64,sstc=off \"$@\"\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: stand)
        let path = folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let run = try withMachineSlot {
            try Command.run(
                [Repository.script("run"), "--batch", "--icount", "--timeout", "900", "--tests", "web-timers"],
                environment: ["FTL_BUILT": "1", "PATH": path], within: .hanging)
        }
        #expect(run.status == 0, "\(run.output)")
        // As the firmware tells it; else "time,sstc".
        #expect(run.lines.contains("Boot HART ISA Extensions  : time"), "\(run.output)")
    }

    @Test("--batch: all apps exited with 0 is status 0")
    func success() throws {
        let run = try scriptsRun(["--batch", "--timeout", "600", "hello"])
        #expect(run.status == 0, "\(run.output)")
    }

    @Test("--batch: an app that failed is status 1")
    func failure() throws {
        let run = try scriptsRun(["--batch", "--timeout", "600", "--tests", "hello", "exit-3"])
        #expect(run.status == 1, "\(run.output)")
        #expect(run.lines.last == "run: an app failed")
    }

    @Test("--timeout: time that is up is status 124")
    func timeout() throws {
        let run = try scriptsRun(["--batch", "--timeout", "3", "--tests", "forever"])
        #expect(run.status == 124, "\(run.output)")
        #expect(run.lines.last == "run: the time was up after 3 s")
    }

    @Test("Ctrl-A X leaves, with status 0")
    func leaving() throws {
        try Repository.requireBuilt()
        try withMachineSlot {
            let run = try ChildProcess(
                [Repository.script("run"), "--tests", "forever"], environment: ["FTL_BUILT": "1"])
            let deadline = ContinuousClock.now + .hanging
            var output: [UInt8] = []
            while String(decoding: output, as: UTF8.self).contains("OpenSBI") == false {
                guard let more = try run.read(until: deadline), !more.isEmpty else {
                    throw HarnessError("nothing boots")
                }
                output += more
            }
            try run.write("\u{1}x")
            while let more = try run.read(until: deadline) {
                if more.isEmpty { throw HarnessError("Ctrl-A X does not leave") }
            }
            #expect(run.waitForExit() == 0)
        }
    }
}

/// A folder with copies of the app folders.
func copyOfApps() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (from, to) in [("js-apps", "js-apps"), ("Sources/Apps", "Sources/Apps")] {
        let url = URL(fileURLWithPath: folder.path).appendingPathComponent(to)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: URL(fileURLWithPath: Repository.root + "/" + from), to: url)
    }
    return folder
}
