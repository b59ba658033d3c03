// What a round of hostile calls leans to. Calls picked evenly end too much too early: no queue gets full, no table,
// no machine runs out of memory. So each mood makes some calls rarer and some more frequent.

import FTLTypes

enum FuzzMood: UInt64, CaseIterable {
    /// All calls alike.
    case even
    /// A small machine, whose memory is gone soon.
    case poor
    /// Nothing is closed or received: queues and handle tables fill.
    case hoarding
    /// Processes are killed and exit, threads end and fault, all the time.
    case deadly
    /// Programs of one thread that send each other long bodies, and wait for them.
    case talking

    /// Pages of the machine.
    var pages: Int { self == .poor ? 420 : 2048 }

    /// Calls until everything is ended and counted.
    var roundLength: Int { self == .hoarding ? 40_000 : 10_000 }

    /// Processes that there are at least, besides the guard.
    var processes: Int {
        switch self {
        case .even, .deadly: 4
        case .poor: 3
        case .hoarding, .talking: 2
        }
    }

    /// Of four calls so many are picked from the favourites.
    var favour: Int { self == .hoarding || self == .talking ? 3 : 1 }

    /// Of how many calls that end a thread or a process one is made.
    var deadlyCalls: Int { self == .deadly ? 2 : self == .hoarding || self == .talking ? 1_000 : 8 }

    /// Of how many steps one is a fault instead.
    var faults: Int { self == .deadly ? 50 : self == .hoarding ? 20_000 : 1_000 }

    /// Whether a call that was picked is to be replaced by another.
    func avoids(_ syscall: Syscall) -> Bool {
        switch self {
        case .even, .deadly: return false
        case .talking: return [.threadCreate, .threadStart, .channelDiscard, .processCreate].contains(syscall)
        case .poor: return syscall == .handleClose || syscall == .vmSpaceUnmap
        case .hoarding:
            return [.handleClose, .channelDiscard, .channelRecv, .processInjectHandle, .sinkWait].contains(syscall)
        }
    }

    /// Calls that others are replaced by: what fills something up.
    var favourites: [Syscall] {
        switch self {
        case .even: [.channelSend, .sinkAdd, .sinkWait, .channelRecv]
        case .talking: [.channelSend, .sinkWait, .sinkWait, .channelRecv, .sinkAdd]
        case .poor: [.vmAreaCreate, .threadCreate, .channelSend, .processCreate, .processStart, .imageCreate]
        case .hoarding: [.handleDuplicate, .channelCreate, .channelSend, .timerCreate]
        case .deadly: [.processCreate, .processStart, .threadCreate, .threadStart, .sinkAdd, .processKill]
        }
    }
}
