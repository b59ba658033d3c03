// Makes calls as a program gone mad would, from several processes and all their threads: whichever thread the kernel
// goes on with makes the next. The calls go through the kernel's C entry, or past it for comparison. Time passes,
// keys are typed, threads fault.
//
// One process, the guard, never ends and never waits for ever, so that there is always one who goes on.

import FTLTypes
import HostCall
import TestSupport

@testable import KernelCore

/// How a call gets to the kernel.
enum FuzzDoor { case entry, direct }

/// One call, as it was made.
struct FuzzCall {
    let process: Int
    let number: UInt
    let words: [UInt]
    /// Nil where the thread did not go on at once.
    var result: Int?
}

final class Fuzzer {
    let system: TestSystem
    let mood: FuzzMood
    private let door: FuzzDoor
    private let entry: KernelEntry
    var random: FixedRandom
    /// Handles that each process, by id, was ever given; closed ones too.
    var handles: [Int: [UInt]] = [:]
    /// Where a process, by id, has letters and then NUL bytes: a good name, good arguments.
    var texts: [Int: UInt] = [:]
    /// A channel of each process, by id, that it sends on more than on others.
    var favourites: [Int: UInt] = [:]
    /// Messages that each process was told of: the channel and the token.
    var told: [Int: [(UInt, UInt)]] = [:]
    /// The calls of threads that did not go on at once, by their contexts.
    private var pending: [UInt: FuzzCall] = [:]
    /// The one of these whose thread went on in the last step, and what it was answered.
    private(set) var collected: FuzzCall?
    private(set) var guardian: KernelCore.Process?
    /// The program that was started last, where programs talk.
    private weak var talker: KernelCore.Process?
    /// Processes that were ever started from outside.
    private(set) var started = 0
    /// A number that depends on everything that was answered, and on who went on.
    private(set) var digest: UInt64 = 0

    init(_ system: TestSystem, mood: FuzzMood, seed: UInt64, door: FuzzDoor) throws {
        self.system = system
        self.mood = mood
        self.door = door
        random = FixedRandom(seed: seed)
        entry = KernelEntry(kernel: system.kernel, hart: system.hart)
        guardian = try startProgram("guard")
        system.pickNext()
    }

    /// One call, by whichever thread goes on now, or something that happens to it.
    /// - Returns: what was called and answered, where the thread went on at once.
    func step() throws -> FuzzCall? {
        let machine = system.machine
        if machine.output.count > 1 << 20 { machine.output = [] }
        if random.below(100) == 0 { machine.typed += random.bytes(random.below(2000)) }
        if random.below(10) == 0 { entry.deviceInterrupt() }
        if random.below(20) == 0 {
            machine.time += UInt64(random.below(20_000_000))
            if let alarm = machine.alarm, alarm <= machine.time { entry.timerInterrupt() }
        }
        let isLonely = system.kernel.processCount <= mood.processes
        let isCompanyDue = isLonely || mood != .hoarding && random.below(500) == 0
        if isCompanyDue, system.kernel.processCount < 24 { _ = try? startProgram("mad") }
        endIdling()
        guard let thread = system.hart.current else { throw FuzzFailure("nobody goes on") }
        collect(thread)
        if random.below(mood.faults) == 0, thread.process !== guardian {
            entry.fault(makeFault(thread))
            return nil
        }
        if random.below(10) == 0 {
            mix(
                entry.resolvePageFault(address(in: thread.process), Permissions(rawValue: 1 << UInt8(random.below(3))))
                    .digest)
        }
        return try call(thread)
    }

    private func call(_ thread: KernelCore.Thread) throws -> FuzzCall? {
        let number = random.below(50) == 0 ? any() : pickCall(thread.process).rawValue
        var words = [UInt](repeating: 0, count: 7)
        if let syscall = Syscall(rawValue: number) {
            fill(&words, syscall, thread.process)
            guard isAllowed(syscall, words, thread.process) else { return nil }
        } else {
            for index in words.indices { words[index] = any() }
        }
        var made = FuzzCall(process: thread.process.id, number: number, words: words, result: nil)
        system.machine.resumed = nil
        let result = pass(words, number)
        endIdling()
        guard system.machine.resumed == nil else {
            guard let next = system.hart.current else { throw FuzzFailure("nobody goes on") }
            // What its call answers is in its context by now.
            guard system.machine.resumed?.context == next.context else {
                throw FuzzFailure("another context is resumed than that of the thread that goes on")
            }
            if thread.state != .dead { pending[thread.context.address] = made }
            mix(UInt64(next.context.address))
            return made
        }
        guard system.hart.current === thread else { throw FuzzFailure("another thread goes on, and nobody left") }
        made.result = result
        take(result, of: made, thread.process)
        return made
    }

