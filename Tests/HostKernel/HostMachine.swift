// The machine under a HostKernel, and the smallest program that its kernel loads.

import FTL

@testable import KernelCore

/// The smallest file the loader takes: one page of code.
public func tinyProgram() -> [UInt8] {
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

final class HostBodies: BodyAllocator {
    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        .allocate(byteCount: count, alignment: 16)
    }
    func freeBody(_ body: UnsafeMutableRawPointer) { body.deallocate() }
}

/// A machine that does nothing but keep time and collect what is printed.
public final class HostMachine: Machine {
    public var time: UInt64 = 1_000
    /// How much later it is whenever somebody looks at the clock.
    public var tick: UInt64 = 0
    /// Nobody is left to run, or the machine is off.
    public var whenOver: (String) -> Never = { fatalError($0) }
    public var alarm: UInt64?
    public var output: [UInt8] = []
    private var contexts: UInt = 0

    public var text: String { String(decoding: output, as: UTF8.self) }

    public func now() -> UInt64 {
        time += tick
        return time
    }
    public func setAlarm(_ time: UInt64) { alarm = time == .max ? nil : time }
    public var interruptController: (any InterruptController)? { nil }
    public func readConsole() -> UInt8? { nil }
    public func listenToConsole(_ isOn: Bool) {}
    public func write(_ bytes: borrowing Span<UInt8>) { for index in bytes.indices { output.append(bytes[index]) } }
    public func powerOff(status: UInt8) -> Never { whenOver("powered off with status \(status)") }
    public let kernelTranslation = Translation(address: 0)
    private var translations: UInt = 0
    public func makeTranslation() -> Translation {
        translations += 1
        return Translation(address: translations)
    }
    public func destroyTranslation(_ translation: Translation) {}
    public var userAddresses: Range<UInt> { 0x20_0000..<0x20_0000_0000 }
    public func reserveTables(_ range: Range<UInt>, in translation: Translation) {}
    public func releaseTables(_ range: Range<UInt>, in translation: Translation) {}
    public func map(
        _ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation
    ) {}
    public func unmap(_ pages: Range<UInt>, in translation: Translation) {}
    public func flushMappings() {}
    public func makeContext(
        entry: UInt, stackTop: UInt, argument: UInt, in translation: Translation
    ) -> ThreadContext {
        contexts += 1
        return unsafe ThreadContext(address: contexts, resultRegister: .allocate(capacity: 1))
    }
    public func destroyContext(_ context: ThreadContext) {}
    public func resume(_ context: ThreadContext, callerHasEnded: Bool) {}
    public func idle(callerHasEnded: Bool) { whenOver("no thread is left to run") }
    public func interrupt(_ hart: Hart) {}
    public var syscallEntry: UInt { 0 }
    public var userCallPage: PageNumber { 0 }
    public var programSpace: Range<UInt> { 0x20_0000_0000..<0x20_0000_0000 + 64 * windowSize }
}
