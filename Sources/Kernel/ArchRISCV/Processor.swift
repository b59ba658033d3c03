// What boot needs of the processor, for code that should not see its registers.

import BootKernel

public enum Processor {
    /// The time counter, in ticks of the timebase.
    public static var time: UInt64 { ftl_read_time() }
    /// Instructions retired by this hart.
    public static var instructions: UInt64 { ftl_read_instructions() }

    /// Whether this hart has floating point of double precision.
    public static var hasDoublePrecision: Bool { ftl_has_double_precision() != 0 }

    /// Whether a hart waits in the firmware.
    public static func isParked(_ hart: Int) -> Bool { SBI.isStopped(hart: UInt64(hart)) }

    /// Physical memory, where the direct map has it.
    /// - Safety: the memory must exist, and nothing may change it while the span is used.
    @unsafe @_lifetime(immortal)
    public static func physical(_ address: UInt, count: Int) -> Span<UInt8> {
        // Safe: the caller's promise, for as long as the span is used.
        let span = unsafe Span(_unsafeStart: physicalPointer(address) as UnsafeMutablePointer<UInt8>, count: count)
        return unsafe _overrideLifetime(span, borrowing: ())
    }

    /// - Safety: the memory must exist and be the caller's.
    @unsafe public static func physicalPointer<T>(_ address: UInt) -> UnsafeMutablePointer<T> {
        // Safe: the direct map has all memory there is, and its addresses are not 0.
        unsafe UnsafeMutablePointer(bitPattern: address + AddressSpace.directMap)!
    }
    /// - Safety: the memory must exist, and nothing may change it.
    @unsafe public static func physicalPointer(_ address: UInt) -> UnsafePointer<UInt8> {
        // Safe: as above.
        unsafe UnsafePointer(bitPattern: address + AddressSpace.directMap)!
    }
}
