// Sv39 page tables (RISC-V privileged architecture, "Sv39: Page-Based 39-bit Virtual-Memory System"): three levels
// of 512 entries; an entry with permissions at level 2 or 1 maps a whole gigabyte or two megabytes.
//
// One table for the kernel and all programs of kernel isolation, and one for each program of user isolation, which has
// the kernel in it as well, for the time when the kernel is entered: without the bit that lets user mode see it, and at
// addresses that have the same meaning everywhere, so that changing the table needs no care. Tables are ordinary pages,
// reached through the direct map. Accessed and dirty bits are set from the start, so the hardware never has a reason to
// write here.

import BootKernel
import FTLTypes
import KernelCore

public struct PageTable {
    private struct Entry {
        var bits: UInt64
        static let valid: UInt64 = 1
        static let permissionMask: UInt64 = 0xe
        static let user: UInt64 = 0x10
        static let global: UInt64 = 0x20
        static let accessedDirty: UInt64 = 0xc0

        var isValid: Bool { bits & Entry.valid != 0 }
        var isLeaf: Bool { bits & Entry.permissionMask != 0 }
        var page: PageNumber { PageNumber(truncatingIfNeeded: bits >> 10) }

        static let none = Entry(bits: 0)
        static func table(_ page: PageNumber) -> Entry { Entry(bits: UInt64(page) << 10 | valid) }
        static func leaf(_ page: PageNumber, _ permissions: Permissions, _ flags: UInt64) -> Entry {
            // Permissions has read, write and execute in the hardware's order, one bit lower.
            Entry(bits: UInt64(page) << 10 | UInt64(permissions.rawValue) << 1 | flags | accessedDirty | valid)
        }
    }

    private static let entries = 512
    private let root: PageNumber
    private let memory: PhysicalMemory
    /// Of pages that programs have.
    private let programFlags: UInt64

    /// The kernel's.
    init(memory: PhysicalMemory) throws(FTLError) {
        self.memory = memory
        programFlags = 0
        root = try memory.allocate()
    }

    /// One for a program of user isolation.
    ///
    /// - Parameter kernel: has all tables of the kernel's own part, which are shared from now on.
    init(userWith kernel: PageTable) throws(FTLError) {
        memory = kernel.memory
        programFlags = Entry.user
        root = try memory.allocate()
        for entry in index(AddressSpace.directMap, 2)..<PageTable.entries {
            store(kernel.load(kernel.root, entry), in: root, entry)
        }
    }

    /// Takes back a table of user isolation, and those below it but for the kernel's. Nothing is mapped there any more,
    /// and no hart translates by it.
    func destroyUser() {
        for upper in 0..<index(AddressSpace.programs.lowerBound, 2) {
            let middle = load(root, upper)
            guard middle.isValid else { continue }
            for lower in 0..<PageTable.entries {
                let last = load(middle.page, lower)
                if last.isValid { memory.free(last.page) }
            }
            memory.free(middle.page)
        }
        memory.free(root)
    }

    /// What makes this the table that addresses are translated by.
    ///
    /// - Parameter identifier: of the address space, by which the processor tells its translations from others'.
    @inline(__always)
    func satp(identifier: UInt64) -> UInt64 { 8 << 60 | identifier << 44 | UInt64(root) }

    func isRoot(ofSatp satp: UInt64) -> Bool { satp & 0xfff_ffff_ffff == UInt64(root) }

    /// Maps a range of physical memory in the largest units that fit, for the kernel: the same everywhere, and for ever.
    func map(physical: Range<UInt>, at address: UInt, _ permissions: Permissions) throws(FTLError) {
        var (from, to) = (physical.lowerBound, address)
        while from < physical.upperBound {
            var level = 2
            while level > 0, (from | to) % size(level) != 0 || from + size(level) > physical.upperBound { level -= 1 }
            let table = try self.table(for: to, level: level)
            let entry = Entry.leaf(PageNumber(from >> UInt(pageShift)), permissions, Entry.global)
            store(entry, in: table, index(to, level))
            from += size(level)
            to += size(level)
        }
    }

    /// Makes the tables that addresses of this range need. After an error some may be there; whoever gives the range
    /// back gives those back, too.
    func reserve(_ range: Range<UInt>) throws(FTLError) {
        var address = range.lowerBound
        while address < range.upperBound {
            _ = try table(for: address, level: 0)
            address = (address & ~(size(1) - 1)) + size(1)
        }
    }

    /// Takes back the last-level tables of this range of whole 2 MiB; nothing is mapped there any more.
    func release(_ range: Range<UInt>) {
        for address in stride(from: range.lowerBound, to: range.upperBound, by: Int(size(1))) {
            guard let table = existingTable(for: address, level: 1) else { continue }
            let entry = load(table, index(address, 1))
            guard entry.isValid, !entry.isLeaf else { continue }
            store(.none, in: table, index(address, 1))
            // The processor may remember where the table was.
            ftl_flush_translations()
            memory.free(entry.page)
        }
    }

    /// Maps one page where `reserve` made a table.
    func map(_ page: PageNumber, at address: UInt, _ permissions: Permissions) {
        guard let table = existingTable(for: address, level: 0) else { fatalError("no page table was reserved") }
        store(.leaf(page, permissions, programFlags), in: table, index(address, 0))
    }

    /// Unmaps what is mapped of these whole pages: the tables are looked for once for each 2 MiB.
    func unmap(_ range: Range<UInt>) {
        var address = range.lowerBound
        while address < range.upperBound {
            let end = min((address & ~(size(1) - 1)) + size(1), range.upperBound)
            if let table = existingTable(for: address, level: 0) {
                let count = Int(end - address) >> pageShift
                // Safe: the entries up to `end` are of this table.
                let entries = unsafe memory.pointer(table) + index(address, 0) * 8
                unsafe entries.initializeMemory(as: UInt64.self, repeating: 0, count: count)
            }
            address = end
        }
    }

    /// The table of this level for the address, made with those above it where there is none.
    private func table(for address: UInt, level: Int) throws(FTLError) -> PageNumber {
        var table = root
        for upper in stride(from: 2, to: level, by: -1) {
            let entry = load(table, index(address, upper))
            if entry.isValid {
                table = entry.page
            } else {
                let fresh = try memory.allocate()
                store(.table(fresh), in: table, index(address, upper))
                table = fresh
            }
        }
        return table
    }

    private func existingTable(for address: UInt, level: Int) -> PageNumber? {
        var table = root
        for upper in stride(from: 2, to: level, by: -1) {
            let entry = load(table, index(address, upper))
            guard entry.isValid, !entry.isLeaf else { return nil }
            table = entry.page
        }
        return table
    }

    private func size(_ level: Int) -> UInt { 1 << UInt(12 + 9 * level) }
    private func index(_ address: UInt, _ level: Int) -> Int { Int(address >> UInt(12 + 9 * level)) & 511 }

    private func load(_ table: PageNumber, _ index: Int) -> Entry {
        // Safe: a table is a page of 512 entries and `index` is below that.
        Entry(bits: unsafe memory.pointer(table).load(fromByteOffset: index * 8, as: UInt64.self))
    }

    private func store(_ entry: Entry, in table: PageNumber, _ index: Int) {
        // Safe: as above.
        unsafe memory.pointer(table).storeBytes(of: entry.bits, toByteOffset: index * 8, as: UInt64.self)
    }
}
