// What the engine's inside has to know of messages (Sources/Runtimes/QuickJS/messages.c): the names of their kinds.

import FTL
import QuickJS

/// Tells the engine the kinds of messages; false where there is no memory.
func engineDefineMessages() -> Bool {
    // Safe: static strings live for ever and end in a NUL; the list is copied.
    let kinds = unsafe MessageKind.allCases.map { kind in
        unsafe engine_kind(
            name: UnsafeRawPointer(kind.name.utf8Start).assumingMemoryBound(to: CChar.self), number: kind.rawValue)
    }
    return unsafe engine_define_messages(Engine.context, kinds, Int32(kinds.count), MessageKind.write.rawValue) != 0
}

extension EngineValue {
    /// The constructor of ports.
    static func portConstructor() throws(ScriptFailure) -> EngineValue {
        try unsafe checked(engine_make_port_class(Engine.context))
    }

    /// Takes this object's properties for what the library's objects look like: `port`, `channel`, `messages` (the
    /// iterator of a channel's), `message` and `result` (of an iterator). They are kept.
    func setPatterns() throws(ScriptFailure) {
        let (port, channel) = (EngineRoot(try get("port")), EngineRoot(try get("channel")))
        let (messages, message) = (EngineRoot(try get("messages")), EngineRoot(try get("message")))
        let result = EngineRoot(try get("result"))
        // Safe: plain calls; the patterns live as long as the process.
        unsafe patterns = [port, channel, messages, message, result]
        guard
            unsafe engine_set_patterns(
                Engine.context, port.value.borrowed, channel.value.borrowed, messages.value.borrowed,
                message.value.borrowed, result.value.borrowed) != 0
        else { throw .type("install: the library's objects do not look as expected") }
    }
}

/// Safe: set when the library is loaded; one thread.
nonisolated(unsafe) private var patterns: [EngineRoot] = []
