// The supervisor: whoever started this program, and the only one it knows at first. Services are asked for
// there, by name.

/// The channel to this program's supervisor.
public struct Supervisor: ~Copyable {
    private let client: Client

    /// Takes the channel that the program was started with.
    ///
    /// - Throws: `invalidState` where the program has none, or took it already.
    public init() throws(FTLError) {
        guard let handle = Program.takeHandle(0) else { throw .invalidState }
        client = try Client(Channel(handle))
    }

    /// Connects to a service. Waits until somebody provides it, also while it is to be started again.
    ///
    /// - Throws: `notAllowed` where this program's manifest does not say that it uses the service; `peerClosed` where
    ///   what provided it has ended and is not started again; `timedOut`.
    public func connect(_ service: ByteString, until deadline: UInt64 = .max) throws(FTLError) -> Client {
        try open(service, register: false, until: deadline)
    }

    /// Provides a service.
    ///
    /// - Returns: the channel on which each new client is announced by an `open` message with a handle, the
    ///   channel to that client. `Service` serves it.
    /// - Throws: `notAllowed` where this program's manifest does not say that it provides the service;
    ///   `alreadyExists`.
    public func register(_ service: ByteString) throws(FTLError) -> Channel {
        try open(service, register: true, until: .max).intoChannel()
    }

    private func open(
        _ service: ByteString, register: Bool, until deadline: UInt64
    ) throws(FTLError) -> Client {
        let path = ByteString(Array("service/".utf8) + service.bytes)
        return try client.open(path, word0: register ? 1 : 0, until: deadline)
    }
}
