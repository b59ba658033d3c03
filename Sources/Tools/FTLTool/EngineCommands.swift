// The command lines of scripts/engine-host and scripts/engine-linux.

import ArgumentParser
import ToolKit

struct EngineHostCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/engine-host",
        abstract: "Builds the JavaScript engine for this machine, under sanitizers.",
        usage: "scripts/engine-host",
        discussion: """
            Prints the path of a program that runs a script on it, as in
              "$(scripts/engine-host)" Tests/EngineTests/Scripts/map-clear.js
            Needs scripts/setup. Exit status: 0 it is there, 2 it does not build.
            """)

    func run(in repository: Repository) throws -> Int32 {
        print(try EngineBuild(.host, in: repository).run())
        return 0
    }
}

struct EngineLinuxCommand: Tool {
    static let configuration = CommandConfiguration(
        commandName: "scripts/engine-linux",
        abstract: "Builds the JavaScript engine for Linux on riscv64.", usage: "scripts/engine-linux",
        discussion: """
            Prints the path of a program that runs a module's work on it, as in
              qemu-riscv64 "$(scripts/engine-linux)" Tests/Scripts/bench-compute/work.js 1
            Installs what that needs (scripts/setup --bench).
            Exit status: 0 it is there, 2 it does not build.
            """)

    func run(in repository: Repository) throws -> Int32 {
        print(try EngineBuild(.linux, in: repository).run())
        return 0
    }
}
