// The program behind the commands in scripts/ that are more than a few lines of shell. scripts/tool builds and calls it:
// FTLTool ROOT COMMAND ARGUMENT…, with the root of the repository. Whatever is wrong is one line on standard error.

import ArgumentParser
import Foundation
import Glibc
import ToolKit

/// A command in scripts/.
protocol Tool: ParsableCommand {
    /// - Returns: the exit status.
    /// - Throws: `ToolError` and errors of parsing.
    func run(in repository: Repository) throws -> Int32
}

@main
enum FTLTool {
    /// The commands, by their names in scripts/.
    private static let tools: [String: any Tool.Type] = [
        "bench": BenchCommand.self, "budget": BudgetCommand.self, "check": CheckCommand.self,
        "figures": FiguresCommand.self,
        "hot": HotCommand.self,
        "engine-host": EngineHostCommand.self, "engine-linux": EngineLinuxCommand.self,
    ]

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count >= 2, let tool = tools[words[1]] else {
            say(
                "it is called by scripts/tool: FTLTool ROOT COMMAND ARGUMENT…, with one of "
                    + tools.keys.sorted().joined(separator: ", "), as: "FTLTool")
            exit(2)
        }
        Interruption.watch()
        exit(run(tool, Array(words.dropFirst(2)), in: Repository(root: words[0]), as: words[1]))
    }

    private static func run(_ tool: any Tool.Type, _ words: [String], in repository: Repository, as name: String)
        -> Int32
    {
        do {
            // The parser says what is wrong with the command line, and runs nothing.
            let command = try tool.parse(words)
            return try command.run(in: repository)
        } catch let error as ToolError {
            if let message = error.message { say(message, as: name) }
            return error.status
        } catch {
            if tool.exitCode(for: error) == .success {
                print(tool.fullMessage(for: error))
                return 0
            }
            say(UsageMessage.line(from: tool.message(for: error)) + " (see scripts/\(name) --help)", as: name)
            return 2
        }
    }

    private static func say(_ message: String, as name: String) {
        FileHandle.standardError.write(Data("\(name): \(message)\n".utf8))
    }
}
