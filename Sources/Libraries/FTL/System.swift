// The machine as a whole.

/// The right to power the machine off. Bootstrap starts with it.
@frozen
public struct System: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// Powers the machine off.
    ///
    /// - Parameter status: what the emulator exits with.
    /// - Throws: `notAllowed`; does not come back otherwise.
    public func shutdown(status: Int) throws(FTLError) -> Never {
        _ = try call(.systemShutdown, number.word, UInt(bitPattern: status))
        fatalError()
    }
}
