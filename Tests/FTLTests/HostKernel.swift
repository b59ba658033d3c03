// The real kernel logic under the library, inside a test: system calls go through the start info's entry as they do
// on the machine, and are made for a process of a kernel whose machine is a few arrays.
//
// A test's own memory is not in that process's address space. So the entry copies what a call's buffers hold into an
// area that is mapped there and back, guided by the same table of signatures that the kernel and the JavaScript
// binding use. Where a call would wait, the test's next step (`whenWaiting`) plays the other side; when there is none
// left, time moves on to the next alarm.

import CFTL
import FTL
import Testing

@testable import KernelCore

/// All tests that make system calls: one after the other, because a program has one start info.
@Suite(.serialized) struct SystemCallTests {}

/// As `#expect`, which cannot look at what is not copyable.
func check(_ condition: Bool, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    if !condition { Issue.record(comment ?? "not so", sourceLocation: sourceLocation) }
}

/// Whether there is none. A function because `==` is for what can be copied.
func isNil(_ handle: borrowing FTL.Handle?) -> Bool {
    switch handle {
    case .none: true
    case .some: false
    }
}

/// The handle that must be there, as `#require`.
func take(_ handle: inout FTL.Handle?) throws -> FTL.Handle {
    guard let taken = handle.take() else { throw MissingHandle() }
    return taken
}

struct MissingHandle: Error {}

final class HostKernel {
    /// The kernel that calls go to now.
    nonisolated(unsafe) static var current: HostKernel?

    let machine = HostMachine()
    let kernel: Kernel
    let process: KernelCore.Process
    private let hart = Hart(id: 0)
    private let pagesMemory: UnsafeMutableRawPointer
    /// Mapped into the process, for the bytes of calls: six buffers at most, each of `slotLength`.
    private let scratch: KernelCore.VmArea
    private let scratchAddress: UInt
    private static let slotLength = 64 * 1024
    private var steps: [() throws -> Void] = []
    /// What went wrong in a step; thrown by `run`.
    private var stepError: (any Error)?

    private init(name: ByteString, arguments: [ByteString], handles: Int) throws {
        let pageCount = 2048
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
        let image = try Image(name: name, file: file.span, memory: memory, account: nil)
        var words: [UInt8] = []
        for argument in arguments { words += argument.bytes + [0] }
        process = try kernel.makeProcess(name: name, arguments: ByteString(words), image: image)
        for _ in 0..<handles {
            let (near, far) = KernelCore.Channel.makePair()
            try kernel.inject(KernelCore.Handle(.channel(near), [.read, .write, .transfer]), into: process)
            // The supervisor's end, for tests to use: a handle of the same process.
            supervisorEnds.append(process.handles.insert(KernelCore.Handle(.channel(far), [.read, .write, .transfer])))
        }
        for resource in Resource.allCases where resource != .pages {
            try process.setLimit(resource, resource.standard)
        }
        try kernel.start(process)
        scratch = try KernelCore.VmArea(length: 6 * HostKernel.slotLength, memory: memory, account: nil)
        // `copyIn` and `copyOut` expect it there.
        try scratch.populate(offset: 0, count: scratch.length)
        scratchAddress = try process.space.map(scratch, count: scratch.pageCount, [.read, .write])
        _ = kernel.pickNext(on: hart)
    }

    /// The other ends of the handles that the program was started with.
    private(set) var supervisorEnds: [HandleNumber] = []

