// Normalization: cases of UAX #15, Hangul, marks in any number and order.

import Testing

@testable import JSEngine

private func normalize(_ scalars: [UInt32], _ form: Normalizer) -> [UInt32] {
    var units: [UInt16] = []
    for scalar in scalars { CaseMapping.emit(scalar) { units.append($0) } }
    let count = form.decomposedCount(count: units.count) { units[$0] }
    let bytes = count * 8 + (1 << 14)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    let arena = Arena(owning: memory, bytes: UInt64(bytes))
    // The area is between words that must stay.
    let area: UInt64 = 64
    arena.setWord(area - 8, 0, 0xA5A5)
    arena.setWord(area + UInt64(count * 8), 0, 0xA5A5)
    let length = form.normalize(arena, area: area, decomposed: count, count: units.count) { units[$0] }
    #expect(arena.word(area - 8) == 0xA5A5 && arena.word(area + UInt64(count * 8)) == 0xA5A5)
    return (0..<length).map { Normalizer.point(arena, area, $0) }
}

@Suite struct NormalizerTests {
    @Test(
        arguments: [
            // Source, NFC, NFD, NFKC, NFKD.
            [[0x1E9B, 0x323], [0x1E9B, 0x323], [0x17F, 0x323, 0x307], [0x1E69], [0x73, 0x323, 0x307]],
            [[0x212B], [0xC5], [0x41, 0x30A], [0xC5], [0x41, 0x30A]],
            [[0x1100, 0x1161, 0x11A8], [0xAC01], [0x1100, 0x1161, 0x11A8], [0xAC01], [0x1100, 0x1161, 0x11A8]],
            [
                [0xAC00, 0x11A7], [0xAC00, 0x11A7], [0x1100, 0x1161, 0x11A7], [0xAC00, 0x11A7],
                [0x1100, 0x1161, 0x11A7],
            ],
            [[0xFB01], [0xFB01], [0xFB01], [0x66, 0x69], [0x66, 0x69]],
            [[0x958], [0x915, 0x93C], [0x915, 0x93C], [0x915, 0x93C], [0x915, 0x93C]],
            [
                [0x61, 0x315, 0x300, 0x5AE, 0x301], [0xE0, 0x5AE, 0x301, 0x315], [0x61, 0x5AE, 0x300, 0x301, 0x315],
                [0xE0, 0x5AE, 0x301, 0x315], [0x61, 0x5AE, 0x300, 0x301, 0x315],
            ],
            [[0x1D15E], [0x1D157, 0x1D165], [0x1D157, 0x1D165], [0x1D157, 0x1D165], [0x1D157, 0x1D165]],
            [[0x301], [0x301], [0x301], [0x301], [0x301]], [[], [], [], [], []],
            [[0xD800], [0xD800], [0xD800], [0xD800], [0xD800]],
            [[0xFF21], [0xFF21], [0xFF21], [0x41], [0x41]], [[0x2F800], [0x4E3D], [0x4E3D], [0x4E3D], [0x4E3D]],
            [[0x1F82], [0x1F82], [0x3B1, 0x313, 0x300, 0x345], [0x1F82], [0x3B1, 0x313, 0x300, 0x345]],
            [[0x11099, 0x110BA], [0x1109A], [0x11099, 0x110BA], [0x1109A], [0x11099, 0x110BA]],
            [[0x9C7, 0x9BE], [0x9CB], [0x9C7, 0x9BE], [0x9CB], [0x9C7, 0x9BE]],
        ] as [[[UInt32]]])
    func forms(row: [[UInt32]]) {
        for (form, expected) in zip([Normalizer.nfc, .nfd, .nfkc, .nfkd], row[1...]) {
            #expect(normalize(row[0], form) == expected)
        }
    }

    @Test func normalizedTwiceIsNormalizedOnce() {
        var numbers = Numbers(state: 7)
        let starts: [UInt32] = [
            0x41, 0xC0, 0x300, 0x323, 0x345, 0x1100, 0x1161, 0xAC00, 0x915, 0x93C, 0xFDFA, 0x1D160, 0x1EA4,
        ]
        for _ in 0..<500 {
            let text = (0..<numbers.below(40)).map { _ in
                starts[numbers.below(starts.count)] + UInt32(numbers.below(16))
            }
            let d = normalize(text, .nfd)
            let c = normalize(text, .nfc)
            #expect(normalize(d, .nfd) == d && normalize(c, .nfc) == c)
            #expect(normalize(d, .nfc) == c && normalize(c, .nfd) == d)
            let kd = normalize(text, .nfkd)
            #expect(normalize(c, .nfkd) == kd && normalize(kd, .nfkd) == kd)
        }
    }

    @Test func manyMarksTakeLinearTime() {
        let marks = (0..<100_000).map { [0x301, 0x323, 0x345, 0x5AE][$0 % 4] as UInt32 }
        let sorted = normalize([0x61] + marks, .nfd)
        #expect(sorted.count == marks.count + 1 && sorted[1] == 0x323 && sorted[sorted.count - 1] == 0x345)
        #expect(normalize([0x61] + marks, .nfc).count == marks.count)
    }

    @Test func unitsBelowTheBoundStay() {
        for form in [Normalizer.nfc, .nfd, .nfkc, .nfkd] {
            let text = Array(0..<UInt32(form.firstToLookAt))
            #expect(normalize(text, form) == text)
            #expect(normalize(text.reversed(), form) == text.reversed())
        }
    }
}
