// A process that answers messages, and this program's end of the channel to it. Both sides of a round trip make only
// the calls that it consists of, into buffers that are there already.

import FTL
import SystemProbe

/// A class, so that there can be an array of them.
final class Peer {
    private let process: Process
    private let channel: Channel
    /// What a script is connected by, besides.
    private let supervisor: Channel?
    private let registration: Channel?
    private let sink: Sink
    private var buffer = [UInt8](repeating: 0, count: 64)
    private var lastID: UInt32 = 0

    private init(
        _ process: consuming Process, _ channel: consuming Channel, _ sink: consuming Sink,
        supervisor: consuming Channel? = nil, registration: consuming Channel? = nil
    ) {
        self.process = process
        self.channel = channel
        self.sink = sink
        self.supervisor = supervisor
        self.registration = registration
    }

    /// Starts the program bench-echo.
    static func start(_ image: borrowing Image) throws(FTLError) -> Peer {
        let child = try Child(image, name: "bench-echo", isolation: Program.isolation)
        let sink = try Sink()
        try sink.add(child.channel)
        try sink.add(child.process)
        try child.process.start()
        return Peer(child.process, child.channel, sink)
    }

    /// Starts the script bench-echo-js, which registers a service, and connects to that in a supervisor's place.
    static func startScript(_ runtime: borrowing Image, _ programs: borrowing Programs) throws(FTLError) -> Peer {
        let child = try programs.makeScript("bench-echo-js", runtime, isolation: Program.isolation)
        let sink = try Sink()
        try sink.add(child.process)
        try child.process.start()
        let service = try child.takeService()
        try sink.add(service.client)
        return Peer(
            child.process, service.client, sink, supervisor: child.channel, registration: service.registration)
    }

    /// Sends the bytes and a handle, waits for the answer, and receives the first 64 bytes and the handle again.
    @inline(__always)
    func exchange(_ body: borrowing Span<UInt8>, _ handle: inout Handle?) throws(FTLError) {
        lastID &+= 1
        try channel.send(.write, id: lastID, word0: 7, word1: 64, body: body, handle: &handle)
        guard let event = try sink.wait(), event.kind == .message else { throw .peerClosed }
        try require(event.info.id == lastID && event.word0 == 7 && event.info.length == 64)
        handle = try Peer.receive(channel, event, into: &buffer)
    }

    @inline(__always)
    private static func receive(
        _ channel: borrowing Channel, _ event: Event, into buffer: inout [UInt8]
    ) throws(FTLError) -> Handle? {
        var bytes = buffer.mutableSpan
        return try channel.receive(event, into: &bytes)
    }

    /// The same without a handle.
    @inline(__always)
    func exchange(_ body: borrowing Span<UInt8>) throws(FTLError) {
        var none: Handle? = nil
        try exchange(body, &none)
    }

    /// Whether the last answer was the beginning of these bytes.
    func lastAnswer(wasFrom body: [UInt8]) -> Bool { body.starts(with: buffer) }

    /// Ends the process and waits until that is told.
    func end() throws(FTLError) {
        try process.kill()
        // Its end of the channel is closed first.
        while let event = try sink.wait() {
            guard event.kind == .processExited else { continue }
            return try require(event.word1 == ExitReason.killed.rawValue)
        }
    }
}
