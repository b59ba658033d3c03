// The values of properties: numbers of one or two cells, reg in the cells of the parent, and the way an address
// takes through the buses above (Devicetree Specification v0.4, sections 2.3.5 to 2.3.8).

import FTLTypes

/// The node being read and those above it, with what they say about the addresses of their children.
struct NodePath {
    private struct Level {
        let name: Range<Int>
        let addressCells: UInt32
        let sizeCells: UInt32
        /// nil: the children's addresses mean nothing above. Empty: they mean the same.
        let ranges: Range<Int>?
    }

    private let tree: DeviceTree
    private var levels: [Level] = []
    /// Which hart the processor node on the path is.
    var hart: Int?

    init(_ tree: DeviceTree) { self.tree = tree }

    /// Makes `node` the last of the path.
    mutating func enter(_ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>) throws(DeviceTreeError) {
        levels.removeLast(levels.count - node.depth)
        if node.depth <= 2 { hart = nil }
        let addressCells = try tree.property("#address-cells", of: node, in: blob)
        let sizeCells = try tree.property("#size-cells", of: node, in: blob)
        levels.append(
            Level(
                name: node.name,
                addressCells: addressCells.flatMap { blob.big32(at: $0.lowerBound) } ?? 2,
                sizeCells: sizeCells.flatMap { blob.big32(at: $0.lowerBound) } ?? 1,
                ranges: try tree.property("ranges", of: node, in: blob)))
    }

    /// Whether the path's second node, a child of the root, has this name.
    func isBelow(_ name: StaticString, _ blob: borrowing Span<UInt8>) -> Bool {
        levels.count > 1 && blob.equals(name, in: levels[1].name)
    }

    /// Whether the bytes of `text` are this path. A unit address ("@…") may be left out.
    func isNamed(_ text: Range<Int>, _ blob: borrowing Span<UInt8>) -> Bool {
        var at = text.lowerBound
        for level in levels.dropFirst() {
            guard at < text.upperBound, blob[at] == UInt8(ascii: "/") else { return false }
            let start = at + 1
            let end = blob.firstIndex(of: UInt8(ascii: "/"), in: start..<text.upperBound) ?? text.upperBound
            let unit = blob.firstIndex(of: UInt8(ascii: "@"), in: level.name) ?? level.name.upperBound
            let component = blob.copy(start..<end)
            guard blob.equals(component, in: level.name) || blob.equals(component, in: level.name.lowerBound..<unit)
            else { return false }
            at = end
        }
        return at == text.upperBound
    }

    /// The ranges that the last node's reg property tells, in the addresses of its parent. Empty ones are left
    /// out; nil where the value does not consist of such ranges.
    func ranges(_ reg: Range<Int>, _ blob: borrowing Span<UInt8>) -> [Range<UInt64>]? {
        guard levels.count > 1 else { return nil }
        let parent = levels[levels.count - 2]
        guard (1...2).contains(parent.addressCells), (1...2).contains(parent.sizeCells) else { return nil }
        let size = Int(parent.addressCells + parent.sizeCells) * 4
        guard reg.count > 0, reg.count % size == 0 else { return nil }
        var result: [Range<UInt64>] = []
        for entry in 0..<reg.count / size {
            let at = reg.lowerBound + entry * size
            guard let start = cells(parent.addressCells, at: at, blob),
                let length = cells(parent.sizeCells, at: at + Int(parent.addressCells) * 4, blob)
            else { return nil }
            let (end, overflow) = start.addingReportingOverflow(length)
            guard !overflow else { return nil }
            if length > 0 { result.append(start..<end) }
        }
        return result
    }

    /// An address range of the last node's parent as a physical one, or nil where the buses do not pass it on.
    func physical(_ range: Range<UInt64>, _ blob: borrowing Span<UInt8>) -> Range<UInt64>? {
        var range = range
        var level = levels.count - 2
        while level > 0 {
            guard let next = translate(range, from: levels[level], to: levels[level - 1], blob) else { return nil }
            range = next
            level -= 1
        }
        return range
    }

