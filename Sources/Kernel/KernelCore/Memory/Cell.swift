// A place in memory that holds one value: what a pointer is, with the one thing that is unsafe about it said where it is made.

/// A place of a value that is there as long as anybody uses this. Whoever makes one says why that is so.
// Safe: by that promise, and nobody gets at another place from here.
@safe struct Cell<Value> {
    private let address: UnsafeMutablePointer<Value>

    // Safe: kept only.
    @inline(__always)
    init(_ address: UnsafeMutablePointer<Value>) { unsafe self.address = unsafe address }

    var value: Value {
        // Safe, both: the maker's promise.
        @inline(__always)
        unsafeAddress { unsafe UnsafePointer(address) }
        @inline(__always)
        nonmutating unsafeMutableAddress { unsafe address }
    }

    /// For who allocated it, to free it or to go on from there.
    ///
    /// - Safety: nobody uses the place after it was freed.
    @unsafe var pointer: UnsafeMutablePointer<Value> { unsafe address }

    // Safe: addresses are compared, not followed.
    @inline(__always)
    static func == (left: Cell, right: Cell) -> Bool { unsafe left.address == right.address }
}
