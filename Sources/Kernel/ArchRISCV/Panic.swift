// The end of the kernel: says why, as far as it still can, and powers the machine off with a status of its own.

import BootKernel
import Formats
import KernelCore

public enum Panic {
    /// The emulator's exit status after a panic.
    public static let status = UInt8(FTL_FAILED)

    /// What is known of the system, as far as the boot has come.
    private struct State {
        var isUnderWay = false
        var kernel: Kernel?
        /// Where the device tree is while the first page table is in use, which maps device registers at the direct map.
        var tree: UInt?
        var finisher: TestFinisher?
    }

    // Safe: written and read by the boot hart alone, with interrupts off.
    nonisolated(unsafe) private static var stored = State()

    private static var state: State {
        // Safe, both: as above.
        get { unsafe stored }
        set { unsafe stored = newValue }
    }

    /// From here on a panic can end the emulator with a status.
    /// - Parameter tree: the physical address of the device tree, which the first page table maps.
    public static func prepare(tree: UInt) { state.tree = tree }

    /// Takes over from the device tree: another page table is in use.
    static func prepare(_ finisher: TestFinisher?) {
        state.tree = nil
        state.finisher = finisher
    }

    /// From here on a panic can say more than where it happened.
    public static func prepare(_ kernel: Kernel) { state.kernel = kernel }

    /// The kernel trapped.
    static func trap(_ registers: Registers, _ reason: String) -> Never {
        guard let kernel = state.kernel else { early(reason, registers) }
        if state.isUnderWay {
            // Reporting failed too, perhaps for want of memory: nothing here may need any.
            SBI.write("kernel panic while reporting a panic\n")
            kernel.machine.powerOff(status: status)
        }
        state.isUnderWay = true
        kernel.reportPanic(Fault(reason: reason, address: nil, registers: registers), readWord: readStack)
        kernel.machine.powerOff(status: status)
    }

    /// Before the kernel has a console, or symbols.
    public static func early(_ reason: String, _ registers: Registers? = nil) -> Never {
        SBI.write("kernel panic before the console was found: \(reason)\n")
        if let registers { SBI.write("pc \(hex: registers.pc), ra \(hex: registers.x[1])\n") }
        powerOffEarly()
    }

    /// The end of a machine that lacks what the kernel needs, or was started without it: one line, at every log level.
    public static func refuse(_ reason: String) -> Never {
        if let kernel = state.kernel {
            kernel.log.write(.none, "boot", reason)
            kernel.machine.powerOff(status: status)
        }
        SBI.write("boot: \(reason)\n")
        powerOffEarly()
    }

    private static func powerOffEarly() -> Never {
        if let tree = state.tree {
            // Safe: the firmware put it there, and the first page table maps it, as it does the finisher.
            let base = unsafe ftl_find_test_finisher(Processor.physicalPointer(tree))
            if base != 0 { TestFinisher(base: UInt(base) + AddressSpace.directMap).powerOff(status: status) }
        }
        state.finisher?.powerOff(status: status)
        SBI.shutDown(status: status)
    }

    /// A word of one of the kernel's stacks; frames are nowhere else.
    private static func readStack(_ address: UInt) -> UInt? {
        guard address % 8 == 0, KernelImage.stack.contains(address) || KernelImage.panicStack.contains(address)
        else { return nil }
        // Safe: a whole word of a stack, and stacks are always mapped.
        return unsafe UnsafePointer<UInt>(bitPattern: address)?.pointee
    }
}

extension Registers {
    /// The registers of a frame.
    init(_ frame: ftl_trap_frame) {
        var frame = frame
        var x = InlineArray<32, UInt>(repeating: 0)
        // Safe: a frame is 32 words of pc and x1 … x31, then more (TrapFrame.h asserts it).
        unsafe withUnsafeBytes(of: &frame) {
            for index in 1..<32 { x[index] = unsafe $0.load(fromByteOffset: index * 8, as: UInt.self) }
        }
        self.init(x: x, pc: UInt(frame.pc))
    }
}
