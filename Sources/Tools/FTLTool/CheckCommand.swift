// The command line of scripts/check.

import ArgumentParser
import ToolKit

struct CheckCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/check", abstract: "Checks the rules of this repository that no compiler checks.",
        usage: "scripts/check [--root DIR]",
        discussion: """
            Formatting, imports between modules and the dependencies in Package.swift, no unsafe code in apps, reasons for \
            that of the kernel, sizes and headers of files, paths of a machine, left-over marks, what guides point at and \
            count, shell syntax, licences, and scripts against the declarations in js-apps/types.

            Exit status: 0 nothing found, 1 something found, 2 it could not be checked.
            """)

    @Option(help: ArgumentHelp("Check another folder of the same layout.", valueName: "folder"))
    var root: String?

    func run(in repository: Repository) throws -> Int32 {
        let findings = try Check(root: root ?? repository.root).findings()
        for finding in findings { print(finding) }
        guard !findings.isEmpty else { return 0 }
        throw ToolError.failure("\(findings.count) violation\(findings.count == 1 ? "" : "s")")
    }
}
