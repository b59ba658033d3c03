// What programs write: whole lines with a name before each, and no way to spoil anybody else's.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct ConsoleTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system, name: "hello") }

    private func write(_ bytes: [UInt8], by writer: Program? = nil) throws(FTLError) {
        let writer = writer ?? program
        writer.store(bytes, at: writer.memory)
        try writer.call(.consoleWrite, writer.memory, UInt(bytes.count))
    }

    private func write(_ text: String, by writer: Program? = nil) throws(FTLError) {
        try write(Array(text.utf8), by: writer)
    }

    @Test func everyLineBeginsWithTheName() throws {
        try write("one\ntwo\n")
        #expect(system.machine.takeText() == "hello      | one\nhello      | two\n")
        try write("\n")
        #expect(system.machine.takeText() == "hello      | \n")
        let long = try Program(system, name: "a-name-longer-than-ten")
        try write("x\n", by: long)
        #expect(system.machine.takeText() == "a-name-longer-than-ten | x\n")
    }

    @Test func linesOfTwoProgramsDoNotMix() throws {
        let other = try Program(system, name: "other")
        try write("he")
        try write("th", by: other)
        try write("llo")
        #expect(system.machine.takeText() == "")
        try write("ere\n", by: other)
        try write("\n")
        #expect(system.machine.takeText() == "other      | there\nhello      | hello\n")
    }

    @Test func whatHasNoEndIsWrittenWhenTheProgramEnds() throws {
        try write("last words")
        #expect(program.enter(number: Syscall.processExit.rawValue, [0]) == nil)
        #expect(system.machine.takeText() == "hello      | last words\n")
    }

    @Test func aLongLineIsBroken() throws {
        try write(String(repeating: "a", count: ConsoleLine.limit + 5) + "\n")
        let lines = system.machine.takeText().split(separator: "\n")
        #expect(lines.map(\.count) == [13 + ConsoleLine.limit, 13 + 5])
        try write(String(repeating: "a", count: ConsoleLine.limit) + "\n")
        #expect(system.machine.takeText().split(separator: "\n").count == 1, "a full line has one end")
    }

    @Test func controlCharactersAreShownAndNotObeyed() throws {
        try write([0x1b, UInt8(ascii: "["), 0x08, 0x0d, 0x00, 0x7f, 0x09, 0x0a])
        #expect(system.machine.takeText() == "hello      | ?[????\t\n")
        // U+009B, which terminals take for ESC [, and U+00E9, which they print.
        try write([0xc2, 0x9b, 0xc3, 0xa9, 0x0a])
        #expect(system.machine.takeText() == "hello      | ?é\n")
    }

    @Test func tooMuchIsRefusedWholeAndABadBufferToo() throws {
        #expect(throws: FTLError.tooLarge) { try write([UInt8](repeating: 65, count: Limits.consoleWriteLength + 1)) }
        let lines = [UInt8](repeating: UInt8(ascii: "\n"), count: Limits.consoleWriteLines + 1)
        #expect(throws: FTLError.tooLarge) { try write([65] + lines) }
        #expect(throws: FTLError.badAccess) { try program.call(.consoleWrite, 8, 4) }
        let end = program.memory + UInt(Program.memoryLength)
        #expect(throws: FTLError.badAccess) { try program.call(.consoleWrite, end - 4, 5) }
        #expect(system.machine.takeText() == "")
        try write("\n")
        #expect(system.machine.takeText() == "hello      | \n", "nothing of what was refused is left")
        try program.call(.consoleWrite, 0, 0)
        try write([UInt8](repeating: 65, count: Limits.consoleWriteLength))
        try write([UInt8](lines.dropLast()))
        // The long text is four full lines, the last of which the first line end ends.
        #expect(system.machine.takeText().split(separator: "\n").count == 3 + Limits.consoleWriteLines)
    }

    @Test func textAcrossPagesIsWhole() throws {
        let text = Array("across the boundary\n".utf8)
        let address = program.memory + UInt(pageSize) - 7
        program.store(text, at: address)
        try program.call(.consoleWrite, address, UInt(text.count))
        #expect(system.machine.takeText() == "hello      | across the boundary\n")
    }

    @Test func howAProcessEndsIsInTheLogUnlessAllIsWell() throws {
        let others = try ["fine", "failing", "victim"].map { try Program(system, name: ByteString($0)) }
        #expect(others[0].enter(number: Syscall.processExit.rawValue, [0]) == nil)
        #expect(system.machine.takeText() == "")
        #expect(others[1].enter(number: Syscall.processExit.rawValue, [3]) == nil)
        #expect(system.machine.takeText() == "    0.000001 process: 'failing' exited with status 3\n")
        others[2].kill()
        #expect(system.machine.takeText() == "    0.000001 process: 'victim' was killed\n")
    }
}
