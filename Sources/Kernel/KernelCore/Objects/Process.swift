// A process: threads, handles, an address space, and a limit on what it may take. It is made in three steps by
// whoever starts it (create, inject handles, start), so that it never runs half equipped.
//
// Ending it takes everything back at once, in any state and at any moment: the kernel never waits inside a call, so
// a process is never inside the kernel when it ends, except in the call that ends it. Its object stays as long as
// somebody holds a handle to it, to be asked how it ended.

import FTLTypes
import Formats

public final class Process: EventSource, TypedObject {
    public static var objectType: ObjectType { .process }

    enum State { case created, running, ended }

    /// All processes that have not ended, in the order of their ids.
    fileprivate(set) var next: Process?
    fileprivate(set) var previous: Process?

    public let id: Int
    public let name: ByteString
    /// Of the process that made it; 0 for the first.
    let parent: Int
    let kernel: Kernel
    let image: Image
    let account: Account
    let space: VmSpace
    var handles = HandleTable()
    var threads: [Thread] = []
    /// The stack of a thread that has ended, for the next (Thread.swift).
    var idleStack: Range<UInt>?
    /// Its first handles, in order, until it is started.
    var startHandles: [HandleNumber] = []
    let arguments: ByteString
    var state = State.created
    /// What its image's addresses are relative to.
    var imageBase: UInt = 0
    /// What it wrote to the console since its last line end.
    var line = ConsoleLine()
    /// Somebody asked it to break off what it is doing, and it has not asked for that yet.
    var isInterrupted = false
    /// Its calls are printed.
    var isTraced = false
    /// How long its threads ran, in nanoseconds, up to the last time that was counted.
    var timeUsed: UInt64 = 0
    /// When it is to be killed, if it is.
    let deadline = DeadlineQueue.Entry()
    // What RunQueue keeps: the threads that could run, where the process stands in the queue, the time it ran for its
    // share, and the share.
    var readyThreads = ThreadQueue()
    let turn = RunQueue.Turns.Entry()
    var virtualTime: UInt64 = 0
    private(set) var share: Int
    private var status = 0
    private var reason = ExitReason.exited
    private var owesExited = false

    init(
        id: Int, name: ByteString, parent: Process?, arguments: ByteString, image: Image, space: VmSpace, kernel: Kernel
    ) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.image = image
        self.kernel = kernel
        self.parent = parent?.id ?? 0
        self.space = space
        account = Account(pages: kernel.pagesPerProcess, parent: parent?.account)
        handles.limit = account.limit(.handles)
        share = account.limit(.share)
        super.init(.process)
    }

    /// Sets a quota, before the process runs.
    func setLimit(_ resource: Resource, _ value: Int) throws(FTLError) {
        guard resource != .handles || value >= handles.count else { throw .invalidArgument }
        account.setLimit(resource, value)
        handles.limit = account.limit(.handles)
        share = account.limit(.share)
    }

    override var hasEvent: Bool { owesExited }

    override func takeEvent() -> Event {
        owesExited = false
        return Event(kind: .processExited, word0: UInt64(bitPattern: Int64(status)), word1: reason.rawValue)
    }

    fileprivate func setEnded(status: Int, _ reason: ExitReason) {
        state = .ended
        self.status = status
        self.reason = reason
        owesExited = true
    }

    /// One that is not started lives by its handles alone. They stay with whoever made it: in each other's tables, or in
    /// queues those hold the ends of, such processes could keep each other where nobody reaches them.
    override var isMovable: Bool { state != .created }

    /// Nobody can start it any more, if it is not running yet.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        leaveSink()
        if state == .created { kernel.end(self, status: 0, .killed, hart) }
    }

    override var details: (UInt64, UInt64) { (UInt64(id), 0) }
}

