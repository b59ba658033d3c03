// From a number to its handler: the one way into the kernel for every program, in every isolation and language.

import FTLTypes

/// Seven argument words, the call's number, and the hart's `KernelEntry`.
/// - Returns: the result, where the caller goes on.
@c(ftl_kernel_syscall)
public func kernelSyscall(
    _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt,
    _ entry: UnsafeRawPointer
) -> Int {
    // Safe: a hart's entry is made before its first program runs, and is never released. Not counted, because a
    // system call is too short for that.
    unsafe Unmanaged<KernelEntry>.fromOpaque(entry)._withUnsafeGuaranteedRef { entry in
        guard entry.hart.attention.isEmpty else { return entry.callWithCare(a0, a1, a2, a3, a4, a5, a6, number) }
        // What messages consist of goes past the switch over all calls, each in a function of its own with its words in
        // the registers they came in: to put them into memory and to look for the case are 40 instructions.
        switch number {
        case Syscall.null.rawValue: return 0
        case Syscall.channelSend.rawValue: return entry.kernel.channelSend(a0, a1, a2, a3, a4, a5, entry.hart)
        case Syscall.channelRecv.rawValue: return entry.kernel.channelRecv(a0, a1, a2, a3, entry.hart)
        case Syscall.sinkWait.rawValue: return entry.kernel.sinkWait(a0, a1, a2, a3, entry.hart)
        default: return entry.callOther(a0, a1, a2, a3, a4, a5, a6, number)
        }
    }
}

extension KernelEntry {
    @inline(never)
    private func timerSet(_ a0: UInt, _ a1: UInt) -> Int {
        let call = Call(hart: hart, number: .timerSet, words: [a0, a1, 0, 0, 0, 0, 0])
        let result: Int
        do { result = try kernel.timerSet(call) } catch { result = error.result }
        return seenTo(result)
    }

    @inline(never)
    private func timeNow() -> Int { Int(kernel.machine.now()) }

    /// None of a message's. Those of timers go past the long switch too.
    @inline(never)
    fileprivate func callOther(
        _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt
    ) -> Int {
        switch number {
        case Syscall.timerSet.rawValue: timerSet(a0, a1)
        case Syscall.timeNow.rawValue: timeNow()
        default: call(a0, a1, a2, a3, a4, a5, a6, number)
        }
    }

    /// Any call.
    @inline(never)
    private func call(
        _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt
    ) -> Int {
        seenTo(kernel.make(number, on: hart, [a0, a1, a2, a3, a4, a5, a6]))
    }

    /// The call while there is something to be seen to before it.
    @inline(never)
    fileprivate func callWithCare(
        _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt
    ) -> Int {
        hart.enter()
        return finish(kernel.syscall(on: hart, number: number, [a0, a1, a2, a3, a4, a5, a6]))
    }

    @inline(__always)
    private func seenTo(_ result: Int) -> Int { kernel.seenTo(result, hart) }

    private func finish(_ result: Int) -> Int { kernel.finish(result, hart) }
}

// MARK: What messages consist of

// Each is made here alone, however its number came here: what is in two places is too long to become a part of either.
extension Kernel {
    @inline(never)
    fileprivate func channelSend(
        _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ hart: Hart
    ) -> Int {
        guard memory.hasReserve else { return FTLError.outOfMemory.result }
        let call = Call(hart: hart, number: .channelSend, words: [a0, a1, a2, a3, a4, a5, 0])
        let result: Int
        do { result = try channelSend(call) } catch { result = error.result }
        return seenTo(result, hart)
    }

    @inline(never)
    fileprivate func channelRecv(_ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ hart: Hart) -> Int {
        guard memory.hasReserve else { return FTLError.outOfMemory.result }
        let call = Call(hart: hart, number: .channelRecv, words: [a0, a1, a2, a3, 0, 0, 0])
        let result: Int
        do { result = try channelRecv(call) } catch { result = error.result }
        return seenTo(result, hart)
    }

    @inline(never)
    fileprivate func sinkWait(_ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ hart: Hart) -> Int {
        let call = Call(hart: hart, number: .sinkWait, words: [a0, a1, a2, a3, 0, 0, 0])
        let result: Int
        do { result = try sinkWait(call) } catch { result = error.result }
        if hart.attention.contains(.departure), !hart.attention.contains(.held) { resumeNext(on: hart) }
        return result
    }

    /// The result, when what the call left to be done is seen to.
    @inline(__always)
    fileprivate func seenTo(_ result: Int, _ hart: Hart) -> Int {
        hart.attention.isEmpty ? result : finish(result, hart)
    }

    @inline(never)
    fileprivate func finish(_ result: Int, _ hart: Hart) -> Int {
        if hart.attention.contains(.held) { return result }
        if hart.attention.contains(.departure) {
            resumeNext(on: hart)
        } else if !giveWayToReceiver(result, on: hart) {
            seeToGraves(hart)
            goOn(on: hart)
        }
        return result
    }
}

extension Kernel {
    /// Makes the system call for the hart's current thread.
    /// - Returns: its result, if the thread goes on; a thread that was taken off the hart finds it in its context.
    public func syscall(on hart: Hart, number: UInt, _ words: InlineArray<7, UInt>) -> Int {
        hart.attention.insert(.held)
        defer {
            hart.attention.remove(.held)
            seeToGraves(hart)
        }
        return make(number, on: hart, words)
    }

