// Interrupts of devices as objects. A source of the interrupt controller has one holder: a part of the kernel, which deals
// with its device at once, or a process, whose sink gets an event; then the source is masked until the process acknowledges,
// so that a device that goes on asking cannot keep the hart.
//
// What the controller does not forgive (RISC-V PLIC specification 1.0.0, "Interrupt Completion"): it ignores the completion
// of a source that is not enabled, and the source never interrupts again. So a source that was attached once stays enabled,
// what is claimed is completed before anything else happens to it, and a source is masked by its priority.
//
// Everything here is under the kernel's lock.

import FTLTypes

/// A part of the kernel that deals with a device.
protocol InterruptHandler: AnyObject {
    func handleInterrupt(_ kernel: Kernel, _ hart: Hart)
}

public final class Interrupt: EventSource, TypedObject {
    public static var objectType: ObjectType { .interrupt }

    public let source: InterruptSource
    /// In the kernel; nil where a process holds it.
    fileprivate let handler: (any InterruptHandler)?
    /// How often it came and was not reported yet.
    private var count: UInt64 = 0
    /// It came, and its holder has not acknowledged that.
    private(set) var isMasked = false

    fileprivate init(_ source: InterruptSource, handler: (any InterruptHandler)?) {
        self.source = source
        self.handler = handler
        super.init(.interrupt)
    }

    /// A process holds it, and it came.
    fileprivate func report(_ kernel: Kernel, _ hart: Hart) {
        kernel.machine.interruptController?.setMasked(source, true)
        isMasked = true
        count += 1
        notify(kernel, hart)
    }

    /// Its holder has dealt with the device: it may come again.
    func acknowledge(_ kernel: Kernel) {
        guard isMasked else { return }
        isMasked = false
        kernel.machine.interruptController?.setMasked(source, false)
    }

    /// Nobody is left to acknowledge it: it stays masked, and may be attached anew.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        leaveSink()
        kernel.detach(self)
    }

    override var details: (UInt64, UInt64) { (UInt64(source), isMasked ? 1 : 0) }

    override var hasEvent: Bool { count > 0 }

    override func takeEvent() -> Event {
        defer { count = 0 }
        return Event(kind: .interrupt, word0: count)
    }
}

extension Kernel {
    /// The object of a source from now on.
    ///
    /// - Parameter handler: in the kernel; nil for a process, which gets a handle to the object.
    /// - Throws: `unavailable` where the machine has no controller, `invalidState` for a source that has a holder.
    @discardableResult
    func attach(_ source: InterruptSource, to handler: (any InterruptHandler)?) throws(FTLError) -> Interrupt {
        guard let controller = machine.interruptController else { throw .unavailable }
        guard !interrupts.contains(where: { $0.source == source }) else { throw .invalidState }
        let interrupt = Interrupt(source, handler: handler)
        interrupts.append(interrupt)
        controller.enable(source)
        controller.setMasked(source, false)
        return interrupt
    }

    fileprivate func detach(_ interrupt: Interrupt) {
        machine.interruptController?.setMasked(interrupt.source, true)
        interrupts.removeAll { $0 === interrupt }
    }

    /// Lets what is typed interrupt the machine, where the console's port can.
    public func attachConsole(to source: InterruptSource) throws(FTLError) { try attach(source, to: console) }

    /// Devices want something.
    func serveInterrupts(_ hart: Hart) {
        guard let controller = machine.interruptController else { return }
        while let source = controller.claim() {
            guard let interrupt = interrupts.first(where: { $0.source == source }) else {
                controller.complete(source)
                controller.setMasked(source, true)
                continue
            }
            if let handler = interrupt.handler {
                handler.handleInterrupt(self, hart)
                controller.complete(source)
            } else {
                controller.complete(source)
                interrupt.report(self, hart)
            }
        }
    }
}
