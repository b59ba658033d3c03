// Messages as the engine's inside makes and reads them (Sources/Runtimes/QuickJS/messages.c): objects without a property
// that is set or asked for by its name, and without anything of the script's that runs.

import FTL
import QuickJS

/// A message of a script's that has no handle, as a call takes it. The body is the script's memory: it is there until
/// the script runs or the engine allocates.
struct EngineMessage {
    let info: UInt64
    let word0: UInt64
    let word1: UInt64
    /// The address of the body, whose length the info word has.
    let body: UInt

    /// The message that an object is; nil where it is not plain.
    @unsafe @inline(__always) init?(_ value: JSValue) {
        var message = unsafe engine_message()
        guard unsafe engine_read_message(Engine.context, value, &message) != 0 else { return nil }
        unsafe self.init(message)
    }

    /// A request with that body and options; its info word has the kind and the id already.
    @unsafe init?(request body: JSValue, options: JSValue, info: MessageInfo) {
        var message = unsafe engine_message()
        unsafe message.info = info.rawValue
        guard unsafe engine_read_request(body, options, &message) != 0 else { return nil }
        unsafe self.init(message)
    }

    @unsafe @inline(__always) private init(_ message: engine_message) {
        unsafe (info, word0, word1) = (message.info, message.words.0, message.words.1)
        body = unsafe UInt(bitPattern: message.body)
    }
}

/// A message that is being received: the object, and where its body goes until the engine allocates again.
struct EngineReceivedMessage: ~Copyable {
    let value: EngineValue
    let body: UInt

    /// An object like the template with what an event holds; the body is zeroes.
    init(_ event: QueuedMessage, like template: borrowing EngineValue) throws(ScriptFailure) {
        var start: UnsafeMutablePointer<UInt8>?
        // Safe: the object is ours, and the memory is its body's.
        value = try unsafe EngineValue.checked(
            engine_new_message(
                Engine.context, template.borrowed, event.info.rawValue, event.word0, event.word1, &start))
        body = UInt(bitPattern: start)
    }

    consuming func intoValue() -> EngineValue { value }

    /// Gives the message the handle that it came with, one of `EngineValue.reserveHandle`.
    func setHandle(_ number: HandleNumber) {
        let handle = EngineValue.takeReservedHandle()
        handle.setHandle(number)
        // Safe: takes the handle.
        unsafe engine_set_message_handle(Engine.context, value.borrowed, handle.take())
    }
}

extension EngineValue {
    /// What an iterator answers that is not at its end: an object like the template, which has `value` and `done`.
    static func result(
        _ value: consuming EngineValue, like template: borrowing EngineValue
    ) throws(ScriptFailure) -> EngineValue {
        // Safe: takes the value.
        try unsafe checked(engine_new_result(Engine.context, template.borrowed, value.take()))
    }
}

/// Gives the engine the kinds of messages; false where there is no memory.
func engineDefineMessages() -> Bool {
    // Safe: static strings live for ever and end in a NUL; the list is copied.
    let kinds = unsafe MessageKind.allCases.map { kind in
        unsafe engine_kind(
            name: UnsafeRawPointer(kind.name.utf8Start).assumingMemoryBound(to: CChar.self), number: kind.rawValue)
    }
    return unsafe engine_define_messages(Engine.context, kinds, Int32(kinds.count), MessageKind.write.rawValue) != 0
}
