// A thread of a program. Its registers are in a context that only the machine understands; the kernel has no stack
// for it, because the kernel never waits inside a call: a thread that waits is a row in a sink's line and nothing
// else.
//
// Invariants: `.created` threads were never started and are in no queue, `.ready` ones are in the run queue, `.waiting`
// ones in the line of `wait.sink`, and a `.running` one is `current` of one hart. A `.dead` thread is in no queue; its
// context goes when no hart is on it any more.

import FTLTypes
import Formats

public final class Thread: EventSource {
    public enum State { case created, ready, running, waiting, dead }

    /// Where a thread waits, and where it wants the events.
    struct Wait {
        /// Nil: it does not. A sink whose last handle is closed lets go of everybody before it ends.
        var sink: Uncounted<Sink>?
        var address: UInt = 0
        /// What is there, in this epoch of the process's space.
        var buffer = UserBuffer()
        var epoch: UInt = 0
    }

    public let process: Process
    public let context: ThreadContext
    /// Its stack, up to where it may grow. The pages below, as many as `guardPages`, are not mapped.
    let stack: Range<UInt>

    /// The compiler does not probe the stack, so a function could step over a guard that is smaller than its
    /// frame. Programs with larger frames are refused when the archive is packed (docs/isolation.md).
    static let guardPages = Int(StackFrames.guardSize) / pageSize
    var guardRange: Range<UInt> { stack.lowerBound &- UInt(Thread.guardPages * pageSize)..<stack.lowerBound }

    public internal(set) var state = State.created
    var handleCount = 0
    private var owesExited = false
    var wait = Wait()
    let alarm = Alarm()
    /// In the queue that it is in, if it is in one (ThreadQueue.swift).
    var next: Uncounted<Thread>?
    var previous: Uncounted<Thread>?

    init(process: Process, context: ThreadContext, stack: Range<UInt>) {
        self.process = process
        self.context = context
        self.stack = stack
    }

    override var hasEvent: Bool { owesExited }

    override func takeEvent() -> Event {
        owesExited = false
        return Event(kind: .threadExited)
    }

    fileprivate func setDead() {
        state = .dead
        owesExited = true
    }
}

extension Process {
    /// A new thread of this process, not started yet.
    func makeThread(entry: UInt, argument: UInt, stackLength: Int, _ kernel: Kernel) throws(FTLError) -> Thread {
        guard threads.count < account.limit(.threads) else { throw .limitReached }
        guard Limits.stackLength.contains(stackLength) else { throw .invalidArgument }
        guard let code = space.mapping(at: entry), code.permissions.contains(.execute) else { throw .badAccess }
        let wasIdle = idleStack?.count == pages(in: stackLength) * pageSize
        let stack = try wasIdle ? idleStack! : makeStack(length: stackLength, kernel)
        do {
            let context = try kernel.machine.makeContext(
                entry: entry, stackTop: stack.upperBound, argument: argument, in: space.translation)
            let thread = Thread(process: self, context: context, stack: stack)
            // Nothing below may fail.
            if wasIdle { idleStack = nil }
            threads.append(thread)
            kernel.threadCount += 1
            return thread
        } catch {
            if !wasIdle {
                try? space.unmap(stack.lowerBound)
                space.releaseEmptyWindows()
            }
            throw error
        }
    }

    private func makeStack(length: Int, _ kernel: Kernel) throws(FTLError) -> Range<UInt> {
        let area = try VmArea(length: length, memory: kernel.memory, account: account, isGrowing: true)
        // Where not even this much is to be had, there is no point in beginning.
        _ = try area.populate(page: area.pageCount - 1)
        let base = try space.map(area, count: area.pageCount, [.read, .write], guardPages: Thread.guardPages)
        return base..<base + UInt(area.pageCount * pageSize)
    }

    /// The thread that had the stack is gone. One stack of the usual length is kept for the next thread, with its first
    /// page and no more: to make one takes half as long as all else that a thread needs. What is on it is the program's
    /// own.
    fileprivate func leaveStack(_ stack: Range<UInt>) {
        if idleStack == nil, stack.count == pages(in: image.stackLength) * pageSize,
            space.mapping(at: stack.lowerBound)?.area.chargedPages == 1
        {
            idleStack = stack
        } else {
            try? space.unmap(stack.lowerBound)
        }
    }
}

extension Kernel {
    // MARK: System calls

    func threadCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        guard let length = Int(exactly: call.word(2)) else { throw .invalidArgument }
        guard call.process.handles.hasRoom() else { throw .limitReached }
        let thread = try call.process.makeThread(
            entry: call.address(0), argument: call.word(1), stackLength: length, self)
        // Nothing below may fail.
        return try call.insert(makeHandle(.thread(thread), [.read, .manage, .duplicate, .transfer]))
    }

    func threadStart(_ call: borrowing Call) throws(FTLError) -> Int {
        let thread = try call.thread(0, .manage)
        guard thread.state == .created, thread.process.state == .running else { throw .invalidState }
        makeReady(thread, result: nil)
        return 0
    }

    func threadYield(_ call: borrowing Call) -> Int {
        guard !ready.isEmpty else { return 0 }
        charge(call.hart, machine.now())
        ready.giveWay(call.process)
        makeReady(call.hart.leaveCurrent(), result: 0)
        return 0
    }

    func threadExit(_ call: borrowing Call) -> Int {
        let process = call.process
        let thread = call.thread
        // Those that nobody started yet cannot start each other.
        if process.threads.contains(where: { $0 !== thread && $0.state != .created }) {
            remove(thread)
        } else {
            end(process, status: 0, .exited)
        }
        return 0
    }

    /// A thread that was never started cannot be started any more.
    func lastHandleClosed(to thread: Thread) {
        thread.leaveSink()
        if thread.state == .created { remove(thread) }
    }

    /// Ends a thread while its process goes on.
    private func remove(_ thread: Thread) {
        end(thread)
        thread.process.threads.removeAll { $0 === thread }
        thread.process.leaveStack(thread.stack)
    }

    /// Takes a thread out of wherever it is, for ever.
    func end(_ thread: Thread) {
        switch thread.state {
        case .created: break
        case .ready:
            ready.remove(thread)
            noticeAlarm()
        case .waiting: thread.wait.sink?.with { $0.stopWaiting(thread, self) }
        case .running:
            for hart in harts where hart.running.map({ $0.refers(to: thread) }) ?? false {
                hart.leave()
                hart.departure = .ended
            }
        case .dead: return
        }
        thread.setDead()
        buryLater(thread)
        threadCount -= 1
        thread.notify(self)
    }
}