    /// Where nobody could run, the machine waits for the next interrupt.
    private func endIdling() {
        while system.hart.current == nil, system.machine.isIdle {
            if system.machine.interrupts.isPending {
                entry.deviceInterrupt()
            } else {
                system.machine.waitForAlarm()
                entry.timerInterrupt()
            }
        }
    }

    private func pass(_ words: [UInt], _ number: UInt) -> Int {
        if door == .entry {
            return unsafe host_call(words + [number], Unmanaged.passUnretained(entry).toOpaque())
        }
        var all: InlineArray<7, UInt> = .init(repeating: 0)
        for index in all.indices { all[index] = words[index] }
        system.hart.enter()
        let result = system.kernel.syscall(on: system.hart, number: number, all)
        guard system.hart.departure == .none else {
            entry.leave()
            return result
        }
        system.kernel.goOn(on: system.hart)
        return result
    }

    /// Whether the call leaves the test something to go on with.
    private func isAllowed(_ syscall: Syscall, _ words: [UInt], _ process: KernelCore.Process) -> Bool {
        switch syscall {
        case .systemShutdown: return words[1] > 255
        case .processExit, .threadExit: return process !== guardian
        case .sinkWait: return process !== guardian || words[3] < system.machine.time + 1 << 40
        case .processKill:
            guard let victim = object(words[0], of: process) as? KernelCore.Process else { return true }
            return victim !== guardian
        default: return true
        }
    }

    private func pickCall(_ process: KernelCore.Process) -> Syscall {
        while true {
            // Messages take a chain of calls to arrive; without some help few do.
            var favourites = random.below(4) < mood.favour ? mood.favourites : []
            if favourites.isEmpty, random.below(4) == 0 { favourites = FuzzMood.even.favourites }
            let syscall = random.element(of: favourites) ?? Syscall.allCases[random.below(Syscall.allCases.count)]
            let isDeadly = syscall.isDeadly
            if isDeadly, random.below(mood.deadlyCalls) > 0 { continue }
            if mood.avoids(syscall), random.below(50) > 0 { continue }
            return syscall
        }
    }

    private func makeFault(_ thread: KernelCore.Thread) -> Fault {
        var x: InlineArray<32, UInt> = .init(repeating: 0)
        for index in x.indices { x[index] = random.below(2) == 0 ? address(in: thread.process) : any() }
        let near = thread.stack.lowerBound &- UInt(random.below(100_000))
        return Fault(
            reason: "a fault made up", address: random.below(2) == 0 ? near : any(),
            registers: Registers(x: x, pc: address(in: thread.process)))
    }

    // MARK: What comes back

    /// What a call answered that its thread did not wait for at once.
    private func collect(_ thread: KernelCore.Thread) {
        collected = pending.removeValue(forKey: thread.context.address)
        guard let call = collected else { return }
        let result = thread.context.result
        collected?.result = result
        take(result, of: call, thread.process)
    }

    private func take(_ result: Int, of call: FuzzCall, _ process: KernelCore.Process) {
        mix(UInt64(bitPattern: Int64(result)))
        guard result > 0, let syscall = Syscall(rawValue: call.number) else { return }
        let word = UInt(result)
        switch syscall.signature.result {
        case .handle: handles[process.id, default: []].append(word)
        case .handlePair:
            handles[process.id, default: []] += [word & 0xffff_ffff, word >> 32]
            if favourites[process.id] == nil || random.below(500) == 0 { favourites[process.id] = word >> 32 }
        default: break
        }
        if syscall == .sinkWait { readEvents(result, at: call.words[1], process) }
    }

    private func readEvents(_ count: Int, at address: UInt, _ process: KernelCore.Process) {
        let length = UInt(count * Event.size)
        guard let bytes = try? process.space.buffer(at: address, count: length, .read).bytes() else { return }
        for index in 0..<count {
            guard let event = Event(bytes: bytes.span, at: index * Event.size) else { continue }
            mix(event.info.rawValue ^ event.word0 ^ event.word1)
            guard event.kind == .message else { continue }
            told[process.id, default: []].append((UInt(event.handle.rawValue), UInt(event.token)))
        }
    }

    private func mix(_ word: UInt64) { digest = (digest ^ word) &* 0x100_0000_01b3 &+ (digest >> 29) }

