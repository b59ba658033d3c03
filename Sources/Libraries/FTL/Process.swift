// Starting and ending other programs.

/// A process that this one may start and kill. In a sink it reports `processExited`.
@frozen
public struct Process: ~Copyable, Sendable, KernelObject {
    let handle: Handle

    public init(_ handle: consuming Handle) { self.handle = handle }

    public var number: HandleNumber { handle.number }

    public consuming func intoHandle() -> Handle { handle }

    /// A process that is not running yet.
    ///
    /// - Parameters:
    ///   - name: at most `Limits.nameLength` bytes; stands before each of its lines on the console.
    ///   - arguments: what its `Program.arguments` are.
    ///   - space: where it will live, with what is mapped there; without: in one of its own.
    /// - Throws: `invalidState` for a space that another process has; `invalidArgument` for a name the kernel does not take or an argument with a NUL byte in it,
    ///   `tooLarge` for arguments above `Limits.argumentsLength`, `limitReached`, `outOfMemory`.
    public init(
        _ image: borrowing Image, name: ByteString, arguments: [ByteString] = [], in space: borrowing VmSpace
    ) throws(FTLError) {
        try self.init(image, name, arguments, space.number)
    }

    /// A process that is not running yet, in an address space of its own.
    ///
    /// - Throws: as the other form.
    public init(_ image: borrowing Image, name: ByteString, arguments: [ByteString] = []) throws(FTLError) {
        try self.init(image, name, arguments, .none)
    }

    private init(
        _ image: borrowing Image, _ name: ByteString, _ arguments: [ByteString], _ space: HandleNumber
    ) throws(FTLError) {
        var words: [UInt8] = []
        for argument in arguments {
            guard !argument.bytes.contains(0) else { throw .invalidArgument }
            words += argument.bytes
            words.append(0)
        }
        let number = image.number
        // Safe because both arrays live as long as these closures run, and the call only reads them.
        let result = unsafe name.bytes.withUnsafeBufferPointer { name in
            unsafe words.withUnsafeBufferPointer { words in
                unsafe syscall(
                    .processCreate, number.word, UInt(bitPattern: name.baseAddress), UInt(name.count),
                    UInt(bitPattern: words.baseAddress), UInt(words.count), space.word)
            }
        }
        self.init(Handle(result: try check(result)))
    }

    /// Gives the process one more of the handles it starts with.
    ///
    /// - Parameter handle: nil afterwards where it was given, untouched where it was not.
    /// - Throws: `invalidState` once the process was started; `limitReached`.
    public func inject(_ handle: inout Handle?) throws(FTLError) {
        _ = try call(.processInjectHandle, number.word, handle?.number.word ?? 0)
        // It is the process's now.
        if let given = handle.take() { _ = given.release() }
    }

    /// Sets a quota before it runs: at most what this program has itself.
    ///
    /// - Throws: `invalidArgument` outside `Resource.range`, `notAllowed`, `invalidState` once it was started.
    public func limit(_ resource: Resource, to value: Int) throws(FTLError) {
        _ = try call(.processLimit, number.word, resource.rawValue, UInt(bitPattern: value))
    }

    /// Lets it run.
    ///
    /// - Throws: `invalidState` the second time; `outOfMemory`.
    public func start() throws(FTLError) { _ = try call(.processStart, number.word) }

    /// Ends it, wherever it is.
    ///
    /// - Throws: `invalidState` where it has ended already.
    public func kill() throws(FTLError) { _ = try call(.processKill, number.word) }

    /// Ends it when the time has come, in nanoseconds since boot, wherever it is then. `.max` takes that back.
    ///
    /// - Throws: `invalidState` where it has ended already.
    public func kill(at deadline: UInt64) throws(FTLError) {
        _ = try call(.processKill, number.word, UInt(deadline))
    }

    /// Asks it to break off what it is doing, if it cares (`Program.takeInterrupt`).
    ///
    /// - Throws: `invalidState` where it does not run.
    public func interrupt() throws(FTLError) { _ = try call(.processInterrupt, number.word) }

    /// Its id: the number it is known by to whoever has the system's handle.
    public func id() throws(FTLError) -> UInt64 { UInt64(try call(.processID, number.word)) }
}
