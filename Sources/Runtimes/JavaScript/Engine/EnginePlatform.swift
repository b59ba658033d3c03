// What the engine's C calls of ours: its output and its clock.

import FTL
import QuickJS

/// What the C library has printed of a line so far. Safe: a process has one thread that runs the engine.
nonisolated(unsafe) private var pendingLine: [UInt8] = []

/// The C library's only output: a failed assertion in the engine.
@c(engine_put)
func enginePut(_ byte: Int32) {
    let byte = UInt8(truncatingIfNeeded: byte)
    guard byte != UInt8(ascii: "\n") else {
        unsafe Console.write(line: pendingLine)
        unsafe pendingLine = []
        return
    }
    unsafe pendingLine.append(byte)
}

/// The engine's clock: the time of day, or the time since boot where the machine does not know it.
@c(engine_now)
func engineNow() -> UInt64 { (try? Clock.realTime()) ?? Clock.now }
