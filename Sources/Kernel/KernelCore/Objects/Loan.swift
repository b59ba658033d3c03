// The body of a long message that is not copied yet: it lies where its sender has it. A send of one to somebody who waits
// for it lets others run before the sender goes on, most often whoever waits; and where that one receives the message,
// its body is copied from one program's memory to the other's, once and not twice.
//
// A program cannot tell: the body is copied into the message after all before anything could change it that could not
// have come before the send, that is, before a thread of the sender's process runs, and before memory of that process is
// unmapped. That cannot fail: the message has its memory already.
//
// Invariants: there is at most one (`Kernel.loan`). While there is, `.loan` is in the hart's attention, so that no thread
// begins without a look at it; its message is in a queue; its process has not ended.

import FTLTypes

struct Loan {
    /// Below this, to copy it twice costs less than to let others run.
    static let least = 4096

    let message: Message
    let body: UserBuffer
    let lender: Uncounted<Process>
}

extension Kernel {
    /// Takes the place of a copy of the body into the message, where that may be put off.
    @inline(never)
    func lend(_ body: UserBuffer, of lender: Process, for message: Message, to receiver: Channel) {
        // With something to be seen to, the call may not end where its thread can give way.
        guard body.count >= lentLength, receiver.isAwaited, hart.attention.isEmpty else {
            return unsafe body.copy(to: message.body)
        }
        loan = Loan(message: message, body: body, lender: Uncounted(lender))
        hart.attention.insert(.loan)
    }

    /// Copies the body into the message.
    @inline(never)
    func settleLoan() {
        guard let settled = takeLoan() else { return }
        unsafe settled.body.copy(to: settled.message.body)
    }

    private func takeLoan() -> Loan? {
        defer { loan = nil }
        hart.attention.remove(.loan)
        return loan
    }

    /// Before a thread of the process begins, or memory of it goes.
    func settleLoan(of process: (Process) -> Bool) {
        if let loan, loan.lender.with(process) { settleLoan() }
    }

    /// Before the message goes.
    func settleLoan(for message: Message) {
        if let loan, loan.message == message { settleLoan() }
    }

    /// Writes the body of a long message to where its receiver wants it.
    @inline(never)
    func writeLong(_ message: Message, to target: UserBuffer) {
        // Of memory that both programs have, one piece of the body could be overwritten by another.
        if let loan, loan.message == message, loan.body.overlaps(target) { settleLoan() }
        guard let loan, loan.message == message else {
            return unsafe target.write(UnsafeRawBufferPointer(message.body))
        }
        _ = takeLoan()
        var position = 0
        // Safe: both buffers were found in this call or in the sender's, and the space of either is as it was.
        unsafe loan.body.forEachPiece { piece in
            unsafe target.write(UnsafeRawBufferPointer(piece), at: position)
            position += piece.count
        }
    }

    /// After a call that lent: the others run first, while its thread is ready.
    ///
    /// - Returns: whether the thread has left the hart.
    func giveWayToReceiver(_ result: Int, on hart: Hart) -> Bool {
        guard let loan, let running = hart.running, running.with({ loan.lender.refers(to: $0.process) }) else {
            return false
        }
        guard !ready.isEmpty else {
            settleLoan()
            return false
        }
        let sender = hart.leaveCurrent()
        // Whoever is next is taken first: so the run queue has most often one thread at a time.
        let next = chooseNext(on: hart)
        makeReady(sender, result: result)
        if hart.attention.contains(.alarm) { goOn(on: hart) }
        resume(next, on: hart)
        return true
    }
}
