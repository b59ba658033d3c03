// The system calls that take any handle.

import FTLTypes

extension Process {
    /// Puts a handle into the table, which has room for it.
    func insert(_ handle: Handle) -> HandleNumber { insert(StoredHandle(handle)) }

    /// The same of one that lay elsewhere.
    @inline(__always)
    func insert(_ handle: StoredHandle) -> HandleNumber {
        if handle.isOf(.channel) { handle.with(Channel.self) { $0.owner = id } }
        return handles.insert(handle)
    }

    /// Takes a handle out of the table. If its object is in a sink under this number, it leaves the sink.
    @discardableResult
    func take(_ number: HandleNumber) throws(FTLError) -> Handle { try move(number).taken() }

    /// The same, to be put elsewhere.
    func move(_ number: HandleNumber) throws(FTLError) -> StoredHandle {
        let handle = try handles.take(number)
        if handle.isOfEventSource {
            handle.with(EventSource.self) { source in
                if source.handleNumber == number, source.handleOwner == id { source.leaveSink() }
            }
        }
        if handle.isOf(.channel) {
            handle.with(Channel.self) { channel in
                // A handle that was injected is in the other table already.
                if channel.owner == id { channel.owner = 0 }
                channel.tellAgain()
            }
        }
        return handle
    }
}

extension Kernel {
    func handleClose(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.handle(0, [])
        close(try call.process.take(call.handleNumber(0)))
        return 0
    }

    func handleDuplicate(_ call: borrowing Call) throws(FTLError) -> Int {
        let original = try call.handle(0, .duplicate)
        let rights = original.rights.intersection(Rights(rawValue: UInt32(truncatingIfNeeded: call.word(1))))
        return try call.insert(makeHandle(original.object, rights))
    }
}
