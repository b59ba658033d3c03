// What a process may have so much of and no more: its quotas. Whoever starts a process can set them, up to its own.

/// Something that processes are given a quota of.
public enum Resource: UInt, CaseIterable, Sendable {
    /// Pages of memory, those of the processes it started and of theirs included.
    case pages = 0
    /// Open handles.
    case handles = 1
    /// Threads.
    case threads = 2
    /// Bytes of messages it sent and nobody has received yet, `Limits.messageOverhead` for each included.
    case queued = 3
    /// Processes that it started and those that they did, as long as they have not ended.
    case processes = 4
    /// Not a bound but a weight: its part of the processor against that of others who want it at the same time.
    case share = 5

    /// As a manifest has it.
    public var name: StaticString {
        switch self {
        case .pages: "pages"
        case .handles: "handles"
        case .threads: "threads"
        case .queued: "queued"
        case .processes: "processes"
        case .share: "share"
        }
    }

    /// What a process has of it unless whoever starts it says otherwise. (Of pages, on a small machine, half of what is
    /// free when it boots.)
    public var standard: Int {
        switch self {
        case .pages: Limits.pagesPerProcess
        case .handles: 1024
        case .threads: Limits.threadsPerProcess
        case .queued: 1024 * 1024
        case .processes: 64
        case .share: Limits.share
        }
    }

    /// What can be asked for. A process needs a thread and a few pages, and a share, to run at all.
    public var range: ClosedRange<Int> {
        switch self {
        case .pages: 8...Limits.pagesPerProcess
        case .handles: 1...Limits.handlesPerProcess
        case .threads: 1...Limits.threadsPerProcess
        case .queued: 0...64 * 1024 * 1024
        case .processes: 0...Limits.processes
        case .share: 1...1000
        }
    }
}
