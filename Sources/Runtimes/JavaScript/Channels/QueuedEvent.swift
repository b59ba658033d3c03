// Events as the kernel writes them into a script's buffer, read at once: what runs afterwards may write there.

import FTL

/// An event that came out of a sink.
struct QueuedEvent {
    /// The number of an `EventKind`.
    let kind: UInt32
    /// The number of the handle that it is about.
    let handle: UInt32
    let message: QueuedMessage

    /// The event that begins at a word of 32 bits in a buffer; nil where there is none.
    @inline(__always) init?(_ memory: EngineBytes, at word: Int = 0) {
        guard memory.count >= UInt(Event.size), word >= 0, UInt(word) <= (memory.count - UInt(Event.size)) / 4,
            let start = unsafe UnsafeRawPointer(bitPattern: memory.address + UInt(word) * 4)
        else { return nil }
        // Safe: the bytes are in the buffer, as was just checked, and nothing runs meanwhile.
        func word64(_ field: Event.Field) -> UInt64 {
            unsafe start.loadUnaligned(fromByteOffset: field.rawValue, as: UInt64.self)
        }
        self.init(word64(.kind), word64(.token), word64(.info), word64(.word0), word64(.word1))
    }

    /// The event in the five words of its layout.
    @inline(__always) init(_ first: UInt64, _ token: UInt64, _ info: UInt64, _ word0: UInt64, _ word1: UInt64) {
        kind = UInt32(truncatingIfNeeded: first)
        handle = UInt32(truncatingIfNeeded: first >> 32)
        message = QueuedMessage(token: token, info: MessageInfo(rawValue: info), word0: word0, word1: word1)
    }
}

/// A message that waits in the kernel's queue.
struct QueuedMessage {
    let token: UInt64
    let info: MessageInfo
    let word0: UInt64
    let word1: UInt64

    /// The number of its kind, which may be none that there is.
    @inline(__always) var kindNumber: UInt8 { UInt8(truncatingIfNeeded: info.rawValue) }
    @inline(__always) var isReply: Bool { kindNumber & MessageKind.replyBit != 0 }

    /// The event that announced it, as the kernel wrote it.
    func words(of handle: UInt32) -> [UInt64] {
        [UInt64(EventKind.message.rawValue) | UInt64(handle) << 32, token, info.rawValue, word0, word1]
    }
}