    private func translate(
        _ range: Range<UInt64>, from bus: Level, to parent: Level, _ blob: borrowing Span<UInt8>
    ) -> Range<UInt64>? {
        guard let ranges = bus.ranges else { return nil }
        if ranges.isEmpty { return range }
        guard (1...2).contains(bus.addressCells), (1...2).contains(parent.addressCells),
            (1...2).contains(bus.sizeCells)
        else { return nil }
        let size = Int(bus.addressCells + parent.addressCells + bus.sizeCells) * 4
        for entry in 0..<ranges.count / size {
            let at = ranges.lowerBound + entry * size
            guard let child = cells(bus.addressCells, at: at, blob),
                let base = cells(parent.addressCells, at: at + Int(bus.addressCells) * 4, blob),
                let length = cells(bus.sizeCells, at: at + Int(bus.addressCells + parent.addressCells) * 4, blob)
            else { return nil }
            guard range.lowerBound >= child, range.upperBound - child <= length else { continue }
            let (start, overflow) = base.addingReportingOverflow(range.lowerBound - child)
            let (end, endOverflow) = start.addingReportingOverflow(range.upperBound - range.lowerBound)
            return overflow || endOverflow ? nil : start..<end
        }
        return nil
    }

    /// A number of one or two cells.
    private func cells(_ count: UInt32, at offset: Int, _ blob: borrowing Span<UInt8>) -> UInt64? {
        count == 2 ? blob.big64(at: offset) : blob.big32(at: offset).map { UInt64($0) }
    }
}

extension MachineParser {
    /// A value of one or two cells.
    func number(_ value: Range<Int>, _ blob: borrowing Span<UInt8>) -> UInt64? {
        switch value.count {
        case 4: blob.big32(at: value.lowerBound).map { UInt64($0) }
        case 8: blob.big64(at: value.lowerBound)
        default: nil
        }
    }

    /// Whether the status property, if there is one, says so.
    func isEnabled(_ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> Bool {
        guard let value = try tree.property("status", of: node, in: blob) else { return true }
        let status = tree.string(value, in: blob)
        return blob.equals("okay", in: status) || blob.equals("ok", in: status)
    }

    /// The first range of a device's registers and its first interrupt; nil where it cannot be reached.
    func window(
        _ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) -> MachineDescription.Window? {
        guard let reg = try tree.property("reg", of: node, in: blob), let first = path.ranges(reg, blob)?.first else {
            throw bad("reg", node, blob)
        }
        guard let range = path.physical(first, blob) else { return nil }
        var interrupt: UInt32?
        if let value = try tree.property("interrupts", of: node, in: blob) {
            guard value.count >= 4, let number = blob.big32(at: value.lowerBound) else {
                throw bad("interrupts", node, blob)
            }
            interrupt = number
        }
        return MachineDescription.Window(
            base: range.lowerBound, length: range.upperBound - range.lowerBound, interrupt: interrupt)
    }

    /// Adds the ranges of a node's reg to a list. A node without one (reserved memory that the system is to place)
    /// adds none.
    mutating func append(
        _ node: DeviceTree.Node, to list: RangeList, _ what: DeviceTreeError.Name, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) {
        guard let reg = try tree.property("reg", of: node, in: blob) else { return }
        guard let ranges = path.ranges(reg, blob) else { throw bad("reg", node, blob) }
        switch list {
        case .memory: machine.memory += ranges
        case .reserved: machine.reserved += ranges
        }
        guard machine.memory.count <= MachineDescription.maximumEntries,
            machine.reserved.count <= MachineDescription.maximumEntries
        else { throw .tooMany(what) }
    }

    enum RangeList {
        case memory, reserved
    }

    func bad(_ name: DeviceTreeError.Name, _ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>) -> DeviceTreeError {
        .badProperty(name, node: ByteString(blob.copy(node.name)))
    }
}
