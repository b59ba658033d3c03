// A first-in-first-out queue of threads, linked through the threads: the run queue, and the waiters of a sink.
// A thread is in one queue at most. Nothing here allocates, counts, or searches to leave from the middle.
//
// Whoever has such a queue says who holds the threads in it: those that could run or wait are threads of a process that
// has not ended, and leave before they do.

struct ThreadQueue {
    private(set) var head: Uncounted<Thread>?
    private var last: Uncounted<Thread>?

    @inline(__always)
    var isEmpty: Bool { head == nil }

    @inline(__always)
    mutating func append(_ thread: Thread) {
        thread.previous = last
        if let last { last.with { $0.next = Uncounted(thread) } } else { head = Uncounted(thread) }
        last = Uncounted(thread)
    }

    @inline(__always)
    mutating func popFirst() -> Uncounted<Thread>? {
        guard let thread = head else { return nil }
        thread.with { remove($0) }
        return thread
    }

    /// Takes out a thread that is in this queue.
    @inline(__always)
    mutating func remove(_ thread: Thread) {
        let (next, previous) = (thread.next, thread.previous)
        if let previous { previous.with { $0.next = next } } else { head = next }
        if let next { next.with { $0.previous = previous } } else { last = previous }
        thread.next = nil
        thread.previous = nil
    }
}
