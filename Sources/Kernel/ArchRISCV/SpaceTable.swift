// What a `Translation` of the kernel's logic is here: a page table, and the number by which the processor tells its
// translations from those of others (RISC-V privileged architecture, "Supervisor Address Translation and Protection
// Register").
//
// Numbers are given when a table is switched to, and are good for one generation: where they run out, everything that
// the processor remembers is forgotten and counting begins anew. So a table that goes leaves nothing to tidy up, and a
// processor that has few numbers, or only one, is served as well.

import BootKernel
import KernelCore

final class SpaceTable {
    let table: PageTable
    /// What makes the table current, with the number.
    fileprivate var satp: UInt64 = 0
    /// Of the number; 0: none was given yet.
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
        unsafe reference(translation)._withUnsafeGuaranteedRef { body($0) }
    }

    static func table(_ translation: Translation) -> PageTable { with(translation) { $0.table } }

    static func release(_ translation: Translation) { unsafe reference(translation).release() }
}

/// The numbers of address spaces (ASID), on one hart.
struct SpaceNumbers {
    private var generation: UInt64 = 1
    private var next: UInt64 = 1
    private let largest: UInt64
    /// Translates by number 0, which no table is given, while numbers are collected.
    private let kernel: PageTable

    /// - Parameter kernel: the table that is current, and stays for ever.
    init(kernel: PageTable) {
        self.kernel = kernel
        // The bits of a number that the processor does not have read as zero.
        ftl_write_satp(kernel.satp(number: 0xffff))
        largest = ftl_read_satp() >> 44 & 0xffff
        ftl_write_satp(kernel.satp(number: 0))
    }

    /// What makes the space's table current; nil where its number is not good any more, or it has none.
    @inline(__always)
    func satp(of space: SpaceTable) -> UInt64? { space.generation == generation ? space.satp : nil }

    /// Sees to it that the space has a number.
    /// - Returns: what makes its table current.
    @discardableResult
    mutating func renumber(_ space: SpaceTable) -> UInt64 {
        if let satp = satp(of: space) { return satp }
        if next > largest {
            generation += 1
            next = min(1, largest)
            // Not before the old numbers are out of use; and with none to give, this is how two spaces are told apart.
            ftl_write_satp(kernel.satp(number: 0))
        }
        space.satp = space.table.satp(number: next)
        space.generation = largest == 0 ? 0 : generation
        next += 1
        return space.satp
    }
}
