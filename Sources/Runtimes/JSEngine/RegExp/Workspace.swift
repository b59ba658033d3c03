// Memory for compiling a pattern: an area of the script's own, taken from its beginning and never given back in part. What
// does not fit is an error that the caller answers with a larger area; nothing outside the area is ever written.

/// A part of an arena that is being filled.
struct Workspace {
    /// Where the next block begins; a multiple of 8.
    private(set) var top: UInt64
    private let end: UInt64

    /// From `start` to `end`, both inside the arena.
    init(_ arena: borrowing Arena, start: UInt64, end: UInt64) {
        arena.checkRange(start, end &- start)
        top = (start &+ 7) & ~7
        self.end = end & ~7
    }

    /// A block of undefined contents.
    mutating func allocate(_ bytes: UInt64) throws(RegExpError) -> UInt64 {
        let rounded = (bytes &+ 7) & ~7
        if rounded > end &- min(top, end) { throw .memory }
        let block = top
        top &+= rounded
        return block
    }

    /// Gives back what was allocated since `top` was this.
    mutating func release(to top: UInt64) { self.top = top }
}
