// scripts/dev: from saving a file to what it prints, whatever was saved; and nothing is left when it is over.

import Foundation
import Testing

/// scripts/dev on a copy of the apps. It is killed with the object.
private final class DevSession {
    let folder: TemporaryFolder
    private let process: ChildProcess
    private var output = ""

    /// - Parameter isOnTerminal: with a terminal of its own, which tells its settings before and after.
    init(_ words: [String], isOnTerminal: Bool = false) throws {
        try Repository.requireBuilt()
        folder = try copyOfApps()
        let scratch = folder.path + "/scratch"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        var command = [Repository.script("dev")] + words
        if isOnTerminal {
            // The signal of Ctrl-C goes to the shell around it as well.
            let line = "trap : INT; stty -g; " + command.joined(separator: " ") + "; echo status $?; stty -g"
            command = ["script", "--quiet", "--command", line, "/dev/null"]
        }
        process = try ChildProcess(
            command, environment: ["FTL_BUILT": "1", "FTL_ROOT": folder.path, "TMPDIR": scratch])
    }

    /// The output up to a text that comes, after the one that was waited for last.
    @discardableResult
    func wait(for text: String, within limit: Duration = .hanging) throws -> String {
        let deadline = ContinuousClock.now + limit
        while true {
            if let range = output.range(of: text) {
                let seen = output[..<range.upperBound]
                output = String(output[range.upperBound...])
                return String(seen)
            }
            guard let bytes = try process.read(until: deadline), !bytes.isEmpty else {
                throw HarnessError("no '\(text)'\n" + output)
            }
            // Without carriage returns, which a terminal adds and in Swift are one character with the line end.
            output += String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self)
        }
    }

    /// Saves a file and waits until a text is printed.
    func save(_ file: String, _ text: String, printing line: String) throws {
        try folder.write(file, text)
        try wait(for: line)
    }

    func type(_ text: String) throws { try process.write(text) }

    /// Waits for its end: its status, and what it printed last.
    func end(within limit: Duration = .hanging) throws -> (status: Int32, rest: String) {
        let deadline = ContinuousClock.now + limit
        while let bytes = try process.read(until: deadline) {
            if bytes.isEmpty { throw HarnessError("still there after \(limit)\n" + output) }
            output += String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self)
        }
        return (process.waitForExit(), output)
    }

    /// The processes that were started under this session's settings, as `pid (name)`.
    func processes() throws -> [String] {
        let mark = Data("FTL_ROOT=\(folder.path)\0".utf8)
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap {
            pid in
            guard let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ"),
                environment.range(of: mark) != nil
            else { return nil }
            let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            return "\(pid) (\(name ?? "gone"))"
        }
    }

    /// Expects that neither a process nor a file of it is left.
    func expectNothingLeft() throws {
        #expect(try processes() == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/scratch") == [])
    }
}

/// A script that prints one line.
private func printing(_ line: String) -> String { "// A test's.\n\nconsole.log(\"\(line)\");\n" }

struct DevTests {
    static let script = "js-apps/hello-js/main.js"
    static let manifest = "js-apps/hello-js/manifest"

    @Test("What is saved is seen, and nothing is left in the end")
    func editAndSee() throws {
        try withMachineSlot {
            let session = try DevSession(["hello-js"])
            try session.wait(for: "Hello from JavaScript!")
            #expect(try !session.processes().isEmpty, "the search for processes finds those that are there")
            for number in 1...3 {
                try session.save(
                    Self.script, printing("saved \(number)"), printing: "hello-js   | saved \(number)\n")
            }
            try session.type("\u{1}x")
            #expect(try session.end().status == 0)
            try session.expectNothingLeft()
        }
    }

    @Test("What is broken is told, and goes on being watched")
    func broken() throws {
        try withMachineSlot {
            let session = try DevSession(["hello-js"])
            try session.wait(for: "Hello from JavaScript!")
            try session.save(Self.script, "// Broken.\n\nlet x = ;\n", printing: "main.js:3")
            try session.save(Self.script, printing("mended"), printing: "| mended")
            let manifest = "language: javascript\nisolation: kernel\n"
            try session.save(Self.manifest, "language: cobol\n", printing: "\"cobol\" is no value of \"language\"")
            try session.wait(for: "waiting for a file to be saved")
            try session.save(Self.manifest, manifest, printing: "dev: changed: \(Self.manifest)\n")
            try session.wait(for: "| mended")
            // A file that is gone, and one that is new.
            try FileManager.default.removeItem(atPath: session.folder.path + "/" + Self.script)
            try session.wait(for: "has no main.js")
            try session.save(Self.script, printing("back"), printing: "| back")
        }
    }

    @Test("A file of an editor's own is no change, and an older file in a file's place is one")
    func whatCounts() throws {
        try withMachineSlot {
            let session = try DevSession(["hello-js"])
            try session.wait(for: "Hello from JavaScript!")
            try session.folder.write("js-apps/hello-js/.main.js.swp", "x")
            try session.folder.write("js-apps/hello-js/main.js~", "x")
            try session.folder.write("js-apps/types/ftl.d.ts", "// x\n")
            let replacement = session.folder.path + "/main.js"
            try session.folder.write("main.js", printing("older"))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: replacement)
            #expect(rename(replacement, session.folder.path + "/" + Self.script) == 0)
            let seen = try session.wait(for: "| older")
            #expect(seen.contains("dev: changed: \(Self.script)\n"), "\(seen)")
            #expect(seen.components(separatedBy: "dev: changed").count == 2, "\(seen)")
        }
    }

    @Test("On a terminal Ctrl-A X leaves all of it, and the terminal is as it was")
    func terminal() throws {
        try withMachineSlot {
            let session = try DevSession(["hello-js"], isOnTerminal: true)
            let before = try session.wait(for: "\n")
            try session.wait(for: "Hello from JavaScript!")
            try session.save(Self.script, printing("saved"), printing: "| saved")
            try session.type("\u{1}x")
            let (_, rest) = try session.end()
            #expect(rest.contains("status 0\n" + before), "\(rest)")
            try session.expectNothingLeft()
        }
    }

    @Test("Where no machine is running, Ctrl-C leaves")
    func interrupt() throws {
        try withMachineSlot {
            let session = try DevSession(["no-such-app"], isOnTerminal: true)
            let before = try session.wait(for: "\n")
            try session.wait(for: "waiting for a file to be saved")
            try session.type("\u{3}")
            let (_, rest) = try session.end()
            #expect(rest.contains("status 0\n" + before), "\(rest)")
            try session.expectNothingLeft()
        }
    }

    @Test(
        "What no edit can put right is refused in one line, with status 2",
        arguments: [
            (["--batch", "hello-js"], "--batch is for scripts/run"), (["--list"], "--list is for scripts/run"),
            (["--bach"], "unknown option '--bach'"), (["--memory", "lots"], "'lots' is not a size"),
            (["Hello"], "'Hello' is not a name of an app"),
        ])
    func usage(_ words: [String], _ complaint: String) throws {
        let dev = try Command.run([Repository.script("dev")] + words, environment: ["FTL_BUILT": "1"])
        #expect(dev.status == 2)
        #expect(dev.lines.count == 1 && dev.output.contains(complaint), "\(dev.output)")
    }
}
