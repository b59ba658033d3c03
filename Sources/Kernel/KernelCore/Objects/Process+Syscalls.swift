// The system calls of processes.

import FTLTypes
import Formats

extension Kernel {
    func processCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        let image = try call.object(0, Image.self, .execute)
        let (name, arguments) = (try call.bytes(1, .read), try call.bytes(3, .read))
        guard name.count <= Limits.nameLength, arguments.count <= Limits.argumentsLength else { throw .tooLarge }
        let space = try call.optionalObject(5, VmSpace.self, .manage)
        guard call.process.handles.hasRoom() else { throw .limitReached }
        let process = try makeProcess(
            name: ByteString(name.bytes()), parent: call.process, arguments: ByteString(arguments.bytes()),
            image: image, space: space)
        return try call.insert(makeHandle(process, [.read, .manage, .duplicate, .transfer]))
    }

    func processInjectHandle(_ call: borrowing Call) throws(FTLError) -> Int {
        let process = try call.object(0, Process.self, .manage)
        let handle = try call.movable(1)
        guard !handle.isNone else { throw .invalidHandle }
        try inject(handle.handle, into: process)
        // Nothing below may fail.
        _ = try? call.process.take(call.handleNumber(1))
        return 0
    }

    func processLimit(_ call: borrowing Call) throws(FTLError) -> Int {
        let process = try call.object(0, Process.self, .manage)
        guard let resource = Resource(rawValue: call.word(1)), let value = Int(exactly: call.word(2)),
            resource.range.contains(value)
        else { throw .invalidArgument }
        guard process.state == .created else { throw .invalidState }
        guard value <= call.process.account.limit(resource) else { throw .notAllowed }
        try process.setLimit(resource, value)
        return 0
    }

    func processStart(_ call: borrowing Call) throws(FTLError) -> Int {
        try start(call.object(0, Process.self, .manage), call.hart)
        return 0
    }

    func processKill(_ call: borrowing Call) throws(FTLError) -> Int {
        let process = try call.object(0, Process.self, .manage)
        guard process.state != .ended else { throw .invalidState }
        let deadline = call.deadline(1)
        deadlines.remove(process.deadline)
        if deadline == .max { return 0 }
        if deadline > machine.now() {
            deadlines.insert(process.deadline, at: deadline, owner: .kill(Uncounted(process)))
            noticeAlarm(call.hart)
        } else {
            end(process, status: -1, .killed, call.hart)
        }
        return 0
    }

    func processExit(_ call: borrowing Call) throws(FTLError) -> Int {
        end(call.process, status: Int(bitPattern: call.word(0)), .exited, call.hart)
        return 0
    }

    func processID(_ call: borrowing Call) throws(FTLError) -> Int { try call.object(0, Process.self, .read).id }

    func processInterrupt(_ call: borrowing Call) throws(FTLError) -> Int {
        let process = try call.object(0, Process.self, .manage)
        guard process.state == .running else { throw .invalidState }
        process.isInterrupted = true
        return 0
    }

    func interruptTake(_ call: borrowing Call) throws(FTLError) -> Int {
        defer { call.process.isInterrupted = false }
        return call.process.isInterrupted ? 1 : 0
    }

    func systemShutdown(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .power)
        guard let status = UInt8(exactly: call.word(1)) else { throw .invalidArgument }
        log.write(.info, "system", "power off, status \(status)")
        machine.powerOff(status: status)
    }
}
