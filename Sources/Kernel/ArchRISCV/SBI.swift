// Calls to the firmware below the kernel: RISC-V Supervisor Binary Interface 1.0, OpenSBI's side of which QEMU runs.

import BootKernel

enum SBI {
    private static let timer: UInt64 = 0x5449_4d45  // "TIME"
    private static let hartState: UInt64 = 0x0048_534d  // "HSM"
    private static let systemReset: UInt64 = 0x5352_5354  // "SRST"
    private static let legacyPutCharacter: UInt64 = 1

    /// Timer extension, function 0: the next timer interrupt, in ticks of the time counter.
    static func setTimer(_ ticks: UInt64) { _ = ftl_sbi_call(timer, 0, ticks, 0) }

    /// Hart state management extension, function 2: whether the hart waits in the firmware.
    static func isStopped(hart: UInt64) -> Bool {
        let result = ftl_sbi_call(hartState, 2, hart, 0)
        return result.error == 0 && result.value == 1
    }

    /// One byte to the firmware's console: for messages before the kernel knows its own.
    static func putCharacter(_ byte: UInt8) { _ = ftl_sbi_call(legacyPutCharacter, 0, UInt64(byte), 0) }

    /// Text to the firmware's console.
    static func write(_ text: String) { for byte in text.utf8 { putCharacter(byte) } }

    /// System reset extension, function 0: shut down, and where the firmware cannot, a cold reboot. It passes no status
    /// on, so that is written down.
    static func shutDown(status: UInt8) -> Never {
        write("power: off with status \(status)\n")
        let (shutDown, coldReboot): (UInt64, UInt64) = (0, 1)
        let reason: UInt64 = status == 0 ? 0 : 1
        _ = ftl_sbi_call(systemReset, 0, shutDown, reason)
        _ = ftl_sbi_call(systemReset, 0, coldReboot, reason)
        while true { ftl_wait_for_interrupt() }
    }
}
