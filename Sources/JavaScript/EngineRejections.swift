// Promises that were rejected while nobody had asked for the outcome. Somebody still may, until the jobs that are due
// have run; what is left then is an error that nobody would ever see.

import QuickJS

/// A rejected promise that nothing handles yet; both values are held.
@safe private struct Rejection {
    @unsafe let promise: JSValue
    @unsafe let reason: JSValue
}

/// Safe: one thread.
nonisolated(unsafe) private var rejections: [Rejection] = []

/// The engine tells that a promise was rejected without a handler, or (later) that it has one now.
@unsafe func engineTrackRejection(_ promise: JSValue, _ reason: JSValue, _ isHandled: Int32) {
    if isHandled == 0 {
        // Safe: the duplicates are ours.
        unsafe rejections.append(
            Rejection(
                promise: JS_DupValue(Engine.context, promise), reason: JS_DupValue(Engine.context, reason)))
        return
    }
    guard let index = unsafe rejections.firstIndex(where: { unsafe $0.promise.u.ptr == promise.u.ptr }) else { return }
    let rejection = unsafe rejections.remove(at: index)
    unsafe JS_FreeValue(Engine.context, rejection.promise)
    unsafe JS_FreeValue(Engine.context, rejection.reason)
}

extension Engine {
    /// The reason of the first rejection that nobody has handled, or nil.
    static func takeRejection() -> EngineValue? {
        guard !(unsafe rejections.isEmpty) else { return nil }
        let rejection = unsafe rejections.removeFirst()
        unsafe JS_FreeValue(context, rejection.promise)
        // Safe: the reason was held for whoever asks, which is the caller now.
        return unsafe EngineValue(owning: rejection.reason)
    }

    /// Whether the promise is still open.
    static func isPending(_ promise: borrowing EngineValue) -> Bool {
        unsafe JS_PromiseState(context, promise.borrowed) == JS_PROMISE_PENDING
    }
}
