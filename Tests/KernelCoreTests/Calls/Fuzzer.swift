// Makes calls as a program gone mad would: any number, and words that are now and then what the call wants, more
// often nearly so, and sometimes anything.

import FTLTypes
import TestSupport

@testable import KernelCore

final class Fuzzer {
    let system: TestSystem
    private var random: FixedRandom
    /// Handles that each process, by id, was ever given; closed ones too.
    private var handles: [Int: [UInt]] = [:]
    /// Where a process, by id, has letters and then NUL bytes: a good name, good arguments.
    private var texts: [Int: UInt] = [:]
    /// Messages that each process was told of: the channel and the token.
    private var told: [Int: [(UInt, UInt)]] = [:]
    /// Every process there ever was in this round.
    private(set) var processes: [KernelCore.Process] = []

    private static let words: [UInt] = [
        0, 1, 2, 3, 7, 8, 39, 40, 64, 4095, 4096, 4097, 8192, 65536, 1 << 20, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
        1 << 32, 1 << 62, 0x7fff_ffff_ffff_ffff, 1 << 63, .max - 4096, .max - 4095, .max - 1, .max,
    ]

    init(_ system: TestSystem, seed: UInt64) {
        self.system = system
        random = FixedRandom(seed: seed)
    }

    /// One call, by whichever thread is next.
    /// - Returns: its number and its result, where it came back.
    func step() throws -> (number: UInt, result: Int)? {
        if system.hart.current == nil, system.kernel.ready.isEmpty { try startProgram() }
        if random.below(100) == 0 { system.machine.typed += random.bytes(random.below(2000)) }
        if random.below(10) == 0 { system.kernel.serveInterrupts() }
        if random.below(20) == 0 { system.advance(to: system.machine.time + UInt64(random.below(20_000_000))) }
        let thread = system.kernel.pickNext(on: system.hart)
        let number = random.below(50) == 0 ? any() : pickCall().rawValue
        var words: InlineArray<7, UInt> = .init(repeating: 0)
        if let syscall = Syscall(rawValue: number) {
            let isDeadly = syscall.signature.result == .never || syscall == .processKill
            if isDeadly, random.below(8) > 0 { return nil }
            fill(&words, syscall, thread.process)
        } else {
            for index in words.indices { words[index] = any() }
        }
        let result = system.kernel.syscall(on: system.hart, number: number, words)
        guard system.hart.current === thread else { return nil }
        if let syscall = Syscall(rawValue: number), result > 0 {
            keep(UInt(result), of: syscall, thread.process)
            if syscall == .sinkWait { readEvents(result, at: words[1], thread.process) }
        }
        return (number, result)
    }

    /// Messages take a chain of calls to arrive; without some help few do.
    private func pickCall() -> Syscall {
        let chain: [Syscall] = [.channelSend, .sinkAdd, .sinkWait, .channelRecv]
        return random.below(4) == 0 ? chain[random.below(4)] : Syscall.allCases[random.below(Syscall.allCases.count)]
    }

    /// Ends everything that lives.
    func endAll() {
        for process in processes { system.kernel.end(process, status: -1, .killed) }
        system.settle()
        processes = []
        handles = [:]
        texts = [:]
        told = [:]
    }

    private func startProgram() throws {
        let program = try Program(system, name: "mad")
        processes.append(program.process)
        program.store([UInt8](repeating: UInt8(ascii: "m"), count: 64), at: program.memory)
        texts[program.process.id] = program.memory
        let image = Handle(.image(system.image()), [.execute, .duplicate, .transfer])
        // Whoever may manage the system may switch it off, which ends the test.
        let console = system.kernel.makeHandle(.console(system.kernel.console), .all)
        let overseer = system.kernel.makeHandle(.system, [.read, .duplicate])
        handles[program.process.id] = [image, console, overseer].map { UInt(program.process.insert($0).rawValue) }
    }

