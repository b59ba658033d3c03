// Calls to the firmware below the kernel: RISC-V Supervisor Binary Interface 1.0, OpenSBI's side of which QEMU runs.

import BootKernel

enum SBI {
    private static let base: UInt64 = 0x10
    private static let timer: UInt64 = 0x5449_4d45  // "TIME"
    private static let hartState: UInt64 = 0x0048_534d  // "HSM"
    private static let legacyPutCharacter: UInt64 = 1

    /// Timer extension, function 0: the next timer interrupt, in ticks of the time counter.
    static func setTimer(_ ticks: UInt64) { _ = ftl_sbi_call(timer, 0, ticks, 0) }

    /// Whether the firmware lets the supervisor mode set a timer of its own, where the hart has one: OpenSBI (number 1)
    /// does so since 1.1, and nothing says so. Base extension, functions 1 and 2: whose implementation this is, and
    /// which version of it, major and minor 16 bits each.
    static var allowsTimer: Bool {
        let (number, version) = (ftl_sbi_call(base, 1, 0, 0), ftl_sbi_call(base, 2, 0, 0))
        return number.error == 0 && number.value == 1 && version.error == 0 && version.value >= 1 << 16 | 1
    }

    /// Hart state management extension, function 2: whether the hart waits in the firmware.
    static func isStopped(hart: UInt64) -> Bool {
        let result = ftl_sbi_call(hartState, 2, hart, 0)
        return result.error == 0 && result.value == 1
    }

    /// One byte to the firmware's console: for messages before the kernel knows its own.
    static func putCharacter(_ byte: UInt8) { _ = ftl_sbi_call(legacyPutCharacter, 0, UInt64(byte), 0) }

    /// System reset extension, function 0: shut down, because of a failure.
    static func shutDown() -> Never {
        _ = ftl_sbi_call(0x5352_5354, 0, 0, 1)
        while true { ftl_wait_for_interrupt() }
    }
}
