// The calls that carry messages, with arguments that are values already: what the marshaller does for any call, for the two
// of which a script makes most.

import FTL

/// Why a call could not be made, or failed.
enum CallFailure: Error {
    case script(ScriptFailure)
    case system(FTLError, Syscall)

    /// The kernel's error, where it is one.
    var code: FTLError? {
        switch self {
        case .script: nil
        case .system(let error, _): error
        }
    }

    /// As scripts get it.
    var failure: ScriptFailure {
        switch self {
        case .script(let failure): failure
        case .system(let error, let call): Marshaller.failure(error, Int(call.rawValue))
        }
    }
}

/// What is in a message to be sent: its parts as they were checked by the library.
struct MessageContent: ~Copyable {
    /// Kind and id; the length is the body's own.
    let info: MessageInfo
    let word0: UInt64
    let word1: UInt64
    /// A typed array, an ArrayBuffer, or null.
    let body: EngineValue
    /// What the handle was passed as, a channel for example, and the handle itself; or null.
    let owner: EngineValue
    let handle: EngineValue
}

enum MessageCalls {
    /// Receives the message that an event announced. What has to be made for it is made before the call, after which nothing
    /// may fail.
    @inline(__always)
    static func receive(
        _ message: QueuedMessage, through channel: borrowing EngineValue
    ) throws(CallFailure) -> EngineValue {
        guard let number = channel.openHandle else {
            throw .script(.type("channel_recv: channel is a closed handle"))
        }
        var isRetry = false
        while true {
            let received: EngineReceivedMessage
            do throws(ScriptFailure) {
                try EngineValue.reserveHandle()
                received = try Hooks.newMessage(message)
            } catch {
                throw .script(error)
            }
            // Safe: the body is that of the message just made, of the length that the event says.
            let result = unsafe syscall(
                .channelRecv, UInt(number.rawValue), UInt(message.token), received.body,
                UInt(message.info.length))
            if result >= 0 {
                if result != 0 { received.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result))) }
                return received.intoValue()
            }
            try retry(result, .channelRecv, &isRetry)
        }
    }

    /// Sends a message. The handle that goes along is a closed object afterwards.
    static func send(
        _ content: borrowing MessageContent, through channel: borrowing EngineValue
    ) throws(CallFailure) {
        var isRetry = false
        while true {
            guard let number = channel.openHandle else {
                throw .script(.type("channel_send: channel is a closed handle"))
            }
            var handle = HandleNumber.none
            if !content.handle.isNone {
                guard let open = content.handle.openHandle else {
                    throw .script(.type("channel_send: handle is a closed handle"))
                }
                handle = open
            }
            var (info, address) = (content.info.rawValue & ~0xffff_0000, UInt(0))
            if !content.body.isNone {
                guard let bytes = EngineBytes(of: content.body) else {
                    throw .script(.type("channel_send: body must be a typed array, an ArrayBuffer or null"))
                }
                guard bytes.count <= UInt(Limits.bodyLength) else { throw .system(.tooLarge, .channelSend) }
                address = bytes.address
                info |= UInt64(bytes.count) << 16
            }
            // Safe: the body is the script's own memory, with its length in the info word.
            let result = unsafe syscall(
                .channelSend, UInt(number.rawValue), UInt(info), UInt(content.word0), UInt(content.word1), address,
                UInt(handle.rawValue))
            if result >= 0 {
                if handle != .none { content.handle.setHandle(.none) }
                return
            }
            try retry(result, .channelSend, &isRetry)
        }
    }

    /// Sends a message that was read from a plain object; false where it is to be sent in the long way.
    @unsafe @inline(__always)
    static func send(_ message: EngineMessage, through channel: HandleNumber) -> Bool {
        // Safe: the body is memory of the script's, with its length in the info word, and was just looked up.
        unsafe syscall(
            .channelSend, UInt(channel.rawValue), UInt(message.info), UInt(message.word0), UInt(message.word1),
            message.body) >= 0
    }

    /// Whether the call is to be made again: the script may have let go of handles that are not collected yet.
    private static func retry(_ result: Int, _ call: Syscall, _ isRetry: inout Bool) throws(CallFailure) {
        let error = FTLError(result: result) ?? .invalidArgument
        guard error == .limitReached, !isRetry else { throw .system(error, call) }
        isRetry = true
        Engine.collectGarbage()
    }
}
