// RISC-V instructions (The RISC-V Instruction Set Manual, Volume I, "RV32/64G Instruction Set Listings" and "C
// Standard Extension"), distinguished as far as StackFrames needs it: what changes a register by a constant, what
// stores, what leaves the straight line. Of everything else only the register that it writes is of interest, and an
// instruction that writes an integer register is never taken for one that does not.

/// An instruction of RV64GC. Registers are numbers from 0 to 31; immediates are sign-extended.
enum Instruction: Equatable {
    case loadUpper(to: Int, UInt64)
    case addUpperToCounter(to: Int, UInt64)
    case addImmediate(to: Int, Int, UInt64)
    case addWordImmediate(to: Int, Int, UInt64)
    case andImmediate(to: Int, Int, UInt64)
    case shiftLeft(to: Int, Int, UInt64)
    case add(to: Int, Int, Int)
    case subtract(to: Int, Int, Int)
    case store(base: Int, offset: UInt64)
    /// A branch taken if the first register is less than the second, both signed.
    case branchIfLess(Int, Int, offset: UInt64)
    /// Any other branch, jump, call or return, and what traps on purpose.
    case transfer
    case other(to: Int?)

    /// The instruction that begins with the 16 bits `low`; `high` are the next 16, looked at where it is that long.
    ///
    /// - Returns: nil for an instruction of more than 32 bits.
    static func decode(_ low: UInt16, _ high: UInt16) -> (Instruction, length: Int)? {
        if low & 3 != 3 { return (compressed(UInt64(low)), 2) }
        if low & 0x1f == 0x1f { return nil }
        return (full(UInt64(high) << 16 | UInt64(low)), 4)
    }

    private static func full(_ word: UInt64) -> Instruction {
        let to = Int(word.bits(7, 5))
        let first = Int(word.bits(15, 5))
        let second = Int(word.bits(20, 5))
        let immediate = word.bits(20, 12).signed(12)
        let function = word.bits(12, 3)
        switch word & 0x7f {
        case 0x37: return .loadUpper(to: to, (word & 0xffff_f000).signed(32))
        case 0x17: return .addUpperToCounter(to: to, (word & 0xffff_f000).signed(32))
        case 0x13 where function == 0: return .addImmediate(to: to, first, immediate)
        case 0x13 where function == 7: return .andImmediate(to: to, first, immediate)
        case 0x13 where function == 1 && word.bits(26, 6) == 0: return .shiftLeft(to: to, first, word.bits(20, 6))
        case 0x1b where function == 0: return .addWordImmediate(to: to, first, immediate)
        case 0x33 where function == 0 && word.bits(25, 7) == 0: return .add(to: to, first, second)
        case 0x33 where function == 0 && word.bits(25, 7) == 0x20: return .subtract(to: to, first, second)
        case 0x23, 0x27: return .store(base: first, offset: (word.bits(25, 7) << 5 | word.bits(7, 5)).signed(12))
        case 0x63 where function == 4:
            let high = word.bits(31, 1) << 12 | word.bits(7, 1) << 11
            return .branchIfLess(
                first, second, offset: (high | word.bits(25, 6) << 5 | word.bits(8, 4) << 1).signed(13))
        case 0x63, 0x67, 0x6f: return .transfer
        // ecall, ebreak and their like; `unimp` is a write to a counter that cannot be written.
        case 0x73 where function == 0 || word == 0xc000_1073: return .transfer
        // Loads of floating point, fused operations, fences.
        case 0x07, 0x0f, 0x43, 0x47, 0x4b, 0x4f: return .other(to: nil)
        // Comparisons, conversions to an integer, moves to an integer register; the rest write a floating-point one.
        case 0x53: return .other(to: [0x14, 0x18, 0x1c].contains(word.bits(27, 5)) ? to : nil)
        default: return .other(to: to)
        }
    }

    private static func compressed(_ word: UInt64) -> Instruction {
        let to = Int(word.bits(7, 5))
        let second = Int(word.bits(2, 5))
        let low = Int(word.bits(2, 3)) + 8
        let high = Int(word.bits(7, 3)) + 8
        let immediate = (word.bits(12, 1) << 5 | word.bits(2, 5)).signed(6)
        switch (word & 3, word.bits(13, 3)) {
        // All zero is defined to be no instruction: what a compiler puts where nothing may go on.
        case (0, 0) where word == 0: return .transfer
        case (0, 0):
            let scaled = word.bits(7, 4) << 6 | word.bits(11, 2) << 4 | word.bits(5, 1) << 3 | word.bits(6, 1) << 2
            return .addImmediate(to: low, 2, scaled)
        case (0, 1): return .other(to: nil)
        case (0, 2), (0, 3): return .other(to: low)
        case (0, 6):
            return .store(base: high, offset: word.bits(5, 1) << 6 | word.bits(10, 3) << 3 | word.bits(6, 1) << 2)
        case (0, _): return .store(base: high, offset: word.bits(5, 2) << 6 | word.bits(10, 3) << 3)
        case (1, 0): return .addImmediate(to: to, to, immediate)
        case (1, 1): return .addWordImmediate(to: to, to, immediate)
        case (1, 2): return .addImmediate(to: to, 0, immediate)
        case (1, 3) where to == 2:
            let top = word.bits(12, 1) << 9 | word.bits(3, 2) << 7 | word.bits(5, 1) << 6
            return .addImmediate(to: 2, 2, (top | word.bits(2, 1) << 5 | word.bits(6, 1) << 4).signed(10))
        case (1, 3): return .loadUpper(to: to, immediate << 12)
        case (1, 4) where word.bits(10, 2) == 2: return .andImmediate(to: high, high, immediate)
        case (1, 4) where word.bits(10, 3) == 3 && word.bits(5, 2) == 0: return .subtract(to: high, high, low)
        case (1, 4): return .other(to: high)
        case (1, _): return .transfer
        case (2, 0): return .shiftLeft(to: to, to, word.bits(12, 1) << 5 | word.bits(2, 5))
        case (2, 1): return .other(to: nil)
        case (2, 2), (2, 3): return .other(to: to)
        case (2, 4) where second == 0: return .transfer
        case (2, 4): return word.bits(12, 1) == 0 ? .addImmediate(to: to, second, 0) : .add(to: to, to, second)
        case (2, 6): return .store(base: 2, offset: word.bits(7, 2) << 6 | word.bits(9, 4) << 2)
        default: return .store(base: 2, offset: word.bits(7, 3) << 6 | word.bits(10, 3) << 3)
        }
    }
}

extension UInt64 {
    /// `count` bits from bit `low` on.
    fileprivate func bits(_ low: UInt64, _ count: UInt64) -> UInt64 { self >> low & ((1 << count) - 1) }

    /// The low `width` bits, sign-extended.
    fileprivate func signed(_ width: UInt64) -> UInt64 {
        UInt64(bitPattern: Int64(bitPattern: self << (64 - width)) >> Int64(64 - width))
    }
}
