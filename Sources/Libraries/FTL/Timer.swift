// An event at a later time.

/// Reports a timer event to the sink it is in when its deadline passes.
@frozen
public struct Timer: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// A new timer that is not set.
    ///
    /// - Throws: `limitReached`, `outOfMemory`.
    public init() throws(FTLError) { self.init(Handle(result: try call(.timerCreate))) }

    /// Sets the timer, instead of what it was set for.
    ///
    /// - Parameter deadline: in nanoseconds since boot. One that is past fires at once.
    public func set(_ deadline: UInt64) throws(FTLError) {
        _ = try call(.timerSet, number.word, UInt(max(deadline, 1)))
    }

    /// The timer reports nothing any more until it is set again.
    public func stop() throws(FTLError) {
        _ = try call(.timerSet, number.word, 0)
    }
}
