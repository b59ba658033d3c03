// A running process as a test sees it: threads that make system calls, and memory to make them with. Calls go through
// the kernel's one way in, with the words a real program would pass; an error answered is an error thrown.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

extension Isolation {
    /// What must be so in every isolation is tested in each.
    static let both: [Isolation] = [.kernel, .user]
}

final class Program {
    static let memoryLength = 16 * pageSize

    let system: TestSystem
    let process: KernelCore.Process
    /// Its first thread.
    let thread: KernelCore.Thread
    /// Memory of its own, readable and writable; nothing is mapped around it.
    let memory: UInt
    /// Where message bodies are sent from, and received into.
    var outgoing: UInt { memory }
    var incoming: UInt { memory + 0x5000 }
    var eventBuffer: UInt { memory + 0xa000 }

    var kernel: Kernel { system.kernel }

    init(
        _ system: TestSystem, name: ByteString = "program", isolation: Isolation = .kernel
    ) throws(FTLError) {
        self.system = system
        let maker = Account(pages: 0, parent: nil)
        let space = try isolation == .user ? VmSpace(kernel: system.kernel, isolation: .user, maker: maker) : nil
        process = try system.kernel.makeProcess(
            name: name, arguments: ByteString([]), image: system.image(), space: space)
        // Those of a process that another started; the first may have anything.
        for resource in Resource.allCases where resource != .pages {
            try process.setLimit(resource, resource.standard)
        }
        try system.kernel.start(process, system.hart)
        thread = process.threads[0]
        let area = try VmArea(length: Program.memoryLength, memory: system.memory, account: process.account)
        // All of it there, so that tests can count pages.
        try area.populate(offset: 0, count: area.length)
        memory = try process.space.map(area, count: area.pageCount, [.read, .write])
    }

    /// A program for a process that a test made and started itself.
    init(_ system: TestSystem, running process: KernelCore.Process) throws(FTLError) {
        self.system = system
        self.process = process
        thread = process.threads[0]
        let area = try VmArea(length: Program.memoryLength, memory: system.memory, account: process.account)
        try area.populate(offset: 0, count: area.length)
        memory = try process.space.map(area, count: area.pageCount, [.read, .write])
    }

    // MARK: Calls

    /// Makes a call that need not come back.
    /// - Returns: its result word; nil where the thread waits or is gone.
    func enter(number: UInt, _ words: [UInt], by thread: KernelCore.Thread? = nil) -> Int? {
        let caller = thread ?? self.thread
        system.run(caller)
        var all: InlineArray<7, UInt> = .init(repeating: 0)
        for (index, word) in words.enumerated() { all[index] = word }
        let result = kernel.syscall(on: system.hart, number: number, all)
        if system.hart.current === caller { return result }
        return caller.state == .ready ? caller.context.result : nil
    }

    /// Makes a call that comes back.
    @discardableResult
    func call(_ syscall: Syscall, _ words: UInt..., by thread: KernelCore.Thread? = nil) throws(FTLError) -> UInt {
        guard let result = enter(number: syscall.rawValue, words, by: thread) else {
            Issue.record("\(syscall.signature.name) did not come back")
            return 0
        }
        if let error = FTLError(result: result) { throw error }
        return UInt(bitPattern: result)
    }

    /// Ends the program as if by the holder of a handle to it.
    func kill() {
        kernel.end(process, status: -1, .killed, system.hart)
        system.settle()
    }

    // MARK: Memory

    var space: VmSpace { process.space }

    /// What the machine has mapped at the page of an address.
    func mapped(_ address: UInt) -> (page: PageNumber, permissions: Permissions)? {
        system.machine.mapped(at: address & ~UInt(pageSize - 1), in: space.translation)
    }

    func store(_ bytes: [UInt8], at address: UInt) {
        guard let buffer = try? process.space.buffer(at: address, count: UInt(bytes.count), .write) else {
            Issue.record("a test stores where its program cannot")
            return
        }
        bytes.withUnsafeBytes { buffer.write($0) }
    }

