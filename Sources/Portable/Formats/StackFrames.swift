// How far a program's functions reach below what they have touched of the stack. Below every stack lie unmapped
// pages; a program that runs over its stack must hit them. The Swift compiler does not probe, so a function with a
// large frame could step over them into somebody else's memory. A program that passes here cannot:
//
// - The first store of a function is at most `maximumUntouched` bytes below the caller's stack pointer, and from
//   there its stack pointer goes down by no more than `maximumFrame` bytes without a store at its new place. Caller
//   and function together stay within `guardSize`, so one of the two accesses is in the guard.
// - Nothing else lowers the stack pointer. What sets it is known to raise it again, or is refused.
//
// It reads what a compiler writes, in one pass: a frame is made in a straight line, beginning with the function or
// after a branch, by steps that are constants in the code. It is no judge of code that is written to deceive it;
// against that there is no protection in this kind of isolation at all. x8 is taken for the frame pointer: it points
// at the frame's top, and the stack pointer is set from it only to give back what was allocated below.

/// Why a program's use of its stack is not safe.
public enum StackFrameError: Error, Equatable, Sendable {
    /// The function at `address` moves its stack pointer by `size` bytes at once, of which `limit` are safe.
    case tooLarge(address: UInt64, size: UInt64, limit: UInt64)
    /// The instruction at `address` lowers the stack pointer by who knows how much.
    case unknown(address: UInt64)
    /// The bytes at `address` are no instruction of the machine.
    case notAnInstruction(address: UInt64)
}

/// Checks the code of programs.
public enum StackFrames {
    /// Bytes that are unmapped below every stack of a program.
    public static let guardSize: UInt64 = 65536
    /// Bytes by which a function may lower its stack pointer before it stores anything.
    public static let maximumUntouched: UInt64 = 4096
    /// Bytes by which it may do so in all, unless it touches the new place.
    public static let maximumFrame: UInt64 = guardSize - maximumUntouched

    /// Checks every executable segment of `image`, which was parsed from `file`.
    ///
    /// - Throws: the first fault found. Its address is one of the image's own.
    public static func check(_ image: ELFImage, in file: borrowing Span<UInt8>) throws(StackFrameError) {
        for segment in image.segments where segment.isExecutable {
            try check(file.extracting(segment.file), at: segment.memory.lowerBound)
        }
    }

    /// Checks code whose first instruction is at `address`.
    public static func check(_ code: borrowing Span<UInt8>, at address: UInt64) throws(StackFrameError) {
        var line = StraightLine()
        var offset = 0
        while let low = code.little16(at: offset) {
            let here = address + UInt64(offset)
            guard let (instruction, length) = Instruction.decode(low, code.little16(at: offset + 2) ?? 0) else {
                throw .notAnInstruction(address: here)
            }
            offset += length
            var probed = false
            if case .subtract(StraightLine.stackPointer, _, _) = instruction {
                probed = isProbe(code.little16(at: offset) ?? 0, code.little16(at: offset + 2) ?? 0)
            }
            try line.follow(instruction, at: here, probed: probed)
        }
    }

    /// Whether an instruction stores just where the stack pointer points.
    private static func isProbe(_ low: UInt16, _ high: UInt16) -> Bool {
        guard let (instruction, _) = Instruction.decode(low, high) else { return false }
        return instruction == .store(base: StraightLine.stackPointer, offset: 0)
    }
}

/// What is known between two places where control may come from or go elsewhere.
private struct StraightLine {
    static let stackPointer = 2
    static let framePointer = 8

    /// What registers hold: constants or, as addresses of the image, places in it.
    private var values = InlineArray<32, UInt64>(repeating: 0)
    /// Which of them are known, a bit each; of register 0 it always is.
    private var known: UInt32 = 1
    /// Bytes by which the stack pointer went down, from the line's beginning or from the last probe.
    private var frame: UInt64 = 0
    /// Whether something was stored on the stack since the line's beginning.
    private var touched = false
    /// The register that the branch just before this instruction found not to be below the stack pointer.
    private var ceiling: Int?

    private mutating func begin() {
        known = 1
        frame = 0
        touched = false
    }

    private func constant(_ register: Int) -> UInt64? { known >> UInt32(register) & 1 == 1 ? values[register] : nil }

