// The kernel's own part of the page table: its image, the direct map and device registers, each with no more
// permissions than it needs.

import BootKernel
import FTLTypes
import Formats
import KernelCore

/// The parts of the kernel's image, by their linked addresses.
public enum KernelImage {
    static var text: Range<UInt> { UInt(ftl_image().text_start)..<UInt(ftl_image().text_end) }
    static var constants: Range<UInt> { UInt(ftl_image().text_end)..<UInt(ftl_image().rodata_end) }
    static var variables: Range<UInt> { UInt(ftl_image().rodata_end)..<UInt(ftl_image().image_end) }
    /// The unmapped pages below the kernel's stacks.
    static var stackGuard: UInt { UInt(ftl_image().stack_guard) }
    static var panicGuard: UInt { UInt(ftl_image().panic_guard) }
    static var stack: Range<UInt> { stackGuard + UInt(pageSize)..<UInt(ftl_image().stack_top) }
    static var panicStack: Range<UInt> { panicGuard + UInt(pageSize)..<UInt(ftl_image().panic_stack_top) }

    /// The physical memory of the whole image.
    public static var physical: Range<UInt> {
        text.lowerBound &- AddressSpace.imageOffset..<variables.upperBound &- AddressSpace.imageOffset
    }
}

extension PageTable {
    func mapKernel(_ description: MachineDescription) throws(FTLError) {
        try mapImage(KernelImage.text, [.read, .execute])
        try mapImage(KernelImage.constants, .read)
        let variables = KernelImage.variables
        try mapImage(variables.lowerBound..<KernelImage.stackGuard, [.read, .write])
        try mapImage(KernelImage.stackGuard + UInt(pageSize)..<KernelImage.panicGuard, [.read, .write])
        try mapImage(KernelImage.panicGuard + UInt(pageSize)..<variables.upperBound, [.read, .write])
        try mapDirect(description)
    }

    private func mapImage(_ range: Range<UInt>, _ permissions: Permissions) throws(FTLError) {
        let physical = range.lowerBound &- AddressSpace.imageOffset..<range.upperBound &- AddressSpace.imageOffset
        // In pages, so that guard pages and neighbours with other permissions fit between.
        try map(physical: physical, at: range.lowerBound, permissions)
    }

    /// All memory but the firmware's. What nobody has to write through here is read-only here as well.
    private func mapDirect(_ description: MachineDescription) throws(FTLError) {
        let image = KernelImage.physical
        let codeEnd = KernelImage.constants.upperBound &- AddressSpace.imageOffset
        var readOnly = [image.lowerBound..<codeEnd]
        if let disk = description.initialRAMDisk { readOnly.append(wholePages(disk)) }
        let all = withoutOverlaps(description.memory.map(wholePages))
        let firmware = description.reserved.map(wholePages)
        for range in subtract(firmware + readOnly, from: all) {
            try map(physical: range, at: range.lowerBound + AddressSpace.directMap, [.read, .write])
        }
        for range in subtract(firmware, from: readOnly) {
            try map(physical: range, at: range.lowerBound + AddressSpace.directMap, .read)
        }
    }
}

/// Gives device registers addresses, one window after the other. The table may be in use already.
struct DeviceWindows {
    private let table: PageTable
    private var next = AddressSpace.devices

    init(table: PageTable) { self.table = table }

    /// - Returns: where the window's first register is mapped.
    mutating func map(_ window: MachineDescription.Window) throws(FTLError) -> UInt {
        let pages = wholePages(window.base..<window.base + window.length)
        let address = next + (UInt(window.base) - pages.lowerBound)
        try table.map(physical: pages, at: next, [.read, .write])
        next += UInt(pages.count) + UInt(pageSize)  // an unmapped page after each
        ftl_flush_translations()
        return address
    }

    /// The same for a device that the machine may not have.
    mutating func map(_ window: MachineDescription.Window?) throws(FTLError) -> UInt? {
        guard let window else { return nil }
        return try map(window) as UInt
    }
}
