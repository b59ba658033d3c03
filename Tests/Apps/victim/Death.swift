// The ways to die.

import CFaults
import FTL

/// Comes to an end, but not on any stack. What it does with the result keeps it from being made a loop.
func descend(_ depth: UInt64, to end: UInt64) -> UInt64 {
    depth == end ? 1 : (descend(depth + 1, to: end) &* 31) ^ depth
}

/// Addresses that are nobody's, or the kernel's (Sources/Kernel/ArchRISCV/AddressSpace.swift).
let nowhere: UInt = 0x1_0000
let beyond: UInt = 0x8000_0000_0000_0000
let kernelCode: UInt = 0x3f_8000_0000 + 0x20_0000
let directMap: UInt = 0x30_8020_0000

func die(_ kind: ByteString, _ belongings: Belongings) -> Never {
    switch kind {
    // What the compiler's checks and the end of the stack are for.
    case "trap": print("\([1, 2, 3][Program.arguments.count + 2])")
    case "stack": print("\(descend(0, to: UInt64.max - Clock.now))")
    // What only machine code can do.
    case "jump": ftl_fault_jump(0)
    case "jump-far": ftl_fault_jump(beyond)
    case "load": ftl_fault_load(nowhere)
    case "load-far": ftl_fault_load(beyond)
    case "store": ftl_fault_store(nowhere)
    case "store-code": ftl_fault_store_code()
    case "run-data": ftl_fault_run_data()
    case "illegal": ftl_fault_illegal()
    case "machine-return": ftl_fault_machine_return()
    case "machine-register": ftl_fault_machine_register()
    case "breakpoint": ftl_fault_breakpoint()
    case "misaligned": ftl_fault_misaligned()
    // The same, but in kernel isolation it would succeed.
    case "kernel-return": ftl_fault_kernel_return()
    case "page-table": ftl_fault_page_table()
    case "load-kernel": ftl_fault_load(kernelCode)
    case "load-direct": ftl_fault_load(directMap)
    case "store-kernel": ftl_fault_store(kernelCode)
    case "jump-kernel": ftl_fault_jump(kernelCode)
    // Taking all there is.
    case "memory": takeMemory()
    case "handles": takeHandles()
    case "flood": flood(belongings.watcher)
    // Going on until somebody ends it.
    case "loop": spin()
    case "ready": runThreads()
    case "calls": while true { makeCalls() }
    case "waiting": while true { _ = try? Sink().wait() }
    case "self": endItself(belongings.watcher)
    // By itself.
    case "exit":
        startSpinning(3)
        Program.exit(7)
    default: break
    }
    Program.exit(99)
}