    private func keep(_ result: UInt, of syscall: Syscall, _ process: KernelCore.Process) {
        switch syscall.signature.result {
        case .handle: handles[process.id, default: []].append(result)
        case .handlePair: handles[process.id, default: []] += [result & 0xffff_ffff, result >> 32]
        default: return
        }
        if syscall == .processCreate, case .process(let child)? = try? process.handles.lookup(number(result)).object {
            processes.append(child)
        }
    }

    private func readEvents(_ count: Int, at address: UInt, _ process: KernelCore.Process) {
        let length = UInt(count * Event.size)
        guard let bytes = try? process.space.buffer(at: address, count: length, .read).bytes() else { return }
        for index in 0..<count {
            guard let event = Event(bytes: bytes.span, at: index * Event.size), event.kind == .message else { continue }
            told[process.id, default: []].append((UInt(event.handle.rawValue), UInt(event.token)))
        }
    }

    private func number(_ handle: UInt) -> HandleNumber { HandleNumber(rawValue: UInt32(truncatingIfNeeded: handle)) }

    // MARK: Words

    private func fill(_ words: inout InlineArray<7, UInt>, _ syscall: Syscall, _ process: KernelCore.Process) {
        var index = 0
        for argument in syscall.signature.arguments {
            switch argument {
            case .handle(let type, _): words[index] = handle(of: process, type)
            case .optionalHandle(let type, _): words[index] = random.below(4) > 0 ? 0 : handle(of: process, type)
            case .anyHandle: words[index] = handle(of: process, nil)
            case .consumedHandle: words[index] = random.below(2) == 0 ? 0 : handle(of: process, nil)
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
                let length = random.below(3) == 0 ? random.below(20_000) : random.below(50)
                words[index] = UInt(MessageInfo(kind: .write, id: 1, length: length).rawValue)
            case .deadline:
                words[index] = random.below(2) == 0 ? any() : UInt(system.machine.time) + UInt(random.below(1_000_000))
            case .word: words[index] = word()
            }
            index += argument.words
        }
        let takesToken = syscall == .channelRecv || syscall == .channelDiscard
        if takesToken, random.below(3) > 0, let message = random.element(of: told[process.id] ?? []) {
            (words[0], words[1]) = message
        }
        let takesProcess = syscall == .systemHandles
        if takesProcess, random.below(2) == 0 { words[1] = UInt(random.element(of: processes)?.id ?? 0) }
        if syscall == .processCreate, let text = texts[process.id], random.below(2) == 0 {
            (words[1], words[2]) = (text, 1 + UInt(random.below(32)))
            (words[3], words[4]) = (text + 32, UInt([0, 33, 100][random.below(3)]))
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

    /// Mostly a handle that fits, if there is one.
    private func handle(of process: KernelCore.Process, _ type: ObjectType?) -> UInt {
        let own = handles[process.id] ?? []
        let known = own.prefix(3) + own.suffix(60) + process.startHandles.map { UInt($0.rawValue) }
        guard random.below(20) > 0, !known.isEmpty else { return any() }
        for _ in 0..<8 {
            let candidate = known[random.below(known.count)]
            guard let object = try? process.handles.lookup(number(candidate)).object else { continue }
            if type == nil || object.type == type { return candidate }
        }
        return known[random.below(known.count)]
    }

    /// Mostly near an end of something that is mapped.
    private func address(in process: KernelCore.Process) -> UInt {
        if let text = texts[process.id], random.below(3) == 0 { return text + UInt(pageSize * (1 + random.below(12))) }
        guard random.below(8) > 0, let range = random.element(of: process.space.mappings)?.range else { return any() }
        switch random.below(5) {
        case 0: return range.upperBound - UInt(random.below(64))
        case 1: return range.lowerBound - UInt(random.below(64))
        case 2: return range.lowerBound + UInt(random.below(range.count))
        default: return range.lowerBound
        }
    }

    private func any() -> UInt {
        let word = Fuzzer.words[random.below(Fuzzer.words.count)]
        switch random.below(4) {
        case 0: return UInt(truncatingIfNeeded: random.next())
        case 1: return word &+ UInt(random.below(16)) &- 8
        default: return word
        }
    }
}
