// Promises that were rejected while nobody had asked for the outcome. Somebody still may, until the jobs that are due
// have run; what is left then is an error that nobody would ever see.

import QuickJS

/// A rejected promise that nothing handles yet; both values are held.
@safe private struct Rejection {
    /// Rejections are numbered as they come.
    let number: Int
    @unsafe let promise: JSValue
    @unsafe let reason: JSValue
}

/// A rejected promise that nothing handles, and why it was rejected.
struct UnhandledRejection: ~Copyable {
    let reason: EngineValue
    let promise: EngineValue

    /// Makes the reason the pending exception.
    func thrown() -> ScriptFailure { reason.duplicate().thrown() }
}

/// By the addresses of the promises, which stay where they are while they are held. A script may reject thousands in
/// one turn and handle them all, so finding one must not take longer the more there are. Safe: one thread.
nonisolated(unsafe) private var rejections: [UInt: Rejection] = [:]
/// Safe: one thread.
nonisolated(unsafe) private var rejectionCount = 0

/// The engine reports that a promise was rejected without a handler, or (later) that it has one now.
@unsafe func engineTrackRejection(_ promise: JSValue, _ reason: JSValue, _ isHandled: Int32) {
    let key = unsafe UInt(bitPattern: promise.u.ptr)
    if isHandled == 0 {
        unsafe rejectionCount += 1
        // Safe: the duplicates are ours. A promise is rejected once.
        unsafe rejections[key] = Rejection(
            number: rejectionCount, promise: JS_DupValue(Engine.context, promise),
            reason: JS_DupValue(Engine.context, reason))
    } else if let rejection = unsafe rejections.removeValue(forKey: key) {
        unsafe JS_FreeValue(Engine.context, rejection.promise)
        unsafe JS_FreeValue(Engine.context, rejection.reason)
    }
}

extension Engine {
    /// The first rejection that nobody has handled, or nil.
    static func takeRejection() -> UnhandledRejection? {
        // Asked after each turn.
        if unsafe rejections.isEmpty { return nil }
        guard let (key, rejection) = unsafe rejections.min(by: { $0.value.number < $1.value.number }) else {
            return nil
        }
        unsafe rejections[key] = nil
        // Safe: both were held for whoever asks, which is the caller now.
        return unsafe UnhandledRejection(
            reason: EngineValue(owning: rejection.reason), promise: EngineValue(owning: rejection.promise))
    }

    /// A promise's state and what it was settled with, as an array (see Native); undefined for anything else.
    static func promiseState(of value: borrowing EngineValue) throws(ScriptFailure) -> EngineValue {
        let state = try EngineValue.array()
        // Safe: plain calls; the result is ours.
        switch unsafe JS_PromiseState(context, value.borrowed) {
        case JS_PROMISE_PENDING: try state.set(0, to: .string(Array("pending".utf8)))
        case JS_PROMISE_FULFILLED: try state.set(0, to: .string(Array("fulfilled".utf8)))
        case JS_PROMISE_REJECTED: try state.set(0, to: .string(Array("rejected".utf8)))
        default: return .undefined
        }
        if !isPending(value) {
            try state.set(1, to: unsafe EngineValue.checked(JS_PromiseResult(context, value.borrowed)))
        }
        return state
    }

    /// Whether the promise is still open.
    static func isPending(_ promise: borrowing EngineValue) -> Bool {
        unsafe JS_PromiseState(context, promise.borrowed) == JS_PROMISE_PENDING
    }
}
