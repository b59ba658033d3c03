// A process killed before each call of a conversation, and after the last: by somebody else while its thread is ready
// or waits, by itself in a call, by its own exit, by a fault. Whoever watches is told, its peers are told, the others
// go on, and when they have ended too everything is as it was before.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct KillEverywhereTests {
    /// How the victim ends.
    enum Manner: CaseIterable { case byWatcher, byItself, exit, fault }

    /// What a run of all steps came across.
    struct Seen {
        var states: Set<KernelCore.Thread.State> = []
        var (kills, peersTold) = (0, 0)
    }

    @Test(arguments: Manner.allCases, ["one", "two"] as [ByteString])
    func whoeverIsKilledWheneverNothingIsLost(_ manner: Manner, _ victim: ByteString) throws {
        var seen = Seen()
        var step = 1
        while try play(manner, victim, killBefore: step, &seen) { step += 1 }
        #expect(step > 80)
        #expect(seen.kills > 60, "\(seen.kills) kills in \(step) runs")
        #expect(seen.peersTold > 70)
        #expect(seen.states.contains(manner == .byWatcher ? .ready : .running))
        // The one that waits while it is talked to is the second.
        if manner == .byWatcher { #expect(seen.states.contains(.waiting)) }
    }

    /// Plays the conversation up to a call, or to its end.
    /// - Returns: whether there was such a call.
    private func play(
        _ manner: Manner, _ name: ByteString, killBefore step: Int, _ seen: inout Seen
    ) throws -> Bool {
        let system = TestSystem(pages: 1200)
        let watcher = try Program(system, name: "watcher")
        let sink = try watcher.makeSink()
        system.settle()
        let baseline = SystemState(system)
        let conversation = try Conversation(system)
        conversation.before = { number, _, _ in if number == step { throw Conversation.Stop() } }
        var isWhole = true
        do { try conversation.run() } catch is Conversation.Stop { isWhole = false }
        if let victim = system.process(named: name) {
            try kill(victim, manner, watcher, sink, &seen)
        }
        conversation.forget()
        while let process = system.kernel.processes.last, process !== watcher.process {
            system.kernel.end(process, status: -1, .killed, system.hart)
        }
        system.run(watcher.thread)
        system.settle()
        // The watcher's own handles to who it watched.
        while watcher.process.handles.count > 1 {
            var last: UInt = 0
            watcher.process.handles.forEach { (number, _) in last = UInt(number.rawValue) }
            try watcher.call(.handleClose, last)
        }
        system.machine.output = []
        let difference = SystemState(system).difference(from: baseline)
        #expect(difference == [], "\(name) ended before call \(step), \(manner)")
        return !isWhole
    }

    private func kill(
        _ victim: KernelCore.Process, _ manner: Manner, _ watcher: Program, _ sink: UInt, _ seen: inout Seen
    ) throws {
        let system = watcher.system
        let handle = system.kernel.makeHandle(victim, .all)
        let number = UInt(watcher.process.insert(handle).rawValue)
        // A process tells one sink, and the first has put the second into its own.
        let isWatched = victim.sink == nil
        if isWatched { try watcher.call(.sinkAdd, sink, number) }
        let peers = system.peers(of: victim)
        // Only a thread that does not wait can do it itself.
        let thread = victim.threads.first { $0.state == .ready || $0.state == .running }
        if manner == .byWatcher {
            system.run(watcher.thread)
            seen.states.formUnion(victim.threads.map(\.state))
            try watcher.call(.processKill, number)
        } else {
            guard let thread else { return }
            system.run(thread)
            seen.states.insert(thread.state)
            let own = UInt(victim.insert(system.kernel.makeHandle(victim, .all)).rawValue)
            let words: InlineArray<7, UInt> = [own, 0, 0, 0, 0, 0, 0]
            let kernel = system.kernel
            switch manner {
            case .exit: _ = kernel.syscall(on: system.hart, number: Syscall.processExit.rawValue, words)
            case .fault:
                let registers = Registers(x: .init(repeating: 0), pc: victim.imageBase)
                kernel.fault(on: system.hart, Fault(reason: "made up", address: nil, registers: registers))
            default: _ = kernel.syscall(on: system.hart, number: Syscall.processKill.rawValue, words)
            }
            #expect(system.hart.current == nil)
        }
        system.settle()
        #expect(victim.state == .ended && victim.threads.isEmpty && victim.handles.count == 0)
        #expect(victim.account.bytes >= 0)
        seen.kills += 1
        if isWatched { #expect(try watcher.events(of: sink).map(\.kind) == [.processExited]) }
        // One that was made and not started ends with whoever made it.
        for peer in peers where peer.process.state != .ended {
            #expect(throws: FTLError.peerClosed) { try peer.channel.checkSend(length: 0) }
            // At once, or after the messages that it was told of and has not received; unless it waited for this.
            let isWoken = peer.waiting.contains { $0.state == .ready }
            #expect(peer.channel.hasEvent || peer.channel.queueLength > 0 || isWoken, "who talked to it is not told")
            seen.peersTold += 1
        }
        // The others go on.
        let (left, right) = try watcher.makeChannel()
        try watcher.send(on: left, [1, 2, 3])
        try watcher.call(.handleClose, left)
        try watcher.call(.handleClose, right)
    }
}

extension TestSystem {
    fileprivate func process(named name: ByteString) -> KernelCore.Process? {
        var candidate = kernel.processes.first
        while let process = candidate, process.name != name { candidate = process.next }
        return candidate
    }

    fileprivate struct Peer {
        let channel: Channel
        let process: KernelCore.Process
        /// Threads that wait.
        let waiting: [KernelCore.Thread]
    }

    /// The ends that other processes have of the victim's channels.
    fileprivate func peers(of victim: KernelCore.Process) -> [Peer] {
        var peers: [Peer] = []
        var candidate = kernel.processes.first
        while let process = candidate {
            candidate = process.next
            guard process !== victim else { continue }
            let waiting = process.threads.filter { $0.state == .waiting }
            process.handles.forEach { (_, handle) in
                guard let channel = handle.object as? Channel, channel.peerOwner == victim.id else { return }
                peers.append(Peer(channel: channel, process: process, waiting: waiting))
            }
        }
        return peers
    }
}
