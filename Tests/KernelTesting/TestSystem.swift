// A whole kernel on a fake machine, with real physical memory: an arena of the host's. The tests decide which thread
// runs, where that matters; elsewhere `pickNext` does.

import FTLTypes
import HostCall
import MachineTesting

@testable import KernelCore

/// Tables and memory as the boot code would make them. Never freed: objects that outlive their test may refer to it.
enum Arena {
    static let firstPage = FakeMachine.firstPage

    static func table(first: UInt32 = firstPage, count: Int) -> UnitTable {
        let rows = UnsafeMutablePointer<Unit>.allocate(capacity: count)
        host_keep(rows)
        return UnitTable(first: first, count: count, rows: rows)
    }

    /// - Parameter kept: pages before the others, that nobody is given.
    static func memory(pages: Int, kept: Int = 0) -> PhysicalMemory {
        let count = pages + kept
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * pageSize, alignment: pageSize)
        host_keep(bytes)
        let directMap = UInt(bitPattern: bytes) &- UInt(firstPage) << UInt(pageShift)
        let memory = PhysicalMemory(table: table(count: count), directMap: directMap)
        memory.release(firstPage + PageNumber(kept)..<firstPage + PageNumber(count))
        return memory
    }
}

extension KernelCore.Channel {
    /// The process that has the other end; 0 where none has.
    var peerOwner: Int { Int(details.0) }
    /// Messages sent here and not received yet.
    var queueLength: Int { Int(details.1) }
}

final class TestSystem {
    let machine = FakeMachine()
    let memory: PhysicalMemory
    let kernel: Kernel
    let hart = Hart(id: 0)
    private var programImage: Image?

    /// - Parameter bodies: where the bodies of messages come from.
    init(
        pages: Int = 2048, bodies: (PhysicalMemory) -> any BodyAllocator = { KernelHeap(memory: $0) }
    ) {
        // The first is what programs of user isolation call.
        memory = Arena.memory(pages: pages, kept: 1)
        let windows = machine.programSpace.count / Int(windowSize)
        kernel = Kernel(
            machine: machine, memory: memory, bodies: bodies(memory),
            windows: WindowAllocator(
                table: Arena.table(first: 0, count: windows), base: machine.programSpace.lowerBound),
            harts: [hart], log: Log(machine: machine))
        try! kernel.attachConsole(to: FakeMachine.consoleSource)
    }

    /// The thread that runs next. Where none could, the machine waits for an interrupt.
    @discardableResult
    func pickNext() -> KernelCore.Thread {
        while true {
            if let thread = kernel.pickNext(on: hart) { return thread }
            if machine.interrupts.isPending {
                kernel.serveInterrupts(hart)
            } else {
                machine.waitForAlarm()
                kernel.timerInterrupt(on: hart)
            }
        }
    }

    /// The image of the programs that tests run; made when it is first asked for.
    func image() -> Image {
        if let programImage { return programImage }
        let file = ProgramFile().bytes()
        guard let image = try? Image(name: "test", file: file.span, memory: memory, account: nil) else {
            fatalError("the test program is malformed")
        }
        programImage = image
        return image
    }

    /// Puts a thread that could run on the hart.
    func run(_ thread: KernelCore.Thread) {
        if hart.current === thread { return }
        precondition(thread.state == .ready, "a thread that is \(thread.state) cannot run")
        if hart.current != nil { kernel.makeReady(hart.leaveCurrent(), result: nil, hart) }
        kernel.readyQueue.remove(thread)
        thread.state = .running
        hart.current = thread
        // As after any change of threads.
        kernel.finishDeferredCopy { $0 === thread.process }
        kernel.noticeAlarm(hart)
    }

    /// Lets the time come, and the interrupt with it if the timer is set to before.
    func advance(to time: UInt64) {
        machine.time = max(machine.time, time)
        if let alarm = machine.alarm, alarm <= machine.time { kernel.timerInterrupt(on: hart) }
    }

    /// What of the memory is whose: whatever is refused or over must have left both as they were.
    struct Pages: Equatable {
        /// Nobody's, those committed included.
        let free: Int
        let committed: Int
    }

    var pages: Pages { Pages(free: memory.freePages, committed: memory.committedPages) }

    /// What the kernel does on its next entry: the contexts of dead threads go.
    func settle() { kernel.bury(hart) }

    /// Takes all pages that programs can get, without touching them.
    /// - Returns: what gives them back when it is dropped.
    func exhaust(leaving pages: Int = 0) -> [VmArea] {
        var areas: [VmArea] = []
        while memory.availablePages > PhysicalMemory.reservePages + pages,
            let area = try? VmArea(length: pageSize, memory: memory, account: nil)
        {
            areas.append(area)
        }
        return areas
    }
}
