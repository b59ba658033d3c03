// The body of a long message that is not copied yet: it lies where its sender has it. A send of one to somebody who waits
// for it lets others run before the sender goes on, most often whoever waits; and where that one receives the message,
// its body is copied from one program's memory to the other's, once and not twice.
//
// A program cannot tell, because nobody can change the bytes meanwhile. It is done only where the sender has no other
// thread, and its memory is mapped nowhere else and named by no handle. The copy is made after all before the sender's
// thread runs again, and before memory of its process is unmapped. That cannot fail: the message has its memory already.
//
// Invariants: there is at most one (`Kernel.deferredCopy`, under the kernel's lock). While there is, `.deferredCopy` is in
// every hart's attention, so that no thread begins without a look at it; its message is in a queue; its process has not
// ended.

import FTLTypes

struct DeferredCopy {
    /// Below this, to copy it twice costs less than to let others run.
    static let leastLength = 4096

    let message: Message
    let body: UserBuffer
    let sender: Uncounted<Process>
}

extension Kernel {
    /// Copies the body into the message, now or later.
    func copyOrDefer(
        _ body: UserBuffer, at address: UInt, of sender: Process, to message: Message, for receiver: Channel,
        _ hart: Hart
    ) {
        // With something to be seen to, the call may not end where its thread can give way.
        guard body.count >= leastDeferredLength, receiver.isAwaited, hart.attention.isEmpty,
            sender.threads.count == 1, sender.space.isAlone(at: address)
        else {
            // Safe: the message has room for the body, which `makeRoom` made.
            return unsafe body.copy(to: message.body)
        }
        deferredCopy = DeferredCopy(message: message, body: body, sender: Uncounted(sender))
        for hart in harts { hart.attention.insert(.deferredCopy) }
    }

    /// Copies the body into the message.
    func finishDeferredCopy() {
        guard let copy = takeDeferredCopy() else { return }
        // Safe: as above; the sender's memory is as it was when the buffer was found.
        unsafe copy.body.copy(to: copy.message.body)
    }

    private func takeDeferredCopy() -> DeferredCopy? {
        defer { deferredCopy = nil }
        for hart in harts { hart.attention.remove(.deferredCopy) }
        return deferredCopy
    }

    /// Before a thread of the process begins, or memory of it goes.
    func finishDeferredCopy(of isSender: (Process) -> Bool) {
        if let copy = deferredCopy, copy.sender.with(isSender) { finishDeferredCopy() }
    }

    /// Before the message goes.
    func finishDeferredCopy(for message: Message) {
        if let copy = deferredCopy, copy.message == message { finishDeferredCopy() }
    }

    /// Writes the body of a long message to where its receiver wants it.
    func writeLong(_ message: Message, to target: UserBuffer) {
        guard let copy = deferredCopy, copy.message == message else {
            // Safe: the message's own body.
            return unsafe target.write(UnsafeRawBufferPointer(message.body))
        }
        _ = takeDeferredCopy()
        var position = 0
        // Safe: both buffers were found in this call or in the sender's, and the space of either is as it was.
        unsafe copy.body.forEachPiece { piece in
            unsafe target.write(UnsafeRawBufferPointer(piece), at: position)
            position += piece.count
        }
    }

    /// After a call that deferred a copy: the others run first, while its thread is ready.
    ///
    /// - Returns: whether the thread has left the hart.
    func giveWayToReceiver(_ result: Int, on hart: Hart) -> Bool {
        guard let copy = deferredCopy, let running = hart.running,
            running.with({ copy.sender.refers(to: $0.process) })
        else { return false }
        guard !readyQueue.isEmpty else {
            finishDeferredCopy()
            return false
        }
        let sender = hart.leaveCurrent()
        // Whoever is next is taken first: so the run queue has most often one thread at a time.
        let next = chooseNext(on: hart)
        makeReady(sender, result: result, hart)
        if hart.attention.contains(.alarm) { goOn(on: hart) }
        resume(next, on: hart)
        return true
    }
}
