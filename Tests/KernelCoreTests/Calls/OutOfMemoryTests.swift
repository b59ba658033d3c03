// When memory is gone, a program gets errors, the others go on, and whoever lets go gets it back.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct OutOfMemoryTests {
    let system = TestSystem()
    let hog: Program
    let accomplice: Program
    let other: Program
    let left: UInt
    let right: UInt
    let sink: UInt
    /// A message that is to be received.
    let event: Event
    let timer: UInt

    init() throws {
        hog = try Program(system, name: "hog")
        accomplice = try Program(system, name: "accomplice")
        other = try Program(system, name: "other")
        let ends = try other.makeChannel()
        (left, right) = ends
        sink = try other.makeSink(of: ends.1)
        try other.send(on: left, [1, 2, 3])
        try other.send(on: left, [4])
        event = try other.events(of: sink, atMost: 1)[0]
        timer = try other.call(.timerCreate)
    }

    /// Takes everything that programs can get. One alone reaches its own limit first.
    private func exhaust() throws -> [UInt] {
        let areas = try take(by: hog, until: .limitReached)
        _ = try take(by: accomplice, until: .outOfMemory)
        #expect(system.memory.availablePages == PhysicalMemory.reservePages)
        return areas
    }

    private func take(by program: Program, until end: FTLError) throws -> [UInt] {
        var areas: [UInt] = []
        for length: UInt in [1 << 20, 65536, 4096] {
            while true {
                do { areas.append(try program.call(.vmAreaCreate, length)) } catch {
                    #expect(error == end || length > 4096)
                    break
                }
            }
        }
        return areas
    }

    @Test func theReserveStaysWhateverAProgramTakes() throws {
        let areas = try exhaust()
        #expect(throws: FTLError.limitReached) { try hog.makeThread() }
        #expect(throws: FTLError.outOfMemory) { try other.makeThread() }
        #expect(throws: FTLError.outOfMemory) { try other.call(.vmAreaCreate, 1) }
        #expect(throws: FTLError.outOfMemory) { try other.send(on: left, [1]) }
        // Each end has a message in reserve, and no more; this one's is there yet.
        try other.send(on: right, [1])
        #expect(throws: FTLError.outOfMemory) { try other.send(on: right, [1]) }
        #expect(system.memory.availablePages == PhysicalMemory.reservePages)
        for area in areas { try hog.call(.handleClose, area) }
        try other.send(on: left, [1])
    }

    @Test func smallObjectsOfTheKernelComeFromTheReserve() throws {
        _ = try exhaust()
        _ = try other.makeChannel()
        _ = try other.call(.timerCreate)
        try other.send(on: left)
    }

    @Test func whatLetsGoWorksWithNothingLeft() throws {
        let area = try other.call(.vmAreaCreate, 1)
        let address = try other.call(.vmSpaceMap, 0, area, 0, 1)
        let areas = try exhaust()
        // The kernel's own objects have taken the reserve.
        var taken: [PageNumber] = []
        while system.memory.hasReserve, let page = system.memory.allocateForKernel(order: 0) { taken.append(page) }
        for call in [Syscall.channelCreate, .sinkCreate, .timerCreate] {
            #expect(throws: FTLError.outOfMemory) { try other.call(call) }
        }
        #expect(throws: FTLError.outOfMemory) { try other.send(on: left) }
        #expect(throws: FTLError.outOfMemory) { try other.receive(event) }
        #expect(throws: FTLError.outOfMemory) { try hog.call(.consoleWrite, hog.memory, 11) }
        #expect(throws: FTLError.outOfMemory) { try other.call(.handleDuplicate, timer, .max) }
        #expect(throws: FTLError.outOfMemory) { try hog.call(.vmSpaceMap, 0, areas[0], 0, 4096) }

        try other.call(.null)
        #expect(try other.call(.timeNow) == UInt(system.machine.time))
        let second = try other.events(of: sink)[0]
        try other.call(.channelDiscard, UInt(second.handle.rawValue), UInt(second.token))
        try other.call(.timerSet, timer, 1)
        try other.call(.sinkRemove, sink, UInt(second.handle.rawValue))
        try other.call(.vmSpaceUnmap, 0, address)
        try other.call(.threadYield)
        try hog.call(.vmAreaRead, areas[0], 0, hog.memory, 100)
        try hog.call(.vmAreaWrite, areas[0], 0, hog.memory, 100)
        #expect(try hog.call(.vmAreaLength, areas[0]) == 1 << 20)
        try hog.call(.handleClose, areas[0])
        _ = try other.makeChannel()
        #expect(try other.receive(event).body == [1, 2, 3])
        for page in taken { system.memory.free(page) }
    }

    @Test func killingTheHogGivesTheOthersRoom() throws {
        _ = try exhaust()
        let handle = system.kernel.makeHandle(hog.process, [.read, .manage])
        let number = UInt(other.process.handles.insert(handle).rawValue)
        #expect(throws: FTLError.outOfMemory) { try other.call(.vmAreaCreate, 1 << 20) }
        try other.call(.processKill, number)
        _ = try other.call(.vmAreaCreate, 1 << 20)
    }
}
