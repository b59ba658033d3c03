// The system call table: the one list of what a program can ask of the kernel. From it come the kernel's
// dispatch, the checks of arguments, and the JavaScript binding, which has no glue of its own for any call.
//
// To add a call: a case here with its signature, a handler beside its object in KernelCore (the compiler asks
// for it in Dispatch.swift), a method in the FTL library.

/// A system call. The raw value is its number and never changes.
public enum Syscall: UInt, CaseIterable, Sendable {
    case null = 0
    case consoleWrite = 1
    case handleClose = 2
    case handleDuplicate = 3
    case channelCreate = 4
    case channelSend = 5
    case channelRecv = 6
    case channelDiscard = 7
    case sinkCreate = 8
    case sinkAdd = 9
    case sinkRemove = 10
    case sinkWait = 11
    case timerCreate = 12
    case timerSet = 13
    case timeNow = 14
    case imageCreate = 15
    case processCreate = 16
    case processInjectHandle = 17
    case processStart = 18
    case processKill = 19
    case processExit = 20
    case threadCreate = 21
    case threadYield = 22
    case threadExit = 23
    case vmAreaCreate = 24
    case vmAreaRead = 25
    case vmAreaWrite = 26
    case vmSpaceMap = 27
    case vmSpaceUnmap = 28
    case systemShutdown = 29
    case vmAreaLength = 30
}

/// What one argument of a call is. Most take one argument word; `bytesIn` and `bytesOut` take two (address and
/// length), `body` one (its length is in the info word before it).
public enum ArgumentKind: Equatable, Sendable {
    /// A number.
    case word
    /// A point in time in nanoseconds since boot.
    case deadline
    /// A handle to an object of this type with at least these rights; the caller keeps it.
    case handle(ObjectType, Rights)
    /// A handle to any object with at least these rights; the caller keeps it.
    case anyHandle(Rights)
    /// A handle that the call takes from the caller if, and only if, it succeeds. May be `HandleNumber.none`.
    case consumedHandle
    /// Memory the kernel reads: address and length.
    case bytesIn
    /// Memory the kernel writes: address and length.
    case bytesOut
    /// A `MessageInfo`.
    case info
    /// A message's body: an address; the length is in the info word.
    case body
    /// An address in the caller's memory that is not a buffer. A call that has one is not for JavaScript.
    case address

    /// How many argument words it takes.
    public var words: Int {
        switch self {
        case .bytesIn, .bytesOut: 2
        case .word, .deadline, .handle, .anyHandle, .consumedHandle, .info, .body, .address: 1
        }
    }
}

/// What a call answers when it succeeds.
public enum ResultKind: Equatable, Sendable {
    /// Nothing (the word is zero).
    case nothing
    /// A number.
    case word
    /// A new handle of the caller's, or `HandleNumber.none` where there was none to give.
    case handle
    /// Two new handles: the first in bits 0–31, the second in bits 32–62.
    case handlePair
    /// An address. A call that answers one is not for JavaScript.
    case address
    /// The call does not come back.
    case never
}

/// A call's name, arguments and result.
public struct Signature: Sendable {
    public let name: StaticString
    public let arguments: [ArgumentKind]
    public let result: ResultKind

    init(_ name: StaticString, _ arguments: [ArgumentKind] = [], _ result: ResultKind = .nothing) {
        self.name = name
        self.arguments = arguments
        self.result = result
    }

    /// Whether a client that cannot name memory can make this call.
    public var isForScripts: Bool { result != .address && !arguments.contains(.address) }
}

extension Syscall {
    /// The most argument words a call takes.
    public static let argumentWords = 7

    /// The call's row in the table.
    public var signature: Signature {
        switch self {
        // Does nothing: what a call costs.
        case .null: Signature("null")
        // (text): at most `Limits.consoleWriteLength` bytes; whole or not at all.
        case .consoleWrite: Signature("console_write", [.bytesIn])
        case .handleClose: Signature("handle_close", [.anyHandle([])])
        // (handle, rights): the new handle has the rights that both have. Channels cannot be duplicated.
        case .handleDuplicate: Signature("handle_duplicate", [.anyHandle(.duplicate), .word], .handle)
        case .channelCreate: Signature("channel_create", [], .handlePair)
        // (channel, info, word 0, word 1, body, handle)
        case .channelSend:
            Signature(
                "channel_send", [.handle(.channel, .write), .info, .word, .word, .body, .consumedHandle])
        // (channel, token, buffer) -> the handle that came with the message; its body is in the buffer
        case .channelRecv: Signature("channel_recv", [.handle(.channel, .read), .word, .bytesOut], .handle)
        // (channel, token): forgets the message and closes the handle in it.
        case .channelDiscard: Signature("channel_discard", [.handle(.channel, .read), .word])
        case .sinkCreate: Signature("sink_create", [], .handle)
        case .sinkAdd: Signature("sink_add", [.handle(.sink, .write), .anyHandle(.read)])
        case .sinkRemove: Signature("sink_remove", [.handle(.sink, .write), .anyHandle(.read)])
        // (sink, buffer for events, deadline; 0: do not wait, UInt64.max: for ever) -> how many events
        case .sinkWait: Signature("sink_wait", [.handle(.sink, .read), .bytesOut, .deadline], .word)
        case .timerCreate: Signature("timer_create", [], .handle)
        // (timer, deadline): 0 stops it. A deadline that is past fires at once.
        case .timerSet: Signature("timer_set", [.handle(.timer, .write), .deadline])
        // -> nanoseconds since boot
        case .timeNow: Signature("time_now", [], .word)
        // (area, offset, length) of a static-PIE ELF file
        case .imageCreate: Signature("image_create", [.handle(.vmArea, [.read, .execute]), .word, .word], .handle)
        // (image, name, arguments): a process that is not running yet. Each argument is followed by a NUL byte.
        case .processCreate: Signature("process_create", [.handle(.image, .execute), .bytesIn, .bytesIn], .handle)
        // (process, handle): one more of the handles it starts with
        case .processInjectHandle:
            Signature("process_inject_handle", [.handle(.process, .manage), .consumedHandle])
        case .processStart: Signature("process_start", [.handle(.process, .manage)])
        case .processKill: Signature("process_kill", [.handle(.process, .manage)])
        // (status)
        case .processExit: Signature("process_exit", [.word], .never)
        // (entry, argument, stack length in bytes)
        case .threadCreate: Signature("thread_create", [.address, .word, .word])
        case .threadYield: Signature("thread_yield")
        case .threadExit: Signature("thread_exit", [], .never)
        // (length in bytes): zeroed memory
        case .vmAreaCreate: Signature("vmarea_create", [.word], .handle)
        // (area, offset, buffer): the buffer may not be the same bytes of the area.
        case .vmAreaRead: Signature("vmarea_read", [.handle(.vmArea, .read), .word, .bytesOut])
        case .vmAreaWrite: Signature("vmarea_write", [.handle(.vmArea, .write), .word, .bytesIn])
        // (area, offset, length): whole pages, readable, and writable where the handle is. -> where it is mapped
        case .vmSpaceMap: Signature("vmspace_map", [.handle(.vmArea, .map), .word, .word], .address)
        // (address) of a mapping, as vmspace_map answered it
        case .vmSpaceUnmap: Signature("vmspace_unmap", [.address])
        // (system, status): powers the machine off; the emulator exits with the status.
        case .systemShutdown: Signature("system_shutdown", [.handle(.system, .manage), .word], .never)
        // (area) -> bytes
        case .vmAreaLength: Signature("vmarea_length", [.handle(.vmArea, .read)], .word)
        }
    }
}
