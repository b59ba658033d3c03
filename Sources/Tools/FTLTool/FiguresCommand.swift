// The command line of scripts/figures.

import ArgumentParser
import ToolKit

struct FiguresCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/figures", abstract: "Puts what is made into the guides.",
        usage: "scripts/figures [--check]",
        discussion: """
            The figures of docs/performance.json, and the picture of the modules by the import rules. Where they go, comments \
            in the Markdown say: Sources/Tools/ToolKit/Figures/Guide.swift.

            Exit status: 0 they are there, 1 something is not as it should be (with --check), or cannot be made, \
            2 a file cannot be read or written.
            """)

    @Flag(help: "Write nothing: say what is not as it should be.")
    var check = false

    func run(in repository: Repository) throws -> Int32 {
        let guides = try Guides(root: repository.root)
        if !check {
            for name in try guides.write() { print("figures: wrote \(name)") }
        }
        let complaints = guides.complaints
        for complaint in complaints { print(complaint) }
        return complaints.isEmpty ? 0 : 1
    }
}
