// Hostile system calls through the kernel's C entry, as many as one likes; built with sanitizers by scripts/fuzz. What
// is tested is in Tests/KernelCoreTests/Calls, to which the other files here are links.

import FTLTypes
import Foundation
import HostCall
import KernelCore

@testable import KernelTesting

let usage = """
    usage: KernelFuzz [--calls N] [--seed S]
      --calls N   how many calls to make (1,000,000)
      --seed S    the same seed makes the same calls (1)
    status: 0 nothing found, 1 something is wrong, 2 bad arguments
    """

func stop(_ message: String, status: Int32) -> Never {
    print(message)
    exit(status)
}

var calls = 1_000_000
var seed: UInt64 = 1
var arguments = CommandLine.arguments.dropFirst()
while let option = arguments.popFirst() {
    if option == "--help" || option == "-h" { stop(usage, status: 0) }
    guard option == "--calls" || option == "--seed" else { stop("unknown option '\(option)'\n\(usage)", status: 2) }
    guard let text = arguments.popFirst(), let value = UInt64(text), option == "--seed" || 1...(1 << 40) ~= value else {
        stop("\(option) needs a number\n\(usage)", status: 2)
    }
    if option == "--calls" { calls = Int(value) } else { seed = value }
}

let run = FuzzRun(seed: seed)
let clock = ContinuousClock()
let start = clock.now
var told = 0
do {
    // On standard error, and so at once, as what a sanitizer or a trap says.
    try run.run(calls: calls) {
        guard run.calls >= told + 1_000_000, run.calls < calls else { return }
        told = run.calls
        FileHandle.standardError.write(Data("\(told) calls\n".utf8))
    }
} catch {
    stop("seed \(seed), \(error)", status: 1)
}
let took = clock.now - start
let sanitizers = host_is_sanitized() != 0 ? "with" : "without"
print("\(run.calls) calls by \(run.processes) processes, seed \(seed), \(sanitizers) sanitizers, in \(took)")
let errors = [FTLError.limitReached, .outOfMemory, .overloaded, .peerClosed]
let counts = errors.map { "\($0.name) \(run.count($0))" }.joined(separator: ", ")
print("\(counts); at most \(run.largestTable) handles in one process, \(run.deferredCopies) deferred copies")
let missing = run.missing + (run.deferredCopies == 0 ? ["no body was copied later"] : [])
if calls >= 500_000, !missing.isEmpty { stop("not tested: \(missing.joined(separator: ", "))", status: 1) }
