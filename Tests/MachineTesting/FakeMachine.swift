// A machine for the kernel's logic to run on inside a test: memory from the host's heap, time that stands still
// until a test moves it, and page tables that are a dictionary. What the real machine could only do wrong silently
// (map a page twice, free tables in use, destroy a context a second time) stops the test here.

import FTLTypes
import KernelCore

public final class FakeMachine: Machine {
    public var time: UInt64 = 1_000
    public var alarm: UInt64?
    public var output: [UInt8] = []
    /// What is mapped where.
    public var mapped: [UInt: (page: PageNumber, permissions: Permissions)] = [:]
    public var tables: Set<UInt> = []
    /// The same of each space of user isolation, by its translation.
    public struct UserSpace {
        public var mapped: [UInt: (page: PageNumber, permissions: Permissions)] = [:]
        public var tables: Set<UInt> = []
    }
    public private(set) var userSpaces: [UInt: UserSpace] = [:]
    private var nextTranslation: UInt = 1
    /// The result that waits in each context there is.
    public var contexts: [UInt: UnsafeMutablePointer<Int>] = [:]
    public var entries: [UInt: (entry: UInt, stackTop: UInt, argument: UInt)] = [:]
    /// What the addresses of each context mean.
    public private(set) var translations: [UInt: Translation] = [:]
    private var nextContext: UInt = 1
    /// After so many more contexts and tables there is no memory for them.
    public var failAfter = Int.max
    /// Asked before each of them.
    public var refuses: (_ what: String) -> Bool = { _ in false }
    /// How often mappings were made to take effect.
    public private(set) var flushes = 0

    public init() {}

    /// How much later it is whenever somebody looks at the clock.
    public var tick: UInt64 = 0
    /// What becomes of the test when the machine is off.
    public var whenOver: (String) -> Never = { fatalError($0) }
    /// Whether it is over as well when nobody is left to run: where no test goes on with another thread.
    public var isOverWhenIdle = false

    /// How often somebody looked at the clock.
    public private(set) var looks = 0

    public func now() -> UInt64 {
        looks += 1
        time += tick
        return time
    }
    public func setAlarm(_ time: UInt64) { alarm = time == .max ? nil : time }

    /// Lets time pass until the timer interrupts.
    public func waitForAlarm() {
        guard let alarm, alarm != .max else { fatalError("the machine waits for nothing: the test has a deadlock") }
        time = max(time, alarm)
        self.alarm = nil
    }

    /// What was typed and the kernel has not taken yet.
    public var typed: [UInt8] = [] {
        didSet { raiseConsole() }
    }
    public private(set) var listensToConsole = false
    public let interrupts = FakeInterruptController()
    public var interruptController: (any InterruptController)? { interrupts }
    public static let consoleSource: InterruptSource = 10
    public func readConsole() -> UInt8? {
        defer { raiseConsole() }
        return typed.isEmpty ? nil : typed.removeFirst()
    }
    public func listenToConsole(_ isOn: Bool) {
        listensToConsole = isOn
        raiseConsole()
    }

    /// The port asks as long as it is listened to and there is something to read.
    public func raiseConsole() {
        if listensToConsole, !typed.isEmpty {
            interrupts.levels.insert(FakeMachine.consoleSource)
        } else {
            interrupts.levels.remove(FakeMachine.consoleSource)
        }
    }

    /// Bytes in the longest piece that was written at once.
    public var longestWrite = 0
    public func write(_ bytes: borrowing Span<UInt8>) {
        longestWrite = max(longestWrite, bytes.count)
        for index in bytes.indices { output.append(bytes[index]) }
    }
    public func powerOff(status: UInt8) -> Never {
        whenOver("powered off with status \(status)")
    }

    private func spend(_ what: String) throws(FTLError) {
        guard failAfter > 0, !refuses(what) else { throw .outOfMemory }
        if failAfter != .max { failAfter -= 1 }
    }

    public let kernelTranslation = Translation(address: 0)
    public let userAddresses: Range<UInt> = 0x20_0000..<0x20_0000_0000

    public func makeTranslation() throws(FTLError) -> Translation {
        try spend("tables")
        defer { nextTranslation += 1 }
        userSpaces[nextTranslation] = UserSpace()
        return Translation(address: nextTranslation)
    }

    public func destroyTranslation(_ translation: Translation) {
        let space = userSpaces.removeValue(forKey: translation.address)
        precondition(space != nil, "a space destroyed that is not there")
        precondition(space!.mapped.isEmpty, "a space destroyed in which something is mapped")
    }

