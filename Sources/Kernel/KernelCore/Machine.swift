// What the kernel's logic needs of the machine it runs on. ArchRISCV implements it for the real one; the tests
// implement it in a few lines, so that everything above runs on the host.

import FTLTypes

/// What a mapping lets a program do with its memory.
public struct Permissions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let read = Permissions(rawValue: 1)
    public static let write = Permissions(rawValue: 2)
    public static let execute = Permissions(rawValue: 4)
}

/// The number of an interrupt, as the interrupt controller knows it.
public typealias InterruptSource = UInt32

/// What devices interrupt through. A source that is claimed does not interrupt again until it is completed.
public protocol InterruptController: AnyObject {
    /// The source that waits and has the highest priority, if one does.
    func claim() -> InterruptSource?
    /// Only for a source that was claimed and is enabled.
    func complete(_ source: InterruptSource)
    /// Lets a source interrupt. It is never disabled again.
    func enable(_ source: InterruptSource)
    /// A source that is masked waits.
    func setMasked(_ source: InterruptSource, _ isMasked: Bool)
}

/// The page tables of an address space, which only the machine understands.
public struct Translation: Equatable, Sendable {
    public let address: UInt
    public init(address: UInt) { self.address = address }
}

/// The saved registers of a thread: an address only the machine understands, and the one of them that the kernel writes.
// Safe: the register is there as long as the context, which its maker promises.
@safe public struct ThreadContext: Equatable {
    public let address: UInt
    private let resultRegister: UnsafeMutablePointer<Int>

    /// - Parameter resultRegister: where the register is that has a call's result, as long as the context is there.
    public init(address: UInt, resultRegister: UnsafeMutablePointer<Int>) {
        self.address = address
        // Safe: kept only.
        unsafe self.resultRegister = resultRegister
    }

    /// What the call that the thread is in, or just made, answers it.
    @inline(__always)
    public var result: Int {
        // Safe, both: the register is there as long as the context, which its maker has promised.
        get { unsafe resultRegister.pointee }
        nonmutating set { unsafe resultRegister.pointee = newValue }
    }

    public static func == (left: ThreadContext, right: ThreadContext) -> Bool { left.address == right.address }
}

/// The machine. Every method is called with the kernel entered, on one hart at a time.
public protocol Machine: AnyObject {
    // Time

    /// Nanoseconds since boot.
    func now() -> UInt64
    /// Asks for a timer interrupt on this hart at a point in time; replaces what was asked for before.
    func setAlarm(_ time: UInt64)

    // Devices

    /// Nil where the machine has none that the kernel knows.
    var interruptController: (any InterruptController)? { get }
    /// The next byte that was typed, if there is one.
    func readConsole() -> UInt8?
    /// Whether the console is to interrupt when something is typed. It is not at first.
    func listenToConsole(_ isOn: Bool)

    // Console and power

    /// Writes bytes to the console as they are.
    func write(_ bytes: borrowing Span<UInt8>)
    /// Powers off. The emulator's exit status is the one given.
    func powerOff(status: UInt8) -> Never

    // Address spaces

    /// The kernel's own, in a part of which all programs of kernel isolation live.
    var kernelTranslation: Translation { get }
    /// A new one for a program of user isolation: nothing is mapped but the kernel, and that out of its reach.
    func makeTranslation() throws(FTLError) -> Translation
    /// Never called for the kernel's, nor for one that a context belongs to which may still be resumed.
    func destroyTranslation(_ translation: Translation)
    /// Where programs of user isolation may have anything mapped.
    var userAddresses: Range<UInt> { get }

    /// Makes page tables for these addresses where there are none, so that mapping pages there cannot fail.
    func reserveTables(_ range: Range<UInt>, in translation: Translation) throws(FTLError)
    /// Takes them back. Nothing is mapped there any more.
    func releaseTables(_ range: Range<UInt>, in translation: Translation)
    /// Maps a page at an address whose tables were made. `flushMappings` makes a batch of changes take effect.
    func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions, in translation: Translation)
    /// Unmaps what is mapped of these pages.
    func unmap(_ pages: Range<UInt>, in translation: Translation)
    /// On every hart that runs. (While one does, it is the one that asks.)
    func flushMappings()

    // Threads

    /// A context that starts at `entry` with one argument and an empty stack that ends at `stackTop`.
    ///
    /// - Parameter translation: what its addresses mean; the kernel's for a program of kernel isolation, which runs in
    ///   the kernel's mode.
    func makeContext(
        entry: UInt, stackTop: UInt, argument: UInt, in translation: Translation
    ) throws(FTLError) -> ThreadContext
    /// Never called for a context that a hart is still running on.
    func destroyContext(_ context: ThreadContext)
    /// What this hart does when the kernel is left: go on with this context. Where the thread that came in has
    /// ended, none of its registers are saved.
    func resume(_ context: ThreadContext, callerHasEnded: Bool)
    /// The same where no thread could run: wait outside the kernel, interrupts on, until one comes.
    func idle(callerHasEnded: Bool)

    // Harts

    /// Makes another hart enter the kernel. (While one runs, there is no other to be made to.)
    func interrupt(_ hart: Hart)

    /// The address at which programs of kernel isolation call the kernel.
    var syscallEntry: UInt { get }
    /// A page with the code that programs of user isolation call instead, at its first byte.
    var userCallPage: PageNumber { get }
}
