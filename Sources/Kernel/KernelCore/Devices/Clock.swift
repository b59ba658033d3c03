// The machine's time, as programs ask for it.

import FTLTypes

extension Kernel {
    // MARK: System calls

    func timeNow(_ call: borrowing Call) throws(FTLError) -> Int { Int(machine.now()) }

    func timeReal(_ call: borrowing Call) throws(FTLError) -> Int {
        guard let bootTime else { throw .unavailable }
        return Int(truncatingIfNeeded: bootTime &+ machine.now())
    }
}
