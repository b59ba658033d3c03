// What `scause` says (RISC-V privileged architecture, "Supervisor Cause Register"), in words.

import KernelCore

enum TrapCause {
    static let timerInterrupt: UInt = 1 << 63 | 5
    static let deviceInterrupt: UInt = 1 << 63 | 9
    static let illegalInstruction: UInt = 2

    /// Whether `stval` is the address that could not be reached.
    static func isMemoryFault(_ cause: UInt) -> Bool {
        switch cause {
        case 0, 1, 4, 5, 6, 7, 12, 13, 15: true
        default: false
        }
    }

    /// What the program wanted of memory that is not mapped; nil for all other traps.
    static func access(_ cause: UInt) -> Permissions? {
        switch cause {
        case 12: .execute
        case 13: .read
        case 15: .write
        default: nil
        }
    }

    static func text(_ cause: UInt, _ value: UInt) -> String {
        switch cause {
        case 0: "jump to the misaligned address \(hex: value)"
        case 1: "no instruction can be fetched at \(hex: value)"
        case 2 where value == 0: "runtime trap (a failed check: index, overflow, nil, or the like)"
        case 2: "illegal instruction \(hex: value)"
        case 3: "breakpoint"
        case 4: "misaligned load at \(hex: value)"
        case 5: "load access fault at \(hex: value)"
        case 6: "misaligned store at \(hex: value)"
        case 7: "store access fault at \(hex: value)"
        case 9: "ecall, which is not how a program of kernel isolation calls"
        case 12: "instruction page fault at \(hex: value)"
        case 13: "load page fault at \(hex: value)"
        case 15: "store page fault at \(hex: value)"
        default: "trap with cause \(hex: cause), value \(hex: value)"
        }
    }
}
