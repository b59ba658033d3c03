// Whoever sits at the console: what is typed goes to the app that asked for it, and Ctrl-C is seen to.
//
// Each piece that was typed is a request, and the app's reply says that it is alive. After Ctrl-C the app is asked to
// break off what it is doing; if the reply to the piece with the Ctrl-C does not come in time, it is ended, and
// another one is started in its place. What is typed while nobody takes it waits, up to a bound; then it stays in the
// kernel, and in the end with the emulator.

import FTL
import Formats

struct Attendant: ~Copyable {
    private static let interrupt: UInt8 = 3
    /// How long an app may take to answer for a Ctrl-C.
    private static let patience = Clock.second
    private static let mostPending = 64 * 1024
    private static let mostInFlight: UInt32 = 16
    private static let pieceLength = 1024
    /// An app that ends sooner than this so many times in a row is not started again.
    private static let shortLife = 2 * Clock.second
    private static let mostShortLives = 3

    private let terminal: Terminal
    private let timer: Timer
    /// The app that reads, or did last: one that ends closes its channel before its end is reported.
    private var reader: RunningApp?
    /// This end of its channel; nil once it closed the other.
    private var channel: Channel?
    private var pending: [UInt8] = []
    /// Ids of the last piece that was sent, the last that was answered for, and the last with a Ctrl-C in it.
    private var lastSent: UInt32 = 0
    private var lastAnswered: UInt32 = 0
    private var interruptID: UInt32?
    /// Stands for the id of a Ctrl-C that was not sent yet.
    private static let unsent = UInt32.max
    /// It was ended for not answering.
    private var wasStuck = false
    private var shortLives = 0

    init(_ terminal: consuming Terminal, _ sink: borrowing Sink) throws(FTLError) {
        let timer = try Timer()
        try sink.add(terminal)
        try sink.add(timer)
        self.terminal = terminal
        self.timer = timer
    }

    /// From now on the app gets what is typed. There is one such app at a time.
    mutating func attach(_ app: RunningApp, _ id: UInt32, _ sink: borrowing Sink) throws(FTLError) {
        guard !isAttached else { throw .alreadyExists }
        let pair = try Channel.makePair()
        try sink.add(pair.first)
        var handle: Handle? = pair.second.intoHandle()
        app.answer(id, &handle)
        channel = .some(pair.first)
        reader = app
        (lastSent, lastAnswered, interruptID) = (0, 0, nil)
        send()
    }

    private var isAttached: Bool {
        switch channel {
        case .some: true
        case .none: false
        }
    }

    /// The screen, to draw on.
    func output() throws(FTLError) -> Handle {
        try terminal.duplicate(rights: [.write, .transfer]).intoHandle()
    }

    /// - Returns: false where the event is about something else.
    mutating func handle(_ event: Event, _ sink: borrowing Sink) throws(FTLError) -> Bool {
        if event.handle == terminal.number {
            try read()
        } else if event.handle == timer.number {
            endReader()
        } else if let number = channel?.number, event.handle == number {
            switch event.kind {
            case .message: try takeReply(event)
            case .peerClosed: channel = nil
            case .writable, .timer, .processExited, .threadExited, .readable, .interrupt: break
            }
        } else {
            return false
        }
        send()
        return true
    }

    /// What the app's successor is started with, if it is to have one: only who reads what is typed is started again.
    mutating func messageForSuccessor(of app: RunningApp) -> ByteString? {
        guard reader === app else { return nil }
        reader = nil
        channel = nil
        pending = []
        interruptID = nil
        try? timer.stop()
        defer { wasStuck = false }
        shortLives = Clock.now - app.startTime < Attendant.shortLife ? shortLives + 1 : 0
        guard shortLives < Attendant.mostShortLives else { return nil }
        return wasStuck ? "stuck" : "ended"
    }

    private mutating func read() throws(FTLError) {
        while pending.count < Attendant.mostPending {
            let bytes = try terminal.read()
            if bytes.isEmpty { return }
            pending += bytes
            guard bytes.contains(Attendant.interrupt), isAttached, let reader else { continue }
            try? reader.process.interrupt()
            if interruptID == nil { try? timer.set(Clock.now + Attendant.patience) }
            interruptID = Attendant.unsent
        }
    }

    private mutating func send() {
        while lastSent &- lastAnswered < Attendant.mostInFlight {
            // There may be room again for what stayed in the kernel.
            if pending.isEmpty { try? read() }
            guard !pending.isEmpty, let length = sendPiece() else { return }
            pending.removeFirst(length)
        }
    }

    /// - Returns: the length of the piece; nil where it could not be sent.
    private mutating func sendPiece() -> Int? {
        let piece = Array(pending.prefix(Attendant.pieceLength))
        guard (try? channel?.send(.write, id: lastSent &+ 1, body: piece)) != nil else { return nil }
        lastSent &+= 1
        if piece.contains(Attendant.interrupt), interruptID != nil { interruptID = lastSent }
        return piece.count
    }

    private mutating func takeReply(_ event: Event) throws(FTLError) {
        try channel?.discard(event)
        guard event.info.kind == .writeReply else { return }
        lastAnswered = max(lastAnswered, min(event.info.id, lastSent))
        guard let id = interruptID, lastAnswered >= id else { return }
        interruptID = nil
        try timer.stop()
    }

    /// The reader has not answered in time.
    private mutating func endReader() {
        guard interruptID != nil, isAttached, let reader else { return }
        wasStuck = true
        try? reader.process.kill()
    }
}
