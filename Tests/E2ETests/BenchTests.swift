// scripts/bench: that what it measures is no worse than what is recorded in the repository, that it would say so, and
// what it refuses.

import Foundation
import Testing

struct BenchTests {
    /// scripts/bench without a build. Booting and measuring takes some ten seconds on an idle host.
    private func bench(_ arguments: [String]) throws -> Command {
        try Repository.requireBuilt()
        return try withMachineSlot {
            try Command.run(
                [Repository.script("bench")] + arguments, environment: ["FTL_BUILT": "1"], within: .hanging)
        }
    }

    @Test("No figure of the smoke run is more than 10 % above the recorded one")
    func smoke() throws {
        let run = try bench(["--smoke"])
        #expect(run.status == 0, "\(run.output)")
        for name in ["null-swift", "channel-swift", "process-js", "memory-js", "boot"] {
            #expect(run.lines.contains { $0.hasPrefix(name + " ") }, "\(name) is measured: \(run.output)")
        }
    }

    @Test("A figure that is above the recorded one, or has none, fails the smoke run and is named")
    func regression() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "before.json", #"{"figures": [{"name": "boot", "median": 1000000}, {"name": "null-swift", "median": 9}]}"#)
        let run = try bench(["--smoke", "--compare", folder.path + "/before.json", "boot"])
        #expect(run.status == 1, "\(run.output)")
        #expect(run.lines.contains { $0.hasPrefix("bench: 'boot' is ") && $0.contains("1000000") }, "\(run.output)")
        #expect(!run.output.contains("null-swift"), "only what was asked for is measured")

        try folder.write("before.json", #"{"figures": [{"name": "null-swift", "median": 9}]}"#)
        let other = try bench(["--smoke", "--compare", folder.path + "/before.json", "boot"])
        #expect(other.status == 1 && other.output.contains("'boot' is not in "), "\(other.output)")
    }

    @Test("What --json wrote compares as unchanged; the same run with another figure is marked")
    func comparison() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/figures.json"
        let first = try bench(["--json", file, "boot", "kernel-image"])
        #expect(first.status == 0, "\(first.output)")
        let second = try bench(["--compare", file, "boot", "kernel-image"])
        #expect(second.status == 0)
        #expect(second.lines.count { $0.contains("+0.0 %") || $0.contains("-0.0 %") } == 2, "\(second.output)")

        let text = try String(contentsOfFile: file, encoding: .utf8)
        try folder.write("figures.json", text.replacing(try Regex("\"median\": [0-9]+"), with: "\"median\": 100"))
        let third = try bench(["--compare", file, "kernel-image"])
        #expect(third.status == 0 && third.output.contains("%  MORE"), "\(third.output)")
    }

    @Test("Of processes there must be as many as the bar says, and not fewer than were recorded")
    func counts() throws {
        let folder = try TemporaryFolder()
        try folder.write("before.json", #"{"figures": [{"name": "many-swift", "median": 8000}]}"#)
        let run = try bench(["--smoke", "--compare", folder.path + "/before.json", "many-swift"])
        #expect(run.status == 1 && run.output.contains("more than 10 % below the 8000"), "\(run.output)")
        #expect(run.lines.contains { $0.contains(" 5,000  yes ") && $0.hasSuffix("LESS") }, "\(run.output)")
    }

    @Test("Computing takes no more than on Linux, by 5 %; what is in use at the prompt is read there")
    func others() throws {
        let run = try bench(["compute-js", "compute-js-linux", "memory-prompt"])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.lines.contains { $0.hasPrefix("compute-js ") && $0.hasSuffix(" yes") }, "\(run.output)")
        #expect(run.lines.contains { $0.hasPrefix("memory-prompt ") && $0.contains(" bytes ") }, "\(run.output)")
    }

    @Test(
        "What cannot be meant is refused in one line, with status 2",
        arguments: [
            (["--jsn", "file"], "unknown option '--jsn'"),
            (["--json"], "--json needs a file"),
            (["--compare", "/nowhere/file", "boot"], "/nowhere/file cannot be read"),
            (["no-such-figure"], "there is no figure 'no-such-figure'"),
        ])
    func usage(_ arguments: [String], _ complaint: String) throws {
        let run = try bench(arguments)
        #expect(run.status == 2)
        #expect(run.lines.count == 1 && run.output.contains(complaint), "\(run.output)")
    }

    @Test("--list names what is measured; --help documents every option")
    func lists() throws {
        let list = try bench(["--list"])
        #expect(list.status == 0)
        #expect(list.lines.contains { $0.hasPrefix("compute-js ") }, "\(list.output)")
        let help = try bench(["--help"])
        for text in ["--json", "--compare", "--smoke", "--list", "    0 ", "    1 ", "    2 "] {
            #expect(help.output.contains(text), "\(text)")
        }
    }

    @Test("scripts/budget counts what a call that does nothing executes, to the instruction")
    func budget() throws {
        try Repository.requireBuilt()
        let run = try withMachineSlot {
            try Command.run(
                [Repository.script("budget"), "nullcall", "ftl_gate"], environment: ["FTL_BUILT": "1"],
                within: .hanging)
        }
        #expect(run.status == 0, "\(run.output)")
        let sums = run.lines.compactMap { Double($0.split(separator: " ")[0]) }
        let gate = run.lines.first { $0.hasSuffix("  boot/kernel/gate.S") }
        #expect(gate != nil, "\(run.output)")
        let all = try #require(sums.last)
        #expect(run.lines.last?.hasSuffix("  all") == true && all > 30 && all <= 150, "\(run.output)")
        // Rounded each, and what is less than half an instruction is left out.
        #expect(abs(sums.dropLast().reduce(0, +) - all) < 5, "\(run.output)")
    }
}