    // MARK: Programs

    /// Starts a process with something of everything, and gives the guard power over it.
    /// Connects a new program with the one started before it; each has a sink that tells of its end.
    private func connect(_ process: KernelCore.Process) {
        defer { talker = process }
        guard let talker, talker.state == .running, talker.handles.hasRoom(for: 2) else { return }
        let (near, far) = Channel.makePair()
        for (end, owner) in [(near, process), (far, talker)] {
            let sink = Sink()
            let number = owner.insert(system.kernel.makeHandle(end, [.read, .write, .transfer]))
            let place = owner.insert(system.kernel.makeHandle(sink, .all))
            try? sink.add(end, as: number, of: owner, system.kernel, system.hart)
            handles[owner.id, default: []] += [UInt(number.rawValue), UInt(place.rawValue)]
            favourites[owner.id] = UInt(number.rawValue)
        }
    }

    @discardableResult
    private func startProgram(_ name: ByteString) throws(FTLError) -> KernelCore.Process {
        let kernel = system.kernel
        let isUser = random.below(2) == 0
        let maker = Account(pages: 0, parent: nil)
        let space = try isUser ? VmSpace(kernel: kernel, isolation: .user, maker: maker) : nil
        let process: KernelCore.Process
        do {
            process = try kernel.makeProcess(
                name: name, parent: guardian, arguments: ByteString([]), image: system.image(), space: space)
        } catch {
            if let space { kernel.close(kernel.makeHandle(space, []), system.hart) }
            throw error
        }
        let memory: VmArea
        let address: UInt
        let file: VmArea
        do {
            try setLimits(of: process)
            try kernel.start(process, system.hart)
            memory = try VmArea(length: 16 * pageSize, memory: system.memory, account: process.account)
            address = try process.space.map(memory, count: memory.pageCount, [.read, .write])
            file = try VmArea(length: pageSize, memory: system.memory, account: process.account)
            try file.populate(offset: 0, count: pageSize)
            try memory.populate(offset: 0, count: 64)
        } catch {
            kernel.end(process, status: -1, .killed, system.hart)
            throw error
        }
        ProgramFile().bytes().withUnsafeBytes { unsafe file.copyIn(offset: 0, from: $0) }
        [UInt8](repeating: UInt8(ascii: "m"), count: 64).withUnsafeBytes { unsafe memory.copyIn(offset: 0, from: $0) }
        texts[process.id] = address
        // Whoever may manage the system may switch it off, and see all others: the guard alone.
        let isGuard = guardian == nil
        let first: [(KernelObject, Rights)] = [
            (system.image(), [.execute, .duplicate, .transfer]), (kernel.console, .all),
            (kernel.system, isGuard ? [.read, .duplicate, .manage] : [.read, .duplicate]), (file, .all),
        ]
        handles[process.id] = first.map { UInt(process.insert(kernel.makeHandle($0.0, $0.1)).rawValue) }
        started += 1
        if mood == .talking { connect(process) }
        if let guardian, guardian.handles.hasRoom() {
            let number = guardian.insert(kernel.makeHandle(process, .all))
            handles[guardian.id, default: []].append(UInt(number.rawValue))
        }
        return process
    }

    /// The guard may have all there is, as the first process may; of the others some have little of everything.
    private func setLimits(of process: KernelCore.Process) throws(FTLError) {
        let isPoor = guardian != nil && mood != .hoarding && random.below(3) == 0
        for resource in Resource.allCases {
            let range = resource.range
            if guardian == nil {
                try process.setLimit(resource, resource == .pages ? system.memory.pageCount : range.upperBound)
            } else if isPoor {
                let least = resource == .handles ? 8 : resource == .pages ? 48 : range.lowerBound
                try process.setLimit(resource, least + random.below(resource == .queued ? 20_000 : 40))
            } else if resource == .handles {
                try process.setLimit(resource, range.upperBound)
            }
        }
    }

    /// Ends everything that lives.
    func endAll() {
        while let process = system.kernel.processes.first {
            system.kernel.end(process, status: -1, .killed, system.hart)
        }
        system.settle()
        guardian = nil
        pending = [:]
    }
}

extension VmSpace.PageFaultResult {
    fileprivate var digest: UInt64 { self == .resolved ? 1 : self == .forbidden ? 2 : 3 }
}

extension Syscall {
    /// Whether it ends whoever calls, or another.
    var isDeadly: Bool { signature.result == .never || self == .processKill }
}

struct FuzzFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
