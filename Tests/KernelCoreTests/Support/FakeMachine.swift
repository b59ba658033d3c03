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
    /// The same of each space of user isolation, by its translation.
    struct UserSpace {
        var mapped: [UInt: (page: PageNumber, permissions: Permissions)] = [:]
        var tables: Set<UInt> = []
    }
    private(set) var userSpaces: [UInt: UserSpace] = [:]
    private var nextTranslation: UInt = 1
    /// The result that waits in each context there is.
    var contexts: [UInt: UnsafeMutablePointer<Int>] = [:]
    var entries: [UInt: (entry: UInt, stackTop: UInt, argument: UInt)] = [:]
    /// What the addresses of each context mean.
    private(set) var translations: [UInt: Translation] = [:]
    private var nextContext: UInt = 1
    /// After so many more contexts and tables there is no memory for them.
    var failAfter = Int.max
    /// Asked before each of them.
    var refuses: (_ what: String) -> Bool = { _ in false }
    /// How often mappings were made to take effect.
    private(set) var flushes = 0

    /// How often somebody looked at the clock.
    private(set) var looks = 0

    func now() -> UInt64 {
        looks += 1
        return time
    }
    func setAlarm(_ time: UInt64) { alarm = time }

    /// Lets time pass until the timer interrupts.
    func waitForAlarm() {
        guard let alarm, alarm != .max else { fatalError("the machine waits for nothing: the test has a deadlock") }
        time = max(time, alarm)
        self.alarm = nil
    }

    /// What was typed and the kernel has not taken yet.
    var typed: [UInt8] = [] {
        didSet { raiseConsole() }
    }
    private(set) var listensToConsole = false
    let interrupts = FakeInterruptController()
    var interruptController: (any InterruptController)? { interrupts }
    static let consoleSource: InterruptSource = 10
    func readConsole() -> UInt8? {
        defer { raiseConsole() }
        return typed.isEmpty ? nil : typed.removeFirst()
    }
    func listenToConsole(_ isOn: Bool) {
        listensToConsole = isOn
        raiseConsole()
    }

    /// The port asks as long as it is listened to and there is something to read.
    func raiseConsole() {
        if listensToConsole, !typed.isEmpty {
            interrupts.levels.insert(FakeMachine.consoleSource)
        } else {
            interrupts.levels.remove(FakeMachine.consoleSource)
        }
    }

    /// Bytes in the longest piece that was written at once.
    var longestWrite = 0
    func write(_ bytes: borrowing Span<UInt8>) {
        longestWrite = max(longestWrite, bytes.count)
        for index in bytes.indices { output.append(bytes[index]) }
    }
    func powerOff(status: UInt8) -> Never { fatalError("powered off with status \(status)") }

    private func spend(_ what: String) throws(FTLError) {
        guard failAfter > 0, !refuses(what) else { throw .outOfMemory }
        if failAfter != .max { failAfter -= 1 }
    }

    let kernelTranslation = Translation(address: 0)
    let userAddresses: Range<UInt> = 0x20_0000..<0x20_0000_0000

    func makeTranslation() throws(FTLError) -> Translation {
        try spend("tables")
        defer { nextTranslation += 1 }
        userSpaces[nextTranslation] = UserSpace()
        return Translation(address: nextTranslation)
    }

    func destroyTranslation(_ translation: Translation) {
        let space = userSpaces.removeValue(forKey: translation.address)
        precondition(space != nil, "a space destroyed that is not there")
        precondition(space!.mapped.isEmpty, "a space destroyed in which something is mapped")
    }

    func reserveTables(_ range: Range<UInt>, in translation: Translation) throws(FTLError) {
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

    func releaseTables(_ range: Range<UInt>, in translation: Translation) {
        precondition(translation == kernelTranslation, "those of user isolation go with their space")
        precondition(!mapped.keys.contains { range.contains($0) }, "tables released while something is mapped")
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(windowSize)) {
            precondition(tables.remove(address) != nil, "tables released that were not reserved")
        }
    }

    func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation) {
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
    func mapped(at address: UInt, in translation: Translation) -> (page: PageNumber, permissions: Permissions)? {
        if translation == kernelTranslation { return mapped[address] }
        precondition(userSpaces[translation.address] != nil, "a space that is gone")
        return userSpaces[translation.address]!.mapped[address]
    }

    /// Pages that are mapped, in all spaces.
    var mappedCount: Int { userSpaces.values.reduce(mapped.count) { $0 + $1.mapped.count } }

    /// Nothing may be mapped there, where nobody touched the page.
    func unmap(_ pages: Range<UInt>, in translation: Translation) {
        precondition(pages.lowerBound % UInt(pageSize) == 0 && pages.upperBound % UInt(pageSize) == 0)
        for address in stride(from: pages.lowerBound, to: pages.upperBound, by: pageSize) {
            if translation == kernelTranslation {
                mapped[address] = nil
            } else {
                userSpaces[translation.address]!.mapped[address] = nil
            }
        }
    }
    func flushMappings() { flushes += 1 }

    func makeContext(
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

    func destroyContext(_ context: ThreadContext) {
        guard let result = contexts.removeValue(forKey: context.address) else { fatalError("context destroyed twice") }
        result.deallocate()
        translations[context.address] = nil
    }

    /// How the kernel was left last.
    var resumed: (context: ThreadContext, callerHasEnded: Bool)?

    func resume(_ context: ThreadContext, callerHasEnded: Bool) {
        precondition(contexts[context.address] != nil, "resumed a context that is gone")
        let translation = translations[context.address]!
        let isThere = translation == kernelTranslation || userSpaces[translation.address] != nil
        precondition(isThere, "resumed in a space that is gone")
        resumed = (context, callerHasEnded)
        isIdle = false
    }

    /// Whether the kernel was left to nobody.
    private(set) var isIdle = false

    func idle(callerHasEnded: Bool) { isIdle = true }

    /// Harts that were made to enter the kernel.
    private(set) var interruptedHarts: [Int] = []

    func interrupt(_ hart: Hart) { interruptedHarts.append(hart.id) }

    var syscallEntry: UInt { 0x1234 }
    var userCallPage: PageNumber { Arena.firstPage }
    var programSpace: Range<UInt> { 0x20_0000_0000..<0x20_0000_0000 + 256 * windowSize }

    /// What was written to the console, and forgets it.
    func takeText() -> String {
        defer { output = [] }
        return String(decoding: output, as: UTF8.self)
    }
}
