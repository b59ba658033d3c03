// What a system call costs. With one instruction per nanosecond (the emulator's `-icount shift=0`) the time is the
// number of instructions.

import FTL

let calls: UInt64 = 1000
let start = Clock.now
for _ in 0..<calls { nullCall() }
// Before the text is put together, which takes memory.
let elapsed = Clock.now - start
print("null syscall: \(elapsed / calls) instructions")
