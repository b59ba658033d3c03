// The kernel's own end: it says why and where, and the emulator's status says that it was the kernel.

import Testing

struct PanicTests {
    @Test("A kernel panic tells reason, registers and functions, and is a status of its own")
    func panic() throws {
        let run = try VirtualMachine.run(.init(arguments: ["batch", "panic"]))
        run.expect(run.status == 66, "QEMU's status is the panic's: \(run.status)")
        run.expect(run.lines.contains { $0.hasPrefix("kernel panic: ") }, "it says why")
        for register in ["pc", "ra", "sp", "gp", "tp", "a0", "s0", "s11", "t6"] {
            let pattern = try Regex("\\b\(register) [0-9a-f]{16}\\b")
            run.expect(run.transcript.contains(pattern), "the register \(register) is told")
        }
        let backtrace = run.lines.drop { $0 != "  backtrace:" }.dropFirst().prefix { $0.hasPrefix("    #") }
        run.expect(backtrace.count >= 2, "there is a backtrace")
        let names = ["_start", "kernelMain", "kernel_main"]
        run.expect(backtrace.contains { line in names.contains { line.contains($0) } }, "its functions have names")
    }
}
