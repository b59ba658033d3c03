// A hart's way into the kernel and out again: what the assembly keeps a pointer to, one for each hart.

public final class KernelEntry {
    let kernel: Kernel
    let hart: Hart

    public init(kernel: Kernel, hart: Hart) {
        self.kernel = kernel
        self.hart = hart
    }

    /// Leaves to the thread that goes on, which may be another than the one that came in.
    public func leave() {
        kernel.resumeNext(on: hart)
    }

    /// The hart's timer went off.
    public func timerInterrupt() {
        hart.enter()
        kernel.timerInterrupt(on: hart)
        leave()
    }

    /// A device interrupted this hart.
    public func deviceInterrupt() {
        hart.enter()
        kernel.bury(hart)
        kernel.serveInterrupts(hart)
        leave()
    }

    /// The program on this hart reached for memory that is not mapped.
    public func resolvePageFault(_ address: UInt, _ access: Permissions) -> VmSpace.PageFaultResult {
        guard let thread = hart.running else { return .forbidden }
        return thread.with { $0.process.space.resolvePageFault(address, access) }
    }

    /// The program on this hart did what it must not.
    public func fault(_ fault: Fault) {
        hart.enter()
        kernel.fault(on: hart, fault)
        leave()
    }

    /// The registers of the thread on this hart, while it is in the kernel.
    public var context: ThreadContext? { hart.running.map { $0.with { $0.context } } }
}
