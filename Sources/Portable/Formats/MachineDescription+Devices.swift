// Which devices a machine has, of those the kernel knows, and which of those it needs it does not know (the bindings are
// Linux's Documentation/devicetree/bindings).

import FTLTypes

extension MachineParser {
    /// A node that says what it is compatible to.
    mutating func readDevice(
        _ node: DeviceTree.Node, _ compatible: Range<Int>, isConsole: Bool, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) {
        func isCompatible(_ name: StaticString, _ blob: borrowing Span<UInt8>) -> Bool {
            tree.list(compatible, contains: name, in: blob)
        }
        if isCompatible("virtio,mmio", blob) {
            guard let window = try window(node, blob) else { return }
            guard machine.virtio.count < MachineDescription.maximumEntries else { throw .tooMany("virtio windows") }
            machine.virtio.append(window)
        } else if isCompatible("ns16550a", blob) || isCompatible("sifive,uart0", blob) {
            guard machine.serialPort == nil || isConsole else { return }
            machine.serialPort =
                try serialPort(node, isSiFive: isCompatible("sifive,uart0", blob), blob)
                ?? machine.serialPort
        } else if isCompatible("riscv,plic0", blob) || isCompatible("sifive,plic-1.0.0", blob) {
            try readController(node, .platform, "riscv,ndev", blob)
        } else if isCompatible("riscv,aplic", blob), try isWiredToSupervisor(node, blob) {
            try readController(node, .advanced, "riscv,num-sources", blob)
        } else if isCompatible("sifive,test0", blob) || isCompatible("sifive,test1", blob) {
            if machine.testFinisher == nil { machine.testFinisher = try window(node, blob) }
        } else if isCompatible("google,goldfish-rtc", blob) {
            if machine.realTimeClock == nil { machine.realTimeClock = try window(node, blob) }
        } else if isConsole {
            machine.unknownConsole = firstName(compatible, blob)
        } else if try tree.property("interrupt-controller", of: node, in: blob) != nil,
            machine.unknownInterruptController == nil
        {
            machine.unknownInterruptController = firstName(compatible, blob)
        }
    }

    /// - Returns: nil where the port cannot be reached.
    private func serialPort(
        _ node: DeviceTree.Node, isSiFive: Bool, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) -> MachineDescription.SerialPort? {
        guard let window = try window(node, blob) else { return nil }
        guard !isSiFive else {
            guard window.length >= 0x1c else { throw bad("reg", node, blob) }
            return MachineDescription.SerialPort(window: window, model: .sifive)
        }
        var shift: UInt64 = 0
        if let value = try tree.property("reg-shift", of: node, in: blob) {
            guard let given = number(value, blob), given <= 3 else { throw bad("reg-shift", node, blob) }
            shift = given
        }
        guard window.length >= 8 << shift else { throw bad("reg", node, blob) }
        return MachineDescription.SerialPort(window: window, model: .ns16550(registerShift: Int(shift)))
    }

    /// An interrupt controller, and which of its contexts is which hart's.
    /// - Parameter countName: the property that has the number of its sources.
    private mutating func readController(
        _ node: DeviceTree.Node, _ model: MachineDescription.InterruptController.Model, _ countName: StaticString,
        _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) {
        guard machine.interruptController == nil, let window = try window(node, blob) else { return }
        // Both specifications have at most 1023 sources.
        guard let value = try tree.property(countName, of: node, in: blob),
            let sources = number(value, blob), sources > 0, sources < 1024
        else { throw bad(DeviceTreeError.Name(stringLiteral: countName), node, blob) }
        machine.interruptController = MachineDescription.InterruptController(
            window: window, model: model, sourceCount: Int(sources))
        contexts = try tree.property("interrupts-extended", of: node, in: blob)
    }

    /// Of two controllers, one is the machine mode's; one that sends messages is wired to nobody.
    private func isWiredToSupervisor(
        _ node: DeviceTree.Node, _ blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) -> Bool {
        guard let list = try tree.property("interrupts-extended", of: node, in: blob) else { return false }
        for context in 0..<list.count / 8
        where blob.big32(at: list.lowerBound + context * 8 + 4) == supervisorExternal { return true }
        return false
    }

    /// The interrupt controller has one context for each entry of its interrupts-extended: a hart's local
    /// controller and the cause it is wired to there.
    mutating func assignContexts(_ list: Range<Int>, _ blob: borrowing Span<UInt8>) {
        for context in 0..<list.count / 8 {
            guard let controller = blob.big32(at: list.lowerBound + context * 8),
                blob.big32(at: list.lowerBound + context * 8 + 4) == supervisorExternal
            else { continue }
            for hart in machine.harts.indices where machine.harts[hart].localController == controller {
                machine.harts[hart].supervisorContext = context
            }
        }
    }

    private func firstName(_ compatible: Range<Int>, _ blob: borrowing Span<UInt8>) -> ByteString {
        ByteString(blob.copy(tree.string(compatible, in: blob).prefix(DeviceTree.maximumNameLength)))
    }
}

/// The cause of the supervisor mode's external interrupt.
private let supervisorExternal: UInt32 = 9
