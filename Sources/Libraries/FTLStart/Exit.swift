// The other names that Swift's runtime and C code expect of the system: output, ends, randomness.

#if hasFeature(Embedded)
    import CFTL
    import FTLTypes
    import Synchronization

    /// What `putchar` holds back until the line is complete, so that lines of several programs do not mix.
    private nonisolated(unsafe) var line: [UInt8] = []
    private let lineLock = Atomic<UInt32>(0)

    /// C: `int putchar(int)`. Swift's `print` writes with it.
    @c(putchar)
    public func ftlPutchar(_ character: Int32) -> Int32 {
        while lineLock.exchange(1, ordering: .acquiring) != 0 {
            _ = ftl_syscall(Syscall.threadYield.rawValue, 0, 0, 0, 0, 0, 0, 0)
        }
        // Safe because the lock is held.
        unsafe line.append(UInt8(truncatingIfNeeded: character))
        if unsafe character == 10 || line.count == 512 { flushLine() }
        lineLock.store(0, ordering: .releasing)
        return character
    }

    private func flushLine() {
        // Safe because the lock is held, or no other thread will run again.
        unsafe line.withUnsafeBytes { bytes in
            _ = ftl_syscall(
                Syscall.consoleWrite.rawValue, UInt(bitPattern: bytes.baseAddress), UInt(bytes.count), 0, 0, 0, 0, 0)
        }
        unsafe line.removeAll(keepingCapacity: true)
    }

    /// C: `void exit(int)`.
    @c(exit)
    public func ftlExit(_ status: Int32) -> Never {
        if unsafe !line.isEmpty { flushLine() }
        _ = ftl_syscall(Syscall.processExit.rawValue, UInt(bitPattern: Int(status)), 0, 0, 0, 0, 0, 0)
        // process_exit does not come back.
        fatalError()
    }

    /// C: `void abort(void)`. Traps, so that the kernel reports a fault with a backtrace.
    @c(abort)
    public func ftlAbort() -> Never {
        fatalError()
    }

    private let randomState = Atomic<UInt64>(0)

    extension Snapshot {
        /// The next random number begins a new sequence.
        static func forgetRandomState() { randomState.store(0, ordering: .relaxed) }
    }

    /// C: `void arc4random_buf(void *, size_t)`. Swift seeds its hash tables with it. Despite the name these
    /// numbers are not random to anyone who knows when the program started: they spread hash tables, and are of
    /// no use as a secret. (The generator is splitmix64.)
    @c(arc4random_buf)
    public func ftlRandomBytes(_ buffer: UnsafeMutableRawPointer, _ count: UInt) {
        if randomState.load(ordering: .relaxed) == 0 {
            let now = ftl_syscall(Syscall.timeNow.rawValue, 0, 0, 0, 0, 0, 0, 0)
            randomState.store(UInt64(UInt(bitPattern: now)) | 1, ordering: .relaxed)
        }
        var word: UInt64 = 0
        for index in 0..<Int(bitPattern: count) {
            if index % 8 == 0 {
                word = randomState.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
                word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
                word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
                word ^= word >> 31
            }
            // Safe: the caller's buffer has `count` bytes.
            unsafe buffer.storeBytes(of: UInt8(truncatingIfNeeded: word), toByteOffset: index, as: UInt8.self)
            word >>= 8
        }
    }
#endif
