// Reading the machine out of its device tree (Devicetree Specification v0.4, chapters 2 and 3; the bindings of the
// devices are Linux's Documentation/devicetree/bindings). Two walks: /chosen first, since it names the console by
// a path that may come before or after; then everything else. What is not known is passed over; what is known
// and broken is an error that names the node.

import FTLTypes

extension MachineDescription {
    /// Reads a whole blob, as firmware left it.
    public static func parse(_ blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> MachineDescription {
        let tree = try DeviceTree(blob)
        var parser = MachineParser(tree)
        try parser.readChosen(blob)
        try parser.readNodes(blob)
        parser.machine.reserved += try tree.reservedRanges(in: blob)
        let machine = parser.machine
        guard machine.reserved.count <= maximumEntries else { throw .tooMany("reserved ranges") }
        guard !machine.memory.isEmpty else { throw .noMemory }
        guard machine.harts.contains(where: { $0.isEnabled }) else { throw .noHart }
        guard machine.timebaseFrequency > 0 else { throw .noTimebase }
        return machine
    }
}

struct MachineParser {
    let tree: DeviceTree
    var machine = MachineDescription()
    var path: NodePath
    /// Where the blob holds the path of the console's node.
    private var console: Range<Int>?
    /// The interrupt controller's list of contexts.
    var contexts: Range<Int>?

    init(_ tree: DeviceTree) {
        self.tree = tree
        path = NodePath(tree)
    }

    mutating func readChosen(_ blob: borrowing Span<UInt8>) throws(DeviceTreeError) {
        var cursor = DeviceTree.Cursor(tree)
        var chosen: DeviceTree.Node?
        var aliases: DeviceTree.Node?
        while let node = try cursor.next(in: blob) {
            guard node.depth == 1 else { continue }
            if blob.equals("chosen", in: node.name) { chosen = node }
            if blob.equals("aliases", in: node.name) { aliases = node }
        }
        guard let chosen else { return }
        if let value = try tree.property("bootargs", of: chosen, in: blob) {
            let text = tree.string(value, in: blob)
            machine.bootArgumentsLength = text.count
            // There is no memory yet for whatever length it has.
            if text.count <= Limits.argumentsLength { machine.bootArguments = ByteString(blob.copy(text)) }
        }
        if let value = try tree.property("rng-seed", of: chosen, in: blob) {
            machine.randomSeed = blob.copy(value.prefix(256))
        }
        if let start = try tree.property("linux,initrd-start", of: chosen, in: blob),
            let end = try tree.property("linux,initrd-end", of: chosen, in: blob)
        {
            guard let start = number(start, blob) else { throw bad("linux,initrd-start", chosen, blob) }
            guard let end = number(end, blob), start <= end else { throw bad("linux,initrd-end", chosen, blob) }
            if start < end { machine.initialRAMDisk = start..<end }
        }
        guard let value = try tree.property("stdout-path", of: chosen, in: blob) else { return }
        var text = tree.string(value, in: blob)
        // What follows a colon is the terminal's setting.
        if let colon = blob.firstIndex(of: UInt8(ascii: ":"), in: text) { text = text.lowerBound..<colon }
        guard !text.isEmpty else { return }
        if blob[text.lowerBound] == UInt8(ascii: "/") {
            console = text
        } else if let aliases, let target = try tree.property(blob.copy(text), of: aliases, in: blob) {
            console = tree.string(target, in: blob)
        }
    }

    mutating func readNodes(_ blob: borrowing Span<UInt8>) throws(DeviceTreeError) {
        var cursor = DeviceTree.Cursor(tree)
        while let node = try cursor.next(in: blob) {
            try path.enter(node, blob)
            try read(node, blob)
        }
        if let contexts { assignContexts(contexts, blob) }
        // Somebody looks at a console that is not among the ports that are known.
        if machine.unknownConsole != nil { machine.serialPort = nil }
        if machine.interruptController != nil { machine.unknownInterruptController = nil }
    }

    private mutating func read(_ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>) throws(DeviceTreeError) {
        guard node.depth > 0 else { return }
        if path.isBelow("cpus", blob) {
            return try readProcessor(node, blob)
        }
        if path.isBelow("reserved-memory", blob) {
            if node.depth == 2 { try append(node, to: .reserved, "reserved ranges", blob) }
            return
        }
        if node.depth == 1, let type = try tree.property("device_type", of: node, in: blob),
            blob.equals("memory", in: tree.string(type, in: blob))
        {
            guard try isEnabled(node, blob) else { return }
            return try append(node, to: .memory, "memory ranges", blob)
        }
        if let compatible = try tree.property("compatible", of: node, in: blob), try isEnabled(node, blob) {
            let isConsole = console.map { path.isNamed($0, blob) } ?? false
            try readDevice(node, compatible, isConsole: isConsole, blob)
        }
    }

    /// What is in /cpus, that node included.
    private mutating func readProcessor(
        _ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) {
        if node.depth <= 2, machine.timebaseFrequency == 0,
            let value = try tree.property("timebase-frequency", of: node, in: blob)
        {
            guard let frequency = number(value, blob), frequency > 0 else {
                throw bad("timebase-frequency", node, blob)
            }
            machine.timebaseFrequency = frequency
        }
        if node.depth == 2, let type = try tree.property("device_type", of: node, in: blob),
            blob.equals("cpu", in: tree.string(type, in: blob))
        {
            guard let reg = try tree.property("reg", of: node, in: blob), let id = number(reg, blob),
                !machine.harts.contains(where: { $0.id == id })
            else { throw bad("reg", node, blob) }
            guard machine.harts.count < MachineDescription.maximumEntries else { throw .tooMany("harts") }
            let translation = try tree.property("mmu-type", of: node, in: blob)
            let hasTranslation = translation.map { !blob.equals("riscv,none", in: tree.string($0, in: blob)) } ?? false
            machine.harts.append(
                MachineDescription.Hart(id: id, isEnabled: try isEnabled(node, blob), hasTranslation: hasTranslation))
            path.hart = machine.harts.count - 1
        }
        if node.depth == 3, let hart = path.hart,
            let compatible = try tree.property("compatible", of: node, in: blob),
            tree.list(compatible, contains: "riscv,cpu-intc", in: blob),
            let phandle = try tree.property("phandle", of: node, in: blob)
        {
            machine.harts[hart].localController = blob.big32(at: phandle.lowerBound)
        }
    }
}
