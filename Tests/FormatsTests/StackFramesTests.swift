// What a compiler writes at the beginning of a function, and whether the frame that it makes is safe. The words are
// as clang 21 and Swift 6.3 emit them for riscv64gc.

import Testing

@testable import Formats

@Suite struct StackFramesTests {
    /// The code of a function: instructions of 16 bits, and of 32 where the low two bits say so.
    private static func code(_ instructions: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        for instruction in instructions {
            for index in 0..<(instruction & 3 == 3 ? 4 : 2) {
                bytes.append(UInt8(truncatingIfNeeded: instruction >> UInt32(8 * index)))
            }
        }
        return bytes
    }

    /// What is wrong with the parts of a function, one after the other.
    private static func fault(_ parts: [UInt32]...) -> StackFrameError? {
        fault(of: parts.flatMap { code($0) })
    }

    private static func fault(of bytes: [UInt8]) -> StackFrameError? {
        do throws(StackFrameError) { try StackFrames.check(bytes.span, at: 0x1000) } catch { return error }
        return nil
    }

    /// addi sp, sp, -0x1f0; sd ra, 0x1e8(sp); sd s0, 0x1e0(sp); addi s0, sp, 0x1f0
    private static let prologue: [UInt32] = [0x7141, 0xf786, 0xf3a2, 0x1b80]
    /// lui a0, 0x18; addi a0, a0, 0x4d0
    private static let hundredThousand: [UInt32] = [0x6561, 0x4d05_0513]
    private static let subtract: UInt32 = 0x40a1_0133  // sub sp, sp, a0
    private static let ret: UInt32 = 0x8082

    @Test("A buffer of 100 kB, as clang allocates it")
    func largeFrame() {
        let function = Self.prologue + Self.hundredThousand + [Self.subtract]
        let place: UInt64 = 0x1000 + 8 + 6
        #expect(Self.fault(function) == .tooLarge(address: place, size: 0x186c0, limit: 61440))
        #expect(Self.fault([Self.ret], function) == .tooLarge(address: place + 2, size: 0x186c0, limit: 61440))
    }

    @Test("The last frame that is safe, and the first that is not")
    func limit() {
        // lui a0, 0xf; addi a0, a0, -0x1f0: 61440 bytes with those of the prologue.
        let most: [UInt32] = [0x653d, 0xe105_0513, Self.subtract]
        #expect(Self.fault(Self.prologue, most, [Self.ret]) == nil)
        // c.addi sp, -16
        let more = Self.fault(Self.prologue + most + [0x1141, Self.ret])
        #expect(more == .tooLarge(address: 0x1012, size: 61456, limit: 61440))
        // Given back by add sp, sp, a0, and then 16 bytes again.
        #expect(Self.fault(Self.prologue, most, [0x912a, 0x1141, Self.ret]) == nil)
    }

    @Test("Steps add up, whatever they are written with")
    func steps() {
        // addi sp, sp, -0x7f0; sd ra, 0x7e8(sp); then addi sp, sp, -0x800 thirty times.
        let steps = [0x8101_0113, 0x7e11_3423] + [UInt32](repeating: 0x8001_0113, count: 30)
        #expect(Self.fault(steps) == .tooLarge(address: 0x107c, size: 63472, limit: 61440))
        #expect(Self.fault(Array(steps.dropLast())) == nil)
        // The ways to a constant: c.li a0, 1; c.slli a0, 20. li a0, 1; slli a0, a0, 20. c.lui a0, 16; c.addiw a0, 0.
        // lui a0, 0x100; addiw a0, a0, 0. c.li a0, 1; c.mv a1, a0 …
        for constant: [UInt32] in [
            [0x4505, 0x0552], [0x0010_0513, 0x0145_1513], [0x6541, 0x2501], [0x0010_0537, 0x0005_051b],
            [0x4585, 0x05d2, 0x852e],
        ] {
            guard case .tooLarge? = Self.fault(Self.prologue, constant, [Self.subtract]) else {
                Issue.record("\(constant) is not seen")
                continue
            }
        }
        // lui a0, 0xfffe8; add sp, sp, a0: downwards by a negative constant.
        let negative: [UInt32] = [0xfffe_8537, 0x912a]
        #expect(Self.fault(Self.prologue, negative) == .tooLarge(address: 0x100c, size: 0x181f0, limit: 61440))
        // andi sp, sp, -64 takes up to 64 bytes.
        #expect(Self.fault(Self.prologue, [0x653d, 0xe105_0513, Self.subtract, 0xfc01_7113]) != nil)
    }

    @Test("Before it has stored anything a function moves by a page at most")
    func untouched() {
        let page: [UInt32] = [0x6505, Self.subtract]  // c.lui a0, 1
        #expect(Self.fault(page, [Self.ret]) == nil)
        #expect(Self.fault(page, [0x1141, Self.ret]) == .tooLarge(address: 0x1006, size: 4112, limit: 4096))
        // A store beside the stack (sd ra, 8(a0)) does not count, one on it (c.sdsp ra, 8) does.
        #expect(Self.fault(page, [0x0015_3423, 0x1141, Self.ret]) != nil)
        #expect(Self.fault(page, [0xe406, 0x1141, Self.ret]) == nil)
    }

