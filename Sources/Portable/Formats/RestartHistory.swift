// Whether an app that has ended is started again, and after which delay. The delay doubles with every run that was short,
// so that an app which cannot work costs little; after many failures in a row it is given up. So the answer depends on
// how its runs before ended.

import FTLTypes

/// How a run of an app came to its end.
public enum AppEnd: Equatable, Sendable {
    case exited(Int64)
    case faulted
    case killed
    /// It could not even be started again.
    case notStarted

    /// From what a process's end is reported with.
    public init(status: UInt64, reason: UInt64) {
        switch ExitReason(rawValue: reason) {
        case .exited: self = .exited(Int64(bitPattern: status))
        case .faulted, .none: self = .faulted
        case .killed: self = .killed
        }
    }

    public var isGood: Bool { self == .exited(0) }

    /// The end in words, as they follow the app's name.
    public var text: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .faulted: "was ended because of a fault"
        case .killed: "was killed"
        case .notStarted: "could not be started"
        }
    }
}

/// What becomes of an app that has ended.
public enum RestartDecision: Equatable, Sendable {
    /// It is started again after so many nanoseconds.
    case again(after: UInt64)
    /// It is not, as its manifest says or since somebody killed it.
    case ended
    /// It is not, since it failed too often.
    case givenUp
}

/// The runs of one app that follow each other. A class, because the process that runs and the lists that tell of it share
/// one.
public final class RestartHistory {
    /// Nanoseconds from an end to the next start: after the first short run, and at most.
    public static let shortestDelay: UInt64 = 100_000_000
    public static let longestDelay: UInt64 = 10_000_000_000
    /// After a run of so many nanoseconds all is as at first.
    public static let goodRun: UInt64 = 10_000_000_000
    /// After so many failures in a row, with no good run between them, it is given up.
    public static let mostFailures = 10

    /// How often it was started again.
    public private(set) var restarts = 0
    private var shortRuns = 0
    private var failures = 0

    public init() {}

    /// It runs again.
    public func countRestart() { restarts += 1 }

    /// Decides after an end.
    ///
    /// - Parameter ran: how long it had run, in nanoseconds.
    public func decide(_ restart: Manifest.Restart, after end: AppEnd, ran: UInt64) -> RestartDecision {
        switch restart {
        case .never: return .ended
        case .onFailure: if end.isGood { return .ended }
        case .always: break
        }
        if end == .killed { return .ended }
        if ran >= RestartHistory.goodRun { (shortRuns, failures) = (0, 0) }
        failures = end.isGood ? 0 : failures + 1
        guard failures < RestartHistory.mostFailures else { return .givenUp }
        var delay = RestartHistory.shortestDelay
        for _ in 0..<shortRuns where delay < RestartHistory.longestDelay { delay *= 2 }
        // Not counted further than the longest delay asks for.
        if delay < RestartHistory.longestDelay { shortRuns += 1 }
        return .again(after: min(delay, RestartHistory.longestDelay))
    }
}
