// What is said of a program whose stack frames are not safe.

import Formats
import TestSupport
import Testing

@testable import ImageBuilder

@Suite struct FrameCheckTests {
    private static let symbols = Array("0000000000001000 start()\n0000000000001004 greedy(_:)\n".utf8)

    /// The line about a program with this code at 0x1000, if there is one.
    private static func complaint(_ code: [UInt8]) throws -> [String] {
        let file = program(code)
        let image = try ELFImage.parse(file.span)
        return complaints { () throws(Failure) in
            try FrameCheck.check("spin", image, file, symbols: symbols)
        }
    }

    /// A program file with one segment.
    private static func program(_ code: [UInt8]) -> [UInt8] {
        let length = UInt64(code.count)
        let header = ELFWriter.Header(
            type: 1, flags: 5, offset: 0x1000, address: 0x1000, fileSize: length, memorySize: length)
        var file = ELFWriter(entry: 0x1000, headers: [header], length: 0x1000 + code.count)
        file.contents = [(0x1000, code)]
        return file.bytes()
    }

    @Test func namesTheFunctionAndTheSize() throws {
        // start: nop; ret. greedy, as clang makes room for 100,000 bytes: addi sp, sp, -0x1f0; sd ra, 0x1e8(sp);
        // sd s0, 0x1e0(sp); addi s0, sp, 0x1f0; lui a0, 0x18; addi a0, a0, 0x4d0; sub sp, sp, a0.
        let greedy: [UInt8] = [
            0x01, 0x00, 0x82, 0x80, 0x41, 0x71, 0x86, 0xf7, 0xa2, 0xf3, 0x80, 0x1b, 0x61, 0x65, 0x13, 0x05, 0x05, 0x4d,
            0x33, 0x01, 0xa1, 0x40, 0x82, 0x80,
        ]
        #expect(
            try Self.complaint(greedy) == [
                "spin: the function greedy(_:) has a stack frame of 100032 bytes; at most 61440 is safe "
                    + "(docs/isolation.md)"
            ])
        #expect(try Self.complaint(Array(greedy[..<18])) == [])
    }

    @Test func namesWhereTheStackPointerMovesByNoConstant() throws {
        // mv sp, a0
        #expect(
            try Self.complaint([0x2a, 0x81, 0x82, 0x80]) == [
                "spin: the function start() moves its stack pointer at 0x1000 by no constant and without a probe, "
                    + "which is not safe (docs/isolation.md)"
            ])
    }

    @Test func namesWhatIsNoInstruction() throws {
        let line = "spin: the function start() has no instruction at 0x1002"
        #expect(try Self.complaint([0x01, 0x00, 0x1f, 0x00]) == [line])
    }
}
