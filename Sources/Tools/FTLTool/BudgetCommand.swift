// The command line of scripts/budget.

import ArgumentParser
import ToolKit

extension BudgetKey: ExpressibleByArgument {}

struct BudgetCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/budget", abstract: "Shows where the instructions of a path go.",
        usage: "scripts/budget [--skip N] [--count N] [--per N] [--by file|function|line] APP… FUNCTION",
        discussion: """
            Boots the apps and counts instructions from one pass of the function (of the kernel's or the gate's, as it is \
            named in the source, or ftl_gate for any call) to a later one; shows how many there are for one pass, by where \
            they are from.

            Exit status: 0 counted, 1 the function was not passed as often, 2 usage, a build that fails or a missing tool.
            """)

    @Option(help: ArgumentHelp("Passes before the first one that counts.", valueName: "n"))
    var skip = 100

    @Option(help: ArgumentHelp("Passes that count.", valueName: "n"))
    var count = 100

    @Option(help: ArgumentHelp("Passes that make one operation.", valueName: "n"))
    var per = 1

    @Option(help: ArgumentHelp("What instructions are shown by: file, function or line.", valueName: "what"))
    var by = BudgetKey.file

    @Argument(help: "The apps, and the function.")
    var words: [String] = []

    func run(in repository: Repository) throws -> Int32 {
        guard let function = words.last, words.count >= 2 else {
            throw ToolError.refusal("an APP and a FUNCTION are needed (see scripts/budget --help)")
        }
        let budget = try Budget(
            repository, apps: Array(words.dropLast()), function: function, passes: (skip, count, per), by: by)
        for line in try budget.run() { print(line) }
        return 0
    }
}
