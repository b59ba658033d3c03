// Whether objects that should be gone are gone. The kernel unlinks by hand what refers to each other, and what it
// forgets to unlink nobody would ever see.

final class Liveness {
    private struct Entry {
        weak var object: AnyObject?
    }

    private var entries: [Entry] = []

    func watch(_ object: AnyObject) { entries.append(Entry(object: object)) }

    /// How many were watched.
    var count: Int { entries.count }

    /// How many of them there still are.
    var living: Int { entries.count { $0.object != nil } }
}
