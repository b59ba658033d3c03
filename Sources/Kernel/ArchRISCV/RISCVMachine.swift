// The machine behind the kernel's logic, as its device tree describes it.

import BootKernel
import FTLTypes
import Formats
import KernelCore

public final class RISCVMachine: Machine {
    // The same for all harts, and not changed.

    private let memory: PhysicalMemory
    private let heap: KernelHeap
    private let table: PageTable
    /// The kernel's.
    public let kernelTranslation: Translation
    private let clock: Clock
    /// The timer is the hart's, not the firmware's.
    private let hasTimer: Bool
    /// What knows the time of day, where the machine has it.
    public let realTimeClock: RealTimeClock?

    // Devices, under the kernel's lock.

    private let console: UART?
    private let finisher: TestFinisher?
    /// As the hart that takes the interrupts of devices sees it.
    public let interruptController: (any InterruptController)?

    // A hart's own: one of each, while one hart runs.

    /// What the hart's translation cache knows address spaces by.
    private var identifiers: AddressSpaceIdentifiers
    /// What the hart does while no thread could run.
    private var idleContext: ThreadContext?

    /// Builds the final page table and switches to it.
    /// - Parameter hart: the one that runs this, which takes the interrupts of devices.
    public init(
        _ description: MachineDescription, hart: UInt64, memory: PhysicalMemory, heap: KernelHeap, clock: Clock
    ) throws(FTLError) {
        self.memory = memory
        self.heap = heap
        self.clock = clock
        hasTimer = ftl_has_timer() != 0
        let table = try PageTable(memory: memory)
        self.table = table
        kernelTranslation = SpaceTable.retained(table)
        try table.mapKernel(description)
        var devices = DeviceWindows(table: table)
        let finisher = try devices.map(description.testFinisher)
        identifiers = AddressSpaceIdentifiers(kernel: table)
        self.finisher = finisher.map { TestFinisher(base: $0) }
        Panic.prepare(self.finisher)

        console = try description.serialPort.map { (port) throws(FTLError) in
            UART(port.model, base: try devices.map(port.window))
        }
        if let controller = description.interruptController,
            let context = description.harts.first(where: { $0.id == hart })?.supervisorContext
        {
            let base = try devices.map(controller.window)
            switch controller.model {
            case .platform: interruptController = PlatformInterruptController(base: base, context: context)
            case .advanced: interruptController = AdvancedInterruptController(base: base, hart: context)
            }
        } else {
            interruptController = nil
        }
        realTimeClock = try devices.map(description.realTimeClock).map { RealTimeClock(base: $0) }
        // Safe: a C function pointer is the address of the function.
        let entry = unsafe unsafeBitCast(ftl_idle as @convention(c) () -> Void, to: UInt.self)
        idleContext = try makeContext(entry: entry, stackTop: 0, argument: 0, in: kernelTranslation)
    }

    // MARK: Time

    public func now() -> UInt64 { clock.now() }

    public func setAlarm(_ time: UInt64) {
        let ticks = clock.ticks(at: time)
        if hasTimer { ftl_write_timer(ticks) } else { SBI.setTimer(ticks) }
    }

    /// Lets the timer and devices interrupt programs.
    public func enableInterrupts() { ftl_write_sie(1 << 5 | 1 << 9) }

    // MARK: Devices

    public func readConsole() -> UInt8? { console?.read() }

    public func listenToConsole(_ isOn: Bool) { console?.listen(isOn) }

    // MARK: Console and power