    /// After a call, and only where its thread goes on: then the hart is on nobody's grave.
    fileprivate func seeToGraves(_ hart: Hart) {
        if hart.attention.contains(.graves), hart.running != nil { bury(hart) }
    }

    @inline(__always)
    fileprivate func make(_ number: UInt, on hart: Hart, _ words: InlineArray<7, UInt>) -> Int {
        guard let syscall = Syscall(number: number) else { return FTLError.unknownSyscall.result }
        guard syscall.worksWithoutMemory || memory.hasReserve else { return FTLError.outOfMemory.result }
        let call = Call(hart: hart, number: syscall, words: words)
        guard tracedCount == 0 else { return traced(call) }
        do { return try handle(call) } catch { return error.result }
    }

    /// The same while the calls of somebody are printed. Apart, and not inlined, for the others' sake.
    @inline(never)
    private func traced(_ call: borrowing Call) -> Int {
        let thread = call.thread
        let text = thread.process.isTraced ? describe(call) : nil
        let result: Int
        do { result = try handle(call) } catch { result = error.result }
        if let text { trace(thread, call, text, result: call.hart.current === thread ? result : nil) }
        return result
    }

    @inline(never)
    private func handle(_ call: borrowing Call) throws(FTLError) -> Int {
        switch call.number {
        case .null: 0
        case .consoleWrite: try consoleWrite(call)
        case .handleClose: try handleClose(call)
        case .handleDuplicate: try handleDuplicate(call)
        case .channelCreate: try channelCreate(call)
        case .channelSend:
            channelSend(
                call.word(0), call.word(1), call.word(2), call.word(3), call.word(4), call.word(5), call.hart)
        case .channelRecv: channelRecv(call.word(0), call.word(1), call.word(2), call.word(3), call.hart)
        case .channelDiscard: try channelDiscard(call)
        case .sinkCreate: try sinkCreate(call)
        case .sinkAdd: try sinkAdd(call)
        case .sinkRemove: try sinkRemove(call)
        case .sinkWait: sinkWait(call.word(0), call.word(1), call.word(2), call.word(3), call.hart)
        case .timerCreate: try timerCreate(call)
        case .timerSet: try timerSet(call)
        case .timeNow: Int(machine.now())
        case .imageCreate: try imageCreate(call)
        case .processCreate: try processCreate(call)
        case .processInjectHandle: try processInjectHandle(call)
        case .processStart: try processStart(call)
        case .processKill: try processKill(call)
        case .processExit: processExit(call)
        case .threadCreate: try threadCreate(call)
        case .threadYield: threadYield(call)
        case .threadExit: threadExit(call)
        case .vmAreaCreate: try vmAreaCreate(call)
        case .vmAreaRead: try vmAreaRead(call)
        case .vmAreaWrite: try vmAreaWrite(call)
        case .vmSpaceMap: try vmSpaceMap(call)
        case .vmSpaceUnmap: try vmSpaceUnmap(call)
        case .systemShutdown: try systemShutdown(call)
        case .vmAreaLength: try call.vmArea(0, .read).length
        case .threadStart: try threadStart(call)
        case .vmSpaceCreate: try vmSpaceCreate(call)
        case .randomFill: try randomFill(call)
        case .timeReal: try timeReal()
        case .consoleRead: try consoleRead(call)
        case .consolePut: try consolePut(call)
        case .processInterrupt: try processInterrupt(call)
        case .interruptTake: interruptTake(call)
        case .systemProcesses: try systemProcesses(call)
        case .systemHandles: try systemHandles(call)
        case .systemMemory: try systemMemory(call)
        case .systemProcess: try systemProcess(call)
        case .systemTrace: try systemTrace(call)
        case .processID: try call.process(0, .read).id
        case .processLimit: try processLimit(call)
        case .imageCapture: try imageCapture(call)
        }
    }
}

extension Syscall {
    /// Calls that allocate nothing, or give back: they work when the kernel has only its reserve left, so that
    /// whoever is short of memory can let go of some.
    fileprivate var worksWithoutMemory: Bool {
        switch self {
        case .null, .handleClose, .channelDiscard, .sinkRemove, .timeNow, .processKill, .processExit, .threadYield,
            .threadExit, .vmSpaceUnmap, .systemShutdown, .vmAreaLength, .vmAreaRead, .vmAreaWrite, .timerSet,
            .sinkWait, .threadStart, .randomFill, .timeReal, .processInterrupt, .interruptTake, .processID,
            .processLimit:
            true
        case .consoleWrite, .channelRecv, .handleDuplicate, .channelCreate, .channelSend, .sinkCreate, .sinkAdd,
            .timerCreate, .imageCreate, .imageCapture,
            .processCreate, .processInjectHandle, .processStart, .threadCreate, .vmAreaCreate, .vmSpaceCreate,
            .vmSpaceMap, .consoleRead, .consolePut, .systemProcesses, .systemHandles, .systemMemory, .systemProcess,
            .systemTrace:
            false
        }
    }
}
