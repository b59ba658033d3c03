// What the system's holder sees: as it is, in whole records, and only with the right to.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct InspectionTests {
    let system = TestSystem()
    let overseer: Program
    let other: Program
    let handle: UInt

    init() throws {
        overseer = try Program(system, name: "overseer")
        other = try Program(system, name: "other")
        let number = overseer.process.insert(system.kernel.makeHandle(system.kernel.system, [.read, .manage]))
        handle = UInt(number.rawValue)
    }

    private func u32(_ offset: Int) -> Int { Int(overseer.word(at: overseer.incoming + UInt(offset)) & 0xffff_ffff) }
    private func u64(_ offset: Int) -> Int { Int(overseer.word(at: overseer.incoming + UInt(offset))) }

    @Test func processesAreListedInOrderAsFarAsTheyFit() throws {
        let length = UInt(ProcessRecord.size)
        #expect(try overseer.call(.systemProcesses, handle, 0, overseer.incoming, 4096) == 2)
        #expect(u64(0) == overseer.process.id && u64(88) == other.process.id)
        #expect(u32(24) == 1 && u32(28) == 1)
        #expect(u64(32) == overseer.process.account.bytes)
        #expect(overseer.load(u32(48), at: overseer.incoming + 52) == Array("overseer".utf8))
        #expect(try overseer.call(.systemProcesses, handle, 0, overseer.incoming, length * 2 - 1) == 1)
        let next = UInt(other.process.id)
        #expect(try overseer.call(.systemProcesses, handle, next, overseer.incoming, 4096) == 1)
        #expect(u64(0) == other.process.id)
        other.kill()
        #expect(try overseer.call(.systemProcesses, handle, 0, overseer.incoming, 4096) == 1)
        #expect(try overseer.call(.systemProcesses, handle, 0, overseer.incoming, length - 1) == 0)
    }

    @Test func aProcessThatOnlyWaitsIsSaidToWait() throws {
        let sink = try other.makeSink()
        #expect(other.wait(on: sink) == nil)
        try overseer.call(.systemProcesses, handle, UInt(other.process.id), overseer.incoming, 4096)
        #expect(u32(16) == Int(ProcessRecord.State.waiting.rawValue))
    }

    @Test func timeCountsForWhoeverRuns() throws {
        let sink = try overseer.makeSink()
        #expect(overseer.wait(on: sink, until: UInt(system.machine.time + 5_000_000)) == nil)
        #expect(system.pickNext() === other.thread)
        let before = other.process.timeUsed
        system.advance(to: system.machine.time + 6_000_000)
        #expect(other.wait(on: try other.makeSink()) == nil)
        #expect(system.pickNext() === overseer.thread)
        #expect(other.process.timeUsed == before + 6_000_000)
    }

    @Test func handlesAreDescribed() throws {
        let (near, far) = try other.makeChannel()
        let given = try other.give(far, to: overseer)
        try overseer.send(on: given, [1, 2, 3])
        _ = try other.makeSink(of: near)
        let count = try overseer.call(.systemHandles, handle, UInt(other.process.id), 0, overseer.incoming, 4096)
        #expect(count == UInt(other.process.handles.count))
        #expect(u32(0) == Int(near) && u32(4) == Int(ObjectType.channel.rawValue))
        #expect(u32(8) == Int(Rights([.read, .write, .transfer]).rawValue))
        #expect(u32(12) == 1 && u64(16) == overseer.process.id && u64(24) == 1)
        #expect(u32(32 + 4) == Int(ObjectType.sink.rawValue))
        #expect(
            try overseer.call(.systemHandles, handle, UInt(other.process.id), 1, overseer.incoming, 4096) == count - 1)
        #expect(u32(4) == Int(ObjectType.sink.rawValue))
        #expect(throws: FTLError.notFound) {
            try overseer.call(.systemHandles, handle, 999, 0, overseer.incoming, 4096)
        }
    }

    @Test func aHandleThatAProcessIsStartedWithIsItsOwn() throws {
        let (near, far) = try overseer.makeChannel()
        let image = overseer.process.insert(system.kernel.makeHandle(system.image(), .all))
        overseer.store(Array("child".utf8), at: overseer.outgoing)
        let child = try overseer.call(.processCreate, UInt(image.rawValue), overseer.outgoing, 5, 0, 0, 0)
        try overseer.call(.processInjectHandle, child, far)
        let id = try overseer.call(.processID, child)
        guard let channel = try overseer.object(near) as? KernelCore.Channel else { throw FTLError.wrongType }
        #expect(channel.peerOwner == Int(id) && channel.owner == overseer.process.id)
        try overseer.call(.processKill, child)
        #expect(channel.peerOwner == 0)
    }

    @Test func theCountersComeBackToWhatTheyWere() throws {
        func counters() throws -> [Int] {
            try overseer.call(.systemMemory, handle, overseer.incoming, UInt(MemoryRecord.size))
            return (0..<MemoryRecord.words).map { u64($0 * 8) }
        }
        let before = try counters()
        #expect(before[0] == system.memory.pageCount && before[3] == 2 && before[4] == 2)
        let third = try Program(system, name: "third")
        let (near, far) = try third.makeChannel()
        let inner = try third.makeChannel()
        try third.send(on: near, [1, 2, 3], handle: inner.0)
        _ = try third.makeSink(of: far)
        _ = try third.makeThread()
        let between = try counters()
        #expect(between[3] == 3 && between[4] == 4 && between[5] == before[5] + 5 && between[6] == 1)
        third.kill()
        let after = try counters()
        #expect(after[1] == before[1] && Array(after[3...]) == Array(before[3...]))
        #expect(throws: FTLError.tooLarge) {
            try overseer.call(.systemMemory, handle, overseer.incoming, UInt(MemoryRecord.size - 1))
        }
    }

    @Test func aProcessIsFoundByItsIDAndCanBeEnded() throws {
        let found = try overseer.call(.systemProcess, handle, UInt(other.process.id))
        #expect(try overseer.call(.processID, found) == UInt(other.process.id))
        try overseer.call(.processKill, found)
        #expect(other.process.state == .ended)
        #expect(throws: FTLError.notFound) { try overseer.call(.systemProcess, handle, UInt(other.process.id)) }
        #expect(throws: FTLError.invalidState) { try overseer.call(.processKill, found) }
    }

    @Test func anInterruptIsAskedForAndTakenOnce() throws {
        let found = try overseer.call(.systemProcess, handle, UInt(other.process.id))
        #expect(try other.call(.interruptTake) == 0)
        try overseer.call(.processInterrupt, found)
        try overseer.call(.processInterrupt, found)
        #expect(try overseer.call(.interruptTake) == 0)
        #expect(try other.call(.interruptTake) == 1)
        #expect(try other.call(.interruptTake) == 0)
    }

    @Test func whoeverMayOnlyLookCannotTouch() throws {
        let looker = UInt(overseer.process.insert(system.kernel.makeHandle(system.kernel.system, .read)).rawValue)
        let id = UInt(other.process.id)
        #expect(try overseer.call(.systemProcesses, looker, 0, overseer.incoming, 4096) == 2)
        #expect(throws: FTLError.notAllowed) { try overseer.call(.systemProcess, looker, id) }
        #expect(throws: FTLError.notAllowed) { try overseer.call(.systemTrace, looker, id, 1) }
        #expect(throws: FTLError.notAllowed) { try overseer.call(.systemShutdown, looker, 0) }
    }
}
