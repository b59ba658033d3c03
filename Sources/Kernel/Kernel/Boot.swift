// The kernel's boot, from the first Swift instruction to the first program: the device tree, memory, the console,
// address translation, time, the initial files, the first process. Read top to bottom, it is what happens.

import ArchRISCV
import FTLTypes
import Formats
import KernelCore

/// Called by start.S on the boot hart. The name is what the package manager wants of a program named Kernel.
/// - Parameters:
///   - hart: the hart's number, as SBI knows it.
///   - tree: the physical address of the device tree.
///   - instructions: retired when the kernel's first instruction ran.
@c(Kernel_main)
public func kernelMain(_ hart: UInt, _ tree: UInt, _ instructions: UInt64) {
    let boot = Boot(hart: Int(hart), tree: tree, firstInstruction: instructions)
    do { try boot.run() } catch { Panic.early("\(error.name)") }
}

struct Boot {
    let hart: Int
    let tree: UInt
    let firstInstruction: UInt64

    func run() throws(FTLError) {
        let start = Processor.time
        Panic.prepare(tree: tree)
        checkProcessor()
        let (description, treeLength) = readDeviceTree()
        checkArguments(description)
        let memory = findMemory(description, treeLength: treeLength)
        checkMemory(memory, description)
        let heap = KernelHeap(memory: memory)
        use(heap)

        let clock = Clock(frequency: description.timebaseFrequency, start: start)
        let machine = try RISCVMachine(description, hart: UInt64(hart), memory: memory, heap: heap, clock: clock)
        let log = Log(machine: machine)
        let arguments = BootArguments(description.bootArguments)
        log.level = arguments.logLevel

        let harts = bootHartFirst(description)
        let kernel = Kernel(
            machine: machine, memory: memory, bodies: heap, windows: try makeWindows(memory), harts: harts, log: log)
        Panic.prepare(kernel)
        kernel.random = RandomGenerator(seed: description.randomSeed)
        kernel.bootTime = machine.realTimeClock.map { $0.now() &- machine.now() }
        if let source = description.serialPort?.window.interrupt, machine.interruptController != nil,
            let count = description.interruptController?.sourceCount, source > 0, source <= count
        {
            try kernel.attachConsole(to: source)
        }
        kernel.console.takeInput(kernel, harts[0])
        introduce(description, arguments, kernel)

        let entry = KernelEntry(kernel: kernel, hart: harts[0])
        entry.install()
        machine.enableInterrupts()
        log.write(.info, "timer", "\(description.timebaseFrequency / 1000) kHz, interrupts on")

        findInitialFiles(description, kernel)
        if arguments.unknown.contains("panic") { fatalError("asked for by the boot argument 'panic'") }
        startBootstrap(kernel, harts[0], description.bootArguments)
        reportTime(kernel)
        entry.leave()
    }

    /// Says how long the boot took. QEMU counts instructions only with `-icount shift=0`, when each takes a nanosecond;
    /// else its counter is one of the host's.
    private func reportTime(_ kernel: Kernel) {
        let (count, time) = (Processor.instructions &- firstInstruction, kernel.machine.now())
        let isCounted = max(count, time) - min(count, time) <= time / 16
        let length = isCounted ? "\(count) instructions" : "\(time / 1000) us"
        kernel.log.write(.debug, "boot", "\(length) from kernel entry to first app instruction")
    }

    private func readDeviceTree() -> (description: MachineDescription, length: Int) {
        // Safe: the firmware put a device tree there (SBI, "Boot"), in memory nobody else uses yet.
        let header = unsafe Processor.physical(tree, count: 8)
        guard let length = DeviceTree.totalSize(ofHeader: header) else {
            Panic.refuse("there is no device tree at \(hex: tree)")
        }
        // Safe: as above; its header says how long it is.
        let blob = unsafe Processor.physical(tree, count: length)
        do { return (try MachineDescription.parse(blob), length) } catch {
            Panic.refuse(error.message)
        }
    }