    /// Runs a test as a program of this kernel.
    static func run(
        name: ByteString = "test", arguments: [ByteString] = [], handles: Int = 0,
        _ body: (HostKernel) throws -> Void
    ) throws {
        let host = try HostKernel(name: name, arguments: arguments, handles: handles)
        // What the program is told at its start: as the kernel wrote it, but with the strings where the test can
        // read them.
        let nameBytes = name.bytes
        let argumentBytes = host.process.arguments.bytes
        try nameBytes.withUnsafeBufferPointer { name in
            try argumentBytes.withUnsafeBufferPointer { arguments in
                var info = ftl_start_info()
                info.abi_version = UInt64(FTL_ABI_VERSION)
                info.syscall = { HostKernel.current!.call($7, [$0, $1, $2, $3, $4, $5, $6]) }
                info.process_id = UInt64(host.process.id)
                (info.name, info.name_length) = (name.baseAddress, UInt64(name.count))
                (info.arguments, info.arguments_length) = (arguments.baseAddress, UInt64(arguments.count))
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
        #expect(host.steps.isEmpty, "every step was run")
    }

    /// What the other side does when the program waits and nothing has come. Steps run in the order they were added.
    func whenWaiting(_ step: @escaping () throws -> Void) { steps.append(step) }

    /// An area that an image may be made from, as the archive is one: those that a program makes itself are not.
    func makeExecutableArea(length: Int) throws -> FTL.VmArea {
        let area = try KernelCore.VmArea(length: length, memory: kernel.memory, account: process.account)
        return FTL.VmArea(FTL.Handle(owning: process.insert(kernel.makeHandle(.vmArea(area), .all))))
    }

    /// How many handles the program has open.
    var openHandles: Int { process.handles.count }

    private func call(_ number: UInt, _ words: [UInt]) -> Int {
        guard Syscall(rawValue: number) == .sinkWait else { return callOnce(number, words) }
        let deadline = words[3]
        while true {
            let result = callOnce(number, [words[0], words[1], words[2], 0, 0, 0, 0])
            guard FTLError(result: result) == .timedOut, machine.time < UInt64(deadline) else { return result }
            if !steps.isEmpty {
                do { try steps.removeFirst()() } catch { stepError = error }
            } else {
                precondition(machine.alarm != nil || deadline != .max, "the program waits for what nobody will do")
                machine.time = min(machine.alarm ?? .max, UInt64(deadline))
                kernel.timerInterrupt(on: hart)
                _ = kernel.pickNext(on: hart)
            }
        }
    }

    /// From here on the machine has random numbers and knows the time of day.
    func giveEntropyAndTime() {
        kernel.random = RandomGenerator(seed: [UInt8](repeating: 5, count: RandomGenerator.seedLength))
        kernel.bootTime = 1 << 60
    }

    /// Somebody asks the program to break off.
    func interrupt() { process.isInterrupted = true }

    private func callOnce(_ number: UInt, _ words: [UInt]) -> Int {
        let signature = Syscall(rawValue: number)?.signature
        var passed: InlineArray<7, UInt> = [0, 0, 0, 0, 0, 0, 0]
        for (index, word) in words.enumerated() { passed[index] = word }
        var back: [(slot: Int, address: UInt, length: Int)] = []
        var index = 0
        for kind in signature?.arguments ?? [] {
            let slot = index * HostKernel.slotLength
            switch kind {
            case .bytesIn: copyIn(words[index], Int(words[index + 1]), slot, &passed[index])
            case .body:
                copyIn(words[index], MessageInfo(rawValue: UInt64(words[1])).length, slot, &passed[index])
            case .bytesOut:
                back.append((slot, words[index], Int(words[index + 1])))
                passed[index] = scratchAddress + UInt(slot)
            case .word, .deadline, .handle, .optionalHandle, .anyHandle, .consumedHandle, .info, .address: break
            }
            index += kind.words
        }
        let result = kernel.syscall(on: hart, number: number, passed)
        // Whoever lets others run comes back here at once: the others are no programs.
        while hart.current == nil { _ = kernel.pickNext(on: hart) }
        for (slot, address, length) in back where FTLError(result: result) == nil {
            let target = UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(bitPattern: address), count: length)
            scratch.copyOut(offset: slot, to: target)
        }
        return result
    }

    private func copyIn(_ address: UInt, _ length: Int, _ slot: Int, _ word: inout UInt) {
        precondition(length <= HostKernel.slotLength)
        scratch.copyIn(
            offset: slot, from: UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: length))
        word = scratchAddress + UInt(slot)
    }
}

/// The smallest file the loader takes: one page of code.
func tinyProgram() -> [UInt8] {
    var file = [UInt8](repeating: 0, count: 4096)
    func put(_ value: UInt64, _ width: Int, _ offset: Int) {
        for index in 0..<width { file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }
    file.replaceSubrange(0..<8, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
    put(3, 2, 16)
    put(243, 2, 18)
    put(1, 4, 20)
    put(0x1000, 8, 24)
    put(64, 8, 32)
    put(64, 2, 52)
    put(56, 2, 54)
    put(1, 2, 56)
    let header: [(UInt64, Int)] = [(1, 4), (5, 4), (0, 8), (0x1000, 8), (0x1000, 8), (4096, 8), (4096, 8), (4096, 8)]
    var offset = 64
    for (value, width) in header {
        put(value, width, offset)
        offset += width
    }
    return file
}

private final class HostBodies: BodyAllocator {
    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        .allocate(byteCount: count, alignment: 16)
    }
    func freeBody(_ body: UnsafeMutableRawPointer) { body.deallocate() }
}

/// A machine that does nothing but keep time and collect what is printed.
final class HostMachine: Machine {
    var time: UInt64 = 1_000
    var alarm: UInt64?
    var output: [UInt8] = []
    private var contexts: UInt = 0

    var text: String { String(decoding: output, as: UTF8.self) }

    func now() -> UInt64 { time }
    func setAlarm(_ time: UInt64) { alarm = time == .max ? nil : time }
    func waitForInterrupt() { fatalError("no thread is left to run") }
    func serveInterrupts(_ serve: (DeviceInterrupt) -> Void) {}
    func readConsole() -> UInt8? { nil }
    func listenToConsole(_ isOn: Bool) {}
    func write(_ bytes: borrowing Span<UInt8>) { for index in bytes.indices { output.append(bytes[index]) } }
    func powerOff(status: UInt8) -> Never { fatalError("powered off with status \(status)") }
    let kernelTranslation = Translation(address: 0)
    private var translations: UInt = 0
    func makeTranslation() -> Translation {
        translations += 1
        return Translation(address: translations)
    }
    func destroyTranslation(_ translation: Translation) {}
    var userAddresses: Range<UInt> { 0x20_0000..<0x20_0000_0000 }
    func reserveTables(_ range: Range<UInt>, in translation: Translation) {}
    func releaseTables(_ range: Range<UInt>, in translation: Translation) {}
    func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation) {}
    func unmap(_ address: UInt, in translation: Translation) {}
    func flushMappings() {}
    func makeContext(entry: UInt, stackTop: UInt, argument: UInt, in translation: Translation) -> ThreadContext {
        contexts += 1
        return ThreadContext(address: contexts)
    }
    func destroyContext(_ context: ThreadContext) {}
    func resume(_ context: ThreadContext, callerHasEnded: Bool) {}
    func setResult(_ result: Int, in context: ThreadContext) {}
    func result(in context: ThreadContext) -> Int { 0 }
    var syscallEntry: UInt { 0 }
    var userCallPage: PageNumber { 0 }
    var programSpace: Range<UInt> { 0x20_0000_0000..<0x20_0000_0000 + 64 * windowSize }
}
