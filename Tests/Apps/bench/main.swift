// Measures, in instructions, what calls, messages, timers, threads and processes cost, and what processes take up in
// memory. scripts/bench runs it and knows what each figure is compared with; docs/performance.md tells how they are
// taken. To be run with `scripts/run --icount`; what it starts has the isolation that it has itself.

import FTL
import SystemProbe

/// Waits until nobody else has anything to do: while others are ready, the kernel sees to it at each call that they get
/// their turn.
func settle() throws(FTLError) { try Clock.sleep(until: Clock.now + 10 * Clock.millisecond) }

do throws(FTLError) {
    let programs = try Programs()
    let echo = try programs.image(of: "bench-echo")
    Figure("memory-up", [try programs.usage().bytes], unit: "bytes").report()
    try settle()
    try measureCalls()
    try settle()
    try measureMessages(echo)
    try settle()
    try measureTimer()
    try settle()
    try measureThread()
    try settle()
    try measureProcesses(programs)
    try settle()
    try measureMemory(programs, echo)
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
