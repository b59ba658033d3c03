// A process that a test app starts itself, in a supervisor's place.

import FTL

/// A process that is not running yet, and this program's end of the channel that is the first of its handles.
@frozen
public struct Child: ~Copyable, Sendable {
    public var process: Process
    public var channel: Channel

    public init(
        _ image: borrowing Image, name: ByteString, arguments: [ByteString] = [], isolation: Isolation
    ) throws(FTLError) {
        let process = try Process(image, name: name, arguments: arguments, in: try VmSpace(isolation: isolation))
        let pair = try Channel.makePair()
        var handle: Handle? = pair.second.intoHandle()
        try process.inject(&handle)
        self.process = process
        channel = pair.first
    }
}

/// The ends by which a child's service is reached.
@frozen
public struct ProvidedService: ~Copyable, Sendable {
    /// What a client has.
    public var client: Channel
    /// What the child is told of clients by, for as long as there may be one.
    public var registration: Channel
}

extension Child {
    /// Takes the service that the child, which was started, registers first of all, and connects to it.
    ///
    /// - Throws: `peerClosed` where it does anything else first.
    public func takeService() throws(FTLError) -> ProvidedService {
        // Of its own: the child's other events are not for this.
        let sink = try Sink()
        try sink.add(channel)
        guard let event = try sink.wait(), event.kind == .message, event.info.kind == .open else { throw .peerClosed }
        try channel.discard(event)
        let registration = try Channel.makePair()
        var handle: Handle? = registration.second.intoHandle()
        try channel.send(.openReply, id: event.info.id, handle: &handle)
        let client = try Channel.makePair()
        handle = client.second.intoHandle()
        try registration.first.send(.open, handle: &handle)
        return ProvidedService(client: client.first, registration: registration.first)
    }
}

extension Programs {
    /// An app in JavaScript.
    ///
    /// - Parameter runtime: the image of all of them.
    public func makeScript(
        _ name: ByteString, _ runtime: borrowing Image, arguments: [ByteString] = [], isolation: Isolation
    ) throws(FTLError) -> Child {
        let script = ByteString("apps/\(name.string)/main.js")
        let child = try Child(runtime, name: name, arguments: [script] + arguments, isolation: isolation)
        // The runtime reads the script and its modules there.
        var handle: Handle? = try archive(rights: [.read, .transfer])
        try child.process.inject(&handle)
        return child
    }
}
