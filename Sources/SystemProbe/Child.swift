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
