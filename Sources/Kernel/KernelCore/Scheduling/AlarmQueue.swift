// Everything that waits for a point in time: timers, threads whose wait has a deadline, and (in virtual time) processes
// that wait for their turn. A pairing heap whose nodes are the alarms themselves, so that arming never allocates and
// disarming never searches, however many alarms a program has set.
//
// Invariants: an armed alarm is in the heap, its owner set; a child is not before its parent. Of two for the same time,
// the one that was armed first is before. `previous` is the parent for a first child and the left sibling for every
// other. An alarm is its owner's, which disarms it before it ends; so nothing here is counted.

public final class Alarm {
    enum Owner {
        case timer(Uncounted<Timer>)
        case thread(Uncounted<Thread>)
        case process(Uncounted<Process>)
    }

    fileprivate(set) var time: UInt64 = 0
    /// Which arming of all this one was; 0: it is not armed.
    fileprivate var order: UInt64 = 0
    /// Whose it is, while it is armed.
    fileprivate var owner: Owner?
    fileprivate var child: Uncounted<Alarm>?
    fileprivate var next: Uncounted<Alarm>?
    fileprivate var previous: Uncounted<Alarm>?

    @inline(__always)
    var isArmed: Bool { order != 0 }
}

extension Uncounted where Object == Alarm {
    @inline(__always)
    fileprivate var child: Uncounted? {
        get { with { $0.child } }
        nonmutating set { with { $0.child = newValue } }
    }
    @inline(__always)
    fileprivate var next: Uncounted? {
        get { with { $0.next } }
        nonmutating set { with { $0.next = newValue } }
    }
    @inline(__always)
    fileprivate var previous: Uncounted? {
        get { with { $0.previous } }
        nonmutating set { with { $0.previous = newValue } }
    }
    @inline(__always)
    fileprivate var key: (UInt64, UInt64) { with { ($0.time, $0.order) } }
}

public struct AlarmQueue {
    private var root: Uncounted<Alarm>?
    private var lastOrder: UInt64 = 0

    @inline(__always)
    var isEmpty: Bool { root == nil }

    /// When the next alarm is due.
    @inline(__always)
    var nextTime: UInt64? {
        guard let root else { return nil }
        return root.with { $0.time }
    }

    /// The process whose alarm is due first.
    @inline(__always)
    var firstProcess: Uncounted<Process>? {
        guard let root, case .process(let process) = root.with({ $0.owner }) else { return nil }
        return process
    }

    @inline(__always)
    mutating func arm(_ alarm: Alarm, at time: UInt64, owner: Alarm.Owner) {
        if alarm.isArmed { disarm(alarm) }
        lastOrder &+= 1
        alarm.order = lastOrder
        alarm.time = time
        alarm.owner = owner
        let node = Uncounted(alarm)
        if let root { self.root = merge(root, node) } else { root = node }
    }

    @inline(__always)
    mutating func disarm(_ alarm: Alarm) {
        guard alarm.isArmed else { return }
        alarm.order = 0
        alarm.owner = nil
        // Most of the time it is the only one.
        if let root, root.refers(to: alarm), alarm.child == nil { self.root = nil } else { takeOut(alarm) }
    }

    /// Takes an alarm out that is not alone.
    @inline(never)
    private mutating func takeOut(_ alarm: Alarm) {
        let children = alarm.child.map { mergeSiblings($0) }
        if let root, !root.refers(to: alarm) {
            cut(alarm)
            if let children { self.root = merge(root, children) }
        } else {
            root = children
        }
        alarm.child = nil
    }

    /// Disarms the alarm that is due first, if it is due, and answers whose it was.
    @inline(__always)
    mutating func popDue(at now: UInt64) -> Alarm.Owner? {
        guard let root else { return nil }
        return root.with { alarm in
            guard alarm.time <= now else { return nil }
            let owner = alarm.owner
            disarm(alarm)
            return owner
        }
    }

    @inline(never)
    private func cut(_ alarm: Alarm) {
        if let previous = alarm.previous {
            if let child = previous.child, child.refers(to: alarm) {
                previous.child = alarm.next
            } else {
                previous.next = alarm.next
            }
        }
        alarm.next?.previous = alarm.previous
        alarm.next = nil
        alarm.previous = nil
    }

    /// One heap of two, neither of which has siblings.
    @inline(never)
    private func merge(_ first: Uncounted<Alarm>, _ second: Uncounted<Alarm>) -> Uncounted<Alarm> {
        let isSecond = second.key < first.key
        let (parent, child) = isSecond ? (second, first) : (first, second)
        child.next = parent.child
        parent.child?.previous = child
        child.previous = parent
        parent.child = child
        return parent
    }

    /// One heap of a list of siblings: pairs first, then the pairs from the last to the first. That order is what
    /// keeps the heap shallow.
    @inline(never)
    private func mergeSiblings(_ first: Uncounted<Alarm>) -> Uncounted<Alarm> {
        var pairs: Uncounted<Alarm>?
        var rest: Uncounted<Alarm>? = first
        while let one = rest {
            let two = one.next
            rest = two?.next
            one.next = nil
            one.previous = nil
            var pair = one
            if let two {
                two.next = nil
                two.previous = nil
                pair = merge(one, two)
            }
            pair.next = pairs
            pairs = pair
        }
        var result: Uncounted<Alarm>?
        while let pair = pairs {
            pairs = pair.next
            pair.next = nil
            if let heap = result { result = merge(heap, pair) } else { result = pair }
        }
        return result ?? first
    }
}
