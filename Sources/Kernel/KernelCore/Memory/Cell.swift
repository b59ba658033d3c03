// A place in memory that holds one value: what a pointer is, with the one thing that is unsafe about it said where it is made.

/// A place of a value that is there as long as anybody uses this. Whoever makes one says why that is so.
@safe struct Cell<Value> {
    private let address: UnsafeMutablePointer<Value>

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
    @unsafe var pointer: UnsafeMutablePointer<Value> { unsafe address }

    @inline(__always)
    static func == (left: Cell, right: Cell) -> Bool { unsafe left.address == right.address }
}
