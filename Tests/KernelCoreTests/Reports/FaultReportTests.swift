// The report of a fault: who, what, where, with names where there are symbols, whatever the registers hold.

import FTLTypes
import Formats
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct FaultReportTests {
    let system = TestSystem()
    let program: Program
    var base: UInt { program.process.imageBase }

    init() throws {
        program = try Program(system, name: "hello")
        var writer = TarWriter()
        let symbols = "0000000000001400 main\n0000000000001420 helper\n"
        try writer.add(file: "symbols/test", content: Array(symbols.utf8))
        try writer.add(file: "symbols/kernel", content: Array("0000000000001000 start\n".utf8))
        try writer.add(file: "apps/second/image", content: ProgramFile().bytes(), isExecutable: true)
        try writer.add(file: "apps/broken/image", content: [1, 2, 3])
        system.kernel.initialFiles = makeFiles(writer.finish())
    }

    /// The archive in memory as the boot code leaves it: whole pages, next to each other.
    private func makeFiles(_ archive: [UInt8]) -> InitialFiles {
        let order = pages(in: archive.count).roundedUpToPowerOfTwo.trailingZeroBitCount
        guard let first = try? system.memory.allocate(order: order) else { fatalError("no room for the archive") }
        let start = system.memory.pointer(first).bindMemory(to: UInt8.self, capacity: archive.count)
        for (index, byte) in archive.enumerated() { start[index] = byte }
        let area = VmArea(borrowing: first, length: archive.count, memory: system.memory)
        return InitialFiles(area: area, start: UnsafePointer(start))
    }

    private func registers(pc: UInt, ra: UInt = 0, s0: UInt = 0) -> Registers {
        var x: InlineArray<32, UInt> = .init(repeating: 0)
        for index in 0..<32 { x[index] = UInt(index) }
        x[1] = ra
        x[8] = s0
        return Registers(x: x, pc: pc)
    }

    private func report(_ registers: Registers, address: UInt? = nil) -> [String] {
        system.run(program.thread)
        _ = system.machine.takeText()
        system.kernel.fault(on: system.hart, Fault(reason: "reason", address: address, registers: registers))
        return system.machine.takeText().split(separator: "\n").map(String.init)
    }

    /// A frame on the program's stack: whom it returns to, and its caller's frame.
    private func put(frame: UInt, returning address: UInt, caller: UInt) {
        let words = [caller, address]
        program.store(
            words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt(8 * $0)) } }, at: frame - 16)
    }

    @Test func aFaultNamesTheProcessTheReasonAndAllRegisters() {
        let lines = report(registers(pc: base + 0x1400, ra: 0xabc))
        #expect(lines[0] == "    0.000001 fault: 'hello' (process 1): reason")
        let row = lines[1].split(separator: " ")
        #expect(row[0] == "pc" && row[2] == "ra" && row[3] == "0000000000000abc" && row[4] == "sp")
        #expect(lines[1...8].allSatisfy { $0.count == 2 + 4 * 21 })
        #expect(lines[8].hasSuffix(" t6 000000000000001f"))
        #expect(lines.last == "    0.000001 process: 'hello' was ended because of a fault")
    }

    @Test func theBacktraceFollowsTheFramesAndNamesTheFunctions() {
        let top = program.thread.stack.upperBound
        put(frame: top - 64, returning: base + 0x1410, caller: top - 32)
        put(frame: top - 32, returning: base + 0x1404, caller: 0)
        let lines = report(registers(pc: base + 0x1424, s0: top - 64))
        let trace = lines.drop { $0 != "  backtrace:" }.dropFirst().prefix(3)
        #expect(
            trace.map { $0.split(separator: " ", maxSplits: 2).last ?? "" } == [
                " helper + 4", " main + 15", " main + 3",
            ])
        #expect(lines.count { $0.hasPrefix("    #") } == 3)
    }

    @Test func whoCalledAFunctionWithoutAFrameIsShown() {
        let top = program.thread.stack.upperBound
        put(frame: top - 32, returning: base + 0x1404, caller: 0)
        func trace(ra: UInt) -> [String] {
            let lines = report(registers(pc: base + 0x1424, ra: ra, s0: top - 32)).filter { $0.hasPrefix("    #") }
            return lines.map { String($0.split(separator: " ", maxSplits: 2).last ?? "") }
        }
        #expect(trace(ra: base + 0x1410) == [" helper + 4", " main + 15", " main + 3"])
    }

    @Test(arguments: [0x1404, 0x1422, 0, 0x9999]) func whatIsNoCallerIsNotShown(ra: UInt) {
        let top = program.thread.stack.upperBound
        put(frame: top - 32, returning: base + 0x1404, caller: 0)
        // Back from a function of its own; the frame has it; nowhere.
        let lines = report(registers(pc: base + 0x1424, ra: base + ra, s0: top - 32))
        #expect(lines.count { $0.hasPrefix("    #") } == 2)
    }

    @Test func recursionTakesTwoLines() {
        var frame = program.thread.stack.lowerBound + 64
        for _ in 0..<200 {
            put(frame: frame, returning: base + 0x1410, caller: frame + 32)
            frame += 32
        }
        put(frame: frame, returning: base + 0x1404, caller: 0)
        let lines = report(registers(pc: base + 0x1424, s0: program.thread.stack.lowerBound + 64))
        #expect(lines.contains("        ... 199 times more"))
        #expect(lines.count { $0.hasPrefix("    #") } == 3)
    }

    @Test func aJumpToAddressZeroIsShownWithWhereItCameFrom() {
        let lines = report(registers(pc: 0, ra: base + 0x1405), address: 0)
        let trace = lines.filter { $0.hasPrefix("    #") }
        #expect(trace.count == 2)
        #expect(trace.first == "    #0  0x0  ?")
        #expect(trace.last?.hasSuffix("main + 4") == true)
        #expect(!lines.contains { $0.contains("times more") })
    }

    @Test func aFaultBelowTheStackIsAnOverflow() throws {
        let stack = program.thread.stack
        #expect(report(registers(pc: base + 0x1400), address: stack.lowerBound - 8)[0].contains("stack overflow"))
    }

    @Test func aFaultElsewhereIsNone() throws {
        let stack = program.thread.stack
        #expect(!report(registers(pc: base + 0x1400), address: stack.upperBound)[0].contains("stack overflow"))
    }

    @Test(arguments: [UInt(0), 8, 15, 16, 1, .max, .max - 7, .max - 15, 1 << 63, 0x20_0000_0000])
    func nonsenseInTheRegistersDoesNoHarm(value: UInt) {
        let lines = report(registers(pc: value, ra: value, s0: value), address: value)
        #expect(lines[0].contains("'hello'"))
        #expect(program.process.state == .ended)
    }

    @Test func aRingOfFramesEnds() {
        let top = program.thread.stack.upperBound
        put(frame: top - 64, returning: base + 0x1410, caller: top - 32)
        put(frame: top - 32, returning: base + 0x1404, caller: top - 64)
        #expect(report(registers(pc: base + 0x1424, s0: top - 64)).count { $0.hasPrefix("    #") } == 3)
    }

    @Test func aChainOfDifferentFramesIsCutShort() {
        let bottom = program.thread.stack.lowerBound + 64
        for index in UInt(0)..<100 {
            put(frame: bottom + index * 16, returning: base + 0x1400 + index % 2 * 8, caller: bottom + (index + 1) * 16)
        }
        let lines = report(registers(pc: base + 0x1424, s0: bottom))
        #expect(lines.count { $0.hasPrefix("    #") } == 24)
    }

    @Test func aPanicSaysForWhomTheKernelWorked() {
        system.run(program.thread)
        _ = system.machine.takeText()
        let fault = Fault(reason: "broken", address: nil, registers: registers(pc: 0x1004))
        system.kernel.reportPanic(fault, readWord: { _ in nil })
        let text = system.machine.takeText()
        #expect(text.contains("\nkernel panic: broken\n  hart 0 was working for 'hello'\n"))
        #expect(text.hasSuffix("  backtrace:\n    #0  0x1004  start + 4\n"))
    }

    // MARK: The first process

    @Test func theFirstProcessGetsTheMachineAndTheArchive() throws {
        try system.kernel.startFirstProcess(name: "second", arguments: "batch apps=hello", on: system.hart)
        var thread = system.pickNext()
        if thread === program.thread {
            system.kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
            thread = system.pickNext()
        }
        let first = try Program(system, running: thread.process)
        #expect(first.process.name == "second")
        #expect(first.process.arguments == "batch\0apps=hello\0")
        let handles = first.process.startHandles.map { UInt($0.rawValue) }
        #expect(throws: FTLError.invalidArgument) { try first.call(.systemShutdown, handles[0], 256) }
        let length = try first.call(.vmAreaLength, handles[1])
        try first.call(.vmAreaRead, handles[1], 0, first.memory, min(length, 512))
        #expect(first.load(12, at: first.memory) == Array("symbols/test".utf8))
        #expect(throws: FTLError.notAllowed) { try first.call(.vmAreaWrite, handles[1], 0, first.memory, 1) }
        #expect(throws: FTLError.notAllowed) { try first.call(.vmSpaceMap, 0, handles[1], 0, 4096) }
    }

    @Test func anImageFromTheArchiveIsNamedAfterItsFolder() throws {
        try system.kernel.startFirstProcess(name: "second", arguments: "", on: system.hart)
        let files = try #require(system.kernel.initialFiles)
        let range = try #require(try files.file(named: "apps/second/image"))
        let first = try Program(system, running: try #require(system.kernel.processes.last))
        let area = UInt(first.process.startHandles[1].rawValue)
        let image = try first.call(.imageCreate, area, UInt(range.lowerBound), UInt(range.count))
        guard let object = try first.object(image) as? Image else { throw FTLError.wrongType }
        #expect(object.name == "second")
        #expect(throws: FTLError.malformed) { try first.call(.imageCreate, area, 0, 512) }
    }

    @Test func whatTheBuilderMarkedIsTrustedByteForByte() throws {
        let files = try #require(system.kernel.initialFiles)
        let range = try #require(try files.file(named: "apps/second/image"))
        #expect(!files.isTrusted(range, in: files.area), "before the archive is checked nothing is")
        _ = try files.check()
        #expect(files.isTrusted(range, in: files.area))
        let other = try #require(try files.file(named: "symbols/test"))
        #expect(!files.isTrusted(other, in: files.area), "it has no mark")
        #expect(!files.isTrusted(range.lowerBound..<range.upperBound - 1, in: files.area))
        #expect(!files.isTrusted(range.lowerBound + 1..<range.upperBound, in: files.area))
        let copy = try VmArea(length: files.area.length, memory: system.memory, account: nil)
        #expect(!files.isTrusted(range, in: copy), "another area, whatever is in it")
    }

    @Test func aMissingOrBrokenFirstProgramIsAnError() throws {
        #expect(throws: FTLError.notFound) {
            try system.kernel.startFirstProcess(name: "none", arguments: "", on: system.hart)
        }
        #expect(throws: FTLError.malformed) {
            try system.kernel.startFirstProcess(name: "broken", arguments: "", on: system.hart)
        }
        #expect(system.machine.takeText().contains("image: 'broken': ELF"))
        system.kernel.initialFiles = nil
        #expect(throws: FTLError.notFound) {
            try system.kernel.startFirstProcess(name: "second", arguments: "", on: system.hart)
        }
    }
}
