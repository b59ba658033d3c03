// The real kernel logic under a program of this machine: system calls go through the start info's entry as they do on
// the target, and are made for a process of a kernel whose machine is a few arrays. For tests of the library, and for
// the JavaScript runtime on the host (Tests/EngineFuzz).
//
// The program's own memory is not in that process's address space. So the entry copies what a call's buffers hold into
// an area that is mapped there and back, guided by the same table of signatures that the kernel and the JavaScript
// binding use. Where a call would wait, the program's next step (`whenWaiting`) or whoever plays the other side
// (`whenIdle`) comes first; when there is nothing of that, time moves on to the next alarm.
//
// Processes that the program starts end at once: there is nobody to run them.

import CFTL
import FTL
import MachineTesting

@testable import KernelCore

/// What a run can end with that no step threw.
public enum HostKernelError: Error {
    /// Steps were left that nothing waited for.
    case stepsLeft(Int)
}

public final class HostKernel {
    /// What a program is started with, and what its machine is like.
    public struct Options {
        public var name: ByteString = "test"
        public var arguments: [ByteString] = []
        /// How many channels it is started with; the other ends are `supervisorEnds`.
        public var channels = 0
        /// The content of an area, readable, that it is started with after the channels.
        public var archive: [UInt8]?
        /// What it is told of its stack.
        public var stackLength = 0
        /// Pages of the machine's memory.
        public var pages = 2048
        /// The longest buffer of a call; a longer one is refused as one outside the program's memory.
        public var bufferLength = 64 * 1024

        public init(name: ByteString = "test", arguments: [ByteString] = [], channels: Int = 0) {
            (self.name, self.arguments, self.channels) = (name, arguments, channels)
        }
    }

    /// The kernel that calls go to now.
    nonisolated(unsafe) static var current: HostKernel?

    public let machine = FakeMachine()
    let kernel: Kernel
    let process: KernelCore.Process
    private let hart = Hart(id: 0)
    private let pagesMemory: UnsafeMutableRawPointer
    /// Mapped into the process, for the bytes of calls: six buffers at most, each of `slotLength`.
    private let scratch: KernelCore.VmArea
    private let scratchAddress: UInt
    private let slotLength: Int
    private var steps: [() throws -> Void] = []
    /// What the program ended itself with.
    private var exitStatus = -1
    /// What went wrong in a step; thrown by `run`.
    private var stepError: (any Error)?
    /// Plays the other side whenever the program waits and nothing has come; false where there is nothing to play.
    public var whenIdle: (() -> Bool)?
    /// The program waits for what nobody will do.
    public var whenStuck: () -> Never = { fatalError("the program waits for what nobody will do") }
    /// The program has ended, with that status.
    public var whenEnded: (Int) -> Never = { fatalError("the program has ended with status \($0)") }
    /// Is asked before each call.
    public var beforeCall: ((Syscall?) -> Void)?

    private init(_ options: Options) throws {
        machine.isOverWhenIdle = true
        let pageCount = options.pages
        pagesMemory = .allocate(byteCount: pageCount * pageSize, alignment: pageSize)
        let rows = UnsafeMutablePointer<Unit>.allocate(capacity: pageCount)
        let memory = PhysicalMemory(
            table: UnitTable(first: 0, count: pageCount, rows: rows), directMap: UInt(bitPattern: pagesMemory))
        memory.release(0..<PageNumber(pageCount))
        let windowCount = machine.programSpace.count / Int(windowSize)
        let windows = WindowAllocator(
            table: UnitTable(
                first: 0, count: windowCount, rows: UnsafeMutablePointer<Unit>.allocate(capacity: windowCount)),
            base: machine.programSpace.lowerBound)
        kernel = Kernel(
            machine: machine, memory: memory, bodies: HostBodies(), windows: windows, harts: [hart],
            log: Log(machine: machine))
        let file = tinyProgram()
        let image = try Image(name: options.name, file: file.span, memory: memory, account: nil)
        var words: [UInt8] = []
        for argument in options.arguments { words += argument.bytes + [0] }
        process = try kernel.makeProcess(name: options.name, arguments: ByteString(words), image: image)
        for _ in 0..<options.channels {
            let (near, far) = KernelCore.Channel.makePair()
            try kernel.inject(KernelCore.Handle(near, [.read, .write, .transfer]), into: process)
            // The supervisor's end, for whoever plays it: a handle of the same process.
            supervisorEnds.append(process.handles.insert(KernelCore.Handle(far, [.read, .write, .transfer])))
        }
        if let archive = options.archive {
            let area = try KernelCore.VmArea(length: archive.count, memory: memory, account: nil)
            try area.populate(offset: 0, count: area.length)
            archive.withUnsafeBytes { area.copyIn(offset: 0, from: $0) }
            try kernel.inject(KernelCore.Handle(area, [.read]), into: process)
            self.archive = area
        }
        for resource in Resource.allCases where resource != .pages {
            try process.setLimit(resource, resource.standard)
        }
        try kernel.start(process, hart)
        slotLength = options.bufferLength
        scratch = try KernelCore.VmArea(length: 6 * slotLength, memory: memory, account: nil)
        // `copyIn` and `copyOut` expect it there.
        try scratch.populate(offset: 0, count: scratch.length)
        scratchAddress = try process.space.map(scratch, count: scratch.pageCount, [.read, .write])
        _ = kernel.pickNext(on: hart)
    }

    /// The other ends of the channels that the program was started with.
    public private(set) var supervisorEnds: [HandleNumber] = []
    private var archive: KernelCore.VmArea?

    /// Changes bytes of the archive.
    public func writeArchive(_ bytes: [UInt8], at offset: Int) {
        bytes.withUnsafeBytes { archive?.copyIn(offset: offset, from: $0) }
    }

