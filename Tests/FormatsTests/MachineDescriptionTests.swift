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
        #expect(machine.harts.map(\.hasTimer) == [true, false])
        #expect(machine.timebaseFrequency == 10_000_000)
        #expect(machine.bootArguments == "loglevel=debug batch")
        #expect(machine.initialRAMDisk == 0x8420_0000..<0x8430_0000)
        #expect(machine.randomSeed == [1, 2, 3, 4])
        // The second serial port, by its alias; addresses as the bus translates them.
        let port = try #require(machine.serialPort)
        #expect(port.window == .init(base: 0x1000_0200, length: 0x100, interrupt: 7))
        #expect(port.registerShift == 2)
        #expect(machine.virtio == [.init(base: 0x1000_1000, length: 0x1000, interrupt: 1)])
        let controller = try #require(machine.interruptController)
        #expect(controller.window == .init(base: 0x1200_0000, length: 0x40_0000, interrupt: nil))
        #expect(controller.sourceCount == 53)
        #expect(machine.testFinisher == nil && machine.realTimeClock == nil)
    }

    @Test func readsTheMachineQEMUDescribes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-tree-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (blobFile, blank) = (folder.appendingPathComponent("blob"), folder.appendingPathComponent("blank"))
        try Data(count: 4096).write(to: blank)
        let qemu = Process()
        qemu.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        qemu.arguments = [
            "qemu-system-riscv64", "-M", "virt,dumpdtb=\(blobFile.path)", "-smp", "4", "-m", "256M", "-display", "none",
            "-kernel", blank.path, "-initrd", blank.path, "-append", "loglevel=debug apps=hello",
        ]
        qemu.standardOutput = FileHandle.nullDevice
        qemu.standardError = FileHandle.nullDevice
        try qemu.run()
        qemu.waitUntilExit()
        #expect(qemu.terminationStatus == 0, "qemu-system-riscv64 must be installed")
        let blob = [UInt8](try Data(contentsOf: blobFile))

        let size = DeviceTree.totalSize(ofHeader: blob.span)
        let length = try #require(size)
        let machine = try MachineDescription.parse(blob.span.extracting(0..<length))
        #expect(machine.memory == [0x8000_0000..<0x9000_0000])
        #expect(machine.reserved.isEmpty)
        #expect(machine.harts.map(\.id) == [0, 1, 2, 3])
        #expect(machine.harts.allSatisfy { $0.isEnabled })
        #expect(machine.harts.map(\.supervisorContext) == [1, 3, 5, 7])
        #expect(machine.timebaseFrequency == 10_000_000)
        #expect(machine.bootArguments == "loglevel=debug apps=hello")
        let disk = try #require(machine.initialRAMDisk)
        #expect(disk.count == 4096 && machine.memory[0].contains(disk.lowerBound))
        #expect(machine.randomSeed.count == 32)
        #expect(machine.serialPort?.window == .init(base: 0x1000_0000, length: 0x100, interrupt: 10))
        #expect(machine.serialPort?.registerShift == 0)
        #expect(machine.interruptController?.window == .init(base: 0xc00_0000, length: 0x60_0000, interrupt: nil))
        #expect(machine.interruptController.map { $0.sourceCount > 10 } == true)
        #expect(machine.virtio.count == 8)
        #expect(machine.virtio.contains(.init(base: 0x1000_8000, length: 0x1000, interrupt: 8)))
        #expect(machine.testFinisher == .init(base: 0x10_0000, length: 0x1000, interrupt: nil))
        #expect(machine.realTimeClock == .init(base: 0x10_1000, length: 0x1000, interrupt: 11))
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
