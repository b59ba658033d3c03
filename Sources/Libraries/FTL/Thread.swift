// Further threads of this program.

import CFTL

/// What a new thread is to run, on its way there.
private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// A thread of this program. All of them share its memory and its handles, and end with it. In a sink it reports
/// `threadExited`. One that was never started is gone with its last handle; what its closure held is not released.
@frozen
public struct Thread: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// Starts a thread that nobody waits for. It ends when `body` returns.
    ///
    /// - Parameter stackLength: in bytes, within `Limits.stackLength`.
    /// - Throws: as `init`.
    public static func start(
        stackLength: Int = 64 * 1024, _ body: @escaping @Sendable () -> Void
    ) throws(FTLError) {
        try Thread(stackLength: stackLength, body).start()
    }

    /// A thread that is not running yet. It ends when `body` returns.
    ///
    /// - Parameter stackLength: in bytes, within `Limits.stackLength`.
    /// - Throws: `invalidArgument` for another length, `limitReached`, `outOfMemory`.
    public init(
        stackLength: Int = 64 * 1024, _ body: @escaping @Sendable () -> Void
    ) throws(FTLError) {
        // Safe because the entry is the one in boot/app, which takes over the retained object; where the call
        // fails, nobody does.
        let start = unsafe Unmanaged.passRetained(Start(body))
        let result = unsafe syscall(
            .threadCreate, ftl_get_thread_entry(), UInt(bitPattern: start.toOpaque()), UInt(bitPattern: stackLength))
        if let error = FTLError(result: result) {
            unsafe start.release()
            throw error
        }
        self.init(Handle(result: UInt(bitPattern: result)))
    }

    /// Lets it run.
    ///
    /// - Throws: `invalidState` the second time.
    public func start() throws(FTLError) { _ = try call(.threadStart, number.word) }

    /// Lets other threads run first.
    public static func yield() { _ = try? call(.threadYield) }
}

/// What every further thread runs; machine code in boot/app calls it, with what `Thread.start` passed.
@c(ftl_thread_main)
public func threadMain(_ argument: UInt) {
    // Safe because `argument` is the object that `Thread.start` retained for this one thread.
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: argument) else { return }
    unsafe Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body()
}
