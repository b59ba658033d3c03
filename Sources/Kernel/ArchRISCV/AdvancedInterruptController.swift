// Interrupts of devices: the advanced platform-level interrupt controller (RISC-V Advanced Interrupt Architecture 1.0,
// chapter 4), in the mode in which it is wired to harts ("direct delivery mode"), as one hart in supervisor mode sees it.
//
// Which sources are this mode's the firmware has settled. A source is taken for one that asks by a high level until its
// device is content, as all devices are that the kernel and its programs know; claiming it does not end that, so that there
// is nothing to complete: who claims a source makes its device content, or masks it, before interrupts are on again.

import KernelCore
import _Volatile

final class AdvancedInterruptController: InterruptController {
    private static let domainConfiguration: UInt = 0x0000
    /// From the one of source 1 on, as are the targets.
    private static let sourceConfigurations: UInt = 0x0004
    private static let enableByNumber: UInt = 0x1edc
    private static let disableByNumber: UInt = 0x1fdc
    private static let targets: UInt = 0x3004
    /// What each hart has of its own, and how many bytes of it.
    private static let harts: UInt = 0x4000
    private static let hartLength: UInt = 32
    // Of a hart's own.
    private static let delivery: UInt = 0x00
    private static let threshold: UInt = 0x08
    private static let claimed: UInt = 0x1c
    /// Domain configuration: interrupts are passed on.
    private static let isOn: UInt32 = 1 << 8
    /// Source configuration: active while its line is high.
    private static let levelHigh: UInt32 = 6

    private let base: UInt
    private let hart: UInt

    /// - Parameters:
    ///   - base: where the controller's registers are mapped.
    ///   - hart: its number there.
    init(base: UInt, hart: Int) {
        self.base = base
        self.hart = UInt(hart)
        ofHart(AdvancedInterruptController.threshold).store(0)  // none: all are passed on
        ofHart(AdvancedInterruptController.delivery).store(1)
        register(AdvancedInterruptController.domainConfiguration).store(AdvancedInterruptController.isOn)
    }

    private func register(_ offset: UInt) -> VolatileMappedRegister<UInt32> {
        // Safe: the device tree says that the controller is there, and it is mapped as long as the kernel runs.
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: base + offset)
    }

    private func ofHart(_ offset: UInt) -> VolatileMappedRegister<UInt32> {
        register(AdvancedInterruptController.harts + hart * AdvancedInterruptController.hartLength + offset)
    }

    func enable(_ source: InterruptSource) {
        let offset = UInt(source - 1) * 4
        register(AdvancedInterruptController.sourceConfigurations + offset)
            .store(AdvancedInterruptController.levelHigh)
        // To this hart, with the highest priority.
        register(AdvancedInterruptController.targets + offset).store(UInt32(hart) << 18 | 1)
    }

    func setMasked(_ source: InterruptSource, _ isMasked: Bool) {
        let offset =
            isMasked ? AdvancedInterruptController.disableByNumber : AdvancedInterruptController.enableByNumber
        register(offset).store(source)
    }

    func claim() -> InterruptSource? {
        let source = ofHart(AdvancedInterruptController.claimed).load() >> 16
        return source == 0 ? nil : source
    }

    func complete(_ source: InterruptSource) {}
}
