// Interrupts as objects, with a controller that does what a PLIC does: delivered to their holder, masked until it has
// acknowledged them, and never lost in the controller.

import FTLTypes
import MachineTesting
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct InterruptTests {
    private let system = TestSystem()
    private let source: InterruptSource = 3
    private var kernel: Kernel { system.kernel }
    private var controller: FakeInterruptController { system.machine.interrupts }

    /// A program that holds the interrupt and waits for it.
    private func attachWaiting() throws -> (Program, Interrupt, handle: UInt, sink: UInt) {
        let program = try Program(system)
        let interrupt = try kernel.attach(source, to: nil)
        let handle = UInt(program.process.insert(kernel.makeHandle(interrupt, [.read, .write])).rawValue)
        let sink = try program.makeSink(of: handle)
        #expect(program.wait(on: sink) == nil)
        return (program, interrupt, handle, sink)
    }

    @Test func theHolderIsNotifiedOnceUntilItHasAcknowledged() throws {
        let (program, interrupt, handle, sink) = try attachWaiting()
        controller.levels = [source]
        kernel.serveInterrupts(system.hart)
        #expect(system.pickNext() === program.thread)
        let event = try #require(program.readEvents(1).first)
        #expect(event.kind == .interrupt && UInt(event.handle.rawValue) == handle && event.word0 == 1)
        // The device asks on, and is not heard.
        #expect(interrupt.isMasked && !controller.isPending && controller.claimed.isEmpty)
        #expect(program.wait(on: sink) == nil)
        interrupt.acknowledge(kernel)
        #expect(controller.isPending)
        kernel.serveInterrupts(system.hart)
        #expect(system.pickNext() === program.thread)
    }

    @Test func acknowledgingWhatDidNotComeDoesNothing() throws {
        let (_, interrupt, _, _) = try attachWaiting()
        interrupt.acknowledge(kernel)
        #expect(!interrupt.isMasked && controller.masked.isEmpty)
    }

    @Test func aSourceHasOneHolder() throws {
        _ = try kernel.attach(source, to: nil)
        #expect(throws: FTLError.invalidState) { try kernel.attach(source, to: nil) }
        #expect(throws: FTLError.invalidState) { try kernel.attachConsole(to: source) }
    }

    @Test func theDeathOfTheHolderMasksAndAnotherMayHoldIt() throws {
        let (program, _, _, _) = try attachWaiting()
        controller.levels = [source]
        kernel.serveInterrupts(system.hart)
        program.kill()
        #expect(!controller.isPending && controller.masked == [source] && controller.enabled.contains(source))
        let (next, _, _, _) = try attachWaiting()
        #expect(controller.isPending)
        kernel.serveInterrupts(system.hart)
        #expect(system.pickNext() === next.thread)
    }

    @Test func aSourceThatNobodyHoldsIsCompletedAndMasked() {
        controller.enable(7)
        controller.levels = [7]
        kernel.serveInterrupts(system.hart)
        #expect(controller.claimed.isEmpty && !controller.isPending)
    }

    @Test func theKernelsOwnAreDealtWithAtOnce() {
        system.machine.typed = Array("a".utf8)
        #expect(!controller.isPending, "nobody listens yet")
        kernel.console.takeInput(kernel, system.hart)
        system.machine.typed = Array("b".utf8)
        #expect(controller.isPending)
        kernel.serveInterrupts(system.hart)
        #expect(!controller.isPending && controller.claimed.isEmpty && system.machine.typed.isEmpty)
    }

    @Test func severalSourcesAreServedInOneGo() throws {
        let (program, _, _, _) = try attachWaiting()
        kernel.console.takeInput(kernel, system.hart)
        system.machine.typed = Array("x".utf8)
        controller.levels.insert(source)
        kernel.serveInterrupts(system.hart)
        #expect(!controller.isPending && controller.claimed.isEmpty)
        #expect(system.pickNext() === program.thread)
    }
}
