// What a process pays for: its pages, its images, the messages it sent. What it paid comes back with what it bought,
// even after its death.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct AccountTests {
    let system = TestSystem(pages: 4096)
    let sender: Program
    let receiver: Program

    init() throws {
        sender = try Program(system, name: "sender")
        receiver = try Program(system, name: "receiver")
    }

    @Test func bodiesAreTheSendersUntilTheyAreReceivedOrDiscarded() throws {
        let (left, right) = try sender.makeChannel()
        let mine = try sender.give(right, to: receiver)
        let sink = try receiver.makeSink(of: mine)
        let account = sender.process.account
        let overhead = Limits.messageOverhead
        try sender.send(on: left, [UInt8](repeating: 1, count: 3000))
        try sender.send(on: left, [UInt8](repeating: 2, count: 500))
        #expect(account.queued == 3500 + 2 * overhead)
        let events = try receiver.events(of: sink)
        _ = try receiver.receive(events[0])
        #expect(account.queued == 500 + overhead)
        try receiver.call(.channelDiscard, mine, UInt(events[1].token))
        #expect(account.queued == 0)
        try sender.send(on: left)
        #expect(account.queued == overhead, "no message costs nothing")
        try receiver.call(.handleClose, mine)
        #expect(account.queued == 0)
        #expect(receiver.process.account.queued == 0)
    }

    @Test func whoeverSendsEverywhereReachesItsOwnLimitAndNobodyElses() throws {
        let body = [UInt8](repeating: 1, count: Limits.bodyLength)
        var refusal: FTLError?
        while refusal == nil {
            let (left, right) = try sender.makeChannel()
            do {
                for _ in 0..<Limits.channelBytes / Limits.bodyLength { try sender.send(on: left, body) }
            } catch { refusal = error }
            _ = right
        }
        #expect(refusal == .limitReached)
        let (left, _) = try receiver.makeChannel()
        try receiver.send(on: left, body)
    }

    @Test func aBodyThatFindsNoMemoryCostsNothing() throws {
        let (left, _) = try sender.makeChannel()
        let hoard = system.exhaust()
        #expect(throws: FTLError.outOfMemory) { try sender.send(on: left, [UInt8](repeating: 1, count: 5000)) }
        #expect(sender.process.account.queued == 0)
        withExtendedLifetime(hoard) {}
    }

    @Test func anImageIsPaidForByWhoMadeIt() throws {
        let file = ProgramFile().bytes()
        let account = sender.process.account
        let area = try sender.makeFilledArea(file.count)
        sender.store(file, at: sender.memory)
        try sender.call(.vmAreaWrite, area, 0, sender.memory, UInt(file.count))
        let before = account.bytes
        let image = try sender.call(.imageCreate, area, 0, UInt(file.count))
        #expect(account.bytes == before + 4 * pageSize, "those that are not zero")
        try sender.call(.handleClose, image)
        #expect(account.bytes == before)
        let filler = try sender.call(.vmAreaCreate, UInt(account.limit - account.bytes - 3 * pageSize))
        #expect(throws: FTLError.limitReached) { try sender.call(.imageCreate, area, 0, UInt(file.count)) }
        #expect(account.limit - account.bytes == 3 * pageSize)
        try sender.call(.handleClose, filler)
    }

    @Test func anAccountOutlivesItsProcessWhileSomethingItPaidForIsThere() throws {
        let account = sender.process.account
        let (left, right) = try sender.makeChannel()
        let mine = try sender.give(right, to: receiver)
        let sink = try receiver.makeSink(of: mine)
        let area = try sender.call(.vmAreaCreate, UInt(3 * pageSize))
        try sender.send(on: left, [1, 2], handle: area)
        sender.kill()
        #expect(account.bytes == 3 * pageSize)
        #expect(account.queued == 2 + Limits.messageOverhead)
        let (_, received) = try receiver.receive(try receiver.events(of: sink)[0])
        #expect(account.bytes == 3 * pageSize)
        #expect(account.queued == 0)
        try receiver.call(.handleClose, received)
        #expect(account.bytes == 0)
    }
}
