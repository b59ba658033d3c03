// Everything that waits for a point in time: timers, threads whose wait has a deadline, and (in virtual time) processes
// that wait for their turn. A pairing heap whose nodes are the alarms themselves, so that arming never allocates and
// disarming never searches, however many alarms a program has set.
//
// Invariants: an armed alarm is in the heap, its owner set; a child is not before its parent. Of two for the same time,
// the one that was armed first is before. `previous` is the parent for a first child and the left sibling for every
// other.

public final class Alarm {
    enum Owner {
        case timer(Timer)
        case thread(Thread)
        case process(Process)
    }

    fileprivate(set) var time: UInt64 = 0
    /// Counts how often alarms were armed.
    fileprivate var order: UInt64 = 0
    fileprivate var owner: Owner?
    fileprivate var child: Alarm?
    fileprivate var next: Alarm?
    fileprivate var previous: Alarm?

    var isArmed: Bool { owner != nil }
}

public struct AlarmQueue {
    private var root: Alarm?
    private var lastOrder: UInt64 = 0

    /// Whose alarm is due first.
    var first: Alarm.Owner? { root?.owner }

    /// When the next alarm is due.
    var nextTime: UInt64? { root?.time }

    mutating func arm(_ alarm: Alarm, at time: UInt64, owner: Alarm.Owner) {
        disarm(alarm)
        lastOrder &+= 1
        alarm.order = lastOrder
        alarm.time = time
        alarm.owner = owner
        root = merge(root, alarm)
    }

    mutating func disarm(_ alarm: Alarm) {
        guard alarm.isArmed else { return }
        if alarm === root {
            root = mergeSiblings(alarm.child)
        } else {
            cut(alarm)
            root = merge(root, mergeSiblings(alarm.child))
        }
        alarm.child = nil
        alarm.owner = nil
    }

    /// Disarms the alarm that is due first, if it is due, and answers whose it was.
    mutating func popDue(at now: UInt64) -> Alarm.Owner? {
        guard let alarm = root, alarm.time <= now, let owner = alarm.owner else { return nil }
        disarm(alarm)
        return owner
    }

    private func cut(_ alarm: Alarm) {
        if let previous = alarm.previous {
            if previous.child === alarm { previous.child = alarm.next } else { previous.next = alarm.next }
        }
        alarm.next?.previous = alarm.previous
        alarm.next = nil
        alarm.previous = nil
    }

    /// One heap of two, neither of which has siblings.
    private func merge(_ first: Alarm?, _ second: Alarm?) -> Alarm? {
        guard let first else { return second }
        guard let second else { return first }
        let isSecond = (second.time, second.order) < (first.time, first.order)
        let (parent, child) = isSecond ? (second, first) : (first, second)
        child.next = parent.child
        parent.child?.previous = child
        child.previous = parent
        parent.child = child
        return parent
    }

    /// One heap of a list of siblings: pairs first, then the pairs from the last to the first. That order is what
    /// keeps the heap shallow.
    private func mergeSiblings(_ first: Alarm?) -> Alarm? {
        var pairs: Alarm?
        var rest = first
        while let one = rest {
            let two = one.next
            rest = two?.next
            one.next = nil
            one.previous = nil
            two?.next = nil
            two?.previous = nil
            let pair = merge(one, two)
            pair?.next = pairs
            pairs = pair
        }
        var result: Alarm?
        while let pair = pairs {
            pairs = pair.next
            pair.next = nil
            result = merge(result, pair)
        }
        return result
    }
}
