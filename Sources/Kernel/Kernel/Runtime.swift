// What Swift's runtime asks of the system it runs on: memory, and a source of random numbers that hash tables use.

import ArchRISCV
import KernelCore

/// Allocation before there is a heap: while the device tree is read, which says where memory is. Never freed.
private enum EarlyArena {
    static let size = 64 * 1024
    /// Safe: used by the boot hart alone, before the first program runs.
    nonisolated(unsafe) static var used = 0
    nonisolated(unsafe) static var bytes = InlineArray<4096, (UInt64, UInt64)>(repeating: (0, 0))

    static func allocate(_ size: Int, _ alignment: Int) -> UnsafeMutableRawPointer? {
        // Safe: as above.
        let start = unsafe (used + alignment - 1) & ~(alignment - 1)
        guard start + size <= EarlyArena.size else { return nil }
        unsafe used = start + size
        // Safe: the arena is a global that never moves, and the range is inside it.
        return unsafe UnsafeMutableRawPointer(&bytes) + start
    }

    @inline(__always)
    static func contains(_ pointer: UnsafeMutableRawPointer) -> Bool {
        // Safe: only the address is used, and a global never moves.
        let start = unsafe UInt(bitPattern: UnsafeMutableRawPointer(&bytes))
        return UInt(bitPattern: pointer) &- start < UInt(size)
    }
}

// Not counted: it is there for ever, and this is where most of what the kernel counts comes from.
// Safe: set once, by the boot hart, and used with the kernel entered.
private nonisolated(unsafe) var kernelHeap: Unmanaged<KernelHeap>?

/// From now on the kernel's objects come from there.
// Safe: called once, by the boot hart.
func use(_ heap: KernelHeap) { unsafe kernelHeap = .passRetained(heap) }

@c(ftl_posix_memalign)
public func allocateAligned(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> CInt {
    // Safe: Swift's runtime, the one caller, names a place for an address.
    unsafe result.pointee = allocate(size, alignment: alignment)
    return unsafe result.pointee == nil ? 12 : 0  // ENOMEM
}

@c(ftl_malloc_aligned)
public func allocate(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    // Safe: the heap is there for ever, and what is allocated is nobody else's.
    guard let heap = unsafe kernelHeap else { return unsafe EarlyArena.allocate(size, max(alignment, 16)) }
    return unsafe heap._withUnsafeGuaranteedRef { unsafe $0.allocate(size: size, alignment: alignment) }
}

@c(ftl_malloc)
public func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    // Safe: as above.
    guard let heap = unsafe kernelHeap else { return unsafe EarlyArena.allocate(size, 16) }
    return unsafe heap._withUnsafeGuaranteedRef { unsafe $0.allocate(size: size) }
}

@c(ftl_free)
public func deallocate(_ pointer: UnsafeMutableRawPointer?) {
    // Safe: what is given back came from here, and its owner has no more use for it.
    guard let pointer = unsafe pointer, unsafe !EarlyArena.contains(pointer) else { return }
    if let heap = unsafe kernelHeap { unsafe heap._withUnsafeGuaranteedRef { unsafe $0.free(pointer) } }
}

/// Seeds hash tables; the kernel has none that foreign names could be chosen against.
@c(arc4random_buf)
public func fillRandom(_ buffer: UnsafeMutableRawPointer, _ count: Int) {
    // Safe: the caller has room for so many bytes there.
    unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0x5a, count: count)
}

/// The stack protector's value, and what it calls when it finds it changed.
@c(__stack_chk_fail)
public func stackCheckFailed() -> Never { fatalError("a buffer on the kernel's stack was overrun") }
