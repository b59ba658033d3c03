// Interrupts of devices: the platform-level interrupt controller (RISC-V PLIC specification 1.0.0, "Memory Map"), as
// one hart in supervisor mode sees it. A device's interrupt is claimed, dealt with and completed; until then the
// controller does not tell of it again.

import KernelCore
import _Volatile

final class PlatformInterruptController: InterruptController {
    private static let enableBits: UInt = 0x2000
    private static let contexts: UInt = 0x20_0000

    private let base: UInt
    private let context: UInt

    /// - Parameters:
    ///   - base: where the controller's registers are mapped.
    ///   - context: the hart's, in supervisor mode.
    init(base: UInt, context: Int) {
        self.base = base
        self.context = UInt(context)
    }

    private func register(_ offset: UInt) -> VolatileMappedRegister<UInt32> {
        // Safe: the device tree says that the controller is there, and it is mapped as long as the kernel runs.
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: base + offset)
    }

    func enable(_ source: InterruptSource) {
        register(PlatformInterruptController.contexts + context * 0x1000).store(0)  // the threshold: all above 0
        let word = register(PlatformInterruptController.enableBits + context * 0x80 + UInt(source / 32) * 4)
        word.store(word.load() | 1 << (source % 32))
    }

    /// By its priority: 0 is below every threshold.
    func setMasked(_ source: InterruptSource, _ isMasked: Bool) { register(UInt(source) * 4).store(isMasked ? 0 : 1) }

    private var claimRegister: VolatileMappedRegister<UInt32> {
        register(PlatformInterruptController.contexts + context * 0x1000 + 4)
    }

    func claim() -> InterruptSource? {
        let source = claimRegister.load()
        return source == 0 ? nil : source
    }

    func complete(_ source: InterruptSource) { claimRegister.store(source) }
}