    public func write(_ bytes: borrowing Span<UInt8>) {
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\n") { put(UInt8(ascii: "\r")) }
            put(bytes[index])
        }
    }

    private func put(_ byte: UInt8) {
        if let console { console.write(byte) } else { SBI.putCharacter(byte) }
    }

    public func powerOff(status: UInt8) -> Never {
        finisher?.powerOff(status: status)
        SBI.shutDown(status: status)
    }

    // MARK: Address spaces

    public func makeTranslation() throws(FTLError) -> Translation {
        SpaceTable.retained(try PageTable(userWith: table))
    }

    public func destroyTranslation(_ translation: Translation) {
        let own = SpaceTable.table(translation)
        // The hart may have come here from a program that lived there.
        if own.isRoot(ofSatp: ftl_read_satp()) {
            ftl_write_satp(SpaceTable.with(kernelTranslation) { identifiers.assign($0) })
        }
        own.destroyUser()
        SpaceTable.release(translation)
    }

    public var userAddresses: Range<UInt> { AddressSpace.users }

    public func reserveTables(_ range: Range<UInt>, in translation: Translation) throws(FTLError) {
        try SpaceTable.table(translation).reserve(range)
    }
    public func releaseTables(_ range: Range<UInt>, in translation: Translation) {
        SpaceTable.table(translation).release(range)
    }
    public func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation) {
        SpaceTable.with(translation) { $0.table.map(page, at: address, permissions) }
    }
    public func unmap(_ pages: Range<UInt>, in translation: Translation) {
        SpaceTable.with(translation) { $0.table.unmap(pages) }
    }
    public func flushMappings() { ftl_flush_translations() }
    public var syscallEntry: UInt {
        // Safe: a C function pointer is the address of the function.
        unsafe unsafeBitCast(ftl_gate as @convention(c) () -> Void, to: UInt.self)
    }

    public var userCallPage: PageNumber {
        // Safe: as above.
        let address = unsafe unsafeBitCast(ftl_user_call as @convention(c) () -> Void, to: UInt.self)
        return PageNumber((address &- AddressSpace.imageOffset) >> UInt(pageShift))
    }

    // MARK: Threads

    public func makeContext(
        entry: UInt, stackTop: UInt, argument: UInt, in translation: Translation
    ) throws(FTLError) -> ThreadContext {
        // Safe: kept as an address until the next line.
        guard let block = unsafe heap.allocateBody(Int(FRAME_SIZE)) else { throw .outOfMemory }
        // Safe: the block is as large as a frame and nobody else's, and zeros are a frame.
        unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: Int(FRAME_SIZE))
        let frame = unsafe block.assumingMemoryBound(to: ftl_trap_frame.self)
        unsafe frame.pointee.pc = UInt64(entry)
        // Interrupts on, in the kernel's mode or the user's.
        let mode = translation == kernelTranslation ? SSTATUS_SPP : 0
        unsafe frame.pointee.status = UInt64(mode | SSTATUS_SPIE)
        unsafe frame.pointee.translation = UInt64(translation.address)
        unsafe frame.pointee.x.1 = UInt64(stackTop)  // x2, the stack pointer
        unsafe frame.pointee.x.9 = UInt64(argument)  // x10, a0
        // Safe: the register is a word of the frame, x10.
        let result = unsafe (block + Int(FRAME_X_A0)).assumingMemoryBound(to: Int.self)
        return unsafe ThreadContext(address: UInt(bitPattern: block), resultRegister: result)
    }

    public func destroyContext(_ context: ThreadContext) {
        // Safe: what `makeContext` allocated, given back once.
        unsafe heap.freeBody(UnsafeMutableRawPointer(frame(context)))
    }

    public func idle(callerHasEnded: Bool) {
        guard let idleContext else { fatalError("no context to wait in") }
        resume(idleContext, callerHasEnded: callerHasEnded)
    }

    public func interrupt(_ hart: Hart) {}

    public func resume(_ context: ThreadContext, callerHasEnded: Bool) {
        // Safe: the frame is the context's, which is there until `destroyContext`.
        let registers = unsafe frame(context)
        let translation = unsafe Translation(address: UInt(registers.pointee.translation))
        // The other way is apart, so that this one need not save registers for it.
        guard let satp = SpaceTable.with(translation, { identifiers.satp(of: $0) }) else {
            return resumeAssigned(context, translation, callerHasEnded: callerHasEnded)
        }
        unsafe registers.pointee.satp = satp
        // Safe: tp holds this hart's record.
        let record = unsafe ftl_current_hart()
        unsafe record.pointee.caller = record.pointee.frame
        unsafe record.pointee.frame = registers
        unsafe record.pointee.departed = UInt64(callerHasEnded ? DEPARTED_ENDED : DEPARTED_LEFT)
    }
}

extension RISCVMachine {
    /// `resume` where the space has no identifier that is still good.
    @inline(never)
    private func resumeAssigned(_ context: ThreadContext, _ translation: Translation, callerHasEnded: Bool) {
        SpaceTable.with(translation) { identifiers.assign($0) }
        resume(context, callerHasEnded: callerHasEnded)
    }
}

/// A context's frame.
func frame(_ context: ThreadContext) -> UnsafeMutablePointer<ftl_trap_frame> {
    // Safe: contexts are made by `makeContext` alone, from the address of a frame.
    unsafe UnsafeMutablePointer(bitPattern: context.address)!
}
