// The words of a call: mostly such as the call could mean, and often such as it should refuse.

import FTL
import TestSupport

extension Fuzzer {
    /// Numbers at which something overflows, ends or begins.
    private static let edges: [UInt] = [
        0, 1, 2, 3, 7, 8, 39, 40, 63, 64, 4095, 4096, 4097, 0xffff, 0x1_0000, 0x1f_ffff, 0x20_0000, 0x400_0000,
        0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 1 << 39, 1 << 62, 1 << 63 - 1, 1 << 63, .max - 4095, .max,
    ]
    /// Addresses of others: of the kernel's image, the direct map, devices, programs of both isolations, and none's
    /// (Sources/Kernel/ArchRISCV/AddressSpace.swift).
    private static let places: [UInt] = [
        0, 8, 0x1000, 0x1f_f000, 0x20_0000, 0x40_0000, 0x1f_ffff_f000, 0x20_0000_0000, 0x20_0020_1000, 0x27_ffff_f000,
        0x28_0000_0000, 0x30_8000_0000, 0x30_8020_0000, 0x30_8800_0000, 0x3f_0000_0000, 0x3f_8020_0000, 0x3f_8040_0000,
        0x3f_ffff_f000, 0x40_0000_0000, 0x7f_ffff_f000, 1 << 62, 1 << 63, 0xffff_ffc0_0000_0000, .max - 4095, .max - 7,
        .max,
    ]

    mutating func words(of call: Syscall) -> InlineArray<7, UInt> {
        var words = InlineArray<7, UInt>(repeating: 0)
        let slots = calls.slots(of: call)
        for index in 0..<slots.count {
            switch slots[index] {
            case .word: words[index] = word(call, index)
            case .deadline: words[index] = deadline(call)
            case .info: words[index] = info()
            case .handle(let type): words[index] = handle(type)
            case .source, .body: words[index] = source()
            case .target: words[index] = target()
            case .address: words[index] = address(call)
            case .length: words[index] = length(after: words[index - 1])
            case .nothing: break
            }
        }
        adjust(call, &words)
        return words
    }

    private mutating func edge() -> UInt { Fuzzer.edges[random.below(Fuzzer.edges.count)] }

    /// What makes a call with several words that belong together one that can succeed.
    private mutating func adjust(_ call: Syscall, _ words: inout InlineArray<7, UInt>) {
        if call == .consoleWrite {
            // What it writes is to be seen, but not always.
            let isShown = random.below(64) == 0
            words[0] = isShown ? memory.writable.lowerBound : words[0]
            words[1] = isShown ? 6 : words[1] | 1 << 13
        }
        guard random.below(4) > 0 else { return }
        switch call {
        case .channelRecv, .channelDiscard:
            let (channel, token) = tokens[random.below(tokens.count)]
            words[0] = UInt(channel)
            words[1] = UInt(token)
            if call == .channelRecv, random.below(4) > 0 {
                words[2] = memory.writable.lowerBound + 4096
                words[3] = UInt(Limits.bodyLength)
            }
        case .processCreate:
            words[1] = memory.writable.lowerBound
            words[2] = 5
            words[3] = memory.writable.lowerBound + 8
            words[4] = UInt(random.below(3)) * 2
            if random.below(2) == 0 { words[5] = 0 }
        case .imageCreate where random.below(8) == 0:
            words[1] = UInt(program.lowerBound)
            words[2] = UInt(program.count)
        case .vmSpaceMap:
            if random.below(2) == 0 { words[0] = 0 }
            words[2] = UInt(random.below(4)) * 4096
            words[3] = UInt(random.below(16)) * 2048
        case .channelSend where random.below(2) == 0: words[5] = 0
        default: break
        }
    }

    private mutating func word(_ call: Syscall, _ index: Int) -> UInt {
        switch (call, random.below(8)) {
        case (.vmAreaCreate, 0...5): return UInt(random.below(64 * 1024)) + 1
        case (.vmAreaCreate, 6): return UInt(random.below(8 << 20))
        case (.vmSpaceCreate, 0...5): return UInt(random.below(2)) + 1
        case (.handleDuplicate, 0...3): return UInt(Rights.all.rawValue)
        case (.handleDuplicate, 4...6): return UInt(random.below(128))
        case (.systemHandles, 0...5), (.systemProcesses, 0...5): return UInt(random.below(16))
        case (.vmAreaRead, 0...5), (.vmAreaWrite, 0...5): return UInt(random.below(4096))
        case (_, 7): return UInt(random.next())
        default: return edge()
        }
    }

    /// Never one that lets the fuzzer wait for long.
    private mutating func deadline(_ call: Syscall) -> UInt {
        guard call == .sinkWait else {
            return random.below(2) == 0 ? edge() : UInt(Clock.now) + UInt(random.below(1 << 20))
        }
        return random.below(4) > 0 ? UInt(random.below(2)) : UInt(Clock.now) + UInt(random.below(100_000))
    }

    private mutating func info() -> UInt {
        let length = random.below(16) == 0 ? random.below(0x1_0000) : random.below(256)
        return UInt(random.next()) & ~0xffff_0000 | UInt(length) << 16
    }

    private mutating func handle(_ type: ObjectType?) -> UInt {
        switch random.below(64) {
        case 0..<46: UInt(holdings.pick(type, &random))
        case 46..<52: UInt(holdings.pick(nil, &random))
        case 52..<55: UInt(holdings.pickClosed(&random))
        case 55..<58: UInt(holdings.pick(type, &random)) ^ 1 << UInt(random.below(40))
        case 58..<60: edge()
        case 60: UInt(random.next())
        default: 0
        }
    }

    /// Memory that the kernel is to read: anywhere.
    private mutating func source() -> UInt {
        switch random.below(8) {
        case 0..<5: memory.writable.lowerBound + UInt(random.below(memory.writable.count))
        case 5: memory.readOnly.lowerBound + UInt(random.below(memory.readOnly.count))
        default: hostile()
        }
    }

    /// Memory that the kernel is to write: where it harms nobody.
    private mutating func target() -> UInt {
        switch random.below(8) {
        // Behind the constants.
        case 0..<5: memory.writable.lowerBound + 64 + UInt(random.below(memory.writable.count / 8 - 8)) * 8
        case 5: memory.readOnly.lowerBound + UInt(random.below(memory.readOnly.count))
        default: hostile()
        }
    }

    private mutating func hostile() -> UInt {
        switch random.below(8) {
        // Around the ends of what is mapped.
        case 0: memory.writable.upperBound - UInt(random.below(64))
        case 1: memory.writable.lowerBound - UInt(random.below(64))
        case 2: memory.readOnly.upperBound - UInt(random.below(64))
        case 3: memory.foreign
        case 4: UInt(random.next())
        default: Fuzzer.places[random.below(Fuzzer.places.count)] &+ UInt(random.below(64))
        }
    }

    private mutating func address(_ call: Syscall) -> UInt {
        if call == .vmSpaceUnmap, random.below(2) == 0, let mapped = memory.mapping(random.next()) { return mapped }
        return random.below(4) == 0 ? memory.writable.lowerBound : hostile()
    }

    private mutating func length(after address: UInt) -> UInt {
        switch random.below(16) {
        case 0..<10: UInt(random.below(400))
        case 10: UInt(random.below(8192))
        // To the end of the addresses, and to the piece's end.
        case 11: 0 &- address
        case 12: memory.writable.upperBound &- address
        case 13: UInt(random.next())
        default: edge()
        }
    }
}
