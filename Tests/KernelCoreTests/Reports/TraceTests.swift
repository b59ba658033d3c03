// Calls as text: the arguments as the table says they are, what the call answered, and nobody else's calls.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct TraceTests {
    let system = TestSystem()
    let program: Program
    let overseer: Program
    let handle: UInt

    init() throws {
        program = try Program(system, name: "kv")
        overseer = try Program(system, name: "overseer")
        handle = UInt(overseer.process.insert(system.kernel.makeHandle(system.kernel.system, .all)).rawValue)
    }

    private func trace(_ isOn: UInt = 1) throws {
        try overseer.call(.systemTrace, handle, UInt(program.process.id), isOn)
        _ = system.machine.takeText()
    }

    @Test func aCallIsPrintedWithItsArgumentsAndItsResult() throws {
        let (near, far) = try program.makeChannel()
        let timer = try program.call(.timerCreate)
        try trace()
        try program.send(on: near, Array("a \"b\"\n\u{1}".utf8), id: 3, words: (4, 5), handle: timer)
        #expect(
            system.machine.takeText()
                == "trace 1 kv: channel_send(channel: channel \(near), info: write #3, word0: 4, word1: 5, "
                + "body: \"a \\\"b\\\"\\n\\x01\", handle: timer \(timer)) = 0\n")
        #expect(throws: FTLError.invalidHandle) { try program.call(.handleClose, timer) }
        #expect(system.machine.takeText() == "trace 1 kv: handle_close(handle: \(timer)?) = invalidHandle\n")
        try program.call(.channelCreate)
        #expect(system.machine.takeText().hasPrefix("trace 1 kv: channel_create() = "))
        try overseer.call(.null)
        _ = far
        #expect(system.machine.takeText().isEmpty)
    }

    @Test func aCallThatWaitsIsPrintedTwice() throws {
        let sink = try program.makeSink()
        let timer = try program.call(.timerCreate)
        try program.call(.sinkAdd, sink, timer)
        try program.call(.timerSet, timer, UInt(system.machine.time + 1_000_000))
        try trace()
        #expect(program.wait(on: sink) == nil)
        #expect(
            system.machine.takeText()
                == "trace 1 kv: sink_wait(sink: sink \(sink), events: [40 bytes], deadline: forever) waits\n")
        // `overseer` waits as well, so that nobody else could go on.
        #expect(overseer.wait(on: try overseer.makeSink()) == nil)
        #expect(system.pickNext() === program.thread)
        #expect(system.machine.takeText() == "trace 1 kv: ... = 1\n")
    }

    @Test func badPointersAreShownAndDoNoHarm() throws {
        try trace()
        #expect(throws: FTLError.badAccess) { try program.call(.consoleWrite, 8, 100) }
        #expect(system.machine.takeText() == "trace 1 kv: console_write(text: 0x8? [100]) = badAccess\n")
        #expect(program.enter(number: 999, []) == FTLError.unknownSyscall.result)
        for syscall in Syscall.allCases where syscall.signature.result != .never {
            _ = program.enter(number: syscall.rawValue, [.max, .max, .max, .max, .max, .max, .max])
        }
        #expect(system.machine.takeText().split(separator: "\n").count > 30)
    }

    @Test func itEndsWhenToldOrWithTheProcess() throws {
        try trace()
        try trace(0)
        try program.call(.null)
        #expect(system.machine.takeText().isEmpty && system.kernel.tracedCount == 0)
        try trace()
        try trace()
        #expect(system.kernel.tracedCount == 1)
        program.kill()
        #expect(system.kernel.tracedCount == 0)
        #expect(throws: FTLError.invalidArgument) {
            try overseer.call(.systemTrace, handle, UInt(overseer.process.id), 2)
        }
    }
}
