// malloc and its family: the names under which Swift's runtime and C code reach the program's one heap.
//
// One lock guards the heap. Who finds it taken lets other threads run: its holder was preempted, and spinning
// would only use up a time slice.
//
// The functions carry a prefix; boot/app/names.S gives them their real names.

#if hasFeature(Embedded)
    import BootApp
    import CFTL
    import FTL
    import FTLTypes
    import Synchronization

    private nonisolated(unsafe) var heap = Heap(source: KernelPages())
    private let lock = Atomic<UInt32>(0)

    @inline(__always)
    private func withHeap<Result>(_ body: (inout Heap<KernelPages>) -> Result) -> Result {
        if lock.exchange(1, ordering: .acquiring) != 0 { waitForLock() }
        // Safe because the lock is held.
        let result = unsafe body(&heap)
        lock.store(0, ordering: .releasing)
        return result
    }

    /// A block for `size` bytes, as `allocate` answers it. While there is an arena it is zeroed: an old word that is only
    /// half overwritten must not look like an address.
    @inline(__always)
    private func allocate(_ size: UInt, alignment: UInt = 16) -> UInt {
        withHeap { heap in
            let block = alignment <= 16 ? heap.allocate(size) : heap.allocate(size, alignment: alignment)
            if !heap.source.arena.isEmpty { heap.zero(block) }
            return block
        }
    }

    /// Returns with the lock held. Apart, so that the fast path has no call in it.
    @inline(never)
    private func waitForLock() {
        repeat {
            _ = ftl_syscall(Syscall.threadYield.rawValue, 0, 0, 0, 0, 0, 0, 0)
        } while lock.exchange(1, ordering: .acquiring) != 0
    }

    /// Mappings of zeroed memory areas. Their handles are closed at once; a mapping keeps its area.
    private struct KernelPages: PageSource {
        /// What is left of the arena; empty but for a program that prepares for its snapshot.
        var arena: Range<UInt> = 0..<0
        /// Nothing was mapped outside the arena.
        var isAllInside = true

        mutating func map(_ length: UInt) -> UInt? {
            if length <= arena.upperBound &- arena.lowerBound {
                let address = arena.lowerBound
                arena = address &+ length..<arena.upperBound
                return address
            }
            isAllInside = false
            let area = ftl_syscall(Syscall.vmAreaCreate.rawValue, length, 0, 0, 0, 0, 0, 0)
            guard area > 0 else { return nil }
            let handle = UInt(bitPattern: area)
            let address = ftl_syscall(Syscall.vmSpaceMap.rawValue, 0, handle, 0, length, 0, 0, 0)
            _ = ftl_syscall(Syscall.handleClose.rawValue, handle, 0, 0, 0, 0, 0, 0)
            return FTLError(result: address) == nil ? UInt(bitPattern: address) : nil
        }

        /// What lies in the arena stays there.
        mutating func unmap(_ address: UInt) {
            if ftl_arena_start() <= address && address < ftl_arena_end() { return }
            _ = ftl_syscall(Syscall.vmSpaceUnmap.rawValue, 0, address, 0, 0, 0, 0, 0)
        }
    }

    extension Snapshot {
        /// From now on memory comes from the arena, while there is some. Blocks of a size lie together there.
        static func enterArena() {
            withHeap {
                $0.source.arena = ftl_arena_start()..<ftl_arena_end()
                $0.lengthenRuns()
            }
        }

        /// From now on memory is new: it shares no page with any that was allocated before.
        ///
        /// - Returns: false where the arena was too small for what was allocated.
        static func leaveArena() -> Bool {
            withHeap {
                let isAllInside = $0.source.isAllInside
                $0.source.arena = 0..<0
                $0.abandonFree()
                return isAllInside
            }
        }
    }

    /// C: `void *malloc(size_t)`. Null where memory is out, as all of these.
    @c(ftl_malloc)
    public func ftlMalloc(_ size: UInt) -> UnsafeMutableRawPointer? {
        // Safe: nothing is dereferenced. The same holds for the other conversions in this file.
        unsafe UnsafeMutableRawPointer(bitPattern: allocate(size))
    }

    /// C: `void free(void *)`.
    @c(ftl_free)
    public func ftlFree(_ block: UnsafeMutableRawPointer?) {
        guard let block = unsafe block else { return }
        withHeap { $0.free(UInt(bitPattern: block)) }
    }

    /// C: `void *calloc(size_t, size_t)`.
    @c(ftl_calloc)
    public func ftlCalloc(_ count: UInt, _ size: UInt) -> UnsafeMutableRawPointer? {
        let (total, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        let block = unsafe UnsafeMutableRawPointer(bitPattern: allocate(total))
        // Safe: the block has room for `total` bytes. A mapping of its own is zeroed already.
        if total < Heap<KernelPages>.mappedLength {
            unsafe block?.initializeMemory(as: UInt8.self, repeating: 0, count: Int(bitPattern: total))
        }
        return unsafe block
    }

    /// C: `void *realloc(void *, size_t)`.
    @c(ftl_realloc)
    public func ftlRealloc(_ block: UnsafeMutableRawPointer?, _ size: UInt) -> UnsafeMutableRawPointer? {
        let old = UInt(bitPattern: block)
        return unsafe UnsafeMutableRawPointer(
            bitPattern: old == 0
                ? allocate(size)
                : withHeap { heap in
                    let usable = heap.usableSize(old)
                    let block = heap.reallocate(old, size)
                    if !heap.source.arena.isEmpty { heap.zero(block, from: usable) }
                    return block
                })
    }

    /// C: `void *aligned_alloc(size_t, size_t)`.
    @c(ftl_aligned_alloc)
    public func ftlAlignedAlloc(_ alignment: UInt, _ size: UInt) -> UnsafeMutableRawPointer? {
        guard alignment.nonzeroBitCount == 1 else { return nil }
        return unsafe UnsafeMutableRawPointer(bitPattern: allocate(size, alignment: alignment))
    }

    /// C: `int posix_memalign(void **, size_t, size_t)`. What Swift allocates its objects with, so that it may have the
    /// reserve.
    @c(ftl_posix_memalign)
    public func ftlPosixMemalign(
        _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: UInt, _ size: UInt
    ) -> Int32 {
        // POSIX: ENOMEM, EINVAL.
        guard alignment.nonzeroBitCount == 1 else { return 22 }
        var address = allocate(size, alignment: alignment)
        if address == 0 && Reserve.giveUp() { address = allocate(size, alignment: alignment) }
        guard let block = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return 12 }
        unsafe result.pointee = block
        return 0
    }

    /// C: `size_t malloc_usable_size(void *)`.
    @c(ftl_malloc_usable_size)
    public func ftlMallocUsableSize(_ block: UnsafeMutableRawPointer?) -> UInt {
        guard let block = unsafe block else { return 0 }
        return withHeap { $0.usableSize(UInt(bitPattern: block)) }
    }
#endif
