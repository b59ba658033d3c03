// The JavaScript engine. Files in this folder are the only ones that know its C API; the rest of the runtime sees
// `EngineValue`, `EngineArguments` and the functions below, and assumes nothing of how the engine collects or
// moves its memory (docs/runtime.md).
//
// There is one engine in a process, used by one thread, and it is never torn down: the process ends instead.
// So its state is global; C's callbacks could not carry any other.
//
// Ownership, as in the C API: a JSValue that a function returns is the caller's to free; one that it is given as
// an argument stays the giver's, save where a comment says "takes".

import FTL
import QuickJS

/// What a native can fail with.
enum ScriptFailure: Error {
    /// A JavaScript exception is pending in the engine.
    case thrown
    case type(String)
    case range(String)
    case reference(String)
}

enum Engine {
    // Safe: set once by `start`, before anything else runs in the engine; one thread.
    nonisolated(unsafe) private static var runtimePointer: OpaquePointer?
    nonisolated(unsafe) private static var contextPointer: OpaquePointer?

    /// The engine's runtime. Trapping before `start` is right: nothing can be done without one.
    static var runtime: OpaquePointer { unsafe runtimePointer! }
    /// The engine's only context.
    static var context: OpaquePointer { unsafe contextPointer! }

    /// Bytes that the engine needs of the stack below the limit it checks: natives that call each other between
    /// two checks, and the kernel calls they make.
    static let stackSlack = 32 * 1024

    /// Bytes of a text that the runtime takes over from a script at most: of a report, for which memory may be short.
    static let textLimit = 32 * 1024

    /// Makes the engine. It is used after `enter`.
    ///
    /// - Parameters:
    ///   - memoryLimit: bytes after which scripts get "out of memory".
    ///   - isToPrepare: `leave` follows.
    /// - Returns: false where there is no memory for it.
    static func start(memoryLimit: Int, isToPrepare: Bool) -> Bool {
        // Safe: plain calls on objects that live for ever; each result is checked before it is used.
        guard let runtime = unsafe isToPrepare ? engine_new_runtime_to_prepare() : engine_new_runtime() else {
            return false
        }
        unsafe runtimePointer = runtime
        unsafe JS_SetMemoryLimit(runtime, memoryLimit)
        guard let context = unsafe engine_new_context(runtime) else { return false }
        unsafe contextPointer = context
        unsafe JS_SetHostPromiseRejectionTracker(
            runtime, { _, promise, reason, isHandled, _ in unsafe engineTrackRejection(promise, reason, isHandled) },
            nil)
        unsafe JS_SetModuleLoaderFunc(
            runtime, { _, importer, specifier, _ in unsafe engineResolveModule(importer, specifier) },
            { _, name, _ in unsafe engineLoadModule(name) }, nil)
        unsafe JS_SetInterruptHandler(runtime, { _, _ in Program.takeInterrupt() ? 1 : 0 }, nil)
        return engineDefineHandleClass() && NativeObject.defineClasses() && engineDefineMessages()
    }

    /// Lets the engine run on this thread, in this process: it may have been made in another one.
    ///
    /// - Parameters:
    ///   - stackLength: bytes of this thread's stack.
    ///   - seed: what Math.random begins with.
    static func enter(stackLength: Int, seed: UInt64) {
        // Safe: plain calls.
        unsafe JS_UpdateStackTop(runtime)
        unsafe JS_SetMaxStackSize(runtime, max(stackLength - stackSlack, stackSlack))
        unsafe engine_seed(context, seed)
    }

    /// Leaves the engine as it would be anywhere: nothing in it is to be freed, or belongs to this process.
    static func leave() {
        // Safe: a plain call.
        unsafe engine_leave(context)
    }

    /// Lets the engine have this much more memory: to report that it has run out.
    static func raiseMemoryLimit(to bytes: Int) {
        // Safe: a plain call.
        unsafe JS_SetMemoryLimit(runtime, bytes)
    }

    /// Finalizes what no script can reach any more; handles among it are closed. Runs none of the script's code.
    static func collectGarbage() {
        // Safe: a plain call, and the engine may collect whenever it is called anyway.
        unsafe JS_RunGC(runtime)
    }

    /// Whether memory has ever run out.
    static var hasRunOutOfMemory: Bool { engine_has_run_out() != 0 }

    /// Runs what is due: promise reactions and the like.
    static func runJobs() throws(ScriptFailure) {
        var context: OpaquePointer?
        while true {
            // Safe: the engine only writes a context's address to `context`.
            let result = unsafe JS_ExecutePendingJob(runtime, &context)
            if result == 0 { return }
            if result < 0 { throw .thrown }
        }
    }

    /// The exception that is pending; there is none afterwards.
    static func takeException() -> EngineValue {
        // Safe: the result is ours.
        unsafe EngineValue(owning: JS_GetException(context))
    }

    /// The exception that a failure is; none is pending afterwards.
    static func exception(of failure: ScriptFailure) -> EngineValue {
        _ = unsafe raise(failure)
        return takeException()
    }

    /// Makes a Swift failure the pending exception, and answers what a C callback has to return then.
    @unsafe static func raise(_ failure: ScriptFailure) -> JSValue {
        let (error, message): (engine_error, String)
        switch failure {
        case .thrown: return unsafe engine_exception()
        case .type(let text): (error, message) = (ENGINE_TYPE_ERROR, text)
        case .range(let text): (error, message) = (ENGINE_RANGE_ERROR, text)
        case .reference(let text): (error, message) = (ENGINE_REFERENCE_ERROR, text)
        }
        return unsafe withCString(Array(message.utf8)) { text in unsafe engine_throw(context, error, text) }
    }

    /// The bytes as a C string; a NUL in them ends it.
    static func withCString<R>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
        let terminated = bytes + [0]
        // Safe: the array is borrowed while the body runs, and ends in a NUL.
        return unsafe terminated.withUnsafeBytes { buffer in
            unsafe body(buffer.baseAddress!.assumingMemoryBound(to: CChar.self))
        }
    }
}
