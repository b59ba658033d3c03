// The console as an object: nothing that is typed is lost, and what others print does not spoil the row being edited.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ConsoleDeviceTests {
    let system = TestSystem()
    let program: Program
    let console: UInt

    init() throws {
        program = try Program(system)
        system.kernel.console.takeInput(system.kernel, system.hart)
        let handle = system.kernel.makeHandle(system.kernel.console, [.read, .write, .duplicate])
        console = UInt(program.process.insert(handle).rawValue)
    }

    private func type(_ bytes: [UInt8]) {
        system.machine.typed += bytes
        system.kernel.serveInterrupts(system.hart)
    }

    private func read(_ count: UInt = 4096) throws -> [UInt8] {
        let length = try program.call(.consoleRead, console, program.incoming, count)
        return program.load(Int(length), at: program.incoming)
    }

    @Test func whatIsTypedIsToldOnceAndRead() throws {
        let sink = try program.makeSink(of: console)
        #expect(try program.events(of: sink).isEmpty)
        type([1, 2, 3])
        #expect(try program.events(of: sink).map(\.kind) == [.readable])
        #expect(try program.events(of: sink).isEmpty)
        #expect(try read(2) == [1, 2])
        // What is left is told again.
        #expect(try program.events(of: sink).map(\.kind) == [.readable])
        #expect(try read() == [3])
        #expect(try read() == [])
        #expect(try program.events(of: sink).isEmpty)
    }

    @Test func whatFindsNoRoomStaysInThePortAndComesLater() throws {
        let all = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
        type(all)
        #expect(!system.machine.listensToConsole)
        var seen: [UInt8] = []
        while case let piece = try read(300), !piece.isEmpty { seen += piece }
        #expect(seen == all)
        #expect(system.machine.listensToConsole)
    }

    @Test func aLineOfAnotherLeavesTheRowAsItWas() throws {
        func put(_ text: String) throws {
            program.store(Array(text.utf8), at: program.outgoing)
            try program.call(.consolePut, console, program.outgoing, UInt(text.utf8.count))
        }
        try put("\r> let x")
        _ = system.machine.takeText()
        program.store(Array("hello\n".utf8), at: program.outgoing)
        try program.call(.consoleWrite, program.outgoing, 6)
        #expect(system.machine.takeText() == "\r\u{1b}[Kprogram    | hello\n> let x")
        try put("\n")
        _ = system.machine.takeText()
        system.kernel.log.write(.error, "test", "a line")
        #expect(system.machine.takeText().hasSuffix("test: a line\n"))
    }

    @Test func manyLinesOfAnotherCostTheRowOnce() throws {
        let row = [UInt8](repeating: UInt8(ascii: "x"), count: Screen.rowLimit)
        program.store([0x0d] + row, at: program.outgoing)
        try program.call(.consolePut, console, program.outgoing, UInt(row.count + 1))
        _ = system.machine.takeText()
        program.store([UInt8](repeating: UInt8(ascii: "\n"), count: Limits.consoleWriteLines), at: program.outgoing)
        try program.call(.consoleWrite, program.outgoing, UInt(Limits.consoleWriteLines))
        let text = system.machine.takeText()
        let lines = String(repeating: "program    | \n", count: Limits.consoleWriteLines)
        #expect(text == "\r\u{1b}[K" + lines + String(repeating: "x", count: Screen.rowLimit))
    }

    /// The kernel has no objects larger than a page, and an array of so many bytes would be one.
    @Test func whatIsPutIsNeverHeldInOnePiece() throws {
        let bytes = (0..<Limits.consoleWriteLength).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        program.store(bytes, at: program.outgoing + 0x800)
        system.machine.longestWrite = 0
        try program.call(.consolePut, console, program.outgoing + 0x800, UInt(bytes.count))
        #expect(Array(system.machine.takeText().utf8) == bytes)
        #expect(system.machine.longestWrite < pageSize)
    }

    @Test func readingAndDrawingNeedTheirRights() throws {
        let reader = try program.call(.handleDuplicate, console, UInt(Rights.read.rawValue))
        let writer = try program.call(.handleDuplicate, console, UInt(Rights.write.rawValue))
        #expect(throws: FTLError.notAllowed) { try program.call(.consolePut, reader, program.outgoing, 1) }
        #expect(throws: FTLError.notAllowed) { try program.call(.consoleRead, writer, program.incoming, 1) }
        #expect(throws: FTLError.tooLarge) {
            try program.call(.consolePut, writer, program.outgoing, UInt(Limits.consoleWriteLength + 1))
        }
        #expect(throws: FTLError.badAccess) { try program.call(.consoleRead, reader, 8, 8) }
    }
}
