// Scripts with the n-th allocation of the engine failing, for n from 1 up to as many as there are: once only that one,
// as where a large block is not to be had, and once all from there on, as where the memory is used up.

import CFuzz
import Foundation

enum MemoryTrials {
    /// How many allocations from the n-th on fail.
    private static let lengths: [UInt64] = [1, .max / 2]

    /// Runs each script, which is a file or the name of an app; how many of them had faults.
    static func run(
        _ scripts: [String], stride: UInt64, offset: UInt64, _ root: String, _ found: Findings
    ) throws -> Int {
        var findings = found
        var faulty = 0
        for name in scripts {
            let isFile = Files.isFile(name)
            let text = isFile ? Input.script(of: try Files.read(name)) : []
            // A process of its own: a host can be made only once.
            let child = fuzz_fork(0, -1)
            if child == 0 {
                var count = 0
                do {
                    let scripts = Scripts(root: root, app: isFile ? nil : name)
                    try ScriptHost.run(scripts, isPatient: true) { host in
                        if isFile { host.setText(text) }
                        count = trials(of: host, name, text, stride, offset, &findings)
                    }
                } catch {
                    FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
                    fuzz_exit(2)
                }
                print("\(name): \(count) runs, \(findings.count) faults")
                fuzz_exit(findings.count == 0 ? 0 : 1)
            }
            if fuzz_wait(child) != 0 { faulty += 1 }
        }
        return faulty
    }

    /// How many runs there were.
    private static func trials(
        of host: ScriptHost, _ name: String, _ text: [UInt8], _ stride: UInt64, _ offset: UInt64,
        _ findings: inout Findings
    ) -> Int {
        let start = ContinuousClock.now
        let whole = Trial.run(seconds: 60) { host.runScript() }
        // Other work of this machine may be in the way of some runs.
        let seconds = Trial.timeLimit + 5 * UInt32((ContinuousClock.now - start).components.seconds)
        findings.add(whole, text, name)
        guard whole.outcome == .ended else {
            print("\(name): \(whole.outcome) with all the memory there is")
            return 1
        }
        var count = 1
        for first in Swift.stride(from: offset % stride + 1, through: whole.allocations, by: Int(stride)) {
            for length in lengths {
                let trial = Trial.run(seconds: seconds, failing: first..<first + length) { host.runScript() }
                count += 1
                findings.add(trial, text, "\(name), allocation \(first), \(length == 1 ? "one" : "all")")
                if trial.outcome == .slow { print("\(name): allocation \(first) of \(whole.allocations): slow") }
            }
        }
        return count
    }
}
