// Nanoseconds since the kernel began, from the time counter, whose frequency only the device tree tells.

import BootKernel

public struct Clock {
    private let frequency: UInt64
    private let start: UInt64
    /// Nanoseconds in a tick, where they are a whole number; else 0.
    private let tick: UInt64

    /// - Parameters:
    ///   - frequency: ticks in a second (`timebase-frequency`), not zero.
    ///   - start: the counter's value that is time 0.
    public init(frequency: UInt64, start: UInt64) {
        self.frequency = frequency
        self.start = start
        tick = 1_000_000_000 % frequency == 0 ? 1_000_000_000 / frequency : 0
    }

    @inline(__always)
    public func now() -> UInt64 {
        let ticks = ftl_read_time() &- start
        return tick != 0 ? ticks &* tick : nanoseconds(ticks)
    }

    private func nanoseconds(_ ticks: UInt64) -> UInt64 {
        // Seconds and the rest apart, so that the product does not overflow after a few minutes.
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: frequency)
        return seconds &* 1_000_000_000 &+ rest &* 1_000_000_000 / frequency
    }

    /// The counter's value at a point in time, rounded up; the end of time for what is too far away.
    public func ticks(at time: UInt64) -> UInt64 {
        guard time < 1 << 61 else { return .max }
        if tick != 0 { return start &+ time / tick &+ (time % tick == 0 ? 0 : 1) }
        let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
        let whole = seconds.multipliedReportingOverflow(by: frequency)
        guard !whole.overflow, whole.partialValue < 1 << 62 else { return .max }
        return start &+ whole.partialValue &+ (rest &* frequency &+ 999_999_999) / 1_000_000_000
    }
}
