// A handle where it lies still: in a slot of a table, or in a message. It is moved from the one to the other as it is,
// without counting, and an object is used through it without being taken out.
//
// Invariant: it holds one reference to its object (none for `system`, which has no object). Whoever copies it moves it:
// one of the copies is `taken` or `dropped`, once, and the others are forgotten.

import FTLTypes

@safe struct StoredHandle {
    private let reference: UnsafeRawPointer?
    /// The rights, and above them the type; zero: there is no handle. One word, because the compiler reads and writes the
    /// fields of a structure that does not fill its words byte by byte.
    private let bits: UInt64
    private static let typeShift: UInt64 = 32

    /// No handle.
    @inline(__always)
    init() {
        unsafe reference = nil
        bits = 0
    }

    /// Takes a reference to the handle's object.
    init(_ handle: Handle) {
        unsafe reference = handle.object.reference.map {
            unsafe UnsafeRawPointer(Unmanaged.passRetained($0).toOpaque())
        }
        bits = UInt64(handle.rights.rawValue) | UInt64(handle.object.type.rawValue) << StoredHandle.typeShift
    }

    @inline(__always)
    var isNone: Bool { bits == 0 }

    @inline(__always)
    var rights: Rights { Rights(rawValue: UInt32(truncatingIfNeeded: bits)) }

    private var type: ObjectType? { ObjectType(rawValue: UInt8(truncatingIfNeeded: bits >> StoredHandle.typeShift)) }

    @inline(__always)
    func isOf(_ type: ObjectType) -> Bool { bits >> StoredHandle.typeShift == UInt64(type.rawValue) }

    /// Whether its object is one that a sink can report about.
    @inline(__always)
    var isOfEventSource: Bool {
        switch type {
        case .channel, .timer, .process, .thread, .console: true
        case .sink, .vmSpace, .vmArea, .image, .system, nil: false
        }
    }

    /// Uses the object. It must not end meanwhile.
    @inline(__always)
    func with<Object: AnyObject, Result, Failure: Error>(
        _ type: Object.Type, _ body: (Object) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let reference = unsafe reference else { fatalError("a handle without an object") }
        // Safe: the callers looked at the type, which says what class the object is of.
        return try unsafe Unmanaged<Object>.fromOpaque(reference).lend(body)
    }

    /// The handle, its object counted; this one stays as it is.
    var handle: Handle { Handle(object, rights) }

    /// The handle instead of this one, which is not to be used any more.
    func taken() -> Handle {
        let handle = handle
        dropped()
        return handle
    }

    /// Lets go of the object; this is not to be used any more.
    func dropped() {
        // Safe: by the invariant there is one reference to let go of. No class of objects is needed for that.
        if let reference = unsafe reference { unsafe Unmanaged<AnyObject>.fromOpaque(reference).release() }
    }

    private func object<Object: AnyObject>(_ type: Object.Type) -> Object {
        with(type) { $0 }
    }

    private var object: KernelCore.Object {
        switch type {
        case .channel: .channel(object(Channel.self))
        case .sink: .sink(object(Sink.self))
        case .timer: .timer(object(Timer.self))
        case .process: .process(object(Process.self))
        case .thread: .thread(object(Thread.self))
        case .vmSpace: .vmSpace(object(VmSpace.self))
        case .vmArea: .vmArea(object(VmArea.self))
        case .image: .image(object(Image.self))
        case .console: .console(object(Console.self))
        case .system: .system
        case nil: fatalError("there is no handle")
        }
    }
}

extension Object {
    /// What is to be counted.
    fileprivate var reference: AnyObject? {
        switch self {
        case .channel(let object): object
        case .sink(let object): object
        case .timer(let object): object
        case .process(let object): object
        case .thread(let object): object
        case .vmSpace(let object): object
        case .vmArea(let object): object
        case .image(let object): object
        case .console(let object): object
        case .system: nil
        }
    }
}
