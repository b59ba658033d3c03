// The command line of scripts/bench.

import ArgumentParser
import Foundation
import ToolKit

struct BenchCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/bench",
        abstract: "Takes the figures of docs/performance.md; they are the same each time.",
        usage: "scripts/bench [--json FILE] [--compare FILE] [--smoke] [--list] [NAME…]",
        discussion: """
            Exit status:
                0   everything was measured; bars that do not hold are no failure
                1   something could not be measured, or is worse (--smoke)
                2   not started: usage, an unknown name, a file that cannot be
                    read, a build that fails, a missing tool

            Environment: as scripts/run.
            """)

    @Option(help: ArgumentHelp("Write the figures there as well.", valueName: "file"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Compare with the figures in a file that --json wrote; what changed by more than 3 % is marked.",
            valueName: "file"))
    var compare: String?

    @Flag(
        help: """
            Measure a small part only, and fail where a figure is more than 10 % worse than the one recorded in \
            docs/performance.json (or in the file named by --compare).
            """)
    var smoke = false

    @Flag(help: "List what is measured, and boot nothing.")
    var list = false

    @Argument(help: "What to measure; everything, where nothing is named.")
    var names: [String] = []

    func run(in repository: Repository) throws -> Int32 {
        for (option, file) in [("--json", json), ("--compare", compare)] where file == "" {
            throw ToolError.refusal("\(option) needs a file (see scripts/bench --help)")
        }
        let bench = try Bench(repository, names: names, compared: list ? nil : compare, isSmoke: smoke && !list)
        if list {
            for line in Bench.list { print(line) }
            return 0
        }
        let complaints = try bench.run(writing: json) { print($0) }
        fflush(nil)
        for complaint in complaints { FileHandle.standardError.write(Data("bench: \(complaint)\n".utf8)) }
        return complaints.isEmpty ? 0 : 1
    }
}
