// The address space of one process: which of its addresses mean what. In user isolation it has page tables of its own,
// and one window that is all of the addresses programs may have. In kernel isolation all processes share the kernel's
// page tables; each has windows of them, multiples of `windowSize`. Nothing else here depends on the isolation.
//
// It is also the one place that decides whether an address a program names is the program's: a buffer is looked
// up here, and its bytes are then reached through the pages of the areas mapped there, never through the address.
//
// Invariants: mappings are sorted and do not overlap. An unmapped page lies between any two and at both ends of a
// window, so that running off a stack or a buffer is a fault; only the segments of one image may adjoin.

import FTLTypes

public final class VmSpace: KernelObject, TypedObject {
    public static var objectType: ObjectType { .vmSpace }

    enum State {
        /// No process has it yet. Its maker pays for its being there.
        case free(Account)
        case inUse
        /// Its process has ended.
        case ended
    }

    private let kernel: Kernel
    let isolation: Isolation
    let translation: Translation
    private(set) var state: State
    /// So many that the list of them stays within a page.
    private static let windowLimit = 120
    private var windows: [Range<UInt>] = []
    private var mappedPages = 0
    private(set) var mappings: [Mapping] = []
    private var cache = PageCache()
    /// The index of the mapping in which a buffer was found last, if there is one.
    private var lastFound = 0
    /// Counts how often mappings ended. What was a buffer then still is one in the same epoch.
    private(set) var epoch: UInt = 0

    /// - Parameter maker: who pays until a process has it; nil: a process has it from the start.
    init(kernel: Kernel, isolation: Isolation = .kernel, maker: Account? = nil) throws(FTLError) {
        try maker?.chargeSpace()
        switch isolation {
        case .kernel: translation = kernel.machine.kernelTranslation
        case .user:
            do { translation = try kernel.machine.makeTranslation() } catch {
                maker?.refundSpace()
                throw error
            }
            windows = [kernel.machine.userAddresses]
        }
        self.kernel = kernel
        self.isolation = isolation
        state = maker.map { .free($0) } ?? .inUse
        super.init(.vmSpace)
    }

    /// A process takes it for its own.
    func claim() throws(FTLError) {
        guard case .free(let maker) = state else { throw .invalidState }
        maker.refundSpace()
        state = .inUse
    }

    /// Nobody can give it to a process any more, if none has it.
    override func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {
        guard case .free(let maker) = state else { return }
        maker.refundSpace()
        end()
    }

    /// Its process has ended, and none of its threads runs any more.
    func end() {
        clear()
        if isolation == .user { kernel.machine.destroyTranslation(translation) }
        windows = []
        state = .ended
    }

    /// Whether anything can still be mapped.
    var isAlive: Bool { if case .ended = state { false } else { true } }

    /// Whether so much more may be mapped. The list of mappings stays within a page.
    func hasRoom(mappings more: Int, pages: Int) -> Bool {
        mappings.count + more <= Limits.mappingsPerProcess && pages <= Limits.mappedPagesPerProcess - mappedPages
    }

    /// Maps pages of an area where there is room.
    /// - Returns: the address of the first page.
    ///
    /// - Parameter guardPages: unmapped pages below it, at least.
    func map(
        _ area: VmArea, page: Int = 0, count: Int, _ permissions: Permissions, origin: Mapping.Origin = .start,
        guardPages: Int = 1
    ) throws(FTLError) -> UInt {
        guard page >= 0, count > 0, count <= area.pageCount - page else { throw .invalidArgument }
        guard hasRoom(mappings: 1, pages: count) else { throw .limitReached }
        let address = try findRoom(pages: count, guardPages: guardPages)
        map(
            area, page: page, count: count, permissions, at: address, origin: origin, guardPages: guardPages)
        return address
    }

