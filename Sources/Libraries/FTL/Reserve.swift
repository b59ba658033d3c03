// Memory that is kept back for the moment when there is no more. no one can tell Swift that an allocation failed: the
// program traps. C code can, and so can scripts. So where a program lets others allocate until memory is out, what it
// does itself to tell them of it has this to do it with: the heap gives the reserve up for an allocation of Swift's that
// would fail, and for no other.

import FTLTypes
import Synchronization

package enum Reserve {
    /// The number of the handle to an area that nobody accesses; 0: there is none.
    private static let area = Atomic<UInt32>(0)

    /// Keeps memory back, unless some is kept already. Where there is not as much, none is.
    package static func keep(_ length: Int) {
        guard area.load(ordering: .relaxed) == 0, let kept = try? VmArea(length: length) else { return }
        area.store(kept.intoHandle().release().rawValue, ordering: .relaxed)
    }

    /// Makes what is kept back memory like any other.
    ///
    /// - Returns: false where nothing was.
    package static func giveUp() -> Bool {
        let number = area.exchange(0, ordering: .relaxed)
        guard number != 0 else { return false }
        _ = Handle(owning: HandleNumber(rawValue: number))
        return true
    }
}
