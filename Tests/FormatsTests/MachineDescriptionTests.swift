// What the kernel learns about a machine, from trees written here and from the one QEMU writes.

import FTLTypes
import Formats
import Foundation
import Testing

@Suite struct MachineDescriptionTests {
    @Test func readsAMachine() throws {
        let machine = try MachineDescription.parse(TreeWriter.machine().blob().span)
        #expect(machine.memory == [0x8000_0000..<0x8800_0000, 0x1_0000_0000..<0x1_0000_1000])
        #expect(machine.reserved == [0x8000_0000..<0x8004_0000, 0x8000_0000..<0x8000_1000])
        #expect(machine.harts.map(\.id) == [0, 1])
        #expect(machine.harts.map(\.isEnabled) == [true, false])
        #expect(machine.harts.map(\.supervisorContext) == [1, 2])
        #expect(machine.harts.map(\.hasTranslation) == [true, false])
        #expect(machine.timebaseFrequency == 10_000_000)
        #expect(machine.bootArguments == "loglevel=debug batch")
        #expect(machine.bootArgumentsLength == 20)
        #expect(machine.initialRAMDisk == 0x8420_0000..<0x8430_0000)
        #expect(machine.randomSeed == [1, 2, 3, 4])
        // The second serial port, by its alias; addresses as the bus translates them.
        let port = try #require(machine.serialPort)
        #expect(port.window == .init(base: 0x1000_0200, length: 0x100, interrupt: 7))
        #expect(port.model == .ns16550(registerShift: 2))
        #expect(machine.unknownConsole == nil && machine.unknownInterruptController == nil)
        #expect(machine.virtio == [.init(base: 0x1000_1000, length: 0x1000, interrupt: 1)])
        let controller = try #require(machine.interruptController)
        #expect(controller.window == .init(base: 0x1200_0000, length: 0x40_0000, interrupt: nil))
        #expect(controller.model == .platform && controller.sourceCount == 53)
        #expect(machine.testFinisher == nil && machine.realTimeClock == nil)
    }

    /// What a broken node is compatible to, its properties, and the one to blame.
    static let broken: [(compatible: String, properties: [(String, [UInt32])], blamed: DeviceTreeError.Name)] = [
        ("virtio,mmio", [], "reg"),
        ("virtio,mmio", [("reg", [1, 2, 3])], "reg"),
        ("virtio,mmio", [("reg", [1, 0])], "reg"),
        ("virtio,mmio", [("reg", [1, 1]), ("interrupts", [])], "interrupts"),
        ("sifive,test0", [("reg", [1])], "reg"),
        ("google,goldfish-rtc", [("reg", [0xffff_ffff])], "reg"),
        ("riscv,plic0", [("reg", [1, 1])], "riscv,ndev"),
        ("sifive,plic-1.0.0", [("reg", [1, 1]), ("riscv,ndev", [1024])], "riscv,ndev"),
        ("ns16550a", [("reg", [1, 7])], "reg"),
        ("ns16550a", [("reg", [1, 0x100]), ("reg-shift", [4])], "reg-shift"),
    ]

