// Further threads of this program.

import CFTL

/// What a new thread is to run, on its way there.
private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// The threads of this program. They share its memory and its handles; they end with it.
public enum Thread {
    /// Starts a thread. It ends when `body` returns.
    ///
    /// - Parameter stackLength: in bytes, within `Limits.stackLength`.
    /// - Throws: `invalidArgument` for another length, `limitReached`, `outOfMemory`.
    public static func start(
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
    }

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
