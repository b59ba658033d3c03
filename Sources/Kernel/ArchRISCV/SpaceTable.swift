// What a `Translation` of the kernel's logic is here: a page table, and the address-space identifier (ASID) by which the
// processor tells its translations from those of others (RISC-V privileged architecture, "Supervisor Address Translation
// and Protection Register").
//
// An identifier is assigned when a table is switched to, and is good for one generation: where they run out, the translation
// cache is flushed and counting begins anew. So a table that goes leaves nothing to tidy up, and a processor that has few
// identifiers, or only one, is served as well. Identifiers and flushes are local to a hart: several harts need one
// `AddressSpaceIdentifiers` each.

import BootKernel
import KernelCore

final class SpaceTable {
    let table: PageTable
    /// What makes the table current, with the identifier.
    fileprivate var satp: UInt64 = 0
    /// Of the identifier; 0: none was assigned yet.
    fileprivate var generation: UInt64 = 0

    init(_ table: PageTable) { self.table = table }

    /// As the kernel's logic knows it. Balanced by `release`.
    static func retained(_ table: PageTable) -> Translation {
        // Safe: nothing but the address is kept.
        unsafe Translation(address: UInt(bitPattern: Unmanaged.passRetained(SpaceTable(table)).toOpaque()))
    }

    /// The table behind a translation, not counted: it stays until `release`.
    @inline(__always)
    private static func reference(_ translation: Translation) -> Unmanaged<SpaceTable> {
        // Safe: translations are made by `retained` alone.
        unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: translation.address)!)
    }

    @inline(__always)
    static func with<Result>(_ translation: Translation, _ body: (SpaceTable) -> Result) -> Result {
        // Safe: it stays until `release`.
        unsafe reference(translation)._withUnsafeGuaranteedRef { body($0) }
    }

    static func table(_ translation: Translation) -> PageTable { with(translation) { $0.table } }

    /// Safe: balances `retained`, once.
    static func release(_ translation: Translation) { unsafe reference(translation).release() }
}

/// The address-space identifiers of one hart.
struct AddressSpaceIdentifiers {
    private var generation: UInt64 = 1
    private var next: UInt64 = 1
    private let largest: UInt64
    /// Translates by identifier 0, which no table is assigned, while the others are collected.
    private let kernel: PageTable

    /// - Parameter kernel: the table that is current, and stays for ever.
    init(kernel: PageTable) {
        self.kernel = kernel
        // The bits of an identifier that the processor does not have read as zero.
        ftl_write_satp(kernel.satp(identifier: 0xffff))
        largest = ftl_read_satp() >> 44 & 0xffff
        ftl_write_satp(kernel.satp(identifier: 0))
    }

    /// What makes the space's table current; nil where its identifier is not good any more, or it has none.
    @inline(__always)
    func satp(of space: SpaceTable) -> UInt64? { space.generation == generation ? space.satp : nil }

    /// Assigns the space an identifier, unless it has one that is good.
    /// - Returns: what makes its table current.
    @discardableResult
    mutating func assign(_ space: SpaceTable) -> UInt64 {
        if let satp = satp(of: space) { return satp }
        if next > largest {
            generation += 1
            next = min(1, largest)
            // Not before the old ones are out of use; and with none to give, this is how two spaces are distinguished.
            ftl_write_satp(kernel.satp(identifier: 0))
        }
        space.satp = space.table.satp(identifier: next)
        space.generation = largest == 0 ? 0 : generation
        next += 1
        return space.satp
    }
}
