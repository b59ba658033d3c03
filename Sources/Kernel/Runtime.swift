// What Swift's runtime asks of the system it runs on: memory, and a source of random numbers that hash tables use.

import ArchRISCV
import KernelCore

/// Allocation before there is a heap: while the device tree is read, which says where memory is. Never freed.
private enum EarlyArena {
    static let size = 64 * 1024
    /// Safe: touched by the boot hart alone, before the first program runs.
    nonisolated(unsafe) static var used = 0
    nonisolated(unsafe) static var bytes = InlineArray<4096, (UInt64, UInt64)>(repeating: (0, 0))

    static func allocate(_ size: Int, _ alignment: Int) -> UnsafeMutableRawPointer? {
        let start = unsafe (used + alignment - 1) & ~(alignment - 1)
        guard start + size <= EarlyArena.size else { return nil }
        unsafe used = start + size
        // Safe: the arena is a global that never moves, and the range is inside it.
        return unsafe UnsafeMutableRawPointer(&bytes) + start
    }

    static func contains(_ pointer: UnsafeMutableRawPointer) -> Bool {
        let start = unsafe UInt(bitPattern: UnsafeMutableRawPointer(&bytes))
        return (start..<start + UInt(size)).contains(UInt(bitPattern: pointer))
    }
}

/// Safe: set once, by the boot hart, and used with the kernel entered.
nonisolated(unsafe) var kernelHeap: KernelHeap?

@c(ftl_posix_memalign)
public func allocateAligned(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> CInt {
    if let heap = unsafe kernelHeap {
        unsafe result.pointee = heap.allocate(size: size, alignment: alignment)
    } else {
        unsafe result.pointee = EarlyArena.allocate(size, max(alignment, 16))
    }
    return unsafe result.pointee == nil ? 12 : 0  // ENOMEM
}

@c(ftl_malloc)
public func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    var result: UnsafeMutableRawPointer?
    _ = unsafe allocateAligned(&result, 16, size)
    return unsafe result
}

@c(ftl_free)
public func deallocate(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer = unsafe pointer, unsafe !EarlyArena.contains(pointer) else { return }
    unsafe kernelHeap?.free(pointer)
}

/// Seeds hash tables; the kernel has none that foreign names could be chosen against.
@c(arc4random_buf)
public func fillRandom(_ buffer: UnsafeMutableRawPointer, _ count: Int) {
    unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0x5a, count: count)
}

/// The stack protector's value, and what it calls when it finds it changed.
@c(__stack_chk_fail)
public func stackCheckFailed() -> Never { fatalError("a buffer on the kernel's stack was overrun") }
