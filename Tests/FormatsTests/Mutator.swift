// Damages inputs the way a fuzzer does, but always the same way: a failing run can be run again.

import TestSupport

struct Mutator {
    /// Inputs tried for each format.
    static let rounds = 100_000

    private var random: FixedRandom
    private let isBigEndian: Bool
    private static let interesting: [UInt64] = [
        0, 1, 2, 3, 4, 7, 8, 9, 16, 24, 40, 56, 64, 0x7f, 0x80, 0xff, 0x100, 0xfff, 0x1000, 0x1001, 0x7fff, 0x8000,
        0xffff, 0x1_0000, 0x0fff_ffff, 0x1000_0000, 0x7fff_fffc, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_fffc,
        0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_f000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
        0xffff_ffff_ffff_f000, 0xffff_ffff_ffff_fff8, 0xffff_ffff_ffff_ffff,
    ]

    init(seed: UInt64, isBigEndian: Bool = false) {
        random = FixedRandom(seed: seed)
        self.isBigEndian = isBigEndian
    }

    /// `original` with one to four faults; `fields` are offsets worth hitting.
    mutating func mutate(_ original: [UInt8], fields: [Int]) -> [UInt8] {
        var bytes = original
        for _ in 0...random.below(4) {
            guard !bytes.isEmpty else { break }
            switch random.below(10) {
            case 0, 1: bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
            case 2: bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            case 3: splice(&bytes)
            case 4:
                // Most of what a truncation finds it finds near the end.
                let kept =
                    random.below(2) == 0
                    ? random.below(bytes.count) : bytes.count - 1 - random.below(min(64, bytes.count))
                bytes.removeLast(bytes.count - kept)
            case 5: bytes += (0..<random.below(64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            default:
                // A number where there is one, or near one that was there.
                let field = fields[random.below(fields.count)]
                let width = [1, 2, 4, 4, 8, 8][random.below(6)]
                var value = Mutator.interesting[random.below(Mutator.interesting.count)]
                if random.below(3) == 0 { value &+= number(bytes, field, width) }
                put(value, width, at: field, in: &bytes)
            }
        }
        return bytes
    }

    /// Copies a piece of the input over another.
    private mutating func splice(_ bytes: inout [UInt8]) {
        let length = min(1 + random.below(64), bytes.count)
        let (from, to) = (random.below(bytes.count - length + 1), random.below(bytes.count - length + 1))
        let piece = Array(bytes[from..<from + length])
        bytes.replaceSubrange(to..<to + length, with: piece)
    }

    private func number(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<width where offset + index < bytes.count {
            value |= UInt64(bytes[offset + index]) << UInt64(8 * (isBigEndian ? width - 1 - index : index))
        }
        return value
    }

    private func put(_ value: UInt64, _ width: Int, at offset: Int, in bytes: inout [UInt8]) {
        for index in 0..<width where offset + index < bytes.count {
            bytes[offset + index] = UInt8(
                truncatingIfNeeded: value >> UInt64(8 * (isBigEndian ? width - 1 - index : index)))
        }
    }
}

/// Which faults a run over mutated inputs met: one that meets few of them tests little.
struct Faults {
    private var names: Set<String> = []

    var count: Int { names.count }

    mutating func add(_ error: some Error) {
        names.insert(String("\(error)".prefix { $0 != "(" }))
    }
}
