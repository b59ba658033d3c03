// A short life of two programs that makes every call which takes memory, and most others: one makes the other, they
// talk over a channel, with handles and a channel on their way, a timer, threads and shared memory; at the end there
// is something everywhere. Tests decide what becomes of each call, and what comes before it.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

final class Conversation {
    /// Why a test breaks it off.
    struct Stop: Error {}

    let system: TestSystem
    /// That of both.
    let isolation: Isolation
    let one: Program
    private(set) var two: Program?
    private let file: UInt
    private let console: UInt
    private let manager: UInt

    /// Asked before each call, in the order in which they are made, from 1 on.
    var before: (_ step: Int, _ caller: Program, _ syscall: Syscall) throws -> Void = { _, _, _ in }
    /// Makes the call.
    var make: (_ caller: Program, _ syscall: Syscall, _ words: [UInt], _ thread: KernelCore.Thread) throws -> Int?
    private(set) var steps = 0

    init(_ system: TestSystem, _ isolation: Isolation = .kernel) throws {
        self.system = system
        self.isolation = isolation
        let kernel = system.kernel
        kernel.random = RandomGenerator(seed: [UInt8](repeating: 1, count: RandomGenerator.seedLength))
        one = try Program(system, name: "one", isolation: isolation)
        let process = one.process
        let bytes = ProgramFile().bytes()
        // Two pages, so that it is copied before it is looked at.
        let area = try VmArea(length: 2 * pageSize, memory: system.memory, account: process.account)
        try area.populate(offset: 0, count: area.length)
        bytes.withUnsafeBytes { area.copyIn(offset: 0, from: $0) }
        file = UInt(process.insert(kernel.makeHandle(area, .all)).rawValue)
        console = UInt(process.insert(kernel.makeHandle(kernel.console, .all)).rawValue)
        manager = UInt(process.insert(kernel.makeHandle(system.kernel.system, .all)).rawValue)
        make = { $0.enter(number: $1.rawValue, $2, by: $3) }
    }

    private func enter(
        _ caller: Program, _ syscall: Syscall, _ words: [UInt], _ thread: KernelCore.Thread?
    ) throws -> Int? {
        steps += 1
        try before(steps, caller, syscall)
        return try make(caller, syscall, words, thread ?? caller.thread)
    }

    @discardableResult
    private func call(
        _ caller: Program, _ syscall: Syscall, _ words: UInt..., by thread: KernelCore.Thread? = nil
    ) throws -> UInt {
        let result = try enter(caller, syscall, words, thread)
        let word = try #require(result, "call \(steps), \(syscall.signature.name), did not come back")
        if let error = FTLError(result: word) {
            Issue.record("call \(steps), \(syscall.signature.name), answered \(error.name)")
            throw error
        }
        return UInt(word)
    }

    private func channel(_ caller: Program) throws -> (UInt, UInt) {
        let pair = try call(caller, .channelCreate)
        return (pair & 0xffff_ffff, pair >> 32)
    }

    private func send(_ caller: Program, _ channel: UInt, _ length: Int, handle: UInt = 0) throws {
        let info = MessageInfo(kind: .write, length: length)
        try call(caller, .channelSend, channel, UInt(info.rawValue), 1, 2, caller.outgoing, handle)
    }

    private func events(_ caller: Program, _ sink: UInt) throws -> [Event] {
        let length = UInt(4 * Event.size)
        return caller.readEvents(try call(caller, .sinkWait, sink, caller.eventBuffer, length, 0))
    }

    private func receive(_ caller: Program, _ event: Event) throws -> UInt {
        try call(
            caller, .channelRecv, UInt(event.handle.rawValue), UInt(event.token), caller.incoming,
            UInt(event.info.length))
    }

    func run() throws {
        let (child, near, space, area) = try makeChild()
        try talk(child, near)
        try useMemory(space, area)
        try useThreads()
        try useDevices()
        try inspect()
        try leaveSomething(near)
    }

    /// Lets go of the processes it made, which would keep their images.
    func forget() { two = nil }

    /// An image of a file of its own, or in kernel isolation, where that may not run, of a trusted one.
    private func makeImage() throws -> UInt {
        let image = try call(one, .imageCreate, file, 0, UInt(ProgramFile().bytes().count))
        if isolation == .user { return image }
        return UInt(one.process.insert(system.kernel.makeHandle(system.image(), [.execute])).rawValue)
    }

    private func makeChild() throws -> (child: UInt, near: UInt, space: UInt, area: UInt) {
        one.store(Array("two".utf8) + [0], at: one.outgoing)
        let image = try makeImage()
        let other = try call(one, .processCreate, image, one.outgoing, 3, 0, 0, 0)
        try call(one, .handleClose, other)
        let space = try call(one, .vmSpaceCreate, isolation.rawValue)
        let child = try call(one, .processCreate, image, one.outgoing, 3, one.outgoing, 4, space)
        let (near, far) = try channel(one)
        try call(one, .processInjectHandle, child, far)
        let area = try call(one, .vmAreaCreate, UInt(3 * pageSize))
        try call(one, .processInjectHandle, child, try call(one, .handleDuplicate, area, .max))
        try call(one, .vmSpaceMap, space, area, 0, UInt(2 * pageSize))
        try call(one, .processStart, child)
        guard let process = try one.object(child) as? KernelCore.Process else { throw Stop() }
        two = try Program(system, running: process)
        return (child, near, space, area)
    }

