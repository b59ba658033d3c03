// A thread of a program. Its registers are in a context that only the machine understands; the kernel has no stack
// for it, because the kernel never waits inside a call: a thread that waits is a row in a sink's line and nothing
// else.
//
// Invariants: `.created` threads were never started and are in no queue, `.ready` ones are in the run queue, `.waiting`
// ones in the line of `wait.sink`, and a `.running` one is `current` of one hart. A `.dead` thread is in no queue; its
// context goes when no hart is on it any more.

import FTLTypes
import Formats

public final class Thread: EventSource, TypedObject {
    public static var objectType: ObjectType { .thread }

    public enum State { case created, ready, running, waiting, dead }

    /// Where a thread waits, and where it wants the events.
    struct Wait {
        /// Nil: it does not. A sink whose last handle is closed lets go of everybody before it ends.
        var sink: Uncounted<Sink>?
        var address: UInt = 0
        /// What is there, in this epoch of the process's space.
        var buffer = UserBuffer()
        var epoch: UInt = 0

        init() {}

        @inline(__always)
        init(in sink: Sink, at address: UInt, _ buffer: UserBuffer, _ space: VmSpace) {
            self.sink = Uncounted(sink)
            self.address = address
            self.buffer = buffer
            epoch = space.epoch
        }
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
    private var owesExited = false
    var wait = Wait()
    /// When its wait is over, if that has a deadline.
    let deadline = DeadlineQueue.Entry()
    /// In the queue that it is in, if it is in one (ThreadQueue.swift).
    var next: Uncounted<Thread>?
    var previous: Uncounted<Thread>?

    init(process: Process, context: ThreadContext, stack: Range<UInt>) {
        self.process = process
        self.context = context
        self.stack = stack
        super.init(.thread)
    }

    /// Where it wants its events, if nothing was unmapped in its process since it began to wait.
    @inline(__always)
    var knownBuffer: UserBuffer? { wait.epoch == process.space.epoch ? wait.buffer : nil }

    override var hasEvent: Bool { owesExited }

    override func takeEvent() -> Event {
        owesExited = false
        return Event(kind: .threadExited)
    }

    /// A thread that was never started cannot be started any more.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        leaveSink()
        if state == .created { kernel.remove(self, hart) }
    }

    override var details: (UInt64, UInt64) { (UInt64(process.id), 0) }

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
        return try call.insert(makeHandle(thread, [.read, .manage, .duplicate, .transfer]))
    }

    func threadStart(_ call: borrowing Call) throws(FTLError) -> Int {
        let thread = try call.object(0, Thread.self, .manage)
        guard thread.state == .created, thread.process.state == .running else { throw .invalidState }
        makeReady(thread, result: nil, call.hart)
        return 0
    }

    func threadYield(_ call: borrowing Call) throws(FTLError) -> Int {
        guard !readyQueue.isEmpty else { return 0 }
        charge(call.hart, machine.now())
        readyQueue.giveWay(call.process)
        makeReady(call.hart.leaveCurrent(), result: 0, call.hart)
        return 0
    }

    func threadExit(_ call: borrowing Call) throws(FTLError) -> Int {
        let process = call.process
        let thread = call.thread
        // Those that nobody started yet cannot start each other.
        if process.threads.contains(where: { $0 !== thread && $0.state != .created }) {
            remove(thread, call.hart)
        } else {
            end(process, status: 0, .exited, call.hart)
        }
        return 0
    }

    /// Ends a thread while its process goes on.
    fileprivate func remove(_ thread: Thread, _ hart: Hart) {
        end(thread, hart)
        thread.process.threads.removeAll { $0 === thread }
        thread.process.leaveStack(thread.stack)
    }

    /// Takes a thread out of wherever it is, for ever.
    func end(_ thread: Thread, _ hart: Hart) {
        switch thread.state {
        case .created: break
        case .ready:
            readyQueue.remove(thread)
            noticeAlarm(hart)
        case .waiting: thread.wait.sink?.with { $0.stopWaiting(thread, self) }
        case .running:
            for other in harts where other.running.map({ $0.refers(to: thread) }) ?? false {
                other.leave()
                other.departure = .ended
                if other !== hart { machine.interrupt(other) }
            }
        case .dead: return
        }
        thread.setDead()
        buryLater(thread, hart)
        threadCount -= 1
        thread.notify(self, hart)
    }
}
