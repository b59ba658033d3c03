// Every system call in full: from a number to its handler, and what is to be seen to when it is over.

import FTLTypes

extension KernelEntry {
    /// Makes a call for the hart's current thread.
    @inline(never)
    func makeCall(
        _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt
    ) -> Int {
        let result = kernel.makeCall(number, [a0, a1, a2, a3, a4, a5, a6], hart)
        return hart.attention.isEmpty ? result : finish(result)
    }

    /// Sees to what a call left to be done. The result is the caller's where it goes on.
    @inline(never)
    func finish(_ result: Int) -> Int {
        if hart.attention.contains(.departure) {
            kernel.resumeNext(on: hart)
        } else if !kernel.giveWayToReceiver(result, on: hart) {
            if hart.attention.contains(.graves) { kernel.bury(hart) }
            kernel.goOn(on: hart)
        }
        return result
    }
}

extension Kernel {
    /// Makes a call for the hart's current thread as one that does not come through the gate: who asks sees to what is left
    /// to be done.
    public func syscall(on hart: Hart, number: UInt, _ words: InlineArray<7, UInt>) -> Int {
        hart.attention.insert(.held)
        defer {
            hart.attention.remove(.held)
            if hart.attention.contains(.graves), hart.running != nil { bury(hart) }
        }
        return makeCall(number, words, hart)
    }

    /// Makes a call for the hart's current thread.
    ///
    /// - Returns: its result, if the thread goes on; a thread that was taken off the hart finds it in its context.
    fileprivate func makeCall(_ number: UInt, _ words: InlineArray<7, UInt>, _ hart: Hart) -> Int {
        guard let syscall = Syscall(number: number) else { return FTLError.unknownSyscall.result }
        guard syscall.worksWithoutMemory || memory.hasReserve else { return FTLError.outOfMemory.result }
        let call = Call(hart: hart, number: syscall, words: words)
        guard tracedCount == 0 else { return traced(call) }
        do { return try handle(call) } catch { return error.result }
    }

    /// The same while the calls of somebody are printed.
    private func traced(_ call: borrowing Call) -> Int {
        let thread = call.thread
        let text = thread.process.isTraced ? describe(call) : nil
        let result: Int
        do { result = try handle(call) } catch { result = error.result }
        if let text { trace(thread, call, text, result: call.hart.current === thread ? result : nil) }
        return result
    }

    func null(_ call: borrowing Call) throws(FTLError) -> Int { 0 }
}
