// What a row of the system call table says: a call's name, what its arguments are, and what it answers.

/// What one argument of a call is. Most take one argument word; `bytesIn` and `bytesOut` take two (address and
/// length), `body` one (its length is in the info word before it).
public enum ArgumentKind: Equatable, Sendable {
    /// A number.
    case word
    /// A point in time in nanoseconds since boot.
    case deadline
    /// A handle to an object of this type with at least these rights; the caller keeps it.
    case handle(ObjectType, Rights)
    /// The same, or `HandleNumber.none`.
    case optionalHandle(ObjectType, Rights)
    /// A handle to any object with at least these rights; the caller keeps it.
    case anyHandle(Rights)
    /// A handle that the call takes from the caller if, and only if, it succeeds. May be `HandleNumber.none`.
    case consumedHandle
    /// Memory the kernel reads: address and length.
    case bytesIn
    /// Memory the kernel writes: address and length.
    case bytesOut
    /// A `MessageInfo`.
    case info
    /// A message's body: an address; the length is in the info word.
    case body
    /// An address in the caller's memory that is not a buffer. A call that has one is not for JavaScript.
    case address

    /// How many argument words it takes.
    public var words: Int {
        switch self {
        case .bytesIn, .bytesOut: 2
        case .word, .deadline, .handle, .optionalHandle, .anyHandle, .consumedHandle, .info, .body, .address: 1
        }
    }
}

/// What a call answers when it succeeds.
public enum ResultKind: Equatable, Sendable {
    /// Nothing (the word is zero).
    case nothing
    /// A number.
    case word
    /// A new handle of the caller's, or `HandleNumber.none` where there was none to give.
    case handle
    /// Two new handles: the first in bits 0–31, the second in bits 32–62.
    case handlePair
    /// An address. A call that answers one is not for JavaScript.
    case address
    /// The call does not come back.
    case never
}

/// One parameter of a call.
public struct Parameter: Sendable {
    public let name: StaticString
    public let kind: ArgumentKind
}

/// A call's name, parameters and result.
public struct Signature: Sendable {
    public let name: StaticString
    public let parameters: [Parameter]
    public let result: ResultKind
    /// Whether a client can make this call that cannot name memory, and is to be kept from doing so.
    public let isForScripts: Bool
    /// Whether it allocates nothing, or gives back: then it is made when the kernel has only its reserve left too, so that
    /// whoever is short of memory can let go of some.
    public let worksWithoutMemory: Bool

    /// - Parameter isAboutMemory: although neither a parameter nor the result is an address.
    init(
        _ name: StaticString, _ parameters: [(StaticString, ArgumentKind)] = [], _ result: ResultKind = .nothing,
        isAboutMemory: Bool = false, worksWithoutMemory: Bool = false
    ) {
        isForScripts = !isAboutMemory && result != .address && !parameters.contains { $0.1 == .address }
        self.worksWithoutMemory = worksWithoutMemory
        self.name = name
        self.parameters = parameters.map { Parameter(name: $0.0, kind: $0.1) }
        self.result = result
    }

    /// The kinds of the parameters, in order.
    public var arguments: [ArgumentKind] { parameters.map { $0.kind } }
}
