// What a run must have come across. A generator that never fills a queue, or passes handles that are all wrong, finds
// no difference either; so what should have been answered at least once is written down, and asked for at the end.

import FTLTypes

/// How often each answer was given.
struct Coverage {
    /// How often something must have succeeded, or been told, to count as tried.
    private static let enough = 20

    /// By call and by answer: at 0 that it succeeded, at an error's code that it failed so.
    private var answers = [[Int]](
        repeating: [Int](repeating: 0, count: FTLError.allCases.count + 1), count: Syscall.allCases.count)
    /// By the kind's raw value.
    private var events = [Int](repeating: 0, count: EventKind.allCases.count + 1)

    mutating func count(_ call: ModelCall, _ answer: Answer) {
        guard Syscall(rawValue: call.number) != nil else { return }
        let code = answer.result.flatMap { FTLError(result: $0)?.rawValue } ?? 0
        answers[Int(call.number)][code] += 1
    }

    mutating func count(_ events: [ModelEvent]) {
        for event in events { self.events[Int(event.kind.rawValue)] += 1 }
    }

    /// What was tried too little, in words.
    ///
    /// - Parameter endsProcesses: whether processes could end and fill their tables.
    func missing(endsProcesses: Bool) -> [String] {
        let handle: [FTLError] = [.invalidHandle, .wrongType, .notAllowed]
        var calls: [(Syscall, [FTLError])] = [
            (.handleClose, [.invalidHandle]),
            (.handleDuplicate, [.invalidHandle, .notAllowed]),
            (.channelCreate, []),
            (.channelSend, handle + [.overloaded, .peerClosed, .tooLarge, .wouldCycle, .limitReached]),
            (.channelRecv, handle + [.notFound, .tooLarge]),
            (.channelDiscard, handle + [.notFound]),
            (.sinkCreate, []),
            (.sinkAdd, handle + [.invalidState]),
            (.sinkRemove, handle + [.notFound]),
            (.sinkWait, handle + [.tooLarge, .timedOut]),
            (.timerCreate, []),
            (.timerSet, handle),
            (.vmAreaCreate, [.invalidArgument]),
            (.vmAreaRead, handle + [.invalidArgument]),
            (.vmAreaWrite, handle + [.invalidArgument]),
            (.vmAreaLength, handle),
        ]
        var kinds: [EventKind] = [.message, .writable, .peerClosed, .timer]
        if endsProcesses {
            calls += [
                (.handleDuplicate, [.limitReached]), (.channelCreate, [.limitReached]),
                (.processKill, [.invalidHandle, .notAllowed, .invalidState]), (.processExit, []),
                (.processInterrupt, [.invalidHandle, .notAllowed, .invalidState]), (.interruptTake, []),
            ]
            kinds.append(.processExited)
        }
        var missing: [String] = []
        for (call, errors) in calls {
            let counts = answers[Int(call.rawValue)]
            let name = call.signature.name
            if counts[0] < Coverage.enough { missing.append("\(name) succeeded \(counts[0]) times") }
            for error in errors where counts[error.rawValue] == 0 { missing.append("\(name): never \(error.name)") }
        }
        for kind in kinds where events[Int(kind.rawValue)] < Coverage.enough {
            missing.append("\(events[Int(kind.rawValue)]) events of kind \(kind.rawValue)")
        }
        return missing
    }
}
