// Inputs, from libFuzzer or from files, each run once.

import CFuzz
import Foundation

/// An input: a script's text where it begins with a comment, and otherwise choices for the grammar.
enum Input {
    static func script(of bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: Array("//".utf8)) { return bytes }
        var grammar = Grammar(Choices(bytes))
        return Array(grammar.script().utf8)
    }
}

enum Fuzzing {
    // libFuzzer calls back without a context.
    nonisolated(unsafe) private static var host: ScriptHost!
    nonisolated(unsafe) private static var findings = Findings(folder: nil)

    /// Lets libFuzzer make inputs. Does not return.
    static func run(_ root: String, _ found: Findings) throws {
        findings = found
        try ScriptHost.run(Scripts(root: root, app: nil)) { made in
            host = made
            // libFuzzer takes what follows the first argument as its own; ours are the two before.
            var count = CommandLine.argc - 2
            var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 2
            // It starts itself again for some of what it does, by a shell.
            CommandLine.unsafeArgv[2] = strdup("\(CommandLine.arguments[0]) \(root) fuzz")
            _ = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                // What takes too long is of no use for what follows.
                return Fuzzing.tryScript(Input.script(of: input), "input").outcome == .slow ? -1 : 0
            }
        }
    }

    /// Runs each file; how many faults there were.
    ///
    /// - Parameter stackLength: nil: as much stack as on the target, and not too much time.
    static func runOnce(_ files: [String], _ root: String, _ found: Findings, stackLength: Int? = nil) throws -> Int {
        findings = found
        if stackLength != nil { seconds = 120 }
        let scripts = Scripts(root: root, app: nil)
        try ScriptHost.run(scripts, stackLength: stackLength ?? 1 << 20, isPatient: stackLength != nil) { made in
            host = made
            Trial.isVerbose = ProcessInfo.processInfo.environment["FUZZ_VERBOSE"] != nil
            for file in files {
                let script = Input.script(of: try Files.read(file))
                let trial = tryScript(script, file)
                if Trial.isVerbose || trial.outcome == .slow { print("\(file): \(trial.outcome)\n\(trial.report)") }
            }
        }
        return findings.count
    }

    /// How long a script may take.
    nonisolated(unsafe) private static var seconds = Trial.timeLimit

    private static func tryScript(_ script: [UInt8], _ name: String) -> Trial {
        let trial = Trial.run(seconds: seconds) {
            host.setText(script)
            host.runScript()
        }
        findings.add(trial, script, name)
        return trial
    }
}
