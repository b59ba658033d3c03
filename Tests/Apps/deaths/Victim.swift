// One process that dies, seen from outside: what its supervisor is told, and what whoever had a channel to it.

import FTL
import SystemProbe
import TestSupport

/// What a death was that should have been another.
struct Unexpected: Error {
    let what: String
}

/// What victims are made of.
struct Morgue: ~Copyable {
    let programs: Programs
    private let swift: Image
    private let javaScript: Image

    init() throws(FTLError) {
        let programs = try Programs()
        let swift = try programs.image(of: "victim")
        let javaScript = try programs.javaScript()
        self.programs = programs
        self.swift = swift
        self.javaScript = javaScript
    }

    /// A process of that kind that is not running yet.
    func make(_ kind: Kind, _ isolation: Isolation) throws(FTLError) -> Child {
        switch kind.language {
        case .swift: try Child(swift, name: "victim", arguments: [kind.name], isolation: isolation)
        case .javascript:
            try programs.makeScript("victim-js", javaScript, arguments: [kind.name], isolation: isolation)
        }
    }

    /// Lets a victim of that kind live and die.
    func witness(
        _ kind: Kind, _ isolation: Isolation, _ random: inout FixedRandom
    ) throws(FTLError) -> Unexpected? {
        let child = try make(kind, isolation)
        let sink = try Sink()
        try sink.add(child.channel)
        try sink.add(child.process)
        // A few are ended before they ran at all.
        if kind.ender == .watcher, random.below(16) == 0 {
            if random.below(2) == 0 { try child.process.start() }
            try child.process.kill()
        } else {
            try child.process.start()
            if kind.name == "self", kind.language == .swift {
                var handle: Handle? = try child.process.duplicate().intoHandle()
                try child.channel.send(.write, handle: &handle)
            }
        }
        var witness = Witness(
            kind: kind, process: child.process, supervisor: child.channel, sink: sink, killDelay: delay(kind, &random))
        return try witness.run()
    }

    /// When after its start a victim is ended by its watcher: at any moment, its start-up included.
    private func delay(_ kind: Kind, _ random: inout FixedRandom) -> UInt64? {
        guard kind.ender == .watcher else { return nil }
        let longest: UInt64 = kind.language == .swift ? 4000 : 60_000
        return random.next() % longest * Clock.microsecond
    }
}

/// Watches one victim.
private struct Witness: ~Copyable {
    /// Nobody takes so long to die.
    private static let patience = 60 * Clock.second
    let kind: Kind
    let process: Process
    let supervisor: Channel
    let sink: Sink
    let killDelay: UInt64?
    /// A channel to the victim that came from it.
    private var connection: Channel?
    private var isPeerClosed = false
    private var wasReady = false

    init(
        kind: Kind, process: consuming Process, supervisor: consuming Channel, sink: consuming Sink, killDelay: UInt64?
    ) {
        self.kind = kind
        self.process = process
        self.supervisor = supervisor
        self.sink = sink
        self.killDelay = killDelay
        connection = nil
    }

    mutating func run() throws(FTLError) -> Unexpected? {
        let start = Clock.now
        var isKilled = killDelay == nil
        while true {
            let deadline = isKilled ? start + Witness.patience : start + (killDelay ?? 0)
            guard let event = try sink.wait(until: deadline) else {
                guard !isKilled else { return Unexpected(what: "it is alive after \(Witness.patience) ns") }
                isKilled = true
                try process.kill()
                continue
            }
            switch event.kind {
            case .message: try take(event)
            case .peerClosed: isPeerClosed = true
            case .processExited: return try judge(event)
            case .writable, .timer, .threadExited, .readable, .interrupt: break
            }
        }
    }

    private mutating func take(_ event: Event) throws(FTLError) {
        if event.info.kind == .open {
            // A script that connects to a service. It gets a channel, and this the other end.
            try supervisor.discard(event)
            let pair = try Channel.makePair()
            var handle: Handle? = pair.second.intoHandle()
            do throws(FTLError) {
                try supervisor.send(.openReply, id: event.info.id, handle: &handle)
                connection = .some(pair.first)
            } catch {
                // It was ended meanwhile.
                guard error == .peerClosed else { throw error }
            }
        } else if !wasReady {
            var message = try supervisor.receive(event)
            if let handle = message.handle.take() { connection = .some(Channel(handle)) }
            wasReady = true
        }
        // What else comes stays in the queue, told of but not received.
    }

    /// The victim has ended: as it should have, and everybody was told?
    private mutating func judge(_ event: Event) throws(FTLError) -> Unexpected? {
        let status = Int(truncatingIfNeeded: event.word0)
        guard status == kind.status, event.word1 == kind.reason.rawValue else {
            return Unexpected(what: "status \(status), reason \(event.word1)")
        }
        while !isPeerClosed {
            guard let event = try sink.wait(until: 0) else {
                // What was not received comes first, for ever.
                do throws(FTLError) {
                    try supervisor.send(.write)
                    return Unexpected(what: "its channel to its supervisor is open")
                } catch {
                    guard error == .peerClosed else { return Unexpected(what: "\(error.name) on its channel") }
                    break
                }
            }
            if event.kind == .peerClosed { isPeerClosed = true }
            if event.kind == .message { try supervisor.discard(event) }
        }
        if kind.language == .swift, kind.ender == .itself, !wasReady { return Unexpected(what: "it was never ready") }
        do throws(FTLError) {
            try connection?.send(.write)
        } catch {
            return error == .peerClosed ? nil : Unexpected(what: "\(error.name) on a channel to it")
        }
        guard connection == nil else { return Unexpected(what: "a channel to it is open") }
        return nil
    }
}
