// Instructions as the assembler writes them, one of each form that StackFrames tells apart.

import Testing

@testable import Formats

@Suite struct InstructionTests {
    private static func decode(_ word: UInt32) -> Instruction? {
        Instruction.decode(UInt16(truncatingIfNeeded: word), UInt16(truncatingIfNeeded: word >> 16))?.0
    }

    private static func negative(_ value: UInt64) -> UInt64 { 0 &- value }

    @Test func instructionsOf32Bits() {
        #expect(Self.decode(0xfff1_8137) == .loadUpper(to: 2, Self.negative(0xe8000)))
        #expect(Self.decode(0x0000_1317) == .addUpperToCounter(to: 6, 0x1000))
        #expect(Self.decode(0x8101_0113) == .addImmediate(to: 2, 2, Self.negative(0x7f0)))
        #expect(Self.decode(0x4d05_0513) == .addImmediate(to: 10, 10, 0x4d0))
        #expect(Self.decode(0x0005_051b) == .addWordImmediate(to: 10, 10, 0))
        #expect(Self.decode(0xfc01_7113) == .andImmediate(to: 2, 2, Self.negative(64)))
        #expect(Self.decode(0x0345_1513) == .shiftLeft(to: 10, 10, 52))
        #expect(Self.decode(0x40a1_0133) == .subtract(to: 2, 2, 10))
        #expect(Self.decode(0x00a1_0133) == .add(to: 2, 2, 10))
        #expect(Self.decode(0x02a1_0133) == .other(to: 2))  // mul sp, sp, a0
        #expect(Self.decode(0x7e11_3423) == .store(base: 2, offset: 0x7e8))
        #expect(Self.decode(0xfe04_3023) == .store(base: 8, offset: Self.negative(0x20)))
        #expect(Self.decode(0xfe25_4de3) == .branchIfLess(10, 2, offset: Self.negative(6)))
        #expect(Self.decode(0x0025_4463) == .branchIfLess(10, 2, offset: 8))
        #expect(Self.decode(0xc000_1073) == .transfer)  // unimp
        #expect(Self.decode(0x0000_0073) == .transfer)  // ecall
        #expect(Self.decode(0x0005_3107) == .other(to: nil))  // fld ft2, 0(a0)
        #expect(Self.decode(0xe205_0153) == .other(to: 2))  // fmv.x.d sp, fa0
        #expect(Self.decode(0x0000_001f) == nil)
    }

    @Test func instructionsOf16Bits() {
        #expect(Self.decode(0x7141) == .addImmediate(to: 2, 2, Self.negative(0x1f0)))
        #expect(Self.decode(0x617d) == .addImmediate(to: 2, 2, 0x1f0))
        #expect(Self.decode(0x1141) == .addImmediate(to: 2, 2, Self.negative(16)))
        #expect(Self.decode(0x1b80) == .addImmediate(to: 8, 2, 0x1f0))
        #expect(Self.decode(0x6561) == .loadUpper(to: 10, 0x18000))
        #expect(Self.decode(0x4585) == .addImmediate(to: 11, 0, 1))
        #expect(Self.decode(0x2501) == .addWordImmediate(to: 10, 10, 0))
        #expect(Self.decode(0x9941) == .andImmediate(to: 10, 10, Self.negative(16)))
        #expect(Self.decode(0x0552) == .shiftLeft(to: 10, 10, 20))
        #expect(Self.decode(0x812a) == .addImmediate(to: 2, 10, 0))
        #expect(Self.decode(0x912a) == .add(to: 2, 2, 10))
        #expect(Self.decode(0x8d09) == .subtract(to: 10, 10, 10))
        #expect(Self.decode(0xf786) == .store(base: 2, offset: 0x1e8))
        #expect(Self.decode(0xe188) == .store(base: 11, offset: 0))
        #expect(Self.decode(0x6102) == .other(to: 2))  // ld sp, 0(sp)
        #expect(Self.decode(0x6108) == .other(to: 10))  // ld a0, 0(a0)
        for transfer: UInt32 in [0x8082, 0x9082, 0x9002, 0xc915, 0xe111, 0xa001, 0x0000] {
            #expect(Self.decode(transfer) == .transfer, "\(transfer)")
        }
    }
}
