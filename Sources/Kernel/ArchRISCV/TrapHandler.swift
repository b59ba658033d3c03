// Where the assembly enters Swift: for a system call, and for a trap of a program, or of the kernel itself.

import BootKernel
import KernelCore

extension KernelEntry {
    /// Makes this the way into the kernel on the hart that runs this.
    public func install() {
        // Safe: tp holds this hart's record in the kernel. The reference kept there is never released.
        unsafe ftl_current_hart().pointee.entry = Unmanaged.passRetained(self).toOpaque()
    }
}

/// A system call, from gate.S: seven argument words, and the call's number.
/// - Returns: the result, where the caller goes on.
@c(ftl_syscall)
public func syscall(
    _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt
) -> Int {
    // Safe: tp holds this hart's record, and `install` put the entry there.
    unsafe kernelSyscall(a0, a1, a2, a3, a4, a5, a6, number, ftl_current_hart().pointee.entry)
}

/// A trap of a program, from trap.S; its registers are in its frame.
@c(ftl_trap)
public func trap(_ cause: UInt, _ value: UInt) {
    // Safe: `install` put the entry there before the first program ran, and it is never released.
    let entry = unsafe Unmanaged<KernelEntry>.fromOpaque(ftl_current_hart().pointee.entry).takeUnretainedValue()
    if cause == TrapCause.timerInterrupt { return entry.timerInterrupt() }
    if cause == TrapCause.deviceInterrupt { return entry.deviceInterrupt() }
    guard let context = entry.context else { return }
    // First, and without a word: most are the first access to a page.
    let outcome = TrapCause.access(cause).map { entry.resolvePageFault(value, $0) }
    if outcome == .resolved { return }
    if cause == TrapCause.illegalInstruction, switchOnFloatingPoint(for: context) { return }
    // Safe: as there.
    entry.fault(
        Fault(
            reason: outcome == .outOfMemory
                ? "no memory for the page at \(hex: value), at the first access to it"
                : TrapCause.text(cause, value), address: TrapCause.isMemoryFault(cause) ? value : nil,
            registers: unsafe Registers(frame(context).pointee)))
}

/// Threads run with the floating-point unit off until they first use it, so that those that never do are switched
/// without its registers. - Returns: false where it was on already.
private func switchOnFloatingPoint(for context: ThreadContext) -> Bool {
    // Safe: the frame of the thread on this hart, which is in the kernel.
    let frame = unsafe frame(context)
    guard unsafe frame.pointee.status & UInt64(SSTATUS_FS) == 0 else { return false }
    ftl_clear_floating_point()
    unsafe frame.pointee.status |= UInt64(SSTATUS_FS_INITIAL)
    return true
}

/// A trap of the kernel itself, from trap.S: the end.
@c(ftl_kernel_trap)
public func kernelTrap(_ frame: UnsafePointer<ftl_trap_frame>, _ cause: UInt, _ value: UInt) -> Never {
    // Safe: trap.S has put the registers there, on the panic stack.
    Panic.trap(unsafe Registers(frame.pointee), TrapCause.text(cause, value))
}
