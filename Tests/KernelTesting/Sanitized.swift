// Lets AddressSanitizer see into memory that the kernel manages itself: a body is a block of the host's heap, and a
// page that nobody has is one that nobody may touch.

import HostCall

@testable import KernelCore

/// Bodies from the host's heap, refused as the kernel's own heap refuses them.
final class SanitizedBodies: BodyAllocator {
    private let memory: PhysicalMemory

    init(_ memory: PhysicalMemory) { self.memory = memory }

    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        let pages = pages(in: count).roundedUpToPowerOfTwo
        guard memory.availablePages - pages >= PhysicalMemory.reservePages, !memory.probe.refuses(.body) else {
            return nil
        }
        return .allocate(byteCount: count, alignment: 16)
    }

    func freeBody(_ body: UnsafeMutableRawPointer) { body.deallocate() }
}

final class PagePoisoner: MemoryObserver {
    private unowned let memory: PhysicalMemory

    init(_ memory: PhysicalMemory) { self.memory = memory }

    func refuses(_ request: MemoryRequest) -> Bool { false }
    func didAllocate(_ page: PageNumber, count: Int) { host_unpoison(memory.pointer(page), count * pageSize) }
    func willFree(_ page: PageNumber, count: Int) { host_poison(memory.pointer(page), count * pageSize) }
}