    /// Memory that nobody uses, with the table of its pages at the beginning of the largest part.
    private func findMemory(_ description: MachineDescription, treeLength: Int) -> PhysicalMemory {
        var used = description.reserved.map(wholePages)
        used.append(KernelImage.physical)
        used.append(wholePages(UInt64(tree)..<UInt64(tree) + UInt64(treeLength)))
        if let disk = description.initialRAMDisk { used.append(wholePages(disk)) }
        let all = withoutOverlaps(description.memory.map(wholePages))
        var free = subtract(used, from: all)
        guard let first = all.map({ $0.lowerBound }).min(), let end = all.map({ $0.upperBound }).max(),
            let largest = free.indices.max(by: { free[$0].count < free[$1].count })
        else { Panic.refuse("the device tree names no memory that is free") }

        let firstPage = PageNumber(first >> UInt(pageShift))
        let count = Int((end - first) >> UInt(pageShift))
        let tablePages = pages(in: count * MemoryLayout<Unit>.stride)
        guard free[largest].count > tablePages * pageSize else { refuseMemory(description, free: 0) }
        let rows = free[largest].lowerBound
        free[largest] = rows + UInt(tablePages * pageSize)..<free[largest].upperBound
        // Safe: the rows lie in memory that was just found to be nobody's, and is taken out of what is released.
        let memory = PhysicalMemory(
            table: unsafe UnitTable(first: firstPage, count: count, rows: Processor.physicalPointer(rows)),
            directMap: AddressSpace.directMap)
        for range in free {
            memory.release(PageNumber(range.lowerBound >> 12)..<PageNumber(range.upperBound >> 12))
        }
        return memory
    }

    private func makeWindows(_ memory: PhysicalMemory) throws(FTLError) -> WindowAllocator {
        let count = AddressSpace.programs.count / Int(windowSize)
        let length = count * MemoryLayout<Unit>.stride
        let order = (0...Buddy.largestOrder).first { (pageSize << $0) >= length } ?? Buddy.largestOrder
        let page = try memory.allocate(order: order)
        // Safe: the block is at least as long as the rows, and never freed.
        let rows = unsafe memory.pointer(page).bindMemory(to: Unit.self, capacity: count)
        return WindowAllocator(
            table: unsafe UnitTable(first: 0, count: count, rows: rows), base: AddressSpace.programs.lowerBound)
    }

    private func bootHartFirst(_ description: MachineDescription) -> [Hart] {
        [Hart(id: hart)]
            + description.harts.filter { $0.id != UInt64(hart) && $0.isUsable }.map { Hart(id: Int($0.id)) }
    }

    private func findInitialFiles(_ description: MachineDescription, _ kernel: Kernel) {
        guard let disk = description.initialRAMDisk, !disk.isEmpty else {
            Panic.refuse("there is no initfs, which programs are started from (QEMU's -initrd)")
        }
        guard disk.lowerBound % UInt64(pageSize) == 0 else {
            Panic.refuse("the initfs at \(hex: UInt(disk.lowerBound)) does not begin at a page's start")
        }
        let length = Int(disk.upperBound - disk.lowerBound)
        let area = VmArea(borrowing: PageNumber(disk.lowerBound >> 12), length: length, memory: kernel.memory)
        // Safe: the device tree says that the archive is there; nobody is given that memory.
        let files = unsafe InitialFiles(area: area, start: Processor.physicalPointer(UInt(disk.lowerBound)))
        do {
            let count = try files.check()
            kernel.initialFiles = files
            kernel.log.write(.info, "initfs", "\(count) files, \(length >> 10) KiB at \(hex: UInt(disk.lowerBound))")
        } catch { Panic.refuse("the initfs: \(error.message)") }
    }

    private func startBootstrap(_ kernel: Kernel, _ hart: Hart, _ arguments: ByteString) {
        do { try kernel.startFirstProcess(name: "bootstrap", arguments: arguments, on: hart) } catch {
            Panic.refuse("bootstrap cannot be started: \(error.name)")
        }
    }
}
