// The larger blocks of a heap, from which the small ones are cut: boundary tags, immediate merging, free blocks
// filed by size in bins, four to a power of two.
//
//   in use:  header | the block …
//   free:    header | next | previous | … | length       (the last word; next and previous are headers)
//   mapped:  base | header | the block …                 (base: what to unmap)
//
// Invariants: no two neighbouring blocks are both free; a header's `previousInUse` is clear exactly where the
// word before it is the length of a free block; a region ends with a header of length 0 that is in use. Blocks
// here are named by their header's address (`at`), 8 before a multiple of 16. Of the last region, what is behind that
// header of length 0 was never accessed.

extension Heap {
    /// A free block must hold its header, two links and its length.
    private static var leastLength: UInt { 32 }

    /// A block for `size` bytes that is not small, or 0.
    ///
    /// - Parameter isRun: the block will be cut into small ones, so it may be of any size.
    @inline(never)
    mutating func allocateLarge(_ size: UInt, isRun: Bool = false) -> UInt {
        guard size < Self.mappedLength else { return allocateMapped(size, alignment: 16) }
        let length = max((size &+ 8 &+ 15) & ~15, Self.leastLength)
        var at = findFree(length)
        if at == 0 {
            guard grow(for: length) else { return 0 }
            at = findFree(length)
        }
        unlink(at)
        let available = word(at: at) & ~BlockFlag.all
        if available &- length >= Self.leastLength {
            setWord(at: at, length | BlockFlag.inUse | BlockFlag.previousInUse)
            link(at &+ length, available &- length)
        } else {
            setWord(at: at, available | BlockFlag.inUse | BlockFlag.previousInUse)
            let next = at &+ available
            setWord(at: next, word(at: next) | BlockFlag.previousInUse)
        }
        return at &+ 8
    }

    /// A block for `size` bytes at a multiple of `alignment` (a power of two), or 0.
    mutating func allocate(_ size: UInt, alignment: UInt) -> UInt {
        if alignment <= 16 { return allocate(size) }
        guard size <= Self.largestRequest, alignment <= Self.largestRequest else { return 0 }
        let room = size &+ alignment &+ Self.leastLength
        if room >= Self.mappedLength { return allocateMapped(size, alignment: alignment) }
        let block = allocateLarge(room)
        guard block != 0 else { return 0 }
        var aligned = (block &+ alignment &- 1) & ~(alignment &- 1)
        if aligned != block {
            // What is cut off in front must itself be able to be a free block.
            if aligned &- block < Self.leastLength { aligned = aligned &+ alignment }
            let header = word(at: block &- 8)
            let gap = aligned &- block
            setWord(at: aligned &- 8, (header & ~BlockFlag.all) &- gap | BlockFlag.inUse | BlockFlag.previousInUse)
            release(block &- 8, gap, previousInUse: header & BlockFlag.previousInUse != 0)
        }
        trim(aligned &- 8, to: max((size &+ 8 &+ 15) & ~15, Self.leastLength))
        return aligned
    }

    /// Takes back a block that is not a small one in use.
    @inline(never)
    mutating func freeLarge(_ block: UInt, _ header: UInt) {
        // A block freed twice, or an address that never was one.
        precondition(header & (BlockFlag.inUse | BlockFlag.small) == BlockFlag.inUse && block & 15 == 0)
        if header & BlockFlag.mapped != 0 {
            source.unmap(word(at: block &- 16))
        } else {
            release(block &- 8, header & ~BlockFlag.all, previousInUse: header & BlockFlag.previousInUse != 0)
        }
    }

    /// Makes the block hold `size` bytes where it is; false where its neighbour does not allow that.
    mutating func resizeLarge(_ block: UInt, _ size: UInt) -> Bool {
        let at = block &- 8
        let length = max((size &+ 8 &+ 15) & ~15, Self.leastLength)
        let header = word(at: at)
        let own = header & ~BlockFlag.all
        if length > own {
            let next = at &+ own
            let isLast = word(at: next) & BlockFlag.inUse == 0 && next &+ (word(at: next) & ~BlockFlag.all) == regionTop
            if next == regionTop || isLast { _ = extendRegion(for: length &- own) }
            let nextHeader = word(at: next)
            let both = own &+ (nextHeader & ~BlockFlag.all)
            guard nextHeader & BlockFlag.inUse == 0, both >= length else { return false }
            unlink(next)
            setWord(at: at, both | header & BlockFlag.all)
            setWord(at: at &+ both, word(at: at &+ both) | BlockFlag.previousInUse)
        }
        trim(at, to: length)
        return true
    }

    /// Frees the end of a block in use, where it is worth it.
    private mutating func trim(_ at: UInt, to length: UInt) {
        let header = word(at: at)
        let own = header & ~BlockFlag.all
        guard own &- length >= Self.leastLength else { return }
        setWord(at: at, length | header & BlockFlag.all)
        release(at &+ length, own &- length, previousInUse: true)
    }