    public func reserveTables(_ range: Range<UInt>, in translation: Translation) throws(FTLError) {
        guard translation == kernelTranslation else {
            precondition(userAddresses.lowerBound <= range.lowerBound && range.upperBound <= userAddresses.upperBound)
            try spend("tables")
            let first = range.lowerBound & ~(windowSize - 1)
            for address in stride(from: first, to: range.upperBound, by: Int(windowSize)) {
                userSpaces[translation.address]!.tables.insert(address)
            }
            return
        }
        precondition(programSpace.lowerBound <= range.lowerBound && range.upperBound <= programSpace.upperBound)
        try spend("tables")
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(windowSize)) {
            precondition(tables.insert(address).inserted, "tables reserved twice")
        }
    }

    public func releaseTables(_ range: Range<UInt>, in translation: Translation) {
        precondition(translation == kernelTranslation, "those of user isolation go with their space")
        precondition(!mapped.keys.contains { range.contains($0) }, "tables released while something is mapped")
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(windowSize)) {
            precondition(tables.remove(address) != nil, "tables released that were not reserved")
        }
    }

    public func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation) {
        precondition(address % UInt(pageSize) == 0, "mapped between two pages")
        let previous = mapped(at: address, in: translation)
        precondition(previous == nil || previous! == (page, permissions), "mapped twice")
        precondition(!permissions.isSuperset(of: [.write, .execute]), "mapped both writable and executable")
        precondition(!permissions.contains(.write) || permissions.contains(.read), "mapped to be written only")
        let table = address & ~(windowSize - 1)
        if translation == kernelTranslation {
            precondition(tables.contains(table), "mapped where there is no table")
            mapped[address] = (page, permissions)
        } else {
            precondition(userSpaces[translation.address]!.tables.contains(table), "mapped where there is no table")
            userSpaces[translation.address]!.mapped[address] = (page, permissions)
        }
    }

    /// What is mapped at the address of a page.
    public func mapped(at address: UInt, in translation: Translation) -> (page: PageNumber, permissions: Permissions)? {
        if translation == kernelTranslation { return mapped[address] }
        precondition(userSpaces[translation.address] != nil, "a space that is gone")
        return userSpaces[translation.address]!.mapped[address]
    }

    /// Pages that are mapped, in all spaces.
    public var mappedCount: Int { userSpaces.values.reduce(mapped.count) { $0 + $1.mapped.count } }

    /// Nothing may be mapped there, where nobody touched the page.
    public func unmap(_ pages: Range<UInt>, in translation: Translation) {
        precondition(pages.lowerBound % UInt(pageSize) == 0 && pages.upperBound % UInt(pageSize) == 0)
        for address in stride(from: pages.lowerBound, to: pages.upperBound, by: pageSize) {
            if translation == kernelTranslation {
                mapped[address] = nil
            } else {
                userSpaces[translation.address]!.mapped[address] = nil
            }
        }
    }
    public func flushMappings() { flushes += 1 }

    public func makeContext(
        entry: UInt, stackTop: UInt, argument: UInt, in translation: Translation
    ) throws(FTLError) -> ThreadContext {
        try spend("context")
        defer { nextContext += 1 }
        let result = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        result.pointee = 0
        contexts[nextContext] = result
        entries[nextContext] = (entry, stackTop, argument)
        translations[nextContext] = translation
        return ThreadContext(address: nextContext, resultRegister: result)
    }

    public func destroyContext(_ context: ThreadContext) {
        guard let result = contexts.removeValue(forKey: context.address) else { fatalError("context destroyed twice") }
        result.deallocate()
        translations[context.address] = nil
    }

    /// How the kernel was left last.
    public var resumed: (context: ThreadContext, callerHasEnded: Bool)?

    public func resume(_ context: ThreadContext, callerHasEnded: Bool) {
        precondition(contexts[context.address] != nil, "resumed a context that is gone")
        let translation = translations[context.address]!
        let isThere = translation == kernelTranslation || userSpaces[translation.address] != nil
        precondition(isThere, "resumed in a space that is gone")
        resumed = (context, callerHasEnded)
        isIdle = false
    }

    /// Whether the kernel was left to nobody.
    public private(set) var isIdle = false

    public func idle(callerHasEnded: Bool) {
        if isOverWhenIdle { whenOver("no thread is left to run") }
        isIdle = true
    }

    /// Harts that were made to enter the kernel.
    public private(set) var interruptedHarts: [Int] = []

    public func interrupt(_ hart: Hart) { interruptedHarts.append(hart.id) }

    public var syscallEntry: UInt { 0x1234 }
    public var userCallPage: PageNumber { FakeMachine.firstPage }
    public var programSpace: Range<UInt> { 0x20_0000_0000..<0x20_0000_0000 + 256 * windowSize }

    /// The first page of the memory of tests that have some; the program's part of user isolation is in it.
    public static let firstPage: PageNumber = 0x8_0000

    /// What was written to the console.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// What was written to the console, and forgets it.
    public func takeText() -> String {
        defer { output = [] }
        return String(decoding: output, as: UTF8.self)
    }
}