    @Test("A constant that is not known")
    func unknown() {
        let unknown = StackFrameError.unknown(address: 0x1008)
        #expect(Self.fault(Self.prologue, [Self.subtract]) == unknown)
        // Loaded from memory: ld a0, 0(a0); sub sp, sp, a0.
        #expect(Self.fault(Self.prologue, [0x6108, Self.subtract]) == .unknown(address: 0x100a))
        // After a call nothing is known.
        #expect(Self.fault([0x6505, 0x9082, Self.subtract]) == .unknown(address: 0x1004))
        // sub a0, sp, a0; mv sp, a0: what an alloca is without probes.
        #expect(Self.fault(Self.prologue, [0x40a1_0533, 0x812a]) == .unknown(address: 0x100c))
        // ld sp, 0(a0), lui sp, 16, ld sp, 0(sp), csrr sp, sscratch.
        for instruction: UInt32 in [0x0005_3103, 0x0001_0137, 0x6102, 0x1400_2173] {
            #expect(Self.fault(Self.prologue, [instruction]) == unknown, "\(instruction)")
        }
        // fld f2, 0(a0) and fmv.d f2, f10 write another register of that number; fmv.x.d sp, f10 does not.
        #expect(Self.fault(Self.prologue, [0x0005_3107, 0x22a5_0153]) == nil)
        #expect(Self.fault(Self.prologue, [0xe205_0153]) == unknown)
    }

    @Test("Allocations that probe, as clang writes them with -fstack-clash-protection")
    func probes() {
        // lui a0, 0x18; sub t1, sp, a0; lui t2, 1; 1: sub sp, sp, t2; sd zero, 0(sp); bne sp, t1, 1b; then the rest.
        let fixed: [UInt32] = [0x6561, 0x40a1_0333, 0x6385, 0x4071_0133, 0xe002, 0xfe61_1de3, 0xb301_0113]
        #expect(Self.fault(Self.prologue, fixed, [Self.ret]) == nil)
        // sub a0, sp, a0; lui a1, 1; 1: sub sp, sp, a1; sd zero, 0(sp); blt a0, sp, 1b; mv sp, a0
        let dynamic: [UInt32] = [0x40a1_0533, 0x6585, 0x40b1_0133, 0xe002, 0xfe25_4de3, 0x812a]
        #expect(Self.fault(Self.prologue, dynamic, [0xff04_0113, Self.ret]) == nil)
        // The page's size may have been loaded before a branch; there must be a probe.
        let step = Array(dynamic.dropFirst(2))
        #expect(Self.fault(Self.prologue, [0xc915], step) == nil)
        #expect(Self.fault(Self.prologue, [0xc915, step[0], 0xe402], Array(step.dropFirst(2))) != nil)
        // Only the register that the loop compared may be put into the stack pointer, and only then.
        #expect(Self.fault(Self.prologue, Array(dynamic.dropLast()), [0x812e]) != nil)
        #expect(Self.fault(Self.prologue, Array(dynamic.dropLast()), [0x0001, 0x812a]) != nil)
        // blt a0, sp forwards ends no loop.
        #expect(Self.fault(Self.prologue, Array(dynamic.dropLast(2)), [0x0025_4463, 0x812a]) != nil)
    }

    @Test("Thread-local variables are carved from the stack by the difference of two places")
    func threadLocals() {
        // auipc t1, 1; auipc t3, 1; addi t3, t3, 0x3c; sub t4, t3, t1; sub sp, sp, t4; andi sp, sp, -64
        let carve: [UInt32] = [0x1317, 0x1e17, 0x03ce_0e13, 0x406e_0eb3, 0x41d1_0133, 0xfc01_7113]
        #expect(Self.fault(carve) == nil)
        // The second 8 KiB further on.
        let large: [UInt32] = [0x1317, 0x3e17] + carve.dropFirst(2)
        #expect(Self.fault(large) == .tooLarge(address: 0x1010, size: 0x2040, limit: 4096))
    }

    @Test("Whatever the bytes are, it comes to an end")
    func anyBytes() {
        #expect(Self.fault(of: []) == nil)
        #expect(Self.fault(of: [0x13]) == nil)
        #expect(Self.fault([0x9002, 0x0000, Self.ret]) == nil)
        // The first half of a longer instruction (The RISC-V Instruction Set Manual, "Expanded Instruction-Length").
        #expect(Self.fault(of: [0x01, 0x00, 0x1f, 0x00]) == .notAnInstruction(address: 0x1002))
        var random = SystemRandomNumberGenerator()
        var faults = 0
        for _ in 0..<20_000 {
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Self.fault(of: bytes) != nil { faults += 1 }
        }
        #expect(faults > 0)
    }
}