    /// Maps pages of an area at an address in room that `findRoom` found.
    func map(
        _ area: VmArea, page: Int, count: Int, _ permissions: Permissions, at address: UInt,
        origin: Mapping.Origin = .start, guardPages: Int = 1
    ) {
        let end = address + UInt(count * pageSize)
        let mapping = Mapping(
            range: address..<end, area: area, areaPage: page, permissions: permissions, origin: origin,
            guardPages: guardPages)
        mappings.insert(mapping, at: index(after: address))
        mappedPages += count
        area.mappingCount += 1
        area.forEachPage(in: page..<page + count) { index, present in
            kernel.machine.map(present, at: address + UInt((index - page) * pageSize), permissions, in: translation)
        }
        // Where the processor remembers that there was nothing, `resolvePageFault` makes it look again.
    }

    /// What became of an access to memory that is not mapped.
    public enum PageFaultResult: Sendable {
        /// It was the first to a page of the program's own, which is there now.
        case resolved
        case forbidden
        /// It would have been the first, but there is no memory for the page.
        case outOfMemory
    }

    func resolvePageFault(_ address: UInt, _ access: Permissions) -> PageFaultResult {
        guard let mapping = mapping(at: address), mapping.permissions.contains(access) else { return .forbidden }
        let index = mapping.areaOffset(of: address) >> pageShift
        let wasPresent = mapping.area.page(at: index) != nil
        guard let page = try? mapping.area.populate(page: index) else { return .outOfMemory }
        let start = address & ~UInt(pageSize - 1)
        kernel.machine.map(page, at: start, mapping.permissions, in: translation)
        // A page that was there may be mapped here already, unknown to the processor.
        if wasPresent { kernel.machine.flushMappings() }
        return .resolved
    }

    /// Ends the mapping that starts at the address.
    func unmap(_ address: UInt, by caller: Mapping.Origin = .start) throws(FTLError) {
        guard let index = mappings.firstIndex(where: { $0.range.lowerBound == address }) else { throw .notFound }
        guard mappings[index].origin.rawValue >= caller.rawValue else { throw .notAllowed }
        remove(mappings.remove(at: index))
        forget()
    }

    /// Ends all mappings but those. (Where there are none, the windows go back too.)
    func unmapAll(but kept: [Mapping]) {
        if kept.isEmpty { return clear() }
        for mapping in mappings where !kept.contains(where: { $0 === mapping }) { remove(mapping) }
        mappings = kept
        forget()
        releaseEmptyWindows()
    }

    /// Gives windows back in which nothing is mapped: where a call came to nothing that needed one more.
    func releaseEmptyWindows() {
        guard isolation == .kernel else { return }
        windows.removeAll { window in
            if mappings.contains(where: { window.contains($0.range.lowerBound) }) { return false }
            release(window)
            return true
        }
    }

    private func release(_ window: Range<UInt>) {
        kernel.machine.releaseTables(window, in: translation)
        kernel.windows.free(window)
    }

    /// Ends all mappings and gives the windows back.
    private func clear() {
        if mappings.isEmpty && windows.isEmpty { return }
        for mapping in mappings { remove(mapping) }
        forget()
        mappings = []
        guard isolation == .kernel else { return }
        for window in windows { release(window) }
        windows = []
    }

    /// `forget` must follow.
    private func remove(_ mapping: Mapping) {
        kernel.finishDeferredCopy { $0.space === self }
        kernel.machine.unmap(mapping.range, in: translation)
        mappedPages -= mapping.range.count >> pageShift
        mapping.area.mappingCount -= 1
    }

    /// Nobody remembers any more what was mapped.
    private func forget() {
        epoch &+= 1
        cache.forget()
        kernel.machine.flushMappings()
    }

    /// An address with room for `count` pages, with `guardPages` unmapped pages below and above them those that the
    /// next mapping wants below itself. The page tables are there.
    func findRoom(pages count: Int, guardPages: Int = 1) throws(FTLError) -> UInt {
        let below = UInt(guardPages * pageSize)
        let length = below + UInt(count * pageSize)
        if let start = findGap(length) {
            if isolation == .user {
                try kernel.machine.reserveTables(start + below..<start + length, in: translation)
            }
            return start + below
        }
        guard isolation == .kernel else { throw .limitReached }
        let needed = length + UInt(pageSize)
        guard windows.count < VmSpace.windowLimit else { throw .limitReached }
        guard let window = kernel.windows.allocate(atLeast: Int(needed)) else { throw .outOfMemory }
        do {
            try kernel.machine.reserveTables(window, in: translation)
        } catch {
            kernel.windows.free(window)
            throw error
        }
        windows.append(window)
        return window.lowerBound + below
    }

