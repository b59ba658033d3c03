// The command line of scripts/hot.

import ArgumentParser
import ToolKit

struct HotCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/hot", abstract: "Writes down which blocks of the prepared image scripts touch.",
        usage: "scripts/hot",
        discussion: """
            Boots some scripts with a plugin of the emulator that sees what they touch of the prepared image, and writes \
            Sources/Runtimes/QuickJS/hot.h. To be run after changes of Sources/Runtimes/Library and of the engine, or \
            scripts take up more memory (scripts/bench memory-js) than they have to.

            Exit status: 0 written, 2 usage, a build that fails or a missing tool.
            """)

    func run(in repository: Repository) throws -> Int32 {
        try HotBlocks(repository).run()
        return 0
    }
}