    private mutating func set(_ register: Int, _ value: UInt64?) {
        guard register != 0 else { return }
        known &= ~(1 << UInt32(register))
        guard let value else { return }
        known |= 1 << UInt32(register)
        values[register] = value
    }

    /// Takes one more instruction. `probed`: the one after it touches the stack at its new end.
    mutating func follow(_ instruction: Instruction, at address: UInt64, probed: Bool) throws(StackFrameError) {
        let ceiling = self.ceiling
        self.ceiling = nil
        switch instruction {
        case .branchIfLess(let register, StraightLine.stackPointer, let offset) where Int64(bitPattern: offset) < 0:
            // The end of a probing loop, which goes down page by page until it is at or below a register.
            begin()
            self.ceiling = register
        case .branchIfLess, .transfer: begin()
        case .store(StraightLine.stackPointer, let offset) where offset < max(frame, 1):
            touched = true
            if offset == 0 { frame = 0 }
        case .store: break
        default:
            guard let (register, value) = result(of: instruction, at: address) else { break }
            if register == StraightLine.stackPointer {
                try move(instruction, at: address, probed: probed, ceiling: ceiling)
            } else {
                set(register, value)
            }
        }
    }

    /// The register that an instruction writes, and what, if that is a constant.
    private func result(of instruction: Instruction, at address: UInt64) -> (Int, UInt64?)? {
        switch instruction {
        case .loadUpper(let to, let value): (to, value)
        case .addUpperToCounter(let to, let value): (to, address &+ value)
        case .addImmediate(let to, let from, let value): (to, constant(from).map { $0 &+ value })
        case .addWordImmediate(let to, let from, let value):
            (to, constant(from).map { UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: $0 &+ value))) })
        case .andImmediate(let to, let from, let value): (to, constant(from).map { $0 & value })
        case .shiftLeft(let to, let from, let count): (to, constant(from).map { $0 << count })
        case .add(let to, let one, let other): (to, sum(constant(one), constant(other)))
        case .subtract(let to, let one, let other): (to, sum(constant(one), constant(other).map { 0 &- $0 }))
        case .other(let to): to.map { ($0, nil) }
        case .store, .branchIfLess, .transfer: nil
        }
    }

    private func sum(_ one: UInt64?, _ other: UInt64?) -> UInt64? {
        if let one, let other { one &+ other } else { nil }
    }

    /// Takes an instruction that writes the stack pointer.
    private mutating func move(
        _ instruction: Instruction, at address: UInt64, probed: Bool, ceiling: Int?
    ) throws(StackFrameError) {
        let stackPointer = StraightLine.stackPointer
        switch instruction {
        case .addImmediate(_, stackPointer, let value): try move(by: value, at: address)
        case .andImmediate(_, stackPointer, let mask) where Int64(bitPattern: mask) < 0:
            // Aligns it, which takes less than the alignment.
            try move(by: mask, at: address)
        case .add(_, stackPointer, let register):
            guard let value = constant(register) else { throw .unknown(address: address) }
            try move(by: value, at: address)
        case .subtract(_, stackPointer, let register):
            if let value = constant(register) {
                try move(by: 0 &- value, at: address)
            } else if !probed {
                // With a probe after it, it is a step of a probing loop whose size was loaded before the loop.
                throw .unknown(address: address)
            }
        case .addImmediate(_, StraightLine.framePointer, _): frame = 0
        case .subtract(_, StraightLine.framePointer, let register), .add(_, StraightLine.framePointer, let register):
            guard constant(register) != nil else { throw .unknown(address: address) }
            frame = 0
        case .addImmediate(_, let register, 0) where register == ceiling: frame = 0
        default: throw .unknown(address: address)
        }
    }

    private mutating func move(by distance: UInt64, at address: UInt64) throws(StackFrameError) {
        let distance = Int64(bitPattern: distance)
        guard distance < 0 else {
            frame -= min(frame, UInt64(distance))
            return
        }
        let (size, overflow) = frame.addingReportingOverflow(distance.magnitude)
        let limit = touched ? StackFrames.maximumFrame : StackFrames.maximumUntouched
        guard !overflow, size <= limit else { throw .tooLarge(address: address, size: size, limit: limit) }
        frame = size
    }
}