    func load(_ count: Int, at address: UInt) -> [UInt8] {
        guard let buffer = try? process.space.buffer(at: address, count: UInt(count), .read) else {
            Issue.record("a test loads where its program cannot")
            return []
        }
        return buffer.bytes()
    }

    func word(at address: UInt) -> UInt {
        load(8, at: address).enumerated().reduce(0) { $0 | UInt($1.element) << UInt(8 * $1.offset) }
    }

    // MARK: Objects

    func object(_ handle: UInt) throws(FTLError) -> KernelObject { try process.handles.lookup(number(handle)).object }

    func number(_ handle: UInt) -> HandleNumber { HandleNumber(rawValue: UInt32(handle)) }

    func makeChannel() throws(FTLError) -> (UInt, UInt) {
        let pair = try call(.channelCreate)
        return (pair & 0xffff_ffff, pair >> 32)
    }

    func makeSink(of members: UInt...) throws(FTLError) -> UInt {
        let sink = try call(.sinkCreate)
        for member in members { try call(.sinkAdd, sink, member) }
        return sink
    }

    /// Moves a handle to another program, as a message would.
    func give(_ handle: UInt, to other: Program) throws(FTLError) -> UInt {
        UInt(other.process.insert(try process.take(number(handle))).rawValue)
    }

    /// An area with all rights, all of it there.
    func makeFilledArea(_ length: Int) throws(FTLError) -> UInt {
        let area = try VmArea(length: length, memory: system.memory, account: process.account)
        try area.populate(offset: 0, count: length)
        return UInt(process.insert(kernel.makeHandle(area, .all)).rawValue)
    }

    /// An area whose pages are all there, so that what is mapped can be counted.
    func makePresentArea(pages: Int) throws(FTLError) -> UInt {
        let handle = try call(.vmAreaCreate, UInt(pages * pageSize))
        if let area = try object(handle) as? KernelCore.VmArea { try area.populate(offset: 0, count: area.length) }
        return handle
    }

    // MARK: Messages and events

    func send(
        on channel: UInt, _ body: [UInt8] = [], kind: MessageKind = .write, id: UInt32 = 0,
        words: (UInt, UInt) = (0, 0), handle: UInt = 0
    ) throws(FTLError) {
        store(body, at: outgoing)
        let info = MessageInfo(kind: kind, id: id, length: body.count)
        try call(.channelSend, channel, UInt(info.rawValue), words.0, words.1, outgoing, handle)
    }

    /// What a sink has to tell now.
    func events(of sink: UInt, atMost limit: Int = Limits.eventsPerWait) throws(FTLError) -> [Event] {
        do {
            return readEvents(try call(.sinkWait, sink, eventBuffer, UInt(limit * Event.size), 0))
        } catch {
            guard error == .timedOut else { throw error }
            return []
        }
    }

    func readEvents(_ count: UInt) -> [Event] {
        let bytes = load(Int(count) * Event.size, at: eventBuffer)
        return (0..<Int(count)).compactMap { Event(bytes: bytes.span, at: $0 * Event.size) }
    }

    /// Begins to wait. What was there at once is the answer; nil: the thread waits.
    func wait(on sink: UInt, until deadline: UInt = .max, by thread: KernelCore.Thread? = nil) -> Int? {
        enter(number: Syscall.sinkWait.rawValue, [sink, eventBuffer, UInt(Event.size), deadline], by: thread)
    }

    func receive(_ event: Event) throws(FTLError) -> (body: [UInt8], handle: UInt) {
        let channel = UInt(event.handle.rawValue)
        let handle = try call(.channelRecv, channel, UInt(event.token), incoming, UInt(event.info.length))
        return (load(event.info.length, at: incoming), handle)
    }

    /// One more thread, ready to run.
    func makeThread() throws(FTLError) -> KernelCore.Thread {
        let entry = process.imageBase + 0x1400
        let thread = try call(.threadCreate, entry, 0, UInt(Limits.stackLength.lowerBound))
        try call(.threadStart, thread)
        try call(.handleClose, thread)
        return process.threads[process.threads.count - 1]
    }
}