extension Kernel {
    /// A process that is not running yet.
    ///
    /// - Parameter space: one that no process has yet; nil: one of its own, of its parent's isolation.
    public func makeProcess(
        name: ByteString, parent: Process? = nil, arguments: ByteString, image: Image, space: VmSpace? = nil
    ) throws(FTLError) -> Process {
        guard !name.isEmpty, name.bytes.count <= Limits.nameLength, name.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .invalidArgument }
        guard arguments.bytes.count <= Limits.argumentsLength, arguments.bytes.last ?? 0 == 0 else {
            throw .invalidArgument
        }
        guard processCount < Limits.processes else { throw .limitReached }
        let isolation = (space ?? parent?.space)?.isolation ?? .kernel
        guard image.isTrusted || isolation == .user else { throw .notAllowed }
        try parent?.account.chargeProcess()
        let home: VmSpace
        do throws(FTLError) {
            // A space of its own comes last: it would have to be taken down again.
            try space?.claim()
            if let space { home = space } else { home = try VmSpace(kernel: self, isolation: isolation) }
        } catch {
            parent?.account.refundProcess()
            throw error
        }
        // Nothing below may fail.
        processCount += 1
        lastProcessID += 1
        let process = Process(
            id: lastProcessID, name: name, parent: parent, arguments: arguments, image: image,
            space: home, kernel: self)
        process.previous = processes.last
        if let last = processes.last { last.next = process } else { processes.first = process }
        processes.last = process
        return process
    }

    /// Gives a process that is not running one more of its first handles.
    public func inject(_ handle: Handle, into process: Process) throws(FTLError) {
        guard process.state == .created else { throw .invalidState }
        guard process.startHandles.count < StartInfoPage.handleLimit, process.handles.hasRoom() else {
            throw .limitReached
        }
        process.startHandles.append(process.insert(handle))
    }

    /// Loads the program and makes its first thread ready.
    public func start(_ process: Process, _ hart: Hart) throws(FTLError) {
        guard process.state == .created else { throw .invalidState }
        let mapped = process.space.mappings
        do {
            let (entry, base) = try process.image.load(into: process.space, account: process.account, memory: memory)
            process.imageBase = base
            let info = try StartInfoPage(of: process, self)
            let thread = try process.makeThread(
                entry: entry, argument: info.address, stackLength: process.image.stackLength, self)
            info.fill(stack: thread.stack)
            process.state = .running
            readyQueue.enter(process)
            makeReady(thread, result: nil, hart)
            log.write(.debug, "process", "\(process.id) '\(process.name)' started, image at \(hex: base)")
        } catch {
            process.space.unmapAll(but: mapped)
            throw error
        }
    }

    /// Ends a process and takes back everything it held.
    func end(_ process: Process, status: Int, _ reason: ExitReason, _ hart: Hart) {
        guard process.state != .ended else { return }
        flushLine(of: process)
        let wasRunning = process.state == .running
        process.setEnded(status: status, reason)
        for thread in process.threads { end(thread, hart) }
        process.threads = []
        while let handle = process.handles.removeAny() { close(handle, hart) }
        deadlines.remove(process.deadline)
        process.space.end()
        process.account.endProcess()
        processCount -= 1
        leaveList(process)
        for hart in harts where hart.accounted.map({ $0.refers(to: process) }) ?? false {
            // What it had moves the others on, or whoever is started next would begin where this one did.
            charge(hart, machine.now())
            hart.accounted = nil
        }
        if process.isTraced { tracedCount -= 1 }
        if wasRunning { report(process, status: status, reason) }
        process.notify(self, hart)
        if process.id == firstProcessID {
            log.write(.error, "system", "the first process has ended, and nobody is left to start another: power off")
            machine.powerOff(status: Kernel.firstProcessEnded)
        }
    }

    /// Ends the process of the hart's current thread because of what the thread did.
    public func fault(on hart: Hart, _ fault: Fault) {
        guard let thread = hart.current else { fatalError("a fault outside any thread") }
        flushLine(of: thread.process)
        if log.level >= .error { report(fault, of: thread) }
        end(thread.process, status: -1, .faulted, hart)
    }

    private func leaveList(_ process: Process) {
        let (next, previous) = (process.next, process.previous)
        if let previous { previous.next = next } else { processes.first = next }
        if let next { next.previous = previous } else { processes.last = previous }
        process.next = nil
        process.previous = nil
    }

    private func report(_ process: Process, status: Int, _ reason: ExitReason) {
        switch reason {
        case .exited where status == 0: log.write(.debug, "process", "\(process.id) '\(process.name)' exited")
        case .exited: log.write(.warning, "process", "'\(process.name)' exited with status \(status)")
        case .faulted: log.write(.error, "process", "'\(process.name)' was ended because of a fault")
        case .killed: log.write(.info, "process", "'\(process.name)' was killed")
        }
    }
}
