// The real kernel as a world for the model: each simulated process is another process, told over a channel what to
// call. The channels stay out of the model: the actors' ends are handles it is told to keep its hands off.

import APIModel
import FTL

final class ActorWorld: World {
    /// An actor's connection. A class, because an array cannot hold a channel by itself.
    private final class Connection {
        let channel: Channel
        var hidden: [UInt32] = []

        init(_ channel: consuming Channel) { self.channel = channel }
    }

    /// How long an actor may take for a call, in nanoseconds: far more than it needs.
    private static let patience = 20 * Clock.second

    private let sink: Sink
    private var actors: [Connection] = []

    /// Waits for so many actors.
    init(count: Int) throws(FTLError) {
        let supervisor = try Supervisor()
        let registration = try supervisor.register(Actor.service)
        sink = try Sink()
        try sink.add(registration)
        while actors.count < count {
            guard let event = try sink.wait(until: Clock.now + ActorWorld.patience) else { throw .timedOut }
            guard event.kind == .message else { throw .peerClosed }
            var message = try registration.receive(event)
            guard let handle = message.handle.take() else { throw .malformed }
            actors.append(Connection(Channel(handle)))
        }
        for (index, actor) in actors.enumerated() {
            try sink.add(actor.channel)
            let reply = try ask(index, .getattr)
            actor.hidden = [UInt32(reply.word0), UInt32(reply.word1)]
        }
    }

    private func ask(_ index: Int, _ kind: MessageKind, _ body: [UInt8] = []) throws(FTLError) -> Message {
        var none: Handle? = nil
        return try ask(index, kind, body, &none)
    }

    /// Sends an actor a request and waits for the answer. Nobody else has anything to say meanwhile.
    private func ask(
        _ index: Int, _ kind: MessageKind, _ body: [UInt8], _ handle: inout Handle?
    ) throws(FTLError) -> Message {
        let channel = actors[index].channel.number
        try actors[index].channel.send(kind, body: body, handle: &handle)
        guard let event = try sink.wait(until: Clock.now + ActorWorld.patience) else { throw .timedOut }
        guard event.kind == .message, event.handle == channel else { throw .peerClosed }
        let message = try actors[index].channel.receive(event)
        guard message.info.kind == kind.reply else { throw .malformed }
        return message
    }

    /// A world without its actors is none to compare with.
    private func fail(_ index: Int, _ error: FTLError) -> Never {
        print("actor \(index) cannot be asked: \(error.name)")
        Program.exit(1)
    }

    // MARK: World

    var processCount: Int { actors.count }

    func perform(_ call: ModelCall, by process: Int) -> Answer {
        do throws(FTLError) {
            let reply = try ask(process, .write, call.bytes)
            return Answer(result: Int(truncatingIfNeeded: reply.word0), output: reply.body)
        } catch {
            fail(process, error)
        }
    }

    func connect(_ first: Int, _ second: Int) -> (UInt32, UInt32) {
        do throws(FTLError) {
            let pair = try Channel.makePair()
            var one: Handle? = pair.first.intoHandle()
            var two: Handle? = pair.second.intoHandle()
            let numbers = (try ask(first, .setattr, [], &one).word0, try ask(second, .setattr, [], &two).word0)
            return (UInt32(numbers.0), UInt32(numbers.1))
        } catch {
            fail(first, error)
        }
    }

    func hiddenHandles(of process: Int) -> [UInt32] { actors[process].hidden }
}
