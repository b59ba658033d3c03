// Which port takes the events of which object: what a script's loop watches (Sources/Runtimes/Library/core/loop.js), by the
// numbers of the handles. Being in here keeps no port alive; being held does, and keeps the process going.

import FTL

/// What takes the events of one object that is watched.
@safe class Port: NativeObject {
    /// The number of the handle that is watched; 0 for none.
    fileprivate(set) var number: UInt32 = 0
    /// The next one in the same list of the table.
    fileprivate var next: Unmanaged<Port>?
    /// The port's own object, while somebody waits on it.
    private var hold = EngineValue.undefined
    private(set) final var isHeld = false

    /// Says whether somebody waits on the port, which keeps it and the process alive.
    final func setHeld(_ isHeld: Bool) {
        guard isHeld != self.isHeld else { return }
        PortTable.count(isHeld ? 1 : -1)
        self.isHeld = isHeld
        hold = isHeld ? toValue() : .undefined
    }

    override final var port: Port? { self }

    /// Takes an event; false where that is for the library.
    func take(_ event: QueuedEvent) -> Bool { false }

    /// Whom the library gives the events to that this port does not take: itself.
    func taker() -> EngineValue { toValue() }

    override func forget() { PortTable.remove(self) }
}

enum PortTable {
    private static let listCount = 32
    /// Not kept alive: a port that is forgotten leaves. Safe, as the next one: one thread.
    nonisolated(unsafe) private static var lists = unsafe InlineArray<32, Unmanaged<Port>?>(repeating: nil)
    /// How many ports are held.
    nonisolated(unsafe) private(set) static var heldCount = 0

    fileprivate static func count(_ change: Int) { unsafe heldCount += change }

    /// The port that watches the object whose handle has this number.
    @inline(__always) static func find(_ number: UInt32) -> Port? {
        var port = unsafe lists[Int(number) % listCount]
        // Safe: who is in a list lives.
        while let one = unsafe port {
            let isIt = unsafe one._withUnsafeGuaranteedRef { $0.number == number }
            if isIt { return unsafe one.takeUnretainedValue() }
            unsafe port = one._withUnsafeGuaranteedRef { unsafe $0.next }
        }
        return nil
    }

    /// From now on the port is found by that number; by 0 it is not found any more. Whoever watched the object before
    /// does not either.
    static func watch(_ port: Port, _ number: UInt32) {
        remove(port)
        guard number != 0 else { return }
        if let other = find(number) { remove(other) }
        let list = Int(number) % listCount
        port.number = number
        unsafe port.next = lists[list]
        unsafe lists[list] = Unmanaged.passUnretained(port)
    }

    fileprivate static func remove(_ port: Port) {
        guard port.number != 0 else { return }
        let list = Int(port.number) % listCount
        port.number = 0
        guard var one = unsafe lists[list]?.takeUnretainedValue() else { return }
        if one === port {
            unsafe lists[list] = port.next
        } else {
            while let next = unsafe one.next?.takeUnretainedValue(), next !== port { one = next }
            unsafe one.next = port.next
        }
        unsafe port.next = nil
    }
}
