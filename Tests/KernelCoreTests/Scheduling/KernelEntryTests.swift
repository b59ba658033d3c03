// The way in and out as the assembly takes it: who goes on, with which result, and whose registers are worth saving.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct KernelEntryTests {
    let system = TestSystem()
    let one: Program
    let two: Program
    let entry: KernelEntry

    init() throws {
        one = try Program(system, name: "one")
        two = try Program(system, name: "two")
        entry = KernelEntry(kernel: system.kernel, hart: system.hart)
        system.run(one.thread)
    }

    private func call(_ syscall: Syscall, _ a0: UInt = 0, _ a1: UInt = 0, _ a2: UInt = 0, _ a3: UInt = 0) -> Int {
        kernelSyscall(
            a0, a1, a2, a3, 0, 0, 0, syscall.rawValue, UnsafeRawPointer(Unmanaged.passUnretained(entry).toOpaque()))
    }

    private func expectResumed(_ program: Program, ended: Bool, _ place: SourceLocation = #_sourceLocation) {
        #expect(system.machine.resumed?.context == program.thread.context, sourceLocation: place)
        #expect(system.machine.resumed?.callerHasEnded == ended, sourceLocation: place)
        #expect(system.hart.current === program.thread, sourceLocation: place)
        #expect(entry.context == program.thread.context, sourceLocation: place)
    }

    @Test func aCallThatComesBackSwitchesNothing() {
        #expect(call(.timerCreate) > 0)
        #expect(call(.handleClose, 7) == FTLError.invalidHandle.result)
        #expect(system.machine.resumed == nil)
        #expect(system.machine.alarm == system.machine.time + Kernel.timeSlice, "others are ready: there is a slice")
    }

    @Test func whoYieldsGoesOnWhenItsTurnComes() {
        _ = call(.threadYield)
        expectResumed(two, ended: false)
        #expect(call(.threadYield) == 0)
        expectResumed(one, ended: false)
    }

    @Test func whoWaitsAloneGetsTheResultOfItsWait() throws {
        two.kill()
        let sink = try one.makeSink()
        _ = call(.sinkWait, sink, one.memory, UInt(Event.size), 90_000)
        #expect(system.machine.isIdle && entry.context == nil, "the hart waits outside the kernel")
        system.machine.waitForAlarm()
        entry.timerInterrupt()
        // Where the machine's way out takes it from, as for any thread that left.
        #expect(one.thread.context.result == FTLError.timedOut.result)
        #expect(system.machine.time == 90_000)
        expectResumed(one, ended: false)
    }

    @Test func whoEndsIsNotSavedAndGoesOnTheNextEntry() {
        let contexts = system.machine.contexts.count
        _ = call(.processExit, 0)
        expectResumed(two, ended: true)
        #expect(system.machine.contexts.count == contexts)
        _ = call(.null)
        #expect(system.machine.contexts.count == contexts - 1)
    }

    @Test func whoKillsAnotherGoesOn() throws {
        let handle = system.kernel.makeHandle(two.process, .manage)
        let number = UInt(one.process.handles.insert(handle).rawValue)
        #expect(call(.processKill, number) == 0)
        #expect(system.hart.current === one.thread)
        #expect(system.hart.departure == .none)
    }

    @Test func aFaultEndsTheOneAndResumesTheOther() {
        let registers = Registers(x: .init(repeating: 0), pc: 0)
        entry.fault(Fault(reason: "reason", address: nil, registers: registers))
        expectResumed(two, ended: true)
    }

    @Test func theEndOfASliceSavesWhoWasInterrupted() throws {
        _ = call(.null)
        system.machine.time = try #require(system.machine.alarm)
        entry.timerInterrupt()
        expectResumed(two, ended: false)
        // An interrupt that ends nothing resumes whom it interrupted.
        entry.timerInterrupt()
        expectResumed(two, ended: false)
    }
}
