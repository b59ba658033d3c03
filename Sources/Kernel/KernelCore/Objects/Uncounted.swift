// References that are not counted. Counting them was two fifths of a message's way to another process and back: what the
// kernel reads out of an object it would otherwise have to hold while it works, because it cannot be seen that nobody
// lets go of the last reference meanwhile.
//
// An object must outlive every one of these to it. So whoever keeps one says in the invariants of the type it is kept in
// who holds the object. What makes that simple is that the kernel is entered by one hart at a time and never waits
// inside: an object that a handle names, a process in the list of processes, a thread of such a process, are there until
// the call itself ends them.

/// A reference that is not counted. See above for when that is right.
// Safe: whoever keeps one has said who holds the object.
@safe struct Uncounted<Object: AnyObject> {
    private let reference: Unmanaged<Object>

    // Safe: kept only.
    @inline(__always)
    init(_ object: Object) { unsafe reference = .passUnretained(object) }

    /// Uses the object without counting. It must not end while `body` runs.
    @inline(__always)
    func with<Result, Failure: Error>(_ body: (Object) throws(Failure) -> Result) throws(Failure) -> Result {
        // Safe: the object is held by whom the keeper has named.
        try unsafe reference.lend(body)
    }

    /// The object, counted: for whoever keeps it, or ends it.
    // Safe: as in `with`.
    var object: Object { unsafe reference.takeUnretainedValue() }

    // Safe: addresses are compared, not followed.
    @inline(__always)
    func refers(to other: Object) -> Bool { unsafe reference.toOpaque() == Unmanaged.passUnretained(other).toOpaque() }

    // Safe: as above.
    @inline(__always)
    static func == (left: Uncounted, right: Uncounted) -> Bool {
        unsafe left.reference.toOpaque() == right.reference.toOpaque()
    }
}

extension Unmanaged {
    /// Lends the object to `body`, without counting. It must not end meanwhile.
    ///
    /// Whatever else makes a reference of an unmanaged one counts it. This does not, but knows no typed errors.
    @inline(__always)
    func lend<Value, Failure: Error>(_ body: (Instance) throws(Failure) -> Value) throws(Failure) -> Value {
        // Safe: the caller's promise.
        let result: Result<Value, Failure> = unsafe _withUnsafeGuaranteedRef { object in
            do throws(Failure) { return .success(try body(object)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