    /// Gives out no free block any more: what comes next is new memory.
    mutating func abandonFree() {
        smallFree = .init(repeating: 0)
        runs = .init(repeating: 0)
        while largeBins != 0 {
            let at = largeFree[largeBins.trailingZeroBitCount]
            unlink(at)
            // In use from here on, for its neighbours.
            let length = word(at: at) & ~BlockFlag.all
            setWord(at: at, length | BlockFlag.inUse | BlockFlag.previousInUse)
            setWord(at: at &+ length, word(at: at &+ length) | BlockFlag.previousInUse)
        }
        growth = Self.firstGrowth
        regionTop = 0
        regionEnd = 8
    }

    private mutating func allocateMapped(_ size: UInt, alignment: UInt) -> UInt {
        guard size <= Self.largestRequest else { return 0 }
        // Mappings are page-aligned; the two words before the block move it on by one alignment.
        let length = (size &+ alignment &+ 4095) & ~4095
        guard let base = source.map(length) else { return 0 }
        let block = (base &+ 16 &+ alignment &- 1) & ~(alignment &- 1)
        setWord(at: block &- 16, base)
        setWord(at: block &- 8, (base &+ length &- block) | BlockFlag.mapped | BlockFlag.inUse)
        return block
    }

    /// Makes a free block of at least `length` bytes: of what is left of the last region, or of another; false where
    /// memory is out.
    private mutating func grow(for length: UInt) -> Bool {
        // A free block is filed first in its bin, where `findFree` finds it.
        if extendRegion(for: length) { return true }
        let least = (length &+ 16 &+ 4095) & ~4095
        var size = max(growth, least)
        var base = source.map(size)
        if base == nil && size > least {
            size = least
            base = source.map(size)
        }
        guard let base else { return false }
        growth = min(growth &* 2, Self.lastGrowth)
        regionEnd = base &+ size
        regionTop = base &+ least &- 8
        setWord(at: regionTop, BlockFlag.inUse)
        link(base &+ 8, least &- 16)
        return true
    }

    /// Makes the free block at the end of the last region at least `length` bytes long, where that much is left; or makes
    /// one. Not all of what is left: its end, and so a page, would be accessed long before it is needed.
    private mutating func extendRegion(for length: UInt) -> Bool {
        guard regionTop != 0 else { return false }
        let isLastFree = word(at: regionTop) & BlockFlag.previousInUse == 0
        let last = isLastFree ? word(at: regionTop &- 8) : 0
        let more = last < length ? (length &- last &+ 4095) & ~4095 : 4096
        guard more <= regionEnd &- 8 &- regionTop else { return false }
        let block = regionTop
        regionTop = block &+ more
        setWord(at: regionTop, BlockFlag.inUse)
        release(block, more, previousInUse: !isLastFree)
        return true
    }

    /// Frees `length` bytes from `at` on, merged with free neighbours.
    private mutating func release(_ at: UInt, _ length: UInt, previousInUse: Bool) {
        var at = at
        var length = length
        let nextHeader = word(at: at &+ length)
        if nextHeader & BlockFlag.inUse == 0 {
            unlink(at &+ length)
            length = length &+ (nextHeader & ~BlockFlag.all)
        }
        if !previousInUse {
            let previous = word(at: at &- 8)
            at = at &- previous
            unlink(at)
            length = length &+ previous
        }
        link(at, length)
    }

    /// The bin of blocks of this length: the position of its first bit and the two bits after that.
    private static func bin(_ length: UInt) -> Int {
        let log = UInt.bitWidth - 1 - length.leadingZeroBitCount
        return min((log - 5) << 2 | Int(truncatingIfNeeded: length >> UInt(log - 2) & 3), 63)
    }

    /// A free block of at least `length` bytes, still filed; 0 where there is none. (Mutating, or it would begin with a
    /// copy of the whole heap.)
    private mutating func findFree(_ length: UInt) -> UInt {
        // In a bin above its own, every block is long enough.
        let own = Self.bin(length)
        let above = own < 63 ? largeBins & (~0 << UInt64(own + 1)) : 0
        // In its own, some are: a few are tried, so that the time is bounded.
        var at = largeFree[own]
        for _ in 0..<8 where at != 0 {
            if word(at: at) & ~BlockFlag.all >= length { return at }
            at = word(at: at &+ 8)
        }
        return above == 0 ? 0 : largeFree[above.trailingZeroBitCount]
    }

    /// Writes and files a free block. The block before it is in use.
    private mutating func link(_ at: UInt, _ length: UInt) {
        let index = Self.bin(length)
        let next = largeFree[index]
        setWord(at: at, length | BlockFlag.previousInUse)
        setWord(at: at &+ 8, next)
        setWord(at: at &+ 16, 0)
        setWord(at: at &+ length &- 8, length)
        if next != 0 { setWord(at: next &+ 16, at) }
        let after = at &+ length
        setWord(at: after, word(at: after) & ~BlockFlag.previousInUse)
        largeFree[index] = at
        largeBins |= 1 << UInt64(index)
    }

    /// Takes a free block out of its bin.
    private mutating func unlink(_ at: UInt) {
        let index = Self.bin(word(at: at) & ~BlockFlag.all)
        let next = word(at: at &+ 8)
        let previous = word(at: at &+ 16)
        if next != 0 { setWord(at: next &+ 16, previous) }
        if previous != 0 {
            setWord(at: previous &+ 8, next)
        } else {
            largeFree[index] = next
            if next == 0 { largeBins &= ~(1 << UInt64(index)) }
        }
    }
}