    @Test(arguments: broken)
    func namesTheBrokenNode(_ compatible: String, _ properties: [(String, [UInt32])], _ blamed: DeviceTreeError.Name) {
        // Before the sound devices, so that it is the one of its kind that is looked at.
        var broken = TreeWriter()
        broken.node("") { tree in
            tree.property("#address-cells", cells: 1)
            tree.node("broken@1") { tree in
                tree.property("compatible", compatible)
                for (name, cells) in properties { tree.property(name, cells.flatMap { TreeWriter.cells($0) }) }
            }
        }
        #expect(throws: DeviceTreeError.badProperty(blamed, node: "broken@1")) {
            try MachineDescription.parse(broken.blob().span)
        }
    }

    /// What /chosen, /cpus and /memory hold is checked too.
    @Test(
        arguments: [
            ("chosen", "linux,initrd-end", [0x100], "linux,initrd-end"),
            ("chosen", "linux,initrd-end", [1, 2, 3], "linux,initrd-end"),
            ("cpus", "timebase-frequency", [0], "timebase-frequency"),
            ("memory", "reg", [1], "reg"), ("memory", "reg", [.max, .max, 1, 1], "reg"),
            ("reserved-memory/a", "reg", [1, 1], "reg"), ("cpus/cpu", "reg", [], "reg"),
        ] as [(String, String, [UInt32], DeviceTreeError.Name)])
    func namesTheBrokenProperty(_ path: String, _ name: String, _ cells: [UInt32], _ blamed: DeviceTreeError.Name) {
        let nodes = path.split(separator: "/").map { String($0) }
        var tree = TreeWriter()
        tree.begin("")
        tree.property("#size-cells", cells: 2)
        for node in nodes { tree.begin(node) }
        if nodes.last == "memory" { tree.property("device_type", "memory") }
        if nodes.last == "cpu" { tree.property("device_type", "cpu") }
        tree.property("linux,initrd-start", cells: 0x200)
        tree.property(name, cells.flatMap { TreeWriter.cells($0) })
        for _ in nodes { tree.end() }
        tree.end()
        #expect(throws: DeviceTreeError.badProperty(blamed, node: ByteString(nodes.last ?? ""))) {
            try MachineDescription.parse(tree.blob().span)
        }
    }

    @Test func disabledDevicesAndUnreachableOnesAreLeftOut() throws {
        let blob = TreeWriter.machine { tree in
            tree.node("virtio@3000") { tree in
                tree.property("compatible", "virtio,mmio")
                tree.property("reg", cells: 0x3000, 0x1000)
                tree.property("status", "disabled")
            }
            // Beyond what the bus passes on.
            tree.node("virtio@8000000") { tree in
                tree.property("compatible", "virtio,mmio")
                tree.property("reg", cells: 0x800_0000, 0x1000)
            }
            // Behind a bus that passes nothing on.
            tree.node("closed") { tree in
                tree.node("virtio@1") { tree in
                    tree.property("compatible", "virtio,mmio")
                    tree.property("reg", cells: 0, 0x4000, 0x1000)
                }
            }
        }.blob()
        #expect(try MachineDescription.parse(blob.span).virtio.count == 1)
    }

    @Test func listsAreBounded() throws {
        func machine(_ count: UInt32) -> [UInt8] {
            TreeWriter.machine { tree in
                for index in 0..<count {
                    tree.node("virtio@\(index)") { tree in
                        tree.property("compatible", "virtio,mmio")
                        tree.property("reg", cells: 0x4000 + index * 0x1000, 0x1000)
                    }
                }
            }.blob()
        }
        #expect(try MachineDescription.parse(machine(63).span).virtio.count == 64)
        let error = DeviceTreeError.tooMany("virtio windows")
        #expect(throws: error) { try MachineDescription.parse(machine(64).span) }
        #expect(error.message == "device tree: more than 64 virtio windows")
    }

    /// A tree that consists of some of what a machine needs.
    @Test func namesWhatIsMissing() {
        func machine(memory: Bool, hart: Bool, timebase: Bool) -> [UInt8] {
            var tree = TreeWriter()
            tree.node("") { tree in
                tree.property("#address-cells", cells: 1)
                if memory {
                    tree.node("memory") { tree in
                        tree.property("device_type", "memory")
                        tree.property("reg", cells: 0x8000_0000, 0x1000)
                    }
                }
                tree.node("cpus") { tree in
                    tree.property("#address-cells", cells: 1)
                    tree.property("#size-cells", cells: 0)
                    if timebase { tree.property("timebase-frequency", cells: 0, 1_000_000) }
                    tree.node("cpu@3") { tree in
                        tree.property("device_type", "cpu")
                        tree.property("reg", cells: 3)
                        if !hart { tree.property("status", "disabled") }
                    }
                }
            }
            return tree.blob()
        }
        #expect(throws: Never.self) {
            try MachineDescription.parse(machine(memory: true, hart: true, timebase: true).span)
        }
        #expect(throws: DeviceTreeError.noMemory) {
            try MachineDescription.parse(machine(memory: false, hart: true, timebase: true).span)
        }
        #expect(throws: DeviceTreeError.noHart) {
            try MachineDescription.parse(machine(memory: true, hart: false, timebase: true).span)
        }
        #expect(throws: DeviceTreeError.noTimebase) {
            try MachineDescription.parse(machine(memory: true, hart: true, timebase: false).span)
        }
    }
}
