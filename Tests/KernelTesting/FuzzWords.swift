// The words of a hostile call: now and then what the call wants, more often nearly so, and sometimes anything.

import FTLTypes
import TestSupport

@testable import KernelCore

extension Fuzzer {
    private static let words: [UInt] = [
        0, 1, 2, 3, 7, 8, 39, 40, 64, 4095, 4096, 4097, 8192, 65536, 1 << 20, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
        1 << 32, 1 << 62, 0x7fff_ffff_ffff_ffff, 1 << 63, .max - 4096, .max - 4095, .max - 1, .max,
    ]

    func fill(_ words: inout [UInt], _ syscall: Syscall, _ process: KernelCore.Process) {
        var index = 0
        for argument in syscall.signature.arguments {
            fill(&words, at: index, argument, syscall, process)
            index += argument.words
        }
        // What the call does not take is anything too.
        while index < words.count {
            words[index] = random.below(2) == 0 ? 0 : any()
            index += 1
        }
        special(&words, syscall, process)
    }

    private func fill(
        _ words: inout [UInt], at index: Int, _ kind: ArgumentKind, _ syscall: Syscall, _ process: KernelCore.Process
    ) {
        switch kind {
        case .handle(let type, _): words[index] = handle(of: process, type)
        case .optionalHandle(let type, _): words[index] = random.below(4) > 0 ? 0 : handle(of: process, type)
        case .anyHandle: words[index] = handle(of: process, nil)
        case .consumedHandle:
            words[index] = random.below(mood == .hoarding ? 10 : 2) > 0 ? 0 : handle(of: process, nil)
        case .bytesIn, .bytesOut:
            words[index] = address(in: process)
            words[index + 1] = length()
        case .body: words[index] = address(in: process)
        case .address:
            // Mostly what the call is about: code to start in, or what the program mapped itself.
            let fitting = process.space.mappings.filter {
                syscall == .threadCreate ? $0.permissions.contains(.execute) : $0.origin != .start
            }
            let mappings = fitting.isEmpty || random.below(4) == 0 ? process.space.mappings : fitting
            words[index] = random.element(of: mappings)?.range.lowerBound ?? any()
        case .info:
            let length = random.below(mood == .talking ? 2 : 3) == 0 ? random.below(20_000) : random.below(50)
            words[index] = UInt(MessageInfo(kind: .write, id: 1, length: length).rawValue) | (any() & 0xff00)
        case .deadline:
            words[index] = random.below(2) == 0 ? any() : UInt(system.machine.time) + UInt(random.below(1_000_000))
        case .word: words[index] = word()
        }
    }

    /// Where two words have to go together to mean anything.
    private func special(_ words: inout [UInt], _ syscall: Syscall, _ process: KernelCore.Process) {
        switch syscall {
        case .channelRecv, .channelDiscard:
            guard random.below(3) > 0, let message = random.element(of: told[process.id] ?? []) else { return }
            (words[0], words[1]) = message
        case .systemHandles, .systemProcess, .systemTrace:
            guard random.below(4) > 0 else { return }
            words[1] = UInt(max(1, system.kernel.lastProcessID - random.below(12)))
            // Or most of the time goes into printing.
            if syscall == .systemTrace, random.below(20) > 0 { words[2] = 0 }
        case .channelSend:
            guard let channel = favourites[process.id], random.below(2) == 0 else { return }
            words[0] = channel
            // The channel itself cannot go into its own queue.
            if words[5] == channel { words[5] = 0 }
        case .processCreate:
            guard let text = texts[process.id], random.below(2) == 0 else { return }
            (words[1], words[2]) = (text, 1 + UInt(random.below(32)))
            (words[3], words[4]) = (text + 32, UInt([0, 33, 100][random.below(3)]))
        case .processKill where random.below(2) == 0: words[1] = 0
        case .processLimit:
            words[1] = UInt(random.below(Resource.allCases.count))
            guard random.below(2) == 0, let resource = Resource(rawValue: words[1]) else { return }
            words[2] = UInt(resource.range.lowerBound + random.below(20))
        case .handleDuplicate where random.below(2) == 0: words[1] = .max
        case .imageCreate where random.below(2) == 0: (words[1], words[2]) = (0, 0x700)
        case .threadCreate where random.below(2) == 0: words[2] = UInt(Limits.stackLength.lowerBound)
        default: return
        }
    }

    /// A token, a number of bytes, or nonsense.
    private func word() -> UInt {
        switch random.below(4) {
        case 0: random.below(2) == 0 ? 0 : any()
        case 1, 2: UInt(1 + random.below(10))
        default: UInt(random.below(10) * random.below(4000))
        }
    }

    private func length() -> UInt {
        switch random.below(4) {
        case 0: any()
        case 1: UInt(random.below(5000))
        default: UInt(random.below(100))
        }
    }

    func object(_ handle: UInt, of process: KernelCore.Process) -> KernelObject? {
        guard handle <= UInt(HandleNumber.largest) else { return nil }
        return (try? process.handles.lookup(HandleNumber(rawValue: UInt32(handle))))?.object
    }

    /// Mostly a handle that fits, if there is one.
    private func handle(of process: KernelCore.Process, _ type: ObjectType?) -> UInt {
        let own = handles[process.id] ?? []
        let first = min(4, own.count)
        let recent = min(60, own.count - first)
        let begun = process.startHandles.count
        guard random.below(20) > 0, first + recent + begun > 0 else { return any() }
        var candidate: UInt = 0
        for _ in 0..<8 {
            let index = random.below(first + recent + begun)
            if index < first {
                candidate = own[index]
            } else if index < first + recent {
                candidate = own[own.count - 1 - (index - first)]
            } else {
                candidate = UInt(process.startHandles[index - first - recent].rawValue)
            }
            guard let object = object(candidate, of: process) else { continue }
            if type == nil || object.type == type { return candidate }
        }
        return candidate
    }

    /// Mostly near an end of something that is mapped.
    func address(in process: KernelCore.Process) -> UInt {
        if let text = texts[process.id], random.below(3) == 0 { return text + UInt(pageSize * (1 + random.below(12))) }
        guard random.below(8) > 0, let range = random.element(of: process.space.mappings)?.range else { return any() }
        switch random.below(5) {
        case 0: return range.upperBound - UInt(random.below(64))
        case 1: return range.lowerBound - UInt(random.below(64))
        case 2: return range.lowerBound + UInt(random.below(range.count))
        default: return range.lowerBound
        }
    }

    func any() -> UInt {
        let word = Fuzzer.words[random.below(Fuzzer.words.count)]
        switch random.below(4) {
        case 0: return UInt(truncatingIfNeeded: random.next())
        case 1: return word &+ UInt(random.below(16)) &- 8
        default: return word
        }
    }
}
