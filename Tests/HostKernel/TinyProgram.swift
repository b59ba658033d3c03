// The smallest program that a HostKernel loads, and bodies of messages from the host's heap.

import FTL
import TestSupport

@testable import KernelCore

/// The smallest file the loader takes: one page of code.
public func tinyProgram() -> [UInt8] {
    let code = ELFWriter.Header(type: 1, flags: 5, offset: 0, address: 0x1000, fileSize: 4096, memorySize: 4096)
    return ELFWriter(entry: 0x1000, headers: [code], length: 4096).bytes()
}

final class HostBodies: BodyAllocator {
    func allocateBody(_ count: Int) -> UnsafeMutableRawPointer? {
        .allocate(byteCount: count, alignment: 16)
    }
    func freeBody(_ body: UnsafeMutableRawPointer) { body.deallocate() }
}
