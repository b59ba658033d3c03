// A first-in-first-out queue of threads, linked through the threads: the run queue, and the waiters of a sink.
// A thread is in one queue at most. Nothing here allocates, and leaving from the middle does not search.

struct ThreadQueue {
    private(set) var first: Thread?
    private var last: Thread?

    var isEmpty: Bool { first == nil }

    mutating func append(_ thread: Thread) {
        thread.previous = last
        if let last { last.next = thread } else { first = thread }
        last = thread
    }

    mutating func popFirst() -> Thread? {
        guard let thread = first else { return nil }
        remove(thread)
        return thread
    }

    /// Takes out a thread that is in this queue.
    mutating func remove(_ thread: Thread) {
        let (next, previous) = (thread.next, thread.previous)
        if let previous { previous.next = next } else { first = next }
        if let next { next.previous = previous } else { last = previous }
        thread.next = nil
        thread.previous = nil
    }
}
