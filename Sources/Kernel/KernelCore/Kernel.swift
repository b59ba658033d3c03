// The kernel: all of its state, and where its parts find each other. One per machine; entered by one hart at a time,
// with interrupts off, under the one lock that a second hart will need. Everything below it is a file per noun, an
// object together with its system calls:
//
//   Calls/       Call, FastPath, SlowPath: from a call's words to its handler
//   Objects/     KernelObject, Handle, Channel, Sink, Timer, Process, Thread: what programs hold handles to
//   Memory/      PhysicalMemory, KernelHeap, VmArea, VmSpace, Image: who may reach which bytes
//   Devices/     Console, Interrupt, Clock, RandomGenerator: what the machine gives beside memory
//   Scheduling/  Hart, Scheduler, RunQueue, ThreadQueue, TimeQueue: who runs next, and when
//   Reports/     Log, Screen, Trace, Inspection, FaultReport: what a person gets to see

import FTLTypes

public final class Kernel {
    /// The emulator's exit status when the first process ends: as after a panic.
    static let firstProcessEnded: UInt8 = 66

    // Set when the kernel is made, and not changed: read without the lock.

    public let machine: any Machine
    public let memory: PhysicalMemory
    public let log: Log
    /// What each hart has for itself is in `Hart`.
    public let harts: [Hart]
    let bodies: any BodyAllocator
    /// What programs of user isolation call.
    let userCall: VmArea
    public let console: Console
    let system = System()
    /// What one process may have unless somebody says otherwise: on a small machine, not all there is.
    let pagesPerProcess: Int

    // Set while the machine boots, before a program runs.

    /// Random numbers, where the machine gave something to begin with.
    public var random: RandomGenerator?
    /// What to add to the time since boot for the time of day, where the machine has a clock that knows it.
    public var bootTime: UInt64?
    /// The archive the machine was started with.
    public var initialFiles: InitialFiles?
    /// The id of the one that all the others come from, once the kernel has started it.
    var firstProcessID: Int?

    // Under the kernel's lock. So is everything that can be reached from here, but for what is said above.

    var windows: WindowAllocator
    /// Threads that could run.
    var readyQueue = RunQueue()
    /// Timers, waits and processes that have a deadline.
    var deadlines = DeadlineQueue()
    /// Those that have a holder.
    var interrupts: [Interrupt] = []
    /// Processes that have not ended, by their ids.
    var processes: (first: Process?, last: Process?)
    var processCount = 0
    var lastProcessID = 0
    var threadCount = 0
    /// Handles in tables and on their way.
    var handleCount = 0
    /// Messages in queues.
    var messageCount = 0
    /// A long body that is not copied yet.
    var deferredCopy: DeferredCopy?
    /// From which length on bodies are copied later.
    var leastDeferredLength = DeferredCopy.leastLength
    #if !hasFeature(Embedded)
        /// Why calls took the slow path, for tests.
        var slowPathReasons: Set<SlowPathReason> = []
    #endif
    /// Processes whose calls are printed.
    var tracedCount = 0 {
        didSet {
            for hart in harts {
                if tracedCount > 0 { hart.attention.insert(.trace) } else { hart.attention.remove(.trace) }
            }
        }
    }

    /// - Parameter harts: the one that boots first.
    public init(
        machine: any Machine, memory: PhysicalMemory, bodies: any BodyAllocator, windows: consuming WindowAllocator,
        harts: [Hart], log: Log
    ) {
        self.machine = machine
        self.memory = memory
        self.bodies = bodies
        userCall = VmArea(borrowing: machine.userCallPage, length: pageSize, memory: memory)
        self.windows = windows
        self.harts = harts
        self.log = log
        console = Console(screen: log.screen)
        processes = (nil, nil)
        pagesPerProcess = min(Resource.pages.standard, memory.freePages / 2)
    }
}
