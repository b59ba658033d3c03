// Bytes that a program named in a call. A handler gets one of these instead of an address.

/// Bytes of a program's that were found to be its own. Nothing can change that before the call that looked them
/// up ends: the kernel is entered by one hart at a time and never waits inside. So nothing here is counted. Whoever keeps
/// one for longer looks at the space's `epoch` before using it.
///
/// Four words, which are passed in registers: one more, and each call would put all of them into memory.
// Safe: whoever makes one has found the bytes to be the program's (`VmSpace.buffer`), and each access checks its range.
@safe struct UserBuffer {
    /// Where the kernel reaches the bytes, if they lie in one page, or in two. Else nil.
    private let start: UnsafeMutableRawPointer?
    /// Where those are that are not in the first page; without a start, the `VmArea` that they are of.
    private let rest: UnsafeMutableRawPointer?
    /// How many are in the first page; without a start, from which byte of the area on they are.
    private let first: Int
    let count: Int

    /// No bytes.
    // Safe: nil.
    init() {
        unsafe start = nil
        unsafe rest = nil
        first = 0
        count = 0
    }

    // Safe: the address is kept only.
    @inline(__always)
    init(start: UnsafeMutableRawPointer, count: Int) {
        unsafe self.init(start: start, inStart: count, rest: nil, count: count)
    }

    // Safe: the addresses are kept only.
    @inline(__always)
    init(start: UnsafeMutableRawPointer, inStart: Int, rest: UnsafeMutableRawPointer?, count: Int) {
        unsafe self.start = unsafe start
        unsafe self.rest = unsafe rest
        first = inStart
        self.count = count
    }

    // Safe: the address is kept only; the area is mapped as long as the call lasts that looked it up.
    init(area: VmArea, offset: Int, count: Int) {
        unsafe start = nil
        unsafe rest = Unmanaged.passUnretained(area).toOpaque()
        first = offset
        self.count = count
    }

    /// Calls `body` with the bytes, piece by piece.
    @inline(__always)
    // Safe: `first` bytes are at `start`, and the others at `rest`; without a start they are the area's.
    func forEachPiece(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        if let start = unsafe start {
            unsafe body(UnsafeMutableRawBufferPointer(start: start, count: first))
            if first < count { unsafe body(UnsafeMutableRawBufferPointer(start: rest, count: count - first)) }
        } else {
            withArea { area in unsafe area.forEachPiece(offset: first, count: count) { unsafe body($0) } }
        }
    }

    /// Uses the area that the bytes are of, where they are some and do not lie in one page or two.
    @inline(__always)
    private func withArea(_ body: (VmArea) -> Void) {
        // Safe: without a start it is an area's, which is mapped as long as this call lasts.
        if unsafe start == nil, let area = unsafe rest { unsafe Unmanaged<VmArea>.fromOpaque(area).lend(body) }
    }

    /// Copies the bytes to kernel memory of the same length.
    @inline(__always)
    func copy(to target: UnsafeMutableRawBufferPointer) {
        precondition(target.count == count)
        // Safe: both have room for `count` bytes. The kernel's memory is never a program's.
        if let start = unsafe start, first == count, let target = target.baseAddress {
            unsafe target.copyMemory(from: start, byteCount: count)
        } else {
            unsafe copyPieces(to: target, from: 0)
        }
    }

    /// Copies some of the bytes to kernel memory, from `position` on.
    func read(_ target: UnsafeMutableRawBufferPointer, at position: Int) {
        precondition(position >= 0 && target.count <= count - position)
        // Safe: the target has room for its own count, and so many bytes are left from `position` on.
        unsafe copyPieces(to: target, from: position)
    }

    @inline(never)
    private func copyPieces(to target: UnsafeMutableRawBufferPointer, from position: Int) {
        // Safe: the callers have checked that the bytes are there.
        if unsafe start == nil { return withArea { unsafe $0.copyOut(offset: first + position, to: target) } }
        // The first byte of the piece, counted from `position`.
        var begin = -position
        // Safe: what of the target belongs to the piece is as long in both.
        unsafe forEachPiece { piece in
            let (from, to) = (max(begin, 0), min(begin + piece.count, target.count))
            if from < to {
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: target[from..<to])
                let source = unsafe UnsafeMutableRawBufferPointer(rebasing: piece[(from - begin)..<(to - begin)])
                unsafe part.copyMemory(from: UnsafeRawBufferPointer(source))
            }
            begin += piece.count
        }
    }

    /// Copies kernel memory to the bytes, from `position` on.
    @inline(__always)
    func write(_ source: UnsafeRawBufferPointer, at position: Int = 0) {
        precondition(position >= 0 && source.count <= count &- position)
        // Safe: as above.
        if let start = unsafe start, position &+ source.count <= first, let from = source.baseAddress {
            unsafe (start + position).copyMemory(from: from, byteCount: source.count)
        } else {
            unsafe writePieces(source, at: position)
        }
    }

    @inline(never)
    private func writePieces(_ source: UnsafeRawBufferPointer, at position: Int) {
        // Safe: the callers have checked that the bytes are there.
        if unsafe start == nil { return withArea { unsafe $0.copyIn(offset: first + position, from: source) } }
        // The first byte of the piece, counted from `position`.
        var begin = -position
        // Safe: what of the source belongs to the piece is as long in both.
        unsafe forEachPiece { piece in
            let (from, to) = (max(begin, 0), min(begin + piece.count, source.count))
            if from < to {
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: piece[(from - begin)...])
                unsafe part.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[from..<to]))
            }
            begin += piece.count
        }
    }

    /// The same of five words, as the bytes of an event.
    @inline(__always)
    func write(_ words: (UInt64, UInt64, UInt64, UInt64, UInt64), at position: Int) {
        precondition(position >= 0 && 40 <= count &- position)
        // Safe: there is room for the words, and they lie where words are stored.
        if let start = unsafe start, position &+ 40 <= first, unsafe UInt(bitPattern: start + position) % 8 == 0 {
            let target = unsafe (start + position).assumingMemoryBound(to: UInt64.self)
            unsafe target[0] = words.0
            unsafe target[1] = words.1
            unsafe target[2] = words.2
            unsafe target[3] = words.3
            unsafe target[4] = words.4
        } else {
            writeUnaligned(words, at: position)
        }
    }

    /// Apart, for the sake of where it is not needed.
    @inline(never)
    private func writeUnaligned(_ words: (UInt64, UInt64, UInt64, UInt64, UInt64), at position: Int) {
        var words = words
        // Safe: the bytes of `words`, which are little-endian here as on the wire.
        unsafe withUnsafeBytes(of: &words) { unsafe write($0, at: position) }
    }

    /// The bytes as an array; for what is short.
    func bytes() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        // Safe: the array has the buffer's length.
        unsafe result.withUnsafeMutableBytes { unsafe copy(to: $0) }
        return result
    }
}
