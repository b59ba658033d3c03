// The messages of a channel as `for await` asks for them: one promise for each, which the channel's port settles.

import FTL

/// The native side of `ChannelMessages` (Sources/Runtimes/Library/channel/channel-messages.js).
final class MessageSequence: NativeObject {
    private var channel = EngineValue.undefined
    private let source: ChannelPort
    /// Nothing is asked for any more.
    private var isOver = false
    /// The promise of the message that was asked for last, where it may be on its way still.
    private var last = EngineValue.undefined

    /// - Parameter arguments: the channel.
    init(_ arguments: borrowing EngineArguments) throws(ScriptFailure) {
        source = try arguments.channelPort(0, "new MessageSequence")
        channel = arguments.value(0)
    }

    override var sequence: MessageSequence? { self }

    override func visitValues(_ visitor: EngineVisitor) {
        visitor.visit(channel)
        visitor.visit(last)
    }

    override func forget() {
        channel = .undefined
        last = .undefined
    }

    /// A promise of the next message, as an iterator's result.
    func next() throws(ScriptFailure) -> EngineValue {
        let promise: EngineValue
        if isOver {
            promise = try EngineValue.promise()
            end(promise)
        } else {
            do throws(ScriptFailure) {
                promise = try source.receive(for: self)
                last = promise.duplicate()
            } catch {
                let reason = Engine.exception(of: error)
                promise = try EngineValue.promise()
                fail(promise, reason)
            }
        }
        return promise
    }

    /// There is none for who asked for one: the sequence is over.
    func fail(_ promise: borrowing EngineValue, _ reason: borrowing EngineValue) {
        isOver = true
        if source.isPeerClosed { end(promise) } else { promise.reject(reason) }
    }

    private func end(_ promise: borrowing EngineValue) {
        do throws(ScriptFailure) {
            promise.settle(try Hooks.endOfSequence())
        } catch {
            promise.reject(Engine.exception(of: error))
        }
    }

    /// Ends the sequence, after what was asked for already.
    ///
    /// - Returns: the promise of the message that was asked for last, or undefined.
    func finish() -> EngineValue {
        isOver = true
        return last.duplicate()
    }
}
