// Who waits for a channel's next message.

import FTL

/// A promise of a message, and whose it is.
struct MessageWaiter: ~Copyable {
    /// Undefined where this is nobody.
    let promise: EngineValue
    /// Who gets an iterator's result, if it is one.
    let sequence: MessageSequence?

    /// Nobody.
    init() {
        promise = .undefined
        sequence = nil
    }

    init(_ promise: consuming EngineValue, _ sequence: MessageSequence?) {
        self.promise = promise
        self.sequence = sequence
    }

    var isNobody: Bool { promise.isUndefined }

    /// There is the message.
    @inline(__always) func settle(_ message: consuming EngineValue) {
        if sequence == nil { return promise.settle(message) }
        do throws(ScriptFailure) {
            promise.settle(try Hooks.result(message))
        } catch {
            fail(Engine.exception(of: error))
        }
    }

    /// There is none.
    func fail(_ reason: borrowing EngineValue) {
        guard let sequence else { return promise.reject(reason) }
        sequence.fail(promise, reason)
    }
}

/// One that is in a queue.
final class LaterWaiter {
    private(set) var waiter: MessageWaiter
    init(_ waiter: consuming MessageWaiter) { self.waiter = waiter }

    func take() -> MessageWaiter {
        var taken = MessageWaiter()
        swap(&taken, &waiter)
        return taken
    }
}
