// A process: threads, handles, an address space, and a limit on what it may take. It is made in three steps by
// whoever starts it (create, inject handles, start), so that it never runs half equipped.
//
// Ending it takes everything back at once, in any state and at any moment: the kernel never waits inside a call, so
// a process is never inside the kernel when it ends, except in the call that ends it. Its object stays as long as
// somebody holds a handle to it, to be asked how it ended.

import FTLTypes
import Formats

public final class Process: EventSource {
    enum State { case created, running, ended }

    public let id: Int
    public let name: ByteString
    let kernel: Kernel
    let image: Image
    let account: Account
    let space: VmSpace
    var handles = HandleTable()
    var threads: [Thread] = []
    /// Its first handles, in order, until it is started.
    var startHandles: [HandleNumber] = []
    let arguments: ByteString
    var state = State.created
    /// What its image's addresses are relative to.
    var imageBase: UInt = 0
    var handleCount = 0
    /// What it wrote to the console since its last line end.
    var line = ConsoleLine()
    private var status = 0
    private var reason = ExitReason.exited
    private var owesExited = false

    init(id: Int, name: ByteString, arguments: ByteString, image: Image, kernel: Kernel) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.image = image
        self.kernel = kernel
        self.space = VmSpace(kernel: kernel)
        self.account = Account(limit: kernel.bytesPerProcess)
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

    /// Nobody can start it any more, if it is not running yet.
    func lastHandleClosed(_ kernel: Kernel) {
        sink?.remove(self)
        if state == .created { kernel.end(self, status: 0, .killed) }
    }
}

extension Kernel {
    /// A process that is not running yet.
    public func makeProcess(name: ByteString, arguments: ByteString, image: Image) throws(FTLError) -> Process {
        guard !name.isEmpty, name.bytes.count <= Limits.nameLength, name.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .invalidArgument }
        guard arguments.bytes.count <= Limits.argumentsLength, arguments.bytes.last ?? 0 == 0 else {
            throw .invalidArgument
        }
        guard processCount < Limits.processes else { throw .limitReached }
        processCount += 1
        lastProcessID += 1
        return Process(id: lastProcessID, name: name, arguments: arguments, image: image, kernel: self)
    }

    /// Gives a process that is not running one more of its first handles.
    public func inject(_ handle: Handle, into process: Process) throws(FTLError) {
        guard process.state == .created else { throw .invalidState }
        guard process.startHandles.count < StartInfoPage.handleLimit else { throw .limitReached }
        process.startHandles.append(process.handles.insert(handle))
    }

    /// Loads the program and makes its first thread ready.
    public func start(_ process: Process) throws(FTLError) {
        guard process.state == .created else { throw .invalidState }
        do {
            let (entry, base) = try process.image.load(into: process.space, account: process.account, memory: memory)
            process.imageBase = base
            let info = try StartInfoPage(of: process, self)
            let thread = try process.makeThread(
                entry: entry, argument: info.address, stackLength: process.image.stackLength, self)
            info.fill(stack: thread.stack)
            process.state = .running
            makeReady(thread, result: nil)
            log.write(.debug, "process", "\(process.id) '\(process.name)' started, image at \(hex: base)")
        } catch {
            process.space.clear()
            throw error
        }
    }

    /// Ends a process and takes back everything it held.
    func end(_ process: Process, status: Int, _ reason: ExitReason) {
        guard process.state != .ended else { return }
        flushLine(of: process)
        let wasRunning = process.state == .running
        process.setEnded(status: status, reason)
        for thread in process.threads { end(thread) }
        process.threads = []
        while let handle = process.handles.removeAny() { close(handle) }
        process.space.clear()
        processCount -= 1
        if wasRunning { report(process, status: status, reason) }
        process.notify(self)
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
