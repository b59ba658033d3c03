// The library's functions that the runtime calls.

/// What the library gave the runtime when it was loaded.
enum Hooks {
    // Safe, all of them: set when the library is loaded, or by the script; one thread.

    /// `begin()`: the library takes over what belongs to this process; before everything else that it does in one.
    nonisolated(unsafe) private static var begin: EngineRoot?
    /// `wait(count)`: lets the next thing that is being waited for happen; false where nothing is. So many events are
    /// there already.
    nonisolated(unsafe) private(set) static var wait: EngineRoot?
    /// `inspect(value)`: the value as text, as the console prints it.
    nonisolated(unsafe) private(set) static var inspect: EngineRoot?
    /// `error(text)`: the FtlError of a failed call, from "NUMBER CALL".
    nonisolated(unsafe) private(set) static var error: EngineRoot?
    /// What a received message looks like (see Messages).
    nonisolated(unsafe) private(set) static var message: EngineRoot?
    /// `exception(error)`: tells of an error that nobody caught; true where the script said that it does no harm.
    nonisolated(unsafe) private static var exception: EngineRoot?
    /// `rejection(reason, promise)`: the same for a rejection.
    nonisolated(unsafe) private static var rejection: EngineRoot?
    /// `interrupt()`: something was broken off.
    nonisolated(unsafe) private static var interrupt: EngineRoot?

    static func install(_ functions: borrowing EngineValue) throws(ScriptFailure) {
        unsafe begin = EngineRoot(try functions.get("begin"))
        unsafe wait = EngineRoot(try functions.get("wait"))
        unsafe inspect = EngineRoot(try functions.get("inspect"))
        unsafe error = EngineRoot(try functions.get("error"))
        let patterns = try functions.get("patterns")
        try patterns.setPatterns()
        unsafe message = EngineRoot(try patterns.get("message"))
        unsafe exception = EngineRoot(try functions.get("exception"))
        unsafe rejection = EngineRoot(try functions.get("rejection"))
    }

    /// Tells the library that a process begins.
    static func beginProcess() throws(ScriptFailure) {
        guard let begin = unsafe begin else { return }
        _ = try begin.value.call()
    }

    static func setInterrupt(_ function: consuming EngineValue) { unsafe interrupt = EngineRoot(function) }

    /// Tells the script of an error that nobody caught.
    ///
    /// - Returns: true where the script goes on. Errors of whoever is told are the script's own business.
    static func survives(_ error: borrowing EngineValue) -> Bool {
        if error.forgiveInterruption(), let interrupt = unsafe interrupt { return answer(try interrupt.value.call()) }
        guard let exception = unsafe exception else { return false }
        return answer(try exception.value.call(error))
    }

    /// Tells the script of a rejection that nobody handled.
    ///
    /// - Returns: true where the script goes on.
    static func survives(_ unhandled: borrowing UnhandledRejection) -> Bool {
        if unhandled.reason.forgiveInterruption(), let interrupt = unsafe interrupt {
            return answer(try interrupt.value.call())
        }
        guard let rejection = unsafe rejection else { return false }
        return answer(try rejection.value.call(unhandled.reason, unhandled.promise))
    }

    private static func answer(_ result: @autoclosure () throws(ScriptFailure) -> EngineValue) -> Bool {
        do throws(ScriptFailure) {
            return try result().isTrue
        } catch {
            _ = Engine.takeException()
            return false
        }
    }
}
