// What the engine's inside has to know of messages (vendor/quickjs/shim/messages.c): the names of their kinds.

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
