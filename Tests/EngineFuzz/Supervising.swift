// The supervisor of a script under trial. It has none of bootstrap's rules: whatever is asked for is there, and the
// name says what it is, so that scripts get hold of every kind of object.

import FTL
import HostKernel

final class Supervising {
    private let kernel: HostKernel
    private let channel: Channel
    private let sink: Sink
    private var count = 0

    init(_ kernel: HostKernel) throws {
        self.kernel = kernel
        channel = Channel(Handle(owning: kernel.supervisorEnds[0]))
        sink = try Sink()
        try sink.add(channel)
    }

    /// Answers what has been asked; false where nothing has.
    func answer() -> Bool {
        guard let event = ((try? sink.wait(until: 0)) ?? nil), event.kind == .message,
            let message = try? channel.receive(event)
        else { return false }
        guard let reply = message.info.kind?.reply else { return true }
        count += 1
        var handle: Handle?
        if message.info.kind == .open { handle = try? kernel.make(kind(of: message.body)) }
        let body: [UInt8] = message.info.kind == .getattr ? Array("a 1 b 0\nc 2 d 1\n".utf8) : message.body
        do {
            // Now and then something that is no answer.
            try channel.send(
                count % 7 == 6 ? .errorReply : count % 11 == 10 ? .writeReply : reply, id: message.info.id,
                word0: UInt64(count), word1: message.word0, body: body, handle: &handle)
        } catch {
            return false
        }
        return true
    }

    /// Which kind of object a path asks for: by its last byte where it is none of the known names.
    private func kind(of path: [UInt8]) -> HostKernel.Kind {
        let all = HostKernel.Kind.allCases
        if path.starts(with: Array("app/".utf8)) { return .channel }
        if path == Array("system".utf8) { return .system }
        if path == Array("console".utf8) { return .console }
        return all[Int(path.last ?? 0) % all.count]
    }
}
