// memcpy and its three companions, for every alignment of both sides and every length around the sizes of their
// loops, with guard bytes on either side.

import CMemory
import Testing

struct MemoryTests {
    static let lengths = Array(0...40) + [47, 48, 49, 63, 64, 65, 71, 72, 73, 127, 128, 129, 200, 1000]
    /// Room for the longest, the largest offset and guards.
    static let room = 1100

    /// Bytes that differ from their neighbours.
    static func pattern(_ seed: Int) -> [UInt8] { (0..<room).map { UInt8(truncatingIfNeeded: $0 * 7 + seed) } }

    @Test(arguments: lengths)
    func copying(length: Int) {
        let source = MemoryTests.pattern(1)
        for from in 16..<24 {
            for to in 16..<24 {
                var target = MemoryTests.pattern(100)
                var expected = target
                expected.replaceSubrange(to..<to + length, with: source[from..<from + length])
                source.withUnsafeBytes { source in
                    target.withUnsafeMutableBytes { target in
                        let result = ftl_memcpy(target.baseAddress! + to, source.baseAddress! + from, length)
                        #expect(result == target.baseAddress! + to)
                    }
                }
                if target != expected { Issue.record("\(length) bytes from \(from) to \(to)") }
            }
        }
    }

    @Test(arguments: lengths)
    func movingWithinItself(length: Int) {
        for from in 16..<24 {
            for distance in [-17, -16, -9, -8, -7, -1, 0, 1, 7, 8, 9, 16, 17, 64] where from + distance >= 0 {
                var bytes = MemoryTests.pattern(3)
                var expected = bytes
                let to = from + distance
                expected.replaceSubrange(to..<to + length, with: bytes[from..<from + length])
                bytes.withUnsafeMutableBytes { bytes in
                    _ = ftl_memmove(bytes.baseAddress! + to, bytes.baseAddress! + from, length)
                }
                if bytes != expected { Issue.record("\(length) bytes from \(from) by \(distance)") }
            }
        }
    }

    @Test(arguments: lengths)
    func filling(length: Int) {
        for to in 16..<24 {
            var bytes = MemoryTests.pattern(5)
            var expected = bytes
            // Only the value's low byte counts.
            expected.replaceSubrange(to..<to + length, with: [UInt8](repeating: 0xa5, count: length))
            bytes.withUnsafeMutableBytes { bytes in _ = ftl_memset(bytes.baseAddress! + to, 0x1a5, length) }
            if bytes != expected { Issue.record("\(length) bytes at \(to)") }
        }
    }

    @Test(arguments: lengths)
    func comparing(length: Int) {
        let left = MemoryTests.pattern(9)
        for (from, to) in [(16, 16), (17, 17), (16, 19), (23, 16)] {
            var right = MemoryTests.pattern(200)
            right.replaceSubrange(to..<to + length, with: left[from..<from + length])
            func compare() -> Int32 {
                left.withUnsafeBytes { left in
                    right.withUnsafeBytes { right in
                        ftl_memcmp(left.baseAddress! + from, right.baseAddress! + to, length)
                    }
                }
            }
            #expect(compare() == 0)
            for place in 0..<length {
                let byte = right[to + place]
                // As unsigned bytes; what comes after the first difference does not count.
                right[to + place] = byte ^ 0x80
                let sign = compare().signum()
                right[to + place] = byte
                if sign != (byte < 0x80 ? -1 : 1) { Issue.record("\(length) bytes, byte \(place): \(sign)") }
            }
        }
    }
}
