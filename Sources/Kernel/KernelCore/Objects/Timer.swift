// A timer: tells its sink once when a point in time has passed. Setting it again replaces what it was set for, and
// an event that was not taken yet with it.

import FTLTypes

public final class Timer: EventSource {
    var handleCount = 0
    private let alarm = Alarm()
    /// What it is set for, or was last; 0 while it is stopped.
    private(set) var deadline: UInt64 = 0
    private var hasFired = false

    /// - Parameter deadline: nanoseconds since boot; 0 stops the timer.
    func set(_ deadline: UInt64, _ kernel: Kernel) {
        hasFired = false
        kernel.alarms.disarm(alarm)
        self.deadline = deadline
        guard deadline != 0 else { return }
        if deadline <= kernel.machine.now() {
            fire(kernel)
        } else {
            kernel.alarms.arm(alarm, at: deadline, owner: .timer(Uncounted(self)))
            kernel.noticeAlarm()
        }
    }

    func fire(_ kernel: Kernel) {
        hasFired = true
        notify(kernel)
    }

    func close(_ kernel: Kernel) {
        kernel.alarms.disarm(alarm)
        leaveSink()
    }

    override var hasEvent: Bool { hasFired }

    override func takeEvent() -> Event {
        hasFired = false
        return Event(kind: .timer, word0: deadline)
    }
}

extension Kernel {
    // MARK: System calls

    func timerCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.insert(makeHandle(.timer(Timer()), [.read, .write, .duplicate, .transfer]))
    }

    @inline(__always)
    func timerSet(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.withTimer(0, .write) { timer in
            timer.set(call.deadline(1), self)
            return 0
        }
    }
}