    /// Runs a test as a program of this kernel.
    public static func run(
        name: ByteString = "test", arguments: [ByteString] = [], handles: Int = 0, _ body: (HostKernel) throws -> Void
    ) throws {
        try run(Options(name: name, arguments: arguments, channels: handles), body)
    }

    public static func run(_ options: Options, _ body: (HostKernel) throws -> Void) throws {
        let host = try HostKernel(options)
        // What the program is told at its start: as the kernel wrote it, but with the strings where the program can
        // read them.
        let nameBytes = options.name.bytes
        let argumentBytes = host.process.arguments.bytes
        try nameBytes.withUnsafeBufferPointer { name in
            try argumentBytes.withUnsafeBufferPointer { arguments in
                var info = ftl_start_info()
                info.abi_version = UInt64(FTL_ABI_VERSION)
                info.syscall = { HostKernel.current!.call($7, [$0, $1, $2, $3, $4, $5, $6]) }
                info.process_id = UInt64(host.process.id)
                (info.name, info.name_length) = (name.baseAddress, UInt64(name.count))
                (info.arguments, info.arguments_length) = (arguments.baseAddress, UInt64(arguments.count))
                info.stack_size = UInt64(options.stackLength)
                info.handle_count = UInt64(host.process.startHandles.count)
                withUnsafeMutableBytes(of: &info.handles) { bytes in
                    for (index, handle) in host.process.startHandles.enumerated() {
                        bytes.storeBytes(of: handle.rawValue, toByteOffset: index * 4, as: UInt32.self)
                    }
                }
                try withUnsafePointer(to: info) { pointer in
                    ftl_set_start(pointer)
                    HostKernel.current = host
                    defer {
                        HostKernel.current = nil
                        ftl_set_start(nil)
                    }
                    try body(host)
                }
            }
        }
        if let error = host.stepError { throw error }
        if !host.steps.isEmpty { throw HostKernelError.stepsLeft(host.steps.count) }
    }

    /// What the other side does when the program waits and nothing has come. Steps run in the order they were added.
    public func whenWaiting(_ step: @escaping () throws -> Void) { steps.append(step) }

    /// How many handles the program has open.
    public var openHandles: Int { process.handles.count }

    public var processID: Int { process.id }

    /// From here on the machine has random numbers and knows the time of day.
    public func giveEntropyAndTime() {
        kernel.random = RandomGenerator(seed: [UInt8](repeating: 5, count: RandomGenerator.seedLength))
        kernel.bootTime = 1 << 60
    }

    /// Somebody asks the program to break off.
    public func interrupt() { process.isInterrupted = true }

    private func call(_ number: UInt, _ words: [UInt]) -> Int {
        beforeCall?(Syscall(rawValue: number))
        guard Syscall(rawValue: number) == .sinkWait else { return callOnce(number, words) }
        let deadline = words[3]
        while true {
            let result = callOnce(number, [words[0], words[1], words[2], 0, 0, 0, 0])
            guard FTLError(result: result) == .timedOut, machine.time < UInt64(deadline) else { return result }
            if !steps.isEmpty {
                do { try steps.removeFirst()() } catch { stepError = error }
            } else if !(whenIdle?() ?? false) {
                if machine.alarm == nil && deadline == .max { whenStuck() }
                machine.time = min(machine.alarm ?? .max, UInt64(deadline))
                kernel.timerInterrupt(on: hart)
                comeBack()
            }
        }
    }

    private func callOnce(_ number: UInt, _ words: [UInt]) -> Int {
        let signature = Syscall(rawValue: number)?.signature
        var passed: InlineArray<7, UInt> = [0, 0, 0, 0, 0, 0, 0]
        for (index, word) in words.enumerated() { passed[index] = word }
        var back: [(slot: Int, address: UInt, length: Int)] = []
        var index = 0
        for kind in signature?.arguments ?? [] {
            let slot = index * slotLength
            switch kind {
            case .bytesIn, .bytesOut:
                guard words[index + 1] <= slotLength else { return FTLError.badAccess.result }
                let length = Int(words[index + 1])
                if kind == .bytesIn {
                    copyIn(words[index], length, slot)
                } else {
                    back.append((slot, words[index], length))
                }
                passed[index] = scratchAddress + UInt(slot)
            case .body:
                copyIn(words[index], MessageInfo(rawValue: UInt64(words[1])).length, slot)
                passed[index] = scratchAddress + UInt(slot)
            case .word, .deadline, .handle, .optionalHandle, .anyHandle, .consumedHandle, .info, .address: break
            }
            index += kind.words
        }
        if Syscall(rawValue: number) == .processExit { exitStatus = Int(bitPattern: words[0]) }
        let result = kernel.syscall(on: hart, number: number, passed)
        comeBack()
        for (slot, address, length) in back where FTLError(result: result) == nil {
            let target = UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(bitPattern: address), count: length)
            scratch.copyOut(offset: slot, to: target)
        }
        return result
    }

    /// Lets the others run, which end at once, until the program does; then the kernel is left, as on the machine.
    private func comeBack() {
        while true {
            if process.state == .ended { whenEnded(exitStatus) }
            switch hart.current {
            case nil where kernel.pickNext(on: hart) == nil: machine.whenOver("no thread is left to run")
            case nil: break
            case let thread? where thread.process === process: return kernel.goOn(on: hart)
            default: _ = kernel.syscall(on: hart, number: Syscall.processExit.rawValue, [0, 0, 0, 0, 0, 0, 0])
            }
        }
    }

    private func copyIn(_ address: UInt, _ length: Int, _ slot: Int) {
        precondition(length <= slotLength)
        scratch.copyIn(
            offset: slot, from: UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: length))
    }
}