    /// The lowest of so many bytes in which nothing is mapped, nor in the guard of the mapping above.
    private func findGap(_ length: UInt) -> UInt? {
        for window in windows {
            var start = window.lowerBound
            for mapping in mappings where window.contains(mapping.range.lowerBound) {
                let above = UInt(mapping.guardPages * pageSize)
                if mapping.range.lowerBound - start >= length + above { return start }
                start = mapping.range.upperBound
            }
            if window.upperBound - start >= length + UInt(pageSize) { return start }
        }
        return nil
    }

    /// How many mappings start below or at the address.
    private func index(after address: UInt) -> Int {
        var (low, high) = (0, mappings.count)
        while low < high {
            let middle = (low + high) / 2
            if mappings[middle].range.lowerBound <= address { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether the memory at an address is mapped here alone, and no handle to it is left to map or write it by.
    func isAlone(at address: UInt) -> Bool {
        guard let area = mapping(at: address)?.area else { return false }
        return area.mappingCount == 1 && area.handleCount == 0
    }

    /// Whether something could be mapped at the address.
    func hasWindow(at address: UInt) -> Bool { windows.contains { $0.contains(address) } }

    /// The mapping an address lies in.
    func mapping(at address: UInt) -> Mapping? { index(of: address).map { mappings[$0] } }

    private func index(of address: UInt) -> Int? {
        let index = index(after: address) - 1
        return index >= 0 && mappings[index].range.contains(address) ? index : nil
    }

    /// Whether the program itself may do this with all of these bytes. A buffer lies in one mapping: they do not
    /// touch, but for the segments of an image, and nothing a compiler lays out spans two of those.
    ///
    /// - Throws: `badAccess`; `limitReached` or `outOfMemory` where the bytes were never accessed and are not committed.
    @inline(__always)
    func buffer(at address: UInt, count: UInt, _ permissions: Permissions) throws(FTLError) -> UserBuffer {
        if let bytes = cache.bytes(at: address, count: count, permissions) { return bytes }
        return try findBuffer(at: address, count: count, permissions, used: count)
    }

    /// The first bytes of a buffer that may all be written: a receiver's is as long as the longest message, most messages
    /// are short, and pages that nothing is written to need not be there.
    @inline(__always)
    func writableBuffer(at address: UInt, count: UInt, used: UInt) throws(FTLError) -> UserBuffer {
        if cache.isWritable(address, count) || used == count, let bytes = cache.bytes(at: address, count: used, .write)
        {
            return bytes
        }
        return try findBuffer(at: address, count: count, .write, used: used)
    }

    @inline(never)
    private func findBuffer(
        at address: UInt, count: UInt, _ permissions: Permissions, used: UInt
    ) throws(FTLError) -> UserBuffer {
        if count == 0 { return UserBuffer() }
        // Most often it is where the last one was.
        if lastFound >= mappings.count || !mappings[lastFound].range.contains(address) {
            guard let index = index(of: address) else { throw .badAccess }
            lastFound = index
        }
        let mapping = mappings[lastFound]
        guard mapping.permissions.contains(permissions), count <= mapping.range.upperBound - address else {
            throw .badAccess
        }
        if used < count { cache.rememberWritable(mapping.range) }
        if used == 0 { return UserBuffer() }
        let (area, offset) = (mapping.area, mapping.areaOffset(of: address))
        try area.populate(offset: offset, count: Int(used))
        let (first, last) = (offset >> pageShift, (offset + Int(used) - 1) >> pageShift)
        if last - first <= 1 {
            for index in first...last {
                guard let page = area.page(at: index) else { continue }
                // Safe: the page is the area's, and stays as long as that is mapped.
                let start = address + UInt((index - first) * pageSize)
                unsafe cache.remember(start, permissions, area.memory.pointer(page))
            }
            if let bytes = cache.bytes(at: address, count: used, permissions) { return bytes }
        }
        return UserBuffer(area: area, offset: offset, count: Int(used))
    }
}
