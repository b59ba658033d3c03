// A timer: tells its sink once when a point in time has passed. Setting it again replaces what it was set for, and
// an event that was not taken yet with it.

import FTLTypes

public final class Timer: EventSource, TypedObject {
    public static var objectType: ObjectType { .timer }

    private let entry = DeadlineQueue.Entry()
    /// What it is set for, or was last; 0 while it is stopped.
    private(set) var deadline: UInt64 = 0
    private var hasFired = false

    init() { super.init(.timer) }

    /// - Parameter deadline: nanoseconds since boot; 0 stops the timer.
    func set(_ deadline: UInt64, _ kernel: Kernel, _ hart: Hart) {
        guard deadline <= kernel.machine.now() else { return arm(deadline, kernel, hart) }
        hasFired = false
        kernel.deadlines.remove(entry)
        self.deadline = deadline
        if deadline != 0 { fire(kernel, hart) }
    }

    /// Sets it to a time that has not come.
    @inline(__always)
    func arm(_ deadline: UInt64, _ kernel: Kernel, _ hart: Hart) {
        hasFired = false
        self.deadline = deadline
        kernel.deadlines.insert(entry, at: deadline, owner: .timer(Uncounted(self)))
        kernel.noticeAlarm(hart)
    }

    func fire(_ kernel: Kernel, _ hart: Hart) {
        hasFired = true
        notify(kernel, hart)
    }

    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        kernel.deadlines.remove(entry)
        leaveSink()
    }

    override var details: (UInt64, UInt64) { (deadline, 0) }

    override var hasEvent: Bool { hasFired }

    override func takeEvent() -> Event {
        hasFired = false
        return Event(kind: .timer, word0: deadline)
    }
}

extension Kernel {
    // MARK: System calls

    func timerCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.insert(makeHandle(Timer(), [.read, .write, .duplicate, .transfer]))
    }

    func timerSet(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.object(0, Timer.self, .write).set(call.deadline(1), self, call.hart)
        return 0
    }
}
