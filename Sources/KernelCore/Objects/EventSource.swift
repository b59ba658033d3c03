// What a sink can report about: channels, timers, processes. A source that has something to tell is in its sink's
// queue exactly once, however much it has to tell, and goes to the back after each event taken from it: that is
// what makes a sink fair (Sink.swift).
//
// Invariants: `sink` is nil or the one sink that has this source as a member. `isQueued` says whether it is in
// that sink's queue.

import FTLTypes

public class EventSource {
    /// The sink that it reports to.
    fileprivate(set) final var sink: Sink?
    /// What the waiting process calls it.
    fileprivate(set) final var handleNumber = HandleNumber.none
    /// The process (by id) whose handle that is.
    fileprivate(set) final var handleOwner = 0
    fileprivate final var isQueued = false
    fileprivate final var nextQueued: EventSource?
    fileprivate final var previousQueued: EventSource?
    fileprivate final var nextMember: EventSource?
    fileprivate final var previousMember: EventSource?

    /// Whether `takeEvent` would answer one now.
    var hasEvent: Bool { fatalError("a source says whether it has an event") }

    /// Takes the next event. Called by the sink, for a source that has one.
    func takeEvent() -> Event { fatalError("a source says what its event is") }

    /// Tells the sink, if there is one, that there is something to take.
    final func notify(_ kernel: Kernel) { sink?.enqueue(self, kernel) }
}

/// The list of a sink's members, and the queue of those that have something to tell.
struct EventSourceList {
    private var firstMember: EventSource?
    private var firstQueued: EventSource?
    private var lastQueued: EventSource?

    var hasQueued: Bool { firstQueued != nil }

    mutating func add(_ source: EventSource, to sink: Sink, as number: HandleNumber, of owner: Int) {
        source.sink = sink
        source.handleOwner = owner
        source.handleNumber = number
        source.nextMember = firstMember
        firstMember?.previousMember = source
        firstMember = source
    }

    /// Ends a membership; queued events of the source are not delivered any more.
    mutating func remove(_ source: EventSource) {
        dequeue(source)
        source.nextMember?.previousMember = source.previousMember
        if let previous = source.previousMember {
            previous.nextMember = source.nextMember
        } else {
            firstMember = source.nextMember
        }
        source.nextMember = nil
        source.previousMember = nil
        source.sink = nil
        source.handleNumber = .none
    }

    /// Some member, for taking the sink apart.
    var anyMember: EventSource? { firstMember }

    mutating func enqueue(_ source: EventSource) {
        guard !source.isQueued else { return }
        source.isQueued = true
        source.previousQueued = lastQueued
        if let last = lastQueued { last.nextQueued = source } else { firstQueued = source }
        lastQueued = source
    }

    mutating func popQueued() -> EventSource? {
        guard let source = firstQueued else { return nil }
        dequeue(source)
        return source
    }

    /// Leaves the queue from wherever it stands, without a search: a sink may have thousands of members.
    private mutating func dequeue(_ source: EventSource) {
        guard source.isQueued else { return }
        let (next, previous) = (source.nextQueued, source.previousQueued)
        if let previous { previous.nextQueued = next } else { firstQueued = next }
        if let next { next.previousQueued = previous } else { lastQueued = previous }
        source.nextQueued = nil
        source.previousQueued = nil
        source.isQueued = false
    }
}
