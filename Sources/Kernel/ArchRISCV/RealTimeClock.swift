// The time of day: the "google,goldfish-rtc" device of QEMU's virt machine (Android emulator documentation, "Goldfish
// RTC"). Reading the low half latches the high one.

import KernelCore
import _Volatile

public struct RealTimeClock {
    private static let timeLow: UInt = 0
    private static let timeHigh: UInt = 4

    private let base: UInt

    /// - Parameter base: where its registers are mapped.
    init(base: UInt) { self.base = base }

    private func register(_ offset: UInt) -> VolatileMappedRegister<UInt32> {
        // Safe: the device tree says that the clock is there, and it is mapped as long as the kernel runs.
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: base + offset)
    }

    /// Nanoseconds since 1970-01-01 00:00:00 UTC.
    public func now() -> UInt64 {
        let low = register(RealTimeClock.timeLow).load()
        return UInt64(register(RealTimeClock.timeHigh).load()) << 32 | UInt64(low)
    }
}
