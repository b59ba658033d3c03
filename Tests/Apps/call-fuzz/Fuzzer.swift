// Makes random calls, keeps book of the handles that come and go, and lets go of nearly all of them from time to time.
// Nothing in the loop allocates.

import FTL
import TestSupport

struct Fuzzer: ~Copyable {
    /// Calls between two times when nearly everything is let go.
    private static let period = 4096

    var memory: RawMemory
    var random: FixedRandom
    var holdings = Holdings()
    /// Messages that an event told of: the channel's handle, and the token.
    var tokens: [(channel: UInt32, token: UInt64)] = Array(repeating: (0, 0), count: 32)
    let program: Range<Int>
    let isChild: Bool
    let calls = CallList()
    /// Not to be closed or sent away.
    private let kept: [UInt32]

    private(set) var made = 0
    private(set) var succeeded = 0
    private(set) var started = 0
    private var successes: [Int]

    /// - Parameter program: where in the archive there is one.
    init(_ memory: consuming RawMemory, seed: UInt64, isChild: Bool, program: Range<Int>) {
        random = FixedRandom(seed: seed)
        self.isChild = isChild
        self.program = program
        var kept = memory.handles.map { $0.rawValue }
        self.memory = memory
        successes = Array(repeating: 0, count: calls.count)
        let types: [ObjectType?] =
            isChild ? Array(repeating: nil, count: 8) : [.channel, .system, .vmArea, .image, .image]
        for (index, type) in types.enumerated() {
            guard let handle = Program.takeHandle(index) else { continue }
            let number = handle.release().rawValue
            if isChild { _ = holdings.add(number, type) } else { kept.append(number) }
        }
        self.kept = kept
        takeBack()
    }

    /// Names of calls that should have succeeded at least once, and never did.
    var untried: [StaticString] { calls.possible.filter { successes[Int($0.rawValue)] == 0 }.map { $0.signature.name } }

    mutating func run(calls count: Int) {
        for index in 1...max(1, count) {
            if index % Fuzzer.period == 0 { letGo(but: 16) }
            if index % 512 == 0 { startThread() }
            if index % 32 == 0 { writeConstants() }
            makeCall()
        }
    }

    mutating func releaseAll() {
        letGo(but: 0)
        for number in kept { close(number) }
    }

    private mutating func letGo(but rest: Int) {
        while holdings.count > rest, let number = holdings.popLast() { close(number) }
        while let address = memory.mapping(0) {
            var words = InlineArray<7, UInt>(repeating: 0)
            words[1] = address
            guard memory.perform(Syscall.vmSpaceUnmap.rawValue, words) == 0 else { break }
        }
        takeBack()
    }

    private mutating func close(_ number: UInt32) {
        var words = InlineArray<7, UInt>(repeating: 0)
        words[0] = UInt(number)
        _ = memory.perform(Syscall.handleClose.rawValue, words)
    }

    /// Duplicates of what it was started with.
    private mutating func takeBack() {
        guard !isChild, kept.count > 5 else { return }
        let types: [ObjectType] = [.system, .vmArea, .image, .image]
        for (index, type) in types.enumerated() {
            var words = InlineArray<7, UInt>(repeating: 0)
            words[0] = UInt(kept[2 + index])
            words[1] = UInt(Rights.all.rawValue)
            if let result = memory.perform(Syscall.handleDuplicate.rawValue, words), result > 0 { add(result, type) }
        }
    }

    private mutating func add(_ result: Int, _ type: ObjectType?) {
        let number = UInt32(truncatingIfNeeded: result & 0x7fff_ffff)
        guard number != 0 else { return }
        if !holdings.add(number, type) { close(number) }
    }

    private mutating func startThread() {
        guard let thread = try? Thread(stackLength: 16 * 1024, { nullCall() }) else { return }
        if random.below(16) > 0 { try? thread.start() }
        add(Int(thread.intoHandle().release().rawValue), .thread)
    }

    /// A name and arguments for processes to come, and lengths for them.
    private func writeConstants() {
        memory[0] = 0x0a64_6c69_6863  // "child\n"
        memory[8] = 0x0078_0079  // "y\0x\0"
    }

    private mutating func makeCall() {
        let number = calls.pick(&random, isChild: isChild)
        guard let call = Syscall(rawValue: number) else {
            _ = memory.perform(number, InlineArray<7, UInt> { _ in UInt(random.next()) })
            made += 1
            return
        }
        var words = words(of: call)
        for (index, slot) in calls.slots(of: call).enumerated() where slot.isHandle && words[index] != 0 {
            if kept.contains(where: { UInt($0) == words[index] }) { words[index] = 0 }
        }
        guard let result = memory.perform(number, words) else { return }
        made += 1
        guard result >= 0 || result <= -4096 else { return }
        succeeded += 1
        successes[Int(number)] += 1
        note(call, words, result)
    }

    /// Keeps book of what a call that succeeded has changed.
    private mutating func note(_ call: Syscall, _ words: InlineArray<7, UInt>, _ result: Int) {
        let first = UInt32(truncatingIfNeeded: words[0])
        switch call {
        case .channelCreate:
            add(result, .channel)
            add(result >> 32, .channel)
        case .channelRecv: add(result, nil)
        case .sinkCreate: add(result, .sink)
        case .timerCreate: add(result, .timer)
        case .imageCreate, .imageCapture: add(result, .image)
        case .processCreate: add(result, .process)
        case .vmAreaCreate: add(result, .vmArea)
        case .vmSpaceCreate: add(result, .vmSpace)
        case .handleDuplicate: add(result, holdings.type(of: first))
        case .handleClose: holdings.remove(first)
        case .channelSend: holdings.remove(UInt32(truncatingIfNeeded: words[5]))
        case .processInjectHandle: holdings.remove(UInt32(truncatingIfNeeded: words[1]))
        case .processStart: started += 1
        case .sinkWait: noteEvents(at: words[1], count: result)
        default: break
        }
    }

    private mutating func noteEvents(at address: UInt, count: Int) {
        guard memory.writable.contains(address), (address - memory.writable.lowerBound) % 8 == 0 else { return }
        let start = Int(address - memory.writable.lowerBound)
        for index in 0..<min(count, 8) where start + (index + 1) * Event.size <= memory.writable.count {
            let head = memory[start + index * Event.size]
            guard head & 0xffff_ffff == UInt64(EventKind.message.rawValue) else { continue }
            let token = memory[start + index * Event.size + 8]
            tokens[random.below(tokens.count)] = (UInt32(truncatingIfNeeded: head >> 32), token)
        }
    }
}
