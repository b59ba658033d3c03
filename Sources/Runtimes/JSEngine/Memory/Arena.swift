// The only file of the engine with unsafe code. Everything that a script owns lies in one arena, and this type is the
// only way to it: a fault elsewhere in the engine can damage this script's own data, but names no other memory.
//
// Invariants:
// - A place is a byte offset (a "reference") and a displacement. Memory is `limit + slack` bytes long. An access checks
//   the reference against `limit` and the displacement against the slack. Most displacements are known to the compiler
//   to be small, so that their check folds away, and all accesses to one block share one check of the reference.
// - References and displacements are aligned by masking: no access is misaligned, whatever a damaged reference says.
// - No other code adds an offset to an address of the machine.

/// The memory of one script, named by offsets.
@safe public struct Arena: ~Copyable {
    @usableFromInline let base: UnsafeMutableRawPointer
    /// References below this are inside; at most 2³¹.
    public let limit: UInt64
    /// Bytes behind `limit` that belong to the arena too, so that a checked reference covers a block's first fields.
    public static var slack: UInt64 { 4096 }
    /// The smallest arena, in bytes.
    public static var leastBytes: UInt64 { 4 * slack }

    /// Trusted. The memory is `bytes` long, aligned to 8, zeroed, nobody else's, and lives as long as this value.
    public init(owning memory: UnsafeMutableRawPointer, bytes: UInt64) {
        precondition(bytes >= Arena.leastBytes && bytes <= 1 << 31)
        unsafe base = unsafe memory
        limit = (bytes &- Arena.slack) & ~7
    }

    @inline(__always) func offset(_ reference: UInt64, _ displacement: UInt64, _ size: UInt64) -> Int {
        if reference >= limit || displacement > Arena.slack &- size { return refuse() }
        return Int(bitPattern: UInt((reference & ~(size &- 1)) &+ (displacement & ~(size &- 1))))
    }

    /// Something lies outside: the arena is damaged from now on, and the access goes to a spare word that is zero.
    @inline(never) func refuse() -> Int {
        let spare = Int(bitPattern: UInt(limit &+ Arena.slack &- 8))
        unsafe (base + spare).assumingMemoryBound(to: UInt64.self).pointee = 0
        damage()
        return spare
    }
    /// An invariant of the engine does not hold: no script runs in this arena any more, and one that does ends at the next
    /// safepoint or answer. A `thrown` that nothing catches.
    @discardableResult @inline(never) func damage() -> Value {
        setWord(0, State.damage, 1)
        setWord(0, State.soft, 0)
        return thrown
    }
    /// Whether an invariant did not hold.
    public var isDamaged: Bool { word(0, State.damage) != 0 }

    // MARK: Loads

    @inline(__always) func word(_ reference: UInt64, _ displacement: UInt64 = 0) -> UInt64 {
        unsafe (base + offset(reference, displacement, 8)).load(as: UInt64.self)
    }
    @inline(__always) func half(_ reference: UInt64, _ displacement: UInt64 = 0) -> UInt64 {
        UInt64(unsafe (base + offset(reference, displacement, 4)).load(as: UInt32.self))
    }
    @inline(__always) func short(_ reference: UInt64, _ displacement: UInt64 = 0) -> UInt64 {
        UInt64(unsafe (base + offset(reference, displacement, 2)).load(as: UInt16.self))
    }
    @inline(__always) func byte(_ reference: UInt64, _ displacement: UInt64 = 0) -> UInt64 {
        UInt64(unsafe (base + offset(reference, displacement, 1)).load(as: UInt8.self))
    }

    // MARK: Stores (through typed pointers: a raw store becomes eight stores of bytes on the target)

    @inline(__always) func setWord(_ reference: UInt64, _ displacement: UInt64 = 0, _ value: UInt64) {
        unsafe (base + offset(reference, displacement, 8)).assumingMemoryBound(to: UInt64.self).pointee = value
    }
    @inline(__always) func setHalf(_ reference: UInt64, _ displacement: UInt64 = 0, _ value: UInt64) {
        unsafe (base + offset(reference, displacement, 4)).assumingMemoryBound(to: UInt32.self).pointee =
            UInt32(truncatingIfNeeded: value)
    }
    @inline(__always) func setShort(_ reference: UInt64, _ displacement: UInt64 = 0, _ value: UInt64) {
        unsafe (base + offset(reference, displacement, 2)).assumingMemoryBound(to: UInt16.self).pointee =
            UInt16(truncatingIfNeeded: value)
    }
    @inline(__always) func setByte(_ reference: UInt64, _ displacement: UInt64 = 0, _ value: UInt64) {
        unsafe (base + offset(reference, displacement, 1)).assumingMemoryBound(to: UInt8.self).pointee =
            UInt8(truncatingIfNeeded: value)
    }

    // MARK: Ranges

    /// Copies within the arena. The ranges may overlap; both are checked.
    @inline(__always) func copy(from source: UInt64, to target: UInt64, bytes: UInt64) {
        guard isInside(source, bytes), isInside(target, bytes) else { return }
        unsafe (base + Int(bitPattern: UInt(target))).copyMemory(
            from: base + Int(bitPattern: UInt(source)), byteCount: Int(bitPattern: UInt(bytes)))
    }
    @inline(__always) func clear(_ reference: UInt64, bytes: UInt64) {
        guard isInside(reference, bytes) else { return }
        unsafe (base + Int(bitPattern: UInt(reference))).initializeMemory(
            as: UInt8.self, repeating: 0, count: Int(bitPattern: UInt(bytes)))
    }
    /// The bytes of a range, for a system call of this script: as long as the view is used, nothing else runs in the arena.
    @_lifetime(borrow self)
    public func bytes(_ reference: UInt64, count: UInt64) -> Span<UInt8> {
        let (reference, count) = isInside(reference, count) ? (reference, count) : (0, 0)
        let start = unsafe UnsafeRawPointer(base + Int(bitPattern: UInt(reference))).assumingMemoryBound(to: UInt8.self)
        return unsafe _overrideLifetime(
            Span(_unsafeStart: start, count: Int(bitPattern: UInt(count))), borrowing: self)
    }
    /// Notes damage where a range does not lie inside.
    @inline(__always) func checkRange(_ reference: UInt64, _ bytes: UInt64) { _ = isInside(reference, bytes) }
    /// Whether a range lies inside; where it does not, the arena is damaged.
    @inline(__always) func isInside(_ reference: UInt64, _ bytes: UInt64) -> Bool {
        if reference <= limit, bytes <= limit &- reference { return true }
        damage()
        return false
    }
}
