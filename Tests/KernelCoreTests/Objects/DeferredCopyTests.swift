// Long messages to somebody who waits: copied once, from memory to memory, and nobody can tell.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct DeferredCopyTests {
    let system = TestSystem()
    let sender: Program
    let receiver: Program
    let entry: KernelEntry
    let channel: UInt
    let sink: UInt
    let body = (0..<Limits.bodyLength).map { UInt8(truncatingIfNeeded: $0 * 7) }

    var kernel: Kernel { system.kernel }

    init() throws {
        sender = try Program(system, name: "sender")
        receiver = try Program(system, name: "receiver")
        entry = KernelEntry(kernel: system.kernel, hart: system.hart)
        let (near, far) = try sender.makeChannel()
        channel = near
        sink = try receiver.makeSink(of: try sender.give(far, to: receiver))
    }

    /// The receiver waits, and the sender sends as programs do: through the gate.
    private func send(_ body: [UInt8], at address: UInt? = nil, waits: Bool = true) throws {
        if waits { #expect(receiver.wait(on: sink) == nil) }
        let address = address ?? sender.outgoing
        sender.store(body, at: address)
        system.run(sender.thread)
        system.hart.attention = []
        system.machine.resumed = nil
        let info = MessageInfo(kind: .write, id: 1, length: body.count)
        let result = kernelSyscall(
            channel, UInt(info.rawValue), 0, 0, address, 0, 0, Syscall.channelSend.rawValue,
            UnsafeRawPointer(Unmanaged.passUnretained(entry).toOpaque()))
        try #require(result == 0)
    }

    private func lend() throws {
        try send(body)
        try #require(kernel.deferredCopy != nil)
        #expect(system.hart.current === receiver.thread && system.machine.resumed?.context == receiver.thread.context)
        #expect(sender.thread.state == .ready && sender.thread.context.result == 0)
        #expect(receiver.thread.context.result == 1)
    }

    private func expectReceived(_ event: Event? = nil) throws {
        let told = try event ?? #require(receiver.readEvents(1).first)
        #expect(try receiver.receive(told).body == body)
        expectNone()
        #expect(kernel.messageCount == 0 && sender.process.account.queued == 0)
    }

    private func expectNone() {
        #expect(kernel.deferredCopy == nil && !system.hart.attention.contains(.deferredCopy))
    }

    @Test func whoWaitsRunsFirstAndTakesTheBodyFromTheSendersMemory() throws {
        try lend()
        // What the sender cannot do shows where the body comes from.
        let page = try sender.space.buffer(at: sender.outgoing, count: 1, .write)
        var mark: UInt8 = 0xee
        unsafe withUnsafeBytes(of: &mark) { unsafe page.write($0) }
        let event = try #require(receiver.readEvents(1).first)
        #expect(try receiver.receive(event).body == [0xee] + body.dropFirst())
        expectNone()
    }

    @Test func theSendersNextStepSettles() throws {
        try lend()
        kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
        while system.pickNext() !== sender.thread {
            kernel.makeReady(system.hart.leaveCurrent(), result: nil, system.hart)
        }
        expectNone()
        sender.store([UInt8](repeating: 0, count: body.count), at: sender.outgoing)
        try expectReceived()
    }

    @Test func soDoesTheEndOfTheSender() throws {
        try lend()
        kernel.end(sender.process, status: -1, .killed, system.hart)
        expectNone()
        let event = try #require(receiver.readEvents(1).first)
        #expect(try receiver.receive(event).body == body)
    }

    @Test func soDoesWhoTakesItsMemoryAway() throws {
        try lend()
        try sender.space.unmap(sender.memory)
        try expectReceived()
    }

    @Test func aMessageThatIsDiscardedIsSettledFirst() throws {
        try lend()
        let event = try #require(receiver.readEvents(1).first)
        try receiver.call(.channelDiscard, UInt(event.handle.rawValue), UInt(event.token))
        expectNone()
        #expect(kernel.messageCount == 0)
    }

    @Test func theEndOfTheReceiverEndsIt() throws {
        let free = system.memory.freePages
        try lend()
        kernel.end(receiver.process, status: -1, .killed, system.hart)
        expectNone()
        #expect(kernel.messageCount == 0 && system.memory.freePages >= free)
    }

    @Test func aBufferThatIsTooSmallLeavesEverythingAsItWas() throws {
        try lend()
        let event = try #require(receiver.readEvents(1).first)
        let handle = UInt(event.handle.rawValue)
        #expect(throws: FTLError.tooLarge) {
            try receiver.call(.channelRecv, handle, UInt(event.token), receiver.incoming, UInt(body.count - 1))
        }
        #expect(kernel.deferredCopy != nil)
        try expectReceived(event)
    }

    @Test func whereNobodyWaitsNothingIsLent() throws {
        try send(body, waits: false)
        expectNone()
        #expect(system.hart.current === sender.thread && system.machine.resumed == nil)
        let event = try #require(try receiver.events(of: sink).first)
        try expectReceived(event)
    }

    @Test(arguments: [0, 1, 200, DeferredCopy.leastLength - 1]) func whatIsNotLongIsNotLent(length: Int) throws {
        try send([UInt8](repeating: 5, count: length))
        expectNone()
        #expect(system.hart.current === sender.thread)
    }

    /// Where the buffer of who waits is gone it is told that, and the message stays for later.
    @Test func whoCannotBeToldGetsTheMessageLater() throws {
        #expect(receiver.wait(on: sink) == nil)
        let area = try VmArea(length: Program.memoryLength, memory: system.memory, account: receiver.process.account)
        try receiver.space.unmap(receiver.memory)
        try send(body, waits: false)
        #expect(receiver.thread.context.result == FTLError.badAccess.result)
        system.run(sender.thread)
        expectNone()
        let other = try receiver.space.map(area, count: area.pageCount, [.read, .write])
        try receiver.call(.sinkWait, sink, other, UInt(Event.size), 0)
        let bytes = receiver.load(Event.size, at: other)
        let told = Event(bytes: bytes.span, at: 0)
        let event = try #require(told)
        let end = other + UInt(pageSize)
        try receiver.call(.channelRecv, UInt(event.handle.rawValue), UInt(event.token), end, UInt(body.count))
        #expect(receiver.load(body.count, at: end) == body)
    }

    /// Whoever else can change the body, it is copied at once: nobody receives what was written after the send.
    private func expectCopied(at address: UInt, changing: () throws -> Void) throws {
        try send(body, at: address)
        expectNone()
        try changing()
        try expectReceived()
    }

    @Test func memoryThatAnotherHasMappedIsCopiedAtOnce() throws {
        let area = try VmArea(length: 12 * pageSize, memory: system.memory, account: sender.process.account)
        try area.populate(offset: 0, count: area.length)
        let theirs = try sender.space.map(area, count: area.pageCount, [.read, .write])
        let mine = try receiver.space.map(area, count: area.pageCount, [.read, .write])
        try expectCopied(at: theirs + 9) {
            receiver.store([UInt8](repeating: 0xff, count: body.count), at: mine + 9)
        }
        // When it is the sender's alone again, it is not.
        try receiver.space.unmap(mine)
        try send(body, at: theirs + 9)
        #expect(kernel.deferredCopy != nil)
        try expectReceived()
    }

    @Test func memoryThatAHandleNamesIsCopiedAtOnce() throws {
        let area = UInt(try sender.call(.vmAreaCreate, UInt(12 * pageSize)))
        let address = try sender.call(.vmSpaceMap, 0, area, 0, UInt(12 * pageSize))
        let other = try sender.give(sender.call(.handleDuplicate, area, .max), to: receiver)
        try sender.call(.handleClose, area)
        try expectCopied(at: address) {
            receiver.store([0xff], at: receiver.outgoing)
            try receiver.call(.vmAreaWrite, other, 0, receiver.outgoing, 1)
        }
    }

    @Test func theBodyOfOneThreadOfSeveralIsCopiedAtOnce() throws {
        let entry = try #require(system.machine.entries[sender.thread.context.address]?.entry)
        _ = try sender.process.makeThread(
            entry: entry, argument: 0, stackLength: 65536, kernel)
        try expectCopied(at: sender.outgoing) {
            sender.store([UInt8](repeating: 0xff, count: body.count), at: sender.outgoing)
        }
    }

    /// Many lengths and positions, with pages of both sides cut in every way.
    @Test func everyByteArrivesWhereverItLies() throws {
        var random = FixedRandom(seed: 5)
        for _ in 0..<200 {
            let length = DeferredCopy.leastLength + random.below(Limits.bodyLength - DeferredCopy.leastLength + 1)
            let (from, to) = (UInt(random.below(4096)), UInt(random.below(4096)))
            let bytes = (0..<length).map { _ in UInt8(random.below(256)) }
            try send(bytes, at: sender.outgoing + from)
            try #require(kernel.deferredCopy != nil)
            let event = try #require(receiver.readEvents(1).first)
            try receiver.call(
                .channelRecv, UInt(event.handle.rawValue), UInt(event.token), receiver.incoming + to, UInt(length))
            try #require(receiver.load(length, at: receiver.incoming + to) == bytes)
            expectNone()
        }
    }
}
