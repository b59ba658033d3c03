// The fast path is a shortcut and nothing else: the same random calls, made on it and past it, answer the same, wake the
// same threads, and leave the same behind.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct FastPathTests {
    /// A system in which two programs talk, most of the time as programs do.
    private final class Pair {
        let system = TestSystem()
        let entry: KernelEntry
        let programs: [Program]
        private var channels: [UInt] = []
        private var sinks: [UInt] = []
        private var timers: [UInt] = []
        private var areas: [UInt] = []
        private var random: FixedRandom
        private let isSlow: Bool
        /// Calls made so far. In every third thousand nothing is received, so that queues and tables fill up.
        private var count = 0

        init(seed: UInt64, isSlow: Bool) throws {
            self.isSlow = isSlow
            random = FixedRandom(seed: seed)
            entry = KernelEntry(kernel: system.kernel, hart: system.hart)
            programs = [try Program(system, name: "one"), try Program(system, name: "two")]
            let (near, far) = try programs[0].makeChannel()
            channels = [near, try programs[0].give(far, to: programs[1])]
            for (index, program) in programs.enumerated() {
                timers.append(try program.call(.timerCreate))
                sinks.append(try program.makeSink(of: channels[index], timers[index]))
                areas.append(try program.call(.vmAreaCreate, UInt(pageSize)))
            }
            // Somebody who is always there to go on, and never waits.
            _ = try Program(system, name: "idler")
        }

        /// One call of whichever thread goes on.
        func step() throws -> String {
            let machine = system.machine
            if random.below(8) == 0 { machine.time += UInt64(random.below(4_000_000)) }
            if let alarm = machine.alarm, alarm <= machine.time { entry.timerInterrupt() }
            disturb()
            count += 1
            let thread = system.pickNext()
            guard let which = programs.firstIndex(where: { $0.process === thread.process }) else {
                return try pass(thread, .threadYield, [])
            }
            let program = programs[which]
            switch random.below(20) {
            case 0...6: return try pass(thread, .channelSend, send(program, which))
            case 7...10 where !isHoarding:
                return try pass(thread, .channelRecv, receive(program, which))
            case 11...15: return try pass(thread, .sinkWait, wait(program, which))
            case 16...17: return try pass(thread, .timerSet, [timers[which], time()])
            case 18: return try pass(thread, .threadYield, [])
            default: return try pass(thread, .null, [])
            }
        }

        private var isHoarding: Bool { count / 1000 % 3 == 1 }

        /// What others do, now and then.
        private func disturb() {
            switch random.below(100) {
            case 0:
                // Memory of a program goes, and with it what the kernel remembers of where it is.
                let program = programs[random.below(2)]
                if let area = try? VmArea(length: pageSize, memory: system.memory, account: nil),
                    let address = try? program.space.map(area, count: 1, .read)
                {
                    try? program.space.unmap(address)
                }
            case 10: connect()
            default: break
            }
        }

        /// Closes one end of the channel, or makes another.
        private func connect() {
            let which = random.below(2)
            let process = programs[which].process
            if let handle = try? process.take(HandleNumber(rawValue: UInt32(channels[which]))) {
                return system.kernel.close(handle, system.hart)
            }
            for (index, end) in [Channel.makePair()].flatMap({ [$0.0, $0.1] }).enumerated() {
                let owner = programs[index].process
                if let handle = try? owner.take(HandleNumber(rawValue: UInt32(channels[index]))) {
                    system.kernel.close(handle, system.hart)
                }
                let handle = system.kernel.makeHandle(end, [.read, .write, .transfer])
                guard owner.handles.hasRoom() else { return system.kernel.close(handle, system.hart) }
                let number = owner.insert(handle)
                channels[index] = UInt(number.rawValue)
                if let sink = (try? programs[index].object(sinks[index])) as? Sink {
                    try? sink.add(end, as: number, of: owner, system.kernel, system.hart)
                }
            }
        }

        private func send(_ program: Program, _ which: Int) -> [UInt] {
            let lengths = [0, 1, 64, 112, 113, 500, 5000, Limits.bodyLength, Limits.bodyLength + 1]
            let length = lengths[random.below(random.below(4) == 0 ? lengths.count : 4)]
            program.store(random.bytes(min(length, 112)), at: program.outgoing)
            let info = MessageInfo(kind: .write, id: UInt32(random.below(100)), length: length)
            let handle = [0, 0, 0, 0, areas[which], channels[which], timers[which], 77][random.below(8)]
            let address = random.below(30) == 0 ? 0x10 : program.outgoing
            return [channel(which), UInt(info.rawValue), UInt(random.below(9)), 5, address, handle]
        }

        private func receive(_ program: Program, _ which: Int) -> [UInt] {
            let count = [0, 64, UInt(Limits.bodyLength), UInt(Limits.bodyLength)][random.below(4)]
            let token = program.readEvents(1).first?.token ?? 0
            return [
                channel(which), UInt(random.below(5) == 0 ? token + 1 : token),
                random.below(30) == 0 ? 0x10 : program.incoming, count,
            ]
        }

        private func wait(_ program: Program, _ which: Int) -> [UInt] {
            // Who receives nothing would wait for ever.
            let isShort = random.below(3) == 0
            let deadline = isHoarding ? UInt(system.machine.time) + 100_000 : isShort ? time() : .max
            let count = UInt([Event.size, 4 * Event.size, Event.size - 1][random.below(10) / 4])
            let sink = random.below(20) == 0 ? channels[which] : sinks[which]
            return [sink, random.below(30) == 0 ? 0x10 : program.eventBuffer, count, deadline]
        }

        private func channel(_ which: Int) -> UInt {
            random.below(20) == 0 ? [0, 12345, sinks[which]][random.below(3)] : channels[which]
        }

        private func time() -> UInt {
            [0, 1, UInt(system.machine.time) + UInt(random.below(3_000_000)), .max][random.below(4)]
        }

        private func pass(_ thread: KernelCore.Thread, _ call: Syscall, _ words: [UInt]) throws -> String {
            var all = words
            while all.count < 7 { all.append(0) }
            let result =
                isSlow
                ? entry.makeCall(all[0], all[1], all[2], all[3], all[4], all[5], all[6], call.rawValue)
                : unsafe kernelSyscall(
                    all[0], all[1], all[2], all[3], all[4], all[5], all[6], call.rawValue,
                    Unmanaged.passUnretained(entry).toOpaque())
            let next = system.hart.current
            let answer = next === thread ? result : thread.context.result
            return "\(thread.process.name) \(call) \(words): \(answer), then \(next?.process.name.string ?? "nobody")"
        }

        /// Everything that programs or the kernel could tell apart.
        var state: String {
            let memory = programs.map { program in
                [program.incoming, program.eventBuffer].map { program.load(200, at: $0) }
            }
            let accounts = programs.map { "\($0.process.account.queued) \($0.process.account.bytes)" }
            return SystemState(system).lines.joined(separator: "\n") + "\n\(memory)\n\(accounts)\n"
                + "\(system.kernel.messageCount) \(system.kernel.handleCount) \(String(describing: system.machine.alarm))"
        }
    }

    @Test(arguments: 1...12) func bothWaysDoTheSame(seed: Int) throws {
        let fast = try Pair(seed: UInt64(seed), isSlow: false)
        let slow = try Pair(seed: UInt64(seed), isSlow: true)
        var last: [String] = []
        for number in 0..<3_000 {
            let (one, other) = (try fast.step(), try slow.step())
            last = last.suffix(8) + [one]
            try #require(one == other, "step \(number) after\n\(last.joined(separator: "\n"))")
            try #require(fast.state == slow.state, "after step \(number)\n\(last.joined(separator: "\n"))")
        }
        #expect(slow.system.kernel.slowPathReasons == [])
    }

    /// A reason that no call ever has would be one that nothing tests.
    @Test func everyReasonOccurs() throws {
        var seen: Set<SlowPathReason> = []
        for seed in 1...12 {
            let pair = try Pair(seed: UInt64(seed), isSlow: false)
            for _ in 0..<3_000 { _ = try pair.step() }
            seen.formUnion(pair.system.kernel.slowPathReasons)
        }
        for limit in Limit.allCases { seen.formUnion(try limit.reach()) }
        #expect(Set(SlowPathReason.allCases).subtracting(seen) == [], "not reached")
    }

    /// What random calls hardly come to.
    private enum Limit: CaseIterable {
        case memory, queue, quota, handles

        /// The reasons for the slow path that were seen on the way there.
        func reach() throws -> Set<SlowPathReason> {
            let system = TestSystem()
            let (sender, receiver) = (try Program(system, name: "sender"), try Program(system, name: "receiver"))
            let (near, far) = try sender.makeChannel()
            let theirs = try sender.give(far, to: receiver)
            let sink = try receiver.makeSink(of: theirs)
            let area = try sender.call(.vmAreaCreate, 1)
            let entry = KernelEntry(kernel: system.kernel, hart: system.hart)
            func call(
                _ program: Program, _ call: Syscall, _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a5: UInt = 0
            ) -> Int {
                system.run(program.thread)
                system.hart.attention = []
                return unsafe kernelSyscall(
                    a0, a1, a2, a3, program.outgoing, a5, 0, call.rawValue, Unmanaged.passUnretained(entry).toOpaque())
            }
            func send(_ handle: UInt = 0) -> Int {
                call(sender, .channelSend, near, UInt(MessageInfo(kind: .write, length: 8).rawValue), 0, 0, handle)
            }
            switch self {
            case .memory:
                #expect(receiver.wait(on: sink) == nil)
                while system.memory.hasReserve { _ = system.memory.allocateForKernel(order: 0) }
                #expect(send() == FTLError.outOfMemory.result)
            case .queue:
                for _ in 0..<Limits.channelMessages { #expect(send() == 0) }
                #expect(send() == FTLError.overloaded.result)
            case .quota:
                #expect(receiver.wait(on: sink) == nil)
                sender.process.account.setLimit(.queued, 0)
                #expect(send() == FTLError.limitReached.result)
            case .handles:
                #expect(receiver.wait(on: sink) == nil)
                #expect(send(area) == 0)
                let event = try #require(receiver.readEvents(1).first)
                receiver.process.handles.limit = receiver.process.handles.count
                let result = call(receiver, .channelRecv, theirs, UInt(event.token), receiver.incoming, 100)
                #expect(result == FTLError.limitReached.result)
            }
            return system.kernel.slowPathReasons
        }
    }
}
