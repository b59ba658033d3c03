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
    /// `error(text)`: an FtlError, from "NUMBER MESSAGE".
    nonisolated(unsafe) private(set) static var error: EngineRoot?
    /// What a received message looks like.
    nonisolated(unsafe) private static var message: EngineRoot?
    /// What an iterator answers: `{ value, done: false }`.
    nonisolated(unsafe) private static var result: EngineRoot?
    /// `exception(error)`: reports an error that nobody caught; true where the script said that it does no harm.
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
        unsafe message = EngineRoot(try functions.get("message"))
        unsafe result = EngineRoot(try functions.get("result"))
        unsafe exception = EngineRoot(try functions.get("exception"))
        unsafe rejection = EngineRoot(try functions.get("rejection"))
    }

    /// An object for the message that an event announced.
    @inline(__always)
    static func newMessage(_ message: QueuedMessage) throws(ScriptFailure) -> EngineReceivedMessage {
        guard let template = unsafe self.message else { throw .type("the library is not loaded") }
        return try EngineReceivedMessage(message, like: template.value)
    }

    /// An iterator's result.
    static func result(_ value: consuming EngineValue) throws(ScriptFailure) -> EngineValue {
        guard let template = unsafe result else { throw .type("the library is not loaded") }
        return try EngineValue.result(value, like: template.value)
    }

    /// That of an iterator that is at its end.
    static func endOfSequence() throws(ScriptFailure) -> EngineValue {
        let end = try EngineValue.object()
        try end.set(Array("value".utf8), to: .undefined)
        try end.set(Array("done".utf8), to: .bool(true))
        return end
    }

    /// Lets the library know that a process begins.
    static func beginProcess() throws(ScriptFailure) {
        guard let begin = unsafe begin else { return }
        _ = try begin.value.call()
    }

    static func setInterrupt(_ function: consuming EngineValue) { unsafe interrupt = EngineRoot(function) }

    /// Reports an error to the script that nobody caught.
    ///
    /// - Returns: true where the script goes on. Errors of the script's handlers are its own business.
    static func survives(_ error: borrowing EngineValue) -> Bool {
        if error.forgiveInterruption(), let interrupt = unsafe interrupt { return answer(try interrupt.value.call()) }
        guard let exception = unsafe exception else { return false }
        return answer(try exception.value.call(error))
    }

    /// Reports a rejection to the script that nobody handled.
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
