// A handle's content, an object and what may be done with it; and how handles begin and end.

import FTLTypes

/// What a slot of a handle table, or a message, holds.
public struct Handle {
    public let object: KernelObject
    public let rights: Rights

    public init(_ object: KernelObject, _ rights: Rights) {
        self.object = object
        self.rights = rights
    }
}

extension Kernel {
    /// A new handle to an object; every `Handle` made here must end in `close`.
    func makeHandle(_ object: KernelObject, _ rights: Rights) -> Handle {
        handleCount += 1
        object.handleCount += 1
        return Handle(object, rights)
    }

    /// Ends a handle, and what it alone kept working.
    func close(_ handle: Handle, _ hart: Hart) {
        var messages = MessageQueue()
        closeOne(handle, hart, &messages)
        while let message = messages.popFirst() {
            let handle = message.handle
            finishDeferredCopy(for: message)
            message.empty(bodies)
            message.free()
            if !handle.isNone { closeOne(handle.taken(), hart, &messages) }
        }
    }

    private func closeOne(_ handle: Handle, _ hart: Hart, _ messages: inout MessageQueue) {
        handleCount -= 1
        handle.object.handleCount -= 1
        if handle.object.handleCount == 0 { handle.object.lastHandleClosed(self, hart, &messages) }
    }

    // MARK: System calls

    func handleClose(_ call: borrowing Call) throws(FTLError) -> Int {
        _ = try call.handle(0, [])
        close(try call.process.take(call.handleNumber(0)), call.hart)
        return 0
    }

    func handleDuplicate(_ call: borrowing Call) throws(FTLError) -> Int {
        let original = try call.handle(0, .duplicate)
        let rights = original.rights.intersection(Rights(rawValue: UInt32(truncatingIfNeeded: call.word(1))))
        return try call.insert(makeHandle(original.object, rights))
    }
}
