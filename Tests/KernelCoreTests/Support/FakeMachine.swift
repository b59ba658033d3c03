// A machine for the kernel's logic to run on inside a test: memory from the host's heap, time that stands still
// until a test moves it, and page tables that are a dictionary. What the real machine could only do wrong silently
// (map a page twice, free tables in use, destroy a context a second time) stops the test here.

import FTLTypes
import KernelCore

final class FakeMachine: Machine {
    var time: UInt64 = 1_000
    var alarm: UInt64?
    var output: [UInt8] = []
    /// What is mapped where.
    var mapped: [UInt: (page: PageNumber, permissions: Permissions)] = [:]
    var tables: Set<UInt> = []
    /// The result that waits in each context there is.
    var contexts: [UInt: Int] = [:]
    var entries: [UInt: (entry: UInt, stackTop: UInt, argument: UInt)] = [:]
    private var nextContext: UInt = 1
    /// After so many more contexts and tables there is no memory for them.
    var failAfter = Int.max
    /// How often mappings were made to take effect.
    private(set) var flushes = 0

    func now() -> UInt64 { time }
    func setAlarm(_ time: UInt64) { alarm = time }

    func waitForInterrupt() {
        guard let alarm, alarm != .max else { fatalError("the machine waits for nothing: the test has a deadlock") }
        time = max(time, alarm)
        self.alarm = nil
    }

    /// What was typed and the kernel has not taken yet.
    var typed: [UInt8] = []
    private(set) var listensToConsole = false
    func serveInterrupts(_ serve: (DeviceInterrupt) -> Void) {
        if listensToConsole, !typed.isEmpty { serve(.console) }
    }
    func readConsole() -> UInt8? { typed.isEmpty ? nil : typed.removeFirst() }
    func listenToConsole(_ isOn: Bool) { listensToConsole = isOn }

    /// Bytes in the longest piece that was written at once.
    var longestWrite = 0
    func write(_ bytes: borrowing Span<UInt8>) {
        longestWrite = max(longestWrite, bytes.count)
        for index in bytes.indices { output.append(bytes[index]) }
    }
    func powerOff(status: UInt8) -> Never { fatalError("powered off with status \(status)") }

    private func spend() throws(FTLError) {
        guard failAfter > 0 else { throw .outOfMemory }
        if failAfter != .max { failAfter -= 1 }
    }

    func reserveTables(_ range: Range<UInt>) throws(FTLError) {
        precondition(programSpace.lowerBound <= range.lowerBound && range.upperBound <= programSpace.upperBound)
        try spend()
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(windowSize)) {
            precondition(tables.insert(address).inserted, "tables reserved twice")
        }
    }

    func releaseTables(_ range: Range<UInt>) {
        precondition(!mapped.keys.contains { range.contains($0) }, "tables released while something is mapped")
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(windowSize)) {
            precondition(tables.remove(address) != nil, "tables released that were not reserved")
        }
    }

    func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions) {
        precondition(address % UInt(pageSize) == 0, "mapped between two pages")
        precondition(tables.contains(address & ~(windowSize - 1)), "mapped where there is no table")
        precondition(mapped[address] == nil, "mapped twice")
        precondition(!permissions.isSuperset(of: [.write, .execute]), "mapped both writable and executable")
        mapped[address] = (page, permissions)
    }

    func unmap(_ address: UInt) { precondition(mapped.removeValue(forKey: address) != nil, "unmapped twice") }
    func flushMappings() { flushes += 1 }

    func makeContext(entry: UInt, stackTop: UInt, argument: UInt) throws(FTLError) -> ThreadContext {
        try spend()
        defer { nextContext += 1 }
        contexts[nextContext] = 0
        entries[nextContext] = (entry, stackTop, argument)
        return ThreadContext(address: nextContext)
    }

    func destroyContext(_ context: ThreadContext) {
        precondition(contexts.removeValue(forKey: context.address) != nil, "context destroyed twice")
    }

    /// How the kernel was left last.
    private(set) var resumed: (context: ThreadContext, callerHasEnded: Bool)?

    func resume(_ context: ThreadContext, callerHasEnded: Bool) {
        precondition(contexts[context.address] != nil, "resumed a context that is gone")
        resumed = (context, callerHasEnded)
    }

    func setResult(_ result: Int, in context: ThreadContext) {
        precondition(contexts[context.address] != nil, "a result for a context that is gone")
        contexts[context.address] = result
    }

    func result(in context: ThreadContext) -> Int { contexts[context.address]! }

    var syscallEntry: UInt { 0x1234 }
    var programSpace: Range<UInt> { 0x20_0000_0000..<0x20_0000_0000 + 256 * windowSize }

    /// What was written to the console, and forgets it.
    func takeText() -> String {
        defer { output = [] }
        return String(decoding: output, as: UTF8.self)
    }
}