    private func talk(_ child: UInt, _ near: UInt) throws {
        let two = try #require(two)
        let far = UInt(two.process.startHandles[0].rawValue)
        let theirs = try call(two, .sinkCreate)
        try call(two, .sinkAdd, theirs, far)
        let sink = try call(one, .sinkCreate)
        try call(one, .sinkAdd, sink, near)
        try call(one, .sinkAdd, sink, child)
        let timer = try call(one, .timerCreate)
        try call(one, .sinkAdd, sink, timer)
        try call(one, .timerSet, timer, UInt(system.machine.time) + 1_000_000)
        // The other waits for a message, and has it the moment it is sent.
        let wait = [theirs, two.eventBuffer, UInt(4 * Event.size), UInt(system.machine.time) + 2_000_000]
        #expect(try enter(two, .sinkWait, wait, nil) == nil)
        try send(one, near, 8, handle: try call(one, .handleDuplicate, timer, .max))
        let first = two.readEvents(UInt(two.thread.context.result))
        _ = try receive(two, first[0])
        // A channel, with a message in it that carries a handle.
        let (mine, yours) = try channel(one)
        try send(one, mine, 100, handle: try call(one, .handleDuplicate, timer, .max))
        try send(one, near, Limits.bodyLength, handle: yours)
        let second = try events(two, theirs)
        let theirEnd = try receive(two, second[0])
        try call(two, .sinkAdd, theirs, theirEnd)
        let third = try events(two, theirs)
        try call(two, .channelDiscard, UInt(third[0].handle.rawValue), UInt(third[0].token))
        try send(two, far, 5000)
        _ = try receive(one, try events(one, sink)[0])
        try call(one, .processInterrupt, child)
        try call(two, .interruptTake)
    }

    private func useMemory(_ space: UInt, _ area: UInt) throws {
        let there = try call(one, .vmSpaceMap, space, area, UInt(pageSize), 100)
        let here = try call(one, .vmSpaceMap, 0, area, 0, UInt(3 * pageSize))
        try call(one, .vmAreaWrite, area, 10, one.outgoing, 100)
        try call(one, .vmAreaRead, area, 10, here, 100)
        // Where the stack has not grown to yet: a page, and no more, as those before one that is refused stay.
        try call(one, .vmAreaRead, area, 10, one.thread.stack.lowerBound, 100)
        try call(one, .randomFill, one.thread.stack.lowerBound + UInt(2 * pageSize) - 8, 8)
        try call(one, .vmSpaceUnmap, space, there)
        try call(one, .vmSpaceUnmap, 0, here)
    }

    private func useThreads() throws {
        let thread = try call(one, .threadCreate, one.process.imageBase + 0x1400, 7, 65536)
        try call(one, .threadStart, thread)
        let second = try #require(one.process.threads.last)
        try call(one, .threadYield)
        let sink = try call(one, .sinkCreate, by: second)
        try call(one, .sinkAdd, sink, thread, by: second)
        #expect(try enter(one, .threadExit, [], second) == nil)
        _ = try events(one, sink)
        // One whose stack has no room where page tables are, because something else has; one that is never started,
        // and one that waits until the end.
        let last = try #require(one.process.space.mappings.last).range.upperBound
        let filler = try VmArea(
            length: Int(windowSize - last % windowSize) - 2 * pageSize, memory: system.memory, account: nil)
        _ = try one.process.space.map(filler, count: filler.pageCount, .read)
        let tables = tableCount
        try call(one, .threadCreate, one.process.imageBase + 0x1400, 7, 131072)
        #expect(tableCount > tables)
        try call(one, .threadCreate, one.process.imageBase + 0x1400, 7, 65536)
        let waiter = try call(one, .threadCreate, one.process.imageBase + 0x1400, 7, 65536)
        try call(one, .threadStart, waiter)
        let third = try #require(one.process.threads.last)
        #expect(try enter(one, .sinkWait, [sink, one.eventBuffer, UInt(Event.size), .max], third) == nil)
    }

    private var tableCount: Int {
        system.machine.userSpaces.values.reduce(system.machine.tables.count) { $0 + $1.tables.count }
    }

    private func useDevices() throws {
        let text = Array("a line\nand half".utf8)
        one.store(text, at: one.outgoing)
        try call(one, .consoleWrite, one.outgoing, UInt(text.count))
        try call(one, .consolePut, console, one.outgoing, UInt(text.count))
        system.machine.typed += text
        system.kernel.console.takeInput(system.kernel, system.hart)
        try call(one, .consoleRead, console, one.incoming, 100)
        try call(one, .randomFill, one.incoming, 100)
    }

    private func inspect() throws {
        let two = try #require(two)
        try call(one, .systemProcesses, manager, 0, one.incoming, 4096)
        try call(one, .systemHandles, manager, UInt(two.process.id), 0, one.incoming, 4096)
        try call(one, .systemMemory, manager, one.incoming, 4096)
        _ = try call(one, .systemProcess, manager, UInt(two.process.id))
        try call(one, .systemTrace, manager, UInt(one.process.id), 1)
        _ = try channel(one)
        try call(one, .systemTrace, manager, UInt(one.process.id), 0)
        try call(one, .systemTrace, manager, UInt(two.process.id), 1)
    }

    /// Messages with handles in them that nobody receives, on both sides, and a process that was never started.
    private func leaveSomething(_ near: UInt) throws {
        let two = try #require(two)
        let far = UInt(two.process.startHandles[0].rawValue)
        for (caller, end) in [(one, near), (two, far)] {
            let (mine, yours) = try channel(caller)
            try send(caller, end, 300, handle: yours)
            try send(caller, mine, Limits.bodyLength, handle: try call(caller, .timerCreate))
        }
        let image = try makeImage()
        let child = try call(one, .processCreate, image, one.outgoing, 1, 0, 0, 0)
        try call(one, .processInjectHandle, child, try call(one, .timerCreate))
    }
}
