// A handle where it lies still: in a slot of a table, or in a message. It is moved from the one to the other as it is,
// without counting, and an object is used through it without being taken out.
//
// Invariant: it holds one reference to its object. Whoever copies it moves it: one of the copies is `taken` or `dropped`,
// once, and the others are forgotten.

import FTLTypes

// Safe: by the invariant its reference is there until it is taken or dropped.
@safe struct StoredHandle {
    // Safe to keep: by the invariant it is one reference to the object, or nil.
    private let reference: UnsafeRawPointer?
    /// The rights, and above them the type; zero: there is no handle. One word, because the compiler reads and writes the
    /// fields of a structure that does not fill its words byte by byte.
    private let bits: UInt64
    private static let typeShift: UInt64 = 32

    /// No handle.
    // Safe: nil.
    @inline(__always)
    init() {
        unsafe reference = nil
        bits = 0
    }

    /// Takes a reference to the handle's object.
    // Safe: it is kept, and is the one reference of the invariant.
    init(_ handle: Handle) {
        unsafe reference = UnsafeRawPointer(Unmanaged.passRetained(handle.object).toOpaque())
        bits = UInt64(handle.rights.rawValue) | UInt64(handle.object.type.rawValue) << StoredHandle.typeShift
    }

    @inline(__always)
    var isNone: Bool { bits == 0 }

    @inline(__always)
    var rights: Rights { Rights(rawValue: UInt32(truncatingIfNeeded: bits)) }

    @inline(__always)
    func isOf(_ type: ObjectType) -> Bool { bits >> StoredHandle.typeShift == UInt64(type.rawValue) }

    /// Uses the object, which is of this class. It must not end meanwhile.
    @inline(__always)
    func with<Object: TypedObject, Result, Failure: Error>(
        _ type: Object.Type, _ body: (Object) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: by the invariant the object is there, and the callers looked at the type, which says of what class it is.
        guard let reference = unsafe reference else { fatalError("a handle without an object") }
        return try unsafe Unmanaged<Object>.fromOpaque(reference).lend(body)
    }

    /// Uses the object, of whatever class it is. It must not end meanwhile.
    @inline(__always)
    func withObject<Result, Failure: Error>(
        _ body: (KernelObject) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: by the invariant the object is there, and every object that a handle names is of this class.
        guard let reference = unsafe reference else { fatalError("a handle without an object") }
        return try unsafe Unmanaged<KernelObject>.fromOpaque(reference).lend(body)
    }

    /// The handle, its object counted; this one stays as it is.
    var handle: Handle { Handle(withObject { $0 }, rights) }

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
}
