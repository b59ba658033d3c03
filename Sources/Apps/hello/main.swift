// The smallest program that says who it is, and then something now and then, for long enough to be seen beside others.

import FTL

func greet() throws(FTLError) {
    print("Hello from Swift! I am process \(Program.processID), in \(Program.isolation.name) isolation.")
    let timer = try Timer()
    let sink = try Sink()
    try sink.add(timer)
    let start = Clock.now
    for line in 1...5 {
        try timer.set(start + UInt64(line) * 150 * Clock.millisecond)
        _ = try sink.wait()
        print("line \(line) of 5, \((Clock.now - start) / Clock.millisecond) ms after the first")
    }
}

do {
    try greet()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
