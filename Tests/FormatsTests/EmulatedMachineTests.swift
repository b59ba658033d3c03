// What the kernel learns from the trees that QEMU writes for its machines.

import FTLTypes
import Formats
import Foundation
import Testing

@Suite struct EmulatedMachineTests {
    @Test func virt() throws {
        let machine = try EmulatedMachineTests.describe("virt", harts: 4)
        #expect(machine.memory == [0x8000_0000..<0x9000_0000])
        #expect(machine.reserved.isEmpty)
        #expect(machine.harts.map(\.id) == [0, 1, 2, 3])
        #expect(machine.harts.allSatisfy { $0.isUsable })
        #expect(machine.harts.map(\.supervisorContext) == [1, 3, 5, 7])
        #expect(machine.timebaseFrequency == 10_000_000)
        #expect(machine.bootArguments == "loglevel=debug apps=hello")
        let disk = try #require(machine.initialRAMDisk)
        #expect(disk.count == 4096 && machine.memory[0].contains(disk.lowerBound))
        #expect(machine.randomSeed.count == 32)
        #expect(machine.serialPort?.window == .init(base: 0x1000_0000, length: 0x100, interrupt: 10))
        #expect(machine.serialPort?.model == .ns16550(registerShift: 0))
        let controller = try #require(machine.interruptController)
        #expect(controller.window == .init(base: 0xc00_0000, length: 0x60_0000, interrupt: nil))
        #expect(controller.model == .platform && controller.sourceCount > 10)
        #expect(machine.virtio.count == 8)
        #expect(machine.virtio.contains(.init(base: 0x1000_8000, length: 0x1000, interrupt: 8)))
        #expect(machine.testFinisher == .init(base: 0x10_0000, length: 0x1000, interrupt: nil))
        #expect(machine.realTimeClock == .init(base: 0x10_1000, length: 0x1000, interrupt: 11))
    }

    @Test("Of two advanced interrupt controllers, the supervisor mode's")
    func aplic() throws {
        let machine = try EmulatedMachineTests.describe("virt,aia=aplic", harts: 3)
        let controller = try #require(machine.interruptController)
        #expect(controller.window == .init(base: 0xd00_0000, length: 0x8000, interrupt: nil))
        #expect(controller.model == .advanced && controller.sourceCount > 10)
        #expect(machine.harts.map(\.supervisorContext) == [0, 1, 2])
        #expect(machine.serialPort?.window.interrupt == 10)
        #expect(machine.unknownInterruptController == nil)
    }

    @Test("One that sends messages is not known")
    func messages() throws {
        let machine = try EmulatedMachineTests.describe("virt,aia=aplic-imsic", harts: 1)
        #expect(machine.interruptController == nil)
        #expect(machine.unknownInterruptController == "riscv,aplic")
    }

    @Test("A hart that cannot translate addresses is not usable")
    func sifive() throws {
        let machine = try EmulatedMachineTests.describe("sifive_u", harts: 5)
        #expect(machine.harts.map(\.isUsable) == [false, true, true, true, true])
        #expect(machine.harts.map(\.supervisorContext) == [nil, 2, 4, 6, 8])
        #expect(machine.serialPort?.model == .sifive)
        #expect(machine.serialPort?.window == .init(base: 0x1001_0000, length: 0x1000, interrupt: 4))
        #expect(machine.interruptController?.model == .platform && machine.unknownInterruptController == nil)
        #expect(machine.testFinisher == nil && machine.realTimeClock == nil && machine.randomSeed.isEmpty)
    }

    @Test("A console that is not known is named, and no other port taken for it")
    func spike() throws {
        let machine = try EmulatedMachineTests.describe("spike", harts: 1)
        #expect(machine.serialPort == nil && machine.unknownConsole == "ucb,htif0")
        #expect(machine.interruptController == nil && machine.unknownInterruptController == nil)
    }

    /// What QEMU says of a machine with 256 MiB, boot arguments and an initfs of a page.
    private static func describe(_ machine: String, harts: Int) throws -> MachineDescription {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-tree-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (blobFile, blank) = (folder.appendingPathComponent("blob"), folder.appendingPathComponent("blank"))
        try Data(count: 4096).write(to: blank)
        let qemu = Process()
        qemu.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        qemu.arguments = [
            "qemu-system-riscv64", "-M", "\(machine),dumpdtb=\(blobFile.path)", "-smp", "\(harts)", "-m", "256M",
            "-display", "none", "-kernel", blank.path, "-initrd", blank.path, "-append", "loglevel=debug apps=hello",
        ]
        qemu.standardOutput = FileHandle.nullDevice
        qemu.standardError = FileHandle.nullDevice
        try qemu.run()
        qemu.waitUntilExit()
        #expect(qemu.terminationStatus == 0, "qemu-system-riscv64 must be installed")
        let blob = [UInt8](try Data(contentsOf: blobFile))
        let size = DeviceTree.totalSize(ofHeader: blob.span)
        let length = try #require(size)
        return try MachineDescription.parse(blob.span.extracting(0..<length))
    }
}
