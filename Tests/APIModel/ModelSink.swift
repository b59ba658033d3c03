// Sinks, and what can be in one. The order of events is part of the model: a member that has something to tell is in
// the queue once, one event is taken from the member in front, and it goes to the back if it has more. A member keeps
// its place, though it has nothing to tell any more, until a wait finds that out.

import FTLTypes

/// An event as the model foresees it. The token is the kernel's to choose.
struct ModelEvent {
    let kind: EventKind
    var number: UInt32 = 0
    var word0: UInt64 = 0
    var word1: UInt64 = 0
    /// What a message event tells of, and where that is.
    var message: ModelMessage?
    var channel: ModelChannel?

    init(kind: EventKind, word0: UInt64 = 0, word1: UInt64 = 0) {
        self.kind = kind
        self.word0 = word0
        self.word1 = word1
    }
}

/// A channel, a timer or a process.
class ModelSource {
    /// The sink it is in, and as what of which process.
    final var sink: ModelSink?
    final var number: UInt32 = 0
    final var owner = 0

    var hasEvent: Bool { false }
    func takeEvent() -> ModelEvent { fatalError("no event") }

    final func notify() { sink?.enqueue(self) }

    final func leaveSink() {
        guard let sink else { return }
        sink.members.removeAll { $0 === self }
        sink.queue.removeAll { $0 === self }
        self.sink = nil
    }
}

final class ModelSink {
    var members: [ModelSource] = []
    var queue: [ModelSource] = []

    func enqueue(_ source: ModelSource) {
        if !queue.contains(where: { $0 === source }) { queue.append(source) }
    }

    func add(_ source: ModelSource, as number: UInt32, of process: ModelProcess) {
        members.append(source)
        source.sink = self
        source.number = number
        source.owner = process.id
        if source.hasEvent { enqueue(source) }
    }

    func takeEvents(atMost limit: Int) -> [ModelEvent] {
        var events: [ModelEvent] = []
        while events.count < limit, !queue.isEmpty {
            let source = queue.removeFirst()
            guard source.hasEvent else { continue }
            var event = source.takeEvent()
            event.number = source.number
            events.append(event)
            if source.hasEvent { enqueue(source) }
        }
        return events
    }

    func close() {
        while let member = members.first { member.leaveSink() }
    }
}
