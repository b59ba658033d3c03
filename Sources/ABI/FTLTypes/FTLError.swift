// Every way a system call can fail. One list for kernel, Swift and JavaScript, so that an error means the same
// wherever it is read. A code never changes its meaning: new ones are added at the end.

/// Why a call failed. A call that fails leaves everything as it was.
public enum FTLError: Int, Error, CaseIterable, Sendable {
    /// The number names no open handle of this process.
    case invalidHandle = 1
    /// The handle names an object of another type than the call takes.
    case wrongType = 2
    /// The handle lacks a right that the call needs, or the process may not do this.
    case notAllowed = 3
    /// A buffer lies, wholly or in part, outside the process's own memory.
    case badAccess = 4
    /// An argument has a value that no state could make valid.
    case invalidArgument = 5
    /// No call has this number.
    case unknownSyscall = 6
    /// The machine or the kernel has no memory left for this.
    case outOfMemory = 7
    /// A limit of this process or object is reached: handles, threads, pages.
    case limitReached = 8
    /// The receiver's queue is full. The sender's sink gets a writable event when there is room again.
    case overloaded = 9
    /// The other end of the channel is closed.
    case peerClosed = 10
    /// What was named does not exist.
    case notFound = 11
    /// Something of that name is there already.
    case alreadyExists = 12
    /// The deadline passed first.
    case timedOut = 13
    /// The object is in a state that does not allow this (not started yet, exited, already in a sink).
    case invalidState = 14
    /// A body or a buffer is larger than the limit, or the result does not fit into the buffer given.
    case tooLarge = 15
    /// The bytes are not what they should be: an executable, an archive, a message.
    case malformed = 16
    /// Moving this handle there would make a ring of queues that nobody could ever reach again.
    case wouldCycle = 17
    /// Whoever was asked does not do this: a call that takes addresses is not for scripts, a service has no use for the
    /// request or left it unanswered.
    case unsupported = 18
    /// The machine has no such device, or gave nothing to begin with.
    case unavailable = 19

    /// The name by which programs print it; the same in both languages.
    public var name: StaticString {
        switch self {
        case .invalidHandle: "invalidHandle"
        case .wrongType: "wrongType"
        case .notAllowed: "notAllowed"
        case .badAccess: "badAccess"
        case .invalidArgument: "invalidArgument"
        case .unknownSyscall: "unknownSyscall"
        case .outOfMemory: "outOfMemory"
        case .limitReached: "limitReached"
        case .overloaded: "overloaded"
        case .peerClosed: "peerClosed"
        case .notFound: "notFound"
        case .alreadyExists: "alreadyExists"
        case .timedOut: "timedOut"
        case .invalidState: "invalidState"
        case .tooLarge: "tooLarge"
        case .malformed: "malformed"
        case .wouldCycle: "wouldCycle"
        case .unsupported: "unsupported"
        case .unavailable: "unavailable"
        }
    }
}

extension FTLError {
    /// The error in a call's result word, if it holds one: results from -4095 to -1 are negated codes.
    @inlinable
    public init?(result: Int) {
        guard result < 0, result > -4096 else { return nil }
        self = FTLError(rawValue: -result) ?? .unknownSyscall
    }

    /// This error as a call's result word.
    @inlinable
    public var result: Int { -rawValue }
}
