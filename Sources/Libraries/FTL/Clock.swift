// Time: nanoseconds since boot, everywhere.

/// The system's clock.
public enum Clock {
    /// One microsecond in nanoseconds.
    public static let microsecond: UInt64 = 1_000
    /// One millisecond in nanoseconds.
    public static let millisecond: UInt64 = 1_000_000
    /// One second in nanoseconds.
    public static let second: UInt64 = 1_000_000_000

    /// Nanoseconds since boot.
    public static var now: UInt64 { UInt64((try? call(.timeNow)) ?? 0) }

    /// Nanoseconds since 1970-01-01 00:00:00 UTC.
    ///
    /// - Throws: `unavailable` where the machine has no real-time clock.
    public static func realTime() throws(FTLError) -> UInt64 { UInt64(try call(.timeReal)) }

    /// Lets this thread do nothing until the deadline, in nanoseconds since boot.
    ///
    /// - Throws: `limitReached` or `outOfMemory` where there is no sink to wait on.
    public static func sleep(until deadline: UInt64) throws(FTLError) {
        _ = try Sink().wait(until: deadline)
    }
}
