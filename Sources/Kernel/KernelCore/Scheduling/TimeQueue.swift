// A queue in the order of time, whose entries are the owners' own: entering allocates nothing, and leaving searches nothing,
// however many there are. A leftist heap (C. A. Crane, "Linear lists and priority queues as balanced binary trees", 1972)
// with links to the parents, because each operation is to have a bound, not a run of them: entering, leaving and taking
// the first take O(log n) steps each. Nothing here recurs.
//
// Invariants: an entry that is queued has its owner set, and none of its children is before it. Of two for the same time
// the one that entered first is before. `rank` is the length of the shortest way down to a missing child, at least as
// large on the left as on the right. An owner takes its entry out before it ends, so nothing here is counted.

struct TimeQueue<Owner> {
    typealias Node = Uncounted<Entry>

    final class Entry {
        fileprivate(set) var time: UInt64 = 0
        /// Which entering of all this one was; 0: it is not queued.
        fileprivate var order: UInt64 = 0
        /// Whose it is, while it is queued.
        fileprivate var owner: Owner?
        fileprivate var left: Node?
        fileprivate var right: Node?
        fileprivate var parent: Node?
        fileprivate var rank = 1

        init() {}

        @inline(__always)
        var isQueued: Bool { order != 0 }

        @inline(__always)
        fileprivate var isLeaf: Bool { left == nil }
    }

    private var root: Node?
    private var lastOrder: UInt64 = 0

    init() {}

    @inline(__always)
    var isEmpty: Bool { root == nil }

    /// The time of the first.
    @inline(__always)
    var nextTime: UInt64? {
        guard let root else { return nil }
        return root.with { $0.time }
    }

    /// Whose the first is.
    @inline(__always)
    var first: Owner? {
        guard let root else { return nil }
        return root.with { $0.owner }
    }

    /// Puts an entry into the queue, or to another place in it.
    @inline(__always)
    mutating func insert(_ entry: Entry, at time: UInt64, owner: Owner) {
        if entry.isQueued { remove(entry) }
        lastOrder &+= 1
        entry.order = lastOrder
        entry.time = time
        entry.owner = owner
        let node = Uncounted(entry)
        if let root { self.root = merge(root, node) } else { root = node }
    }

    /// Takes an entry out, if it is in.
    @inline(__always)
    mutating func remove(_ entry: Entry) {
        guard entry.isQueued else { return }
        entry.order = 0
        entry.owner = nil
        // Most of the time it is the only one.
        if let root, root.refers(to: entry), entry.isLeaf { self.root = nil } else { takeOut(entry) }
    }

    /// Takes the first out, if its time has come, and answers whose it was.
    @inline(__always)
    mutating func popDue(at now: UInt64) -> Owner? {
        guard let root else { return nil }
        return root.with { entry in
            guard entry.time <= now else { return nil }
            let owner = entry.owner
            remove(entry)
            return owner
        }
    }

    /// Takes out an entry that is not alone: its children take its place.
    @inline(never)
    private mutating func takeOut(_ entry: Entry) {
        let (left, right, parent) = (entry.left, entry.right, entry.parent)
        entry.left = nil
        entry.right = nil
        entry.parent = nil
        entry.rank = 1
        if let left { left.with { $0.parent = nil } }
        if let right { right.with { $0.parent = nil } }
        var children = left
        if let left, let right { children = merge(left, right) }
        if let children { children.with { $0.parent = parent } }
        guard let parent else {
            root = children
            return
        }
        parent.with { parent in
            if let first = parent.left, first.refers(to: entry) {
                parent.left = children
            } else {
                parent.right = children
            }
        }
        // Above an entry whose rank stays as it was, nothing changes.
        var next: Node? = parent
        while let node = next, TimeQueue.balance(node) { next = node.with { $0.parent } }
    }

    /// One heap of two.
    @inline(never)
    private func merge(_ first: Node, _ second: Node) -> Node {
        let isFirst = TimeQueue.isBefore(first, second)
        let top = isFirst ? first : second
        var (node, other) = (top, isFirst ? second : first)
        // Down the right sides of both, each of which is as short as any way down.
        while let right = node.with({ $0.right }) {
            if TimeQueue.isBefore(other, right) {
                TimeQueue.link(other, below: node)
                node = other
                other = right
            } else {
                node = right
            }
        }
        TimeQueue.link(other, below: node)
        var next: Node? = node
        while let node = next {
            _ = TimeQueue.balance(node)
            next = node.with { $0.parent }
        }
        return top
    }

    @inline(__always)
    private static func link(_ child: Node, below parent: Node) {
        parent.with { $0.right = child }
        child.with { $0.parent = parent }
    }

    /// Puts the child of the larger rank on the left.
    ///
    /// - Returns: whether the entry's own rank is another now.
    @inline(__always)
    private static func balance(_ node: Node) -> Bool {
        node.with { entry in
            if rank(entry.left) < rank(entry.right) { swap(&entry.left, &entry.right) }
            let rank = rank(entry.right) + 1
            defer { entry.rank = rank }
            return rank != entry.rank
        }
    }

    @inline(__always)
    private static func rank(_ node: Node?) -> Int { node.map { $0.with { $0.rank } } ?? 0 }

    @inline(__always)
    private static func isBefore(_ one: Node, _ other: Node) -> Bool {
        one.with { one in other.with { other in (one.time, one.order) < (other.time, other.order) } }
    }
}
