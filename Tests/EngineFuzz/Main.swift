// The program that scripts/fuzz builds and runs; see there, and docs/testing.md.

import CFuzz
import Foundation

let usage = """
    usage: EngineFuzz ROOT fuzz [OPTION or CORPUS of libFuzzer…]   inputs of libFuzzer's, until it ends
           EngineFuzz ROOT run FILE…                               each input once
           EngineFuzz ROOT memory STRIDE [OFFSET] FILE or APP…     with every STRIDE-th allocation failing
           EngineFuzz ROOT stack FILE…                             with little stack
           EngineFuzz ROOT print FILE…                             the scripts that inputs stand for
    ROOT is the repository. Findings go to the folder that FUZZ_FINDINGS names.
    """

@main struct Main {
    static func main() {
        fuzz_prepare()
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2 else { stop(usage) }
        let (root, mode) = (arguments.removeFirst(), arguments.removeFirst())
        let findings = Findings(folder: ProcessInfo.processInfo.environment["FUZZ_FINDINGS"])
        do {
            switch mode {
            case "fuzz": try Fuzzing.run(root, findings)
            case "run": try finish(Fuzzing.runOnce(arguments, root, findings))
            case "stack": try finish(Fuzzing.runOnce(arguments, root, findings, stackLength: 128 * 1024))
            case "memory":
                guard let stride = arguments.first.flatMap({ UInt64($0) }), stride > 0 else { stop(usage) }
                arguments.removeFirst()
                let offset = arguments.first.flatMap { UInt64($0) }
                if offset != nil { arguments.removeFirst() }
                try finish(MemoryTrials.run(arguments, stride: stride, offset: offset ?? 0, root, findings))
            case "print":
                for file in arguments { print(String(decoding: Input.script(of: try Files.read(file)), as: UTF8.self)) }
            default: stop(usage)
            }
        } catch {
            stop("EngineFuzz: \(error)")
        }
    }

    private static func finish(_ findings: Int) -> Never { exit(findings == 0 ? 0 : 1) }

    private static func stop(_ message: String) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(2)
    }
}
