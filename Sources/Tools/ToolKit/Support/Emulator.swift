// The machine, one instruction per nanosecond, and the plugins that watch it. The plugins are C: they are loaded into the
// emulator, whose interface for them is C, and they run at each instruction.

import Foundation

/// A plugin for the emulator, built by the compiler that comes with Swift.
struct EmulatorPlugin {
    let file: String

    /// - Parameter name: of its source in scripts/, without the ending.
    init(_ name: String, of repository: Repository, in folder: ScratchFolder) throws(ToolError) {
        file = "\(folder.path)/\(name).so"
        let options = ["-O2", "-Wall", "-shared", "-fPIC", "-fvisibility=hidden"]
        let clang = Executable.inToolchain("clang") ?? "clang"
        let built = try Subprocess.run([clang] + options + ["-o", file, repository.script(name + ".c")])
        guard built.status == 0 else { throw .refusal("the plugin for the emulator cannot be built") }
    }
}

/// One boot of the machine that is the same each time.
struct Emulator {
    let repository: Repository
    let initfs: String
    /// The apps, as the kernel's command line has them.
    let apps: [String]

    /// Boots the apps until they have ended, or the plugin has seen enough.
    ///
    /// - Parameters:
    ///   - console: the file for what is printed.
    ///   - plugin: its file and its arguments.
    func boot(logLevel: String, console: String, plugin: String? = nil) throws(ToolError) {
        var words = [
            "qemu-system-riscv64", "-M", "virt", "-m", "128M", "-bios", "default", "-kernel", repository.kernel,
            "-initrd", initfs, "-append", "loglevel=\(logLevel) batch apps=" + apps.joined(separator: ","),
            "-display", "none", "-serial", "file:" + console, "-icount", "shift=0,sleep=off",
            "-rtc", "base=2026-01-01,clock=vm", "-seed", "1",
        ]
        if let plugin { words += ["-plugin", plugin] }
        _ = try Subprocess.run(words)
    }
}

/// Where the log of a boot with `loglevel=debug` says that programs lie.
struct LoadedProgram: Equatable {
    let name: String
    let base: UInt64

    /// The programs that were started, in order.
    static func all(in log: String) -> [LoadedProgram] {
        log.split(whereSeparator: \.isNewline).compactMap { line in
            guard let match = line.firstMatch(of: #/'([a-z0-9-]+)' started, image at 0x([0-9a-f]+)/#),
                let base = UInt64(match.2, radix: 16)
            else { return nil }
            return LoadedProgram(name: String(match.1), base: base)
        }
    }
}
