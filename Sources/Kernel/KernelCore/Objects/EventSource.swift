// What a sink can report about: channels, timers, processes. A source with events is in its sink's queue exactly once,
// however many events it has, and goes to the back after each event taken from it. That makes a sink fair (Sink.swift).
//
// Invariants: `home` is nil or the one sink that has this source as a member. `isQueued` says whether it is in that sink's
// queue, and a member that has an event is. A member has a handle, and so has its sink; whichever loses its last takes the
// member out (`lastHandleClosed`): so neither needs to be counted here.

import FTLTypes

public class EventSource: KernelObject {
    /// The sink that it reports to.
    fileprivate(set) final var home: Uncounted<Sink>?
    /// What the waiting process calls it.
    fileprivate(set) final var handleNumber = HandleNumber.none
    /// The process (by id) whose handle that is.
    fileprivate(set) final var handleOwner = 0
    fileprivate(set) final var isQueued = false
    fileprivate final var nextQueued: Uncounted<EventSource>?
    fileprivate final var previousQueued: Uncounted<EventSource>?
    fileprivate final var nextMember: Uncounted<EventSource>?
    fileprivate final var previousMember: Uncounted<EventSource>?

    override final var eventSource: EventSource? { self }

    final var sink: Sink? { home.map { $0.object } }

    /// Whether `takeEvent` would answer one now.
    var hasEvent: Bool { fatalError("an event source overrides hasEvent") }

    /// Takes the next event. Called by the sink, for a source that has one.
    func takeEvent() -> Event { fatalError("an event source overrides takeEvent") }

    /// Tells the sink, if there is one, that there is something to take.
    final func notify(_ kernel: Kernel, _ hart: Hart) {
        if let home { home.with { $0.enqueue(self, kernel, hart) } }
    }

    /// If it is in a sink under this number, it leaves the sink.
    override func wasTaken(from process: Process, as number: HandleNumber) {
        if handleNumber == number, handleOwner == process.id { leaveSink() }
    }

    /// It leaves its sink.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) { leaveSink() }

    /// Takes it out of its sink, if it is in one.
    final func leaveSink() {
        if let home { home.with { $0.remove(self) } }
    }
}

extension Uncounted where Object == EventSource {
    @inline(__always)
    fileprivate var nextQueued: Uncounted? {
        get { with { $0.nextQueued } }
        nonmutating set { with { $0.nextQueued = newValue } }
    }
    @inline(__always)
    fileprivate var previousQueued: Uncounted? {
        get { with { $0.previousQueued } }
        nonmutating set { with { $0.previousQueued = newValue } }
    }
    fileprivate var nextMember: Uncounted? {
        get { with { $0.nextMember } }
        nonmutating set { with { $0.nextMember = newValue } }
    }
    fileprivate var previousMember: Uncounted? {
        get { with { $0.previousMember } }
        nonmutating set { with { $0.previousMember = newValue } }
    }
}

/// The list of a sink's members, and the queue of those that have something to tell.
struct EventSourceList {
    /// Some member, for taking the sink apart.
    private(set) var firstMember: Uncounted<EventSource>?
    private var firstQueued: Uncounted<EventSource>?
    private var lastQueued: Uncounted<EventSource>?

    @inline(__always)
    var hasQueued: Bool { firstQueued != nil }

    mutating func add(_ source: EventSource, to sink: Sink, as number: HandleNumber, of owner: Int) {
        source.home = Uncounted(sink)
        source.handleOwner = owner
        source.handleNumber = number
        source.nextMember = firstMember
        firstMember?.previousMember = Uncounted(source)
        firstMember = Uncounted(source)
    }

    /// Ends a membership; queued events of the source are not delivered any more.
    mutating func remove(_ source: EventSource) {
        if source.isQueued { dequeue(source) }
        source.nextMember?.previousMember = source.previousMember
        if let previous = source.previousMember {
            previous.nextMember = source.nextMember
        } else {
            firstMember = source.nextMember
        }
        source.nextMember = nil
        source.previousMember = nil
        source.home = nil
        source.handleNumber = .none
    }

    @inline(__always)
    mutating func enqueue(_ source: EventSource) {
        guard !source.isQueued else { return }
        source.isQueued = true
        source.previousQueued = lastQueued
        if let lastQueued { lastQueued.nextQueued = Uncounted(source) } else { firstQueued = Uncounted(source) }
        lastQueued = Uncounted(source)
    }

    @inline(__always)
    mutating func popQueued() -> Uncounted<EventSource>? {
        guard let source = firstQueued else { return nil }
        source.with { dequeue($0) }
        return source
    }

    /// Leaves the queue from wherever it stands, without a search: a sink may have thousands of members.
    @inline(__always)
    private mutating func dequeue(_ source: EventSource) {
        let (next, previous) = (source.nextQueued, source.previousQueued)
        if let previous { previous.nextQueued = next } else { firstQueued = next }
        if let next { next.previousQueued = previous } else { lastQueued = previous }
        source.nextQueued = nil
        source.previousQueued = nil
        source.isQueued = false
    }
}
