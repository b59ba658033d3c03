// The report when a program does what it must not, or the kernel itself fails: what happened, where, the
// registers, and who called whom.

import FTLTypes
import Formats

/// The integer registers, by number (x0 is zero), and the program counter.
public struct Registers {
    public var x: InlineArray<32, UInt>
    public var pc: UInt

    public init(x: InlineArray<32, UInt>, pc: UInt) {
        self.x = x
        self.pc = pc
    }

    /// RISC-V psABI, "Integer Register Convention".
    static let names: InlineArray<32, StaticString> = [
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
        "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    ]
}

/// What is wrong, as a trap tells it.
public struct Fault {
    public let reason: String
    /// The address that could not be reached, where that is what is wrong.
    public let address: UInt?
    public let registers: Registers

    public init(reason: String, address: UInt?, registers: Registers) {
        self.reason = reason
        self.address = address
        self.registers = registers
    }
}

extension Kernel {
    /// Says what a thread did.
    func report(_ fault: Fault, of thread: Thread) {
        let process = thread.process
        // An access below the stack is a function that had no room left for its frame.
        let isOverflow = fault.address.map(thread.guardRange.contains) ?? false
        log.write(
            .error, "fault",
            "'\(process.name)' (process \(process.id)): \(isOverflow ? "stack overflow, " : "")\(fault.reason)")
        writeRegisters(fault.registers)
        let base = process.imageBase
        writeBacktrace(
            fault.registers, image: process.image.name, symbolBase: base,
            isCode: { process.space.mapping(at: $0)?.permissions.contains(.execute) ?? false },
            readWord: { address in
                guard let buffer = try? process.space.buffer(at: address, count: 8, .read) else { return nil }
                var word: UInt = 0
                // Safe: the bytes of a local variable, as many as the buffer has.
                unsafe withUnsafeMutableBytes(of: &word) { unsafe buffer.copy(to: $0) }
                return word
            })
    }

    /// Says how the kernel failed. The caller powers the machine off.
    /// - Parameter readWord: memory of the kernel, where it is sure to be readable.
    public func reportPanic(_ fault: Fault, readWord: (UInt) -> UInt?) {
        log.line("")
        log.line("kernel panic: \(fault.reason)")
        for hart in harts {
            if let thread = hart.current { log.line("  hart \(hart.id) was working for '\(thread.process.name)'") }
        }
        writeRegisters(fault.registers)
        writeBacktrace(fault.registers, image: "kernel", symbolBase: 0, isCode: { _ in true }, readWord: readWord)
    }

    private func writeRegisters(_ registers: Registers) {
        for row in 0..<8 {
            var text = "  "
            for column in 0..<4 {
                let index = row * 4 + column
                let value = index == 0 ? registers.pc : registers.x[index]
                let digits = String(value, radix: 16)
                let name = index == 0 ? "pc" : Registers.names[index].description
                text += " \(padding: 3 - name.utf8.count)\(name) \(zeros: 16 - digits.utf8.count)\(digits)"
            }
            log.line(text)
        }
    }

    /// Follows frame pointers: each frame has its return address 8 bytes below where s0 points, and the caller's s0
    /// 16 bytes below (RISC-V psABI, "Frame Pointer Convention").
    ///
    /// - Parameter isCode: whether an address can have a name: beyond the code every one would get the last.
    private func writeBacktrace(
        _ registers: Registers, image: ByteString, symbolBase: UInt, isCode: (UInt) -> Bool,
        readWord: (UInt) -> UInt?
    ) {
        log.line("  backtrace:")
        var lines = FrameLines(image: image, symbolBase: symbolBase)
        lines.add(registers.pc, isCode: isCode(registers.pc), self)
        var frame = registers.x[8]
        // A jump into nowhere has no frame of its own, nor has a function that calls none: the return address says where
        // it came from. Where a function calls others, that is in itself, or in the frame as well.
        let caller = registers.x[1] &- 1
        if !isCode(registers.pc) {
            lines.add(caller, isCode: isCode(caller), self)
        } else if isCode(caller), let files = initialFiles,
            let function = files.function(at: registers.pc &- symbolBase, in: image),
            let other = files.function(at: caller &- symbolBase, in: image), other != function,
            frame % 8 != 0 || readWord(frame &- 8) != registers.x[1]
        {
            lines.add(caller, isCode: true, self)
        }
        while frame % 8 == 0, let address = readWord(frame &- 8), let caller = readWord(frame &- 16) {
            // The call is before the address it returns to.
            guard address != 0, lines.add(address &- 1, isCode: isCode(address &- 1), self), caller > frame else {
                break
            }
            frame = caller
        }
        lines.end(self)
    }
}

/// The lines of a backtrace; a function that calls itself over and over takes one line.
private struct FrameLines {
    private static let limit = 24
    /// A stack may pretend to go on for long; nothing else runs while it is followed.
    private static let repeatLimit = 10_000
    let image: ByteString
    let symbolBase: UInt
    private var count = 0
    private var last: UInt?
    private var repeats = 0

    init(image: ByteString, symbolBase: UInt) {
        self.image = image
        self.symbolBase = symbolBase
    }

    /// - Returns: false where there are enough lines.
    @discardableResult
    mutating func add(_ address: UInt, isCode: Bool, _ kernel: Kernel) -> Bool {
        if address == last {
            repeats += 1
            return repeats < FrameLines.repeatLimit
        }
        end(kernel)
        let symbol = isCode ? kernel.initialFiles?.symbol(at: address &- symbolBase, in: image) : nil
        kernel.log.line("    #\(count)\(padding: count < 10 ? 2 : 1)\(hex: address)  \(symbol ?? "?")")
        last = address
        count += 1
        return count < FrameLines.limit
    }

    mutating func end(_ kernel: Kernel) {
        if repeats > 0 { kernel.log.line("        ... \(repeats) times more") }
        repeats = 0
    }
}
