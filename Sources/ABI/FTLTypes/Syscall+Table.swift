// The rows of the system call table.

extension Syscall {
    /// The most argument words a call takes.
    public static let argumentWords = 7

    /// The call's row in the table.
    public var signature: Signature {
        switch self {
        case .null: Signature("null", worksWithoutMemory: true)
        case .consoleWrite: Signature("console_write", [("text", .bytesIn)])
        case .handleClose: Signature("handle_close", [("handle", .anyHandle([]))], worksWithoutMemory: true)
        case .handleDuplicate:
            Signature("handle_duplicate", [("handle", .anyHandle(.duplicate)), ("rights", .word)], .handle)
        case .channelCreate: Signature("channel_create", [], .handlePair)
        case .channelSend:
            Signature(
                "channel_send",
                [
                    ("channel", .handle(.channel, .write)), ("info", .info), ("word0", .word), ("word1", .word),
                    ("body", .body), ("handle", .consumedHandle),
                ])
        case .channelRecv:
            Signature(
                "channel_recv", [("channel", .handle(.channel, .read)), ("token", .word), ("buffer", .bytesOut)],
                .handle)
        case .channelDiscard:
            Signature(
                "channel_discard", [("channel", .handle(.channel, .read)), ("token", .word)], worksWithoutMemory: true)
        case .sinkCreate: Signature("sink_create", [], .handle)
        case .sinkAdd: Signature("sink_add", [("sink", .handle(.sink, .write)), ("object", .anyHandle(.read))])
        case .sinkRemove:
            Signature(
                "sink_remove", [("sink", .handle(.sink, .write)), ("object", .anyHandle(.read))],
                worksWithoutMemory: true)
        case .sinkWait:
            Signature(
                "sink_wait", [("sink", .handle(.sink, .read)), ("events", .bytesOut), ("deadline", .deadline)], .word,
                worksWithoutMemory: true)
        case .timerCreate: Signature("timer_create", [], .handle)
        case .timerSet:
            Signature(
                "timer_set", [("timer", .handle(.timer, .write)), ("deadline", .deadline)], worksWithoutMemory: true)
        case .timeNow: Signature("time_now", [], .word, worksWithoutMemory: true)
        case .imageCreate:
            Signature(
                "image_create",
                [("area", .handle(.vmArea, .read)), ("offset", .word), ("length", .word)], .handle)
        case .processCreate:
            Signature(
                "process_create",
                [
                    ("image", .handle(.image, .execute)), ("name", .bytesIn), ("arguments", .bytesIn),
                    ("space", .optionalHandle(.vmSpace, .manage)),
                ], .handle)
        case .processInjectHandle:
            Signature(
                "process_inject_handle", [("process", .handle(.process, .manage)), ("handle", .consumedHandle)])
        case .processStart: Signature("process_start", [("process", .handle(.process, .manage))])
        case .processKill:
            Signature(
                "process_kill", [("process", .handle(.process, .manage)), ("deadline", .deadline)],
                worksWithoutMemory: true)
        case .processExit: Signature("process_exit", [("status", .word)], .never, worksWithoutMemory: true)
        case .threadCreate:
            Signature("thread_create", [("entry", .address), ("argument", .word), ("stack", .word)], .handle)
        case .threadYield: Signature("thread_yield", worksWithoutMemory: true)
        case .threadExit: Signature("thread_exit", [], .never, worksWithoutMemory: true)
        case .vmAreaCreate: Signature("vmarea_create", [("length", .word)], .handle)
        case .vmAreaRead:
            Signature(
                "vmarea_read", [("area", .handle(.vmArea, .read)), ("offset", .word), ("buffer", .bytesOut)],
                worksWithoutMemory: true)
        case .vmAreaWrite:
            Signature(
                "vmarea_write", [("area", .handle(.vmArea, .write)), ("offset", .word), ("bytes", .bytesIn)],
                worksWithoutMemory: true)
        case .vmSpaceMap:
            Signature(
                "vmspace_map",
                [
                    ("space", .optionalHandle(.vmSpace, .write)), ("area", .handle(.vmArea, .map)), ("offset", .word),
                    ("length", .word),
                ], .address)
        case .vmSpaceUnmap:
            Signature(
                "vmspace_unmap", [("space", .optionalHandle(.vmSpace, .write)), ("address", .address)],
                worksWithoutMemory: true)
        case .systemShutdown:
            Signature(
                "system_shutdown", [("system", .handle(.system, .power)), ("status", .word)], .never,
                worksWithoutMemory: true)
        case .vmAreaLength:
            Signature("vmarea_length", [("area", .handle(.vmArea, .read))], .word, worksWithoutMemory: true)
        case .threadStart: Signature("thread_start", [("thread", .handle(.thread, .manage))], worksWithoutMemory: true)
        case .vmSpaceCreate: Signature("vmspace_create", [("isolation", .word)], .handle)
        case .randomFill: Signature("random_fill", [("buffer", .bytesOut)], worksWithoutMemory: true)
        case .timeReal: Signature("time_real", [], .word, worksWithoutMemory: true)
        case .consoleRead:
            Signature("console_read", [("console", .handle(.console, .read)), ("buffer", .bytesOut)], .word)
        case .consolePut: Signature("console_put", [("console", .handle(.console, .write)), ("bytes", .bytesIn)])
        case .processInterrupt:
            Signature("process_interrupt", [("process", .handle(.process, .manage))], worksWithoutMemory: true)
        case .interruptTake: Signature("interrupt_take", [], .word, worksWithoutMemory: true)
        case .systemProcesses:
            Signature(
                "system_processes", [("system", .handle(.system, .read)), ("from", .word), ("buffer", .bytesOut)], .word
            )
        case .systemHandles:
            Signature(
                "system_handles",
                [("system", .handle(.system, .read)), ("pid", .word), ("from", .word), ("buffer", .bytesOut)], .word)
        case .systemMemory:
            Signature("system_memory", [("system", .handle(.system, .read)), ("buffer", .bytesOut)], .word)
        case .systemProcess:
            Signature("system_process", [("system", .handle(.system, .manage)), ("pid", .word)], .handle)
        case .systemTrace:
            Signature("system_trace", [("system", .handle(.system, .manage)), ("pid", .word), ("isOn", .word)])
        case .processID:
            Signature("process_id", [("process", .handle(.process, .read))], .word, worksWithoutMemory: true)
        case .processLimit:
            Signature(
                "process_limit",
                [("process", .handle(.process, .manage)), ("resource", .word), ("limit", .word)],
                worksWithoutMemory: true)
        // Of a script's it would be the engine in the middle of a call.
        case .imageCapture: Signature("image_capture", [], .handle, isAboutMemory: true)
        }
    }
}
