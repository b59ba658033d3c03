// What the holder of the `system` handle sees of all processes: who there is, what each holds, how much memory is
// left. The layouts are in FTLTypes/Records.swift.

import FTLTypes

/// Writes the fields of a record, little-endian, one after the other.
private struct RecordWriter {
    var bytes: [UInt8] = []

    mutating func put(_ value: UInt64) {
        for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
    }
    mutating func put(_ value: Int) { put(UInt64(truncatingIfNeeded: value)) }
    mutating func put(_ value: UInt32) {
        for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
    }

    /// Writes what was put to its place in the buffer, and begins anew.
    mutating func flush(to buffer: UserBuffer, at offset: Int) {
        // Safe: the array's own bytes; the caller has made sure that they fit.
        unsafe bytes.withUnsafeBytes { unsafe buffer.write($0, at: offset) }
        bytes.removeAll(keepingCapacity: true)
    }
}

extension Kernel {
    /// The process of that id, unless it has ended.
    private func process(id: UInt) throws(FTLError) -> Process {
        var candidate = processes.first
        while let process = candidate, process.id != id { candidate = process.next }
        guard let candidate else { throw .notFound }
        return candidate
    }

    // MARK: System calls

    func systemProcesses(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .read)
        let buffer = try call.bytes(2, .write)
        var record = RecordWriter()
        var count = 0
        var candidate = processes.first
        while let process = candidate, (count + 1) * ProcessRecord.size <= buffer.count {
            candidate = process.next
            guard process.id >= call.word(1) else { continue }
            describe(process, on: call.hart, &record)
            record.flush(to: buffer, at: count * ProcessRecord.size)
            count += 1
        }
        return count
    }

    private func describe(_ process: Process, on hart: Hart, _ record: inout RecordWriter) {
        let state: ProcessRecord.State
        if process.state == .created {
            state = .created
        } else {
            state = process.threads.contains { $0.state == .ready || $0.state == .running } ? .running : .waiting
        }
        let current = hart.accounted.map({ $0.refers(to: process) }) ?? false ? machine.now() &- hart.accountedSince : 0
        record.put(process.id)
        record.put(process.parent)
        record.put(state.rawValue)
        record.put(process.space.isolation == .kernel ? 0 as UInt32 : 1)
        record.put(UInt32(process.threads.count))
        record.put(UInt32(process.handles.count))
        record.put(process.account.bytes)
        record.put(process.timeUsed &+ current)
        record.put(UInt32(process.name.bytes.count))
        record.bytes += process.name.bytes
        while record.bytes.count < ProcessRecord.size { record.bytes.append(0) }
    }

    func systemHandles(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .read)
        let process = try process(id: call.word(1))
        let buffer = try call.bytes(3, .write)
        var record = RecordWriter()
        var (index, count) = (0, 0)
        process.handles.forEach { (number, handle) in
            defer { index += 1 }
            guard index >= call.word(2), (count + 1) * HandleRecord.size <= buffer.count else { return }
            describe(handle, number, &record)
            record.flush(to: buffer, at: count * HandleRecord.size)
            count += 1
        }
        return count
    }

    private func describe(_ handle: Handle, _ number: HandleNumber, _ record: inout RecordWriter) {
        record.put(number.rawValue)
        record.put(UInt32(handle.object.type.rawValue))
        record.put(handle.rights.rawValue)
        record.put(handle.object.eventSource?.sink == nil ? 0 as UInt32 : 1)
        let details = handle.object.details
        record.put(details.0)
        record.put(details.1)
    }

    func systemMemory(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .read)
        let buffer = try call.bytes(1, .write)
        guard buffer.count >= MemoryRecord.size else { throw .tooLarge }
        var record = RecordWriter()
        record.put(memory.pageCount)
        record.put(memory.freePages)
        record.put(memory.kernelPages * pageSize)
        for count in [processCount, threadCount, handleCount, messageCount, memory.committedPages] { record.put(count) }
        record.flush(to: buffer, at: 0)
        return MemoryRecord.size
    }

    func systemProcess(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .manage)
        let process = try process(id: call.word(1))
        return try call.insert(makeHandle(process, [.read, .manage, .duplicate, .transfer]))
    }

    func systemTrace(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.object(0, System.self, .manage)
        let process = try process(id: call.word(1))
        guard call.word(2) <= 1 else { throw .invalidArgument }
        let isTraced = call.word(2) == 1
        if isTraced != process.isTraced { tracedCount += isTraced ? 1 : -1 }
        process.isTraced = isTraced
        return 0
    }
}
