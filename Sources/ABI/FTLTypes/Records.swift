// What the calls of the `system` handle describe the system with. Little-endian, without padding.

/// A process, as `system_processes` describes it:
///
///     0: u64 id   8: u64 parent's id (0: none)   16: u32 state   20: u32 isolation (0: kernel, 1: user)
///    24: u32 threads   28: u32 handles
///    32: u64 bytes of memory it is charged   40: u64 time it ran, in nanoseconds   48: u32 name's length
///    52: name (32 bytes)   84: u32 zero
public enum ProcessRecord {
    public static let size = 88

    /// Where each field begins, in bytes.
    public enum Field: Int, CaseIterable, Sendable {
        case id = 0
        case parent = 8
        case state = 16
        case isolation = 20
        case threads = 24
        case handles = 28
        case memory = 32
        case time = 40
        case nameLength = 48
        case name = 52
    }

    public enum State: UInt32, CaseIterable, Sendable {
        /// Not started yet.
        case created = 0
        /// At least one thread runs or could.
        case running = 1
        /// All threads wait.
        case waiting = 2
    }
}

/// A handle, as `system_handles` describes it:
///
///     0: u32 number   4: u32 object type   8: u32 rights   12: u32 flags (bit 0: in a sink)   16: u64 value 0
///    24: u64 value 1
///
/// Value 0 is, of a channel, the id of the process that has the other end (0: none has it), of a process or thread the
/// process's id, of an area its length in bytes, of a timer its deadline; value 1 is, of a channel, the messages in its
/// queue. Both are 0 for the others.
public enum HandleRecord {
    public static let size = 32

    /// Where each field begins, in bytes.
    public enum Field: Int, CaseIterable, Sendable {
        case number = 0
        case type = 4
        case rights = 8
        case flags = 12
        case value0 = 16
        case value1 = 24
    }
}

/// What `system_memory` counts, in words of 64 bits: pages of the machine's memory, pages that are free, bytes of the
/// kernel's own objects, processes, threads, handles (those on their way included), messages in queues, free pages
/// that are committed to somebody.
public enum MemoryRecord {
    /// The words, by their places.
    public enum Word: Int, CaseIterable, Sendable {
        case pages, freePages, kernelHeap, processes, threads, handles, messages, promisedPages
    }

    public static let words = 8
    public static let size = words * 8
}
