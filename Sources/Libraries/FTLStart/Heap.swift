// The heap of a program. Swift's objects, C's malloc and the JavaScript engine all allocate here.
//
// Small blocks (up to 1 KiB, their header included) come from a free list per size, 16 bytes apart: giving one
// out and taking it back is a handful of instructions. They are cut, a run at a time, from the larger blocks of
// `Heap+Large.swift`.
//
// Every block is at a multiple of 16. The word before it is its header: the block's length in bytes, header
// included (a multiple of 16), and the flags below. The smallest unit of the heap's own bookkeeping is that
// word, so addresses are numbers here and `word(at:)` is the only place that dereferences one.

/// Where a heap gets its pages: the kernel, or in tests an array.
protocol PageSource {
    /// Zeroed memory of `length` bytes (whole pages), or nil where there is no more.
    mutating func map(_ length: UInt) -> UInt?
    /// Gives back what `map` answered.
    mutating func unmap(_ address: UInt)
}

/// What a block's header says besides its length.
enum BlockFlag {
    /// The block is given out. A small block that is not is on its free list.
    static var inUse: UInt { 1 }
    /// The larger block before this one is given out, so the word before this header is not a length.
    static var previousInUse: UInt { 2 }
    /// A small block.
    static var small: UInt { 4 }
    /// A mapping of its own; the header's length is what the block can hold.
    static var mapped: UInt { 8 }
    static var all: UInt { 15 }
}

/// All sizes are in bytes and all blocks are addresses; address 0 is "none". Not safe for several threads by
/// itself: `Memory.swift` holds a lock around each call.
struct Heap<Source: PageSource>: ~Copyable {
    /// The largest small block, header included.
    static var largestSmall: UInt { 1024 }
    /// From this size on a block is a mapping of its own, which the kernel has back when it is freed.
    static var mappedLength: UInt { 512 * 1024 }
    /// The heap grows by steps that double, from the first to the last.
    static var firstGrowth: UInt { 64 * 1024 }
    static var lastGrowth: UInt { 1024 * 1024 }
    /// The first run that is cut into small blocks of a size is as long as this, or as one block; the next ones are
    /// twice as long each.
    static var firstRun: UInt { 128 }
    /// No request is larger, so that sums of sizes cannot overflow.
    static var largestRequest: UInt { 1 << 40 }

    var source: Source
    /// First free block per small size, in sixteenths of its length.
    var smallFree = [65 of UInt](repeating: 0)
    /// How many bytes per small size the next run has at least, in units of `firstRun`; 0 for 1.
    var runs = [65 of UInt8](repeating: 0)
    /// First free larger block (its header's address) per bin, and which bins have one.
    var largeFree = [64 of UInt](repeating: 0)
    var largeBins: UInt64 = 0
    var growth: UInt = 64 * 1024
    /// The header that ends the last region, and where what is left of the region ends.
    var regionTop: UInt = 0
    var regionEnd: UInt = 8

    init(source: Source) { self.source = source }

    /// A block for `size` bytes, or 0 where memory is out.
    @inline(__always)
    mutating func allocate(_ size: UInt) -> UInt {
        guard size <= Self.largestSmall &- 8 else { return allocateLarge(size) }
        let index = Int(truncatingIfNeeded: (size &+ 8 &+ 15) >> 4)
        let block = smallFree[index]
        guard block != 0 else { return allocateFromNewRun(index) }
        smallFree[index] = word(at: block)
        setWord(at: block &- 8, UInt(bitPattern: index) << 4 | BlockFlag.small | BlockFlag.inUse)
        return block
    }

    /// Takes a block back. Freeing what is not a block in use traps where that can be seen.
    @inline(__always)
    mutating func free(_ block: UInt) {
        let header = word(at: block &- 8)
        let smallInUse = BlockFlag.small | BlockFlag.inUse
        guard header & smallInUse == smallInUse else { return freeLarge(block, header) }
        let index = Int(truncatingIfNeeded: header >> 4)
        setWord(at: block, smallFree[index])
        setWord(at: block &- 8, header & ~BlockFlag.inUse)
        smallFree[index] = block
    }

    /// How many bytes the block can hold: as many as were asked for, or a few more.
    func usableSize(_ block: UInt) -> UInt {
        let header = word(at: block &- 8)
        return header & BlockFlag.mapped != 0 ? header & ~BlockFlag.all : (header & ~BlockFlag.all) &- 8
    }

    /// Zeroes all the block can hold, from a multiple of 8 bytes on. Nothing for block 0.
    @inline(never)
    func zero(_ block: UInt, from start: UInt = 0) {
        guard block != 0 else { return }
        for offset in stride(from: start, to: usableSize(block), by: 8) { setWord(at: block &+ offset, 0) }
    }

    /// The block with room for `size` bytes, moved where it must be; 0, and the block untouched, where memory
    /// is out.
    mutating func reallocate(_ block: UInt, _ size: UInt) -> UInt {
        let usable = usableSize(block)
        let isLarge = word(at: block &- 8) & (BlockFlag.small | BlockFlag.mapped) == 0
        // A block that is at least half used stays where it is.
        if size <= usable && (size >= usable / 2 || usable <= 64) { return block }
        if isLarge && size <= Self.largestRequest && resizeLarge(block, size) { return block }
        let other = allocate(size)
        guard other != 0 else { return 0 }
        copyBytes(from: block, to: other, count: min(size, usable))
        free(block)
        return other
    }

    /// From now on each run is as long as it would become.
    mutating func lengthenRuns() { runs = .init(repeating: UInt8(4096 / Self.firstRun)) }

    /// Cuts a fresh run into small blocks of `index` sixteenths, keeps all but the first, and answers that.
    private mutating func allocateFromNewRun(_ index: Int) -> UInt {
        let length = UInt(bitPattern: index) << 4
        // Short at first: of most sizes a program has few blocks, and a run for eight would take a page of its own.
        let most = min(max(1024, length &* 8), 4096)
        let step = max(UInt(runs[index]), 1)
        let run = allocateLarge(max(min(step &* Self.firstRun, most), length &+ 16), isRun: true)
        guard run != 0 else { return 0 }
        runs[index] = UInt8(truncatingIfNeeded: min(step &* 2, 4096 / Self.firstRun))
        let end = run &+ usableSize(run)
        // Headers lie 8 bytes before a multiple of 16; the run itself begins at one.
        var block = run &+ 16
        while block &- 8 &+ length <= end {
            let next = block &+ length
            setWord(at: block &- 8, length | BlockFlag.small)
            setWord(at: block, next &- 8 &+ length <= end ? next : 0)
            block = next
        }
        smallFree[index] = run &+ 16
        return allocate(length &- 8)
    }

    // A word of the heap. Safe because only blocks of this heap and their headers are ever passed, and those lie
    // in memory that the source gave it and that is not unmapped while a block in it is known.

    @inline(__always)
    func word(at address: UInt) -> UInt {
        unsafe UnsafePointer<UInt>(bitPattern: address).unsafelyUnwrapped.pointee
    }

    @inline(__always)
    func setWord(at address: UInt, _ value: UInt) {
        unsafe UnsafeMutablePointer<UInt>(bitPattern: address).unsafelyUnwrapped.pointee = value
    }

    /// Copies between two blocks, both of at least `count` bytes.
    private func copyBytes(from: UInt, to: UInt, count: UInt) {
        // Safe: see above; two blocks never overlap.
        unsafe UnsafeMutableRawPointer(bitPattern: to).unsafelyUnwrapped.copyMemory(
            from: UnsafeRawPointer(bitPattern: from).unsafelyUnwrapped, byteCount: Int(bitPattern: count))
    }
}
