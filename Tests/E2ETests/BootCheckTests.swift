// What a machine must have, and a machine that has it not: one line says so, and its status is a failure's. Nothing hangs,
// and nothing panics later.

import Foundation
import Testing

struct BootCheckTests {
    /// A machine that cannot be booted, and what its one line says.
    struct Lack: Sendable, CustomStringConvertible {
        let description: String
        var processor: String?
        var memory = "128M"
        var argument: String?
        var hasInitialFiles = true
        var logLevel = "info"
        let line: String
    }

    static let lacks = [
        Lack(
            description: "no address translation", processor: "rv64,mmu=off",
            line: "boot: this hart cannot translate addresses (Sv39), which the kernel needs"),
        Lack(
            description: "no floating point", processor: "rv64,f=off,d=off",
            line: "boot: this hart has no floating point of double precision (F and D), which programs need"),
        Lack(
            description: "no floating point of double precision", processor: "rv64,d=off",
            line: "boot: this hart has no floating point of double precision (F and D), which programs need"),
        Lack(
            description: "memory that ends before the initfs", memory: "6M",
            line: "boot: there is too little memory: the initfs of "),
        Lack(
            description: "boot arguments that bootstrap cannot be given", argument: String(repeating: "x", count: 2048),
            line: "boot: the boot arguments are too long: "),
        Lack(
            description: "boot arguments longer than the memory there is so early",
            argument: String(repeating: "x", count: 100_000), line: "boot: the boot arguments are too long: "),
        Lack(
            description: "no initfs", hasInitialFiles: false,
            line: "boot: there is no initfs, which programs are started from"),
        Lack(
            description: "no initfs and nothing to be logged", hasInitialFiles: false, logLevel: "none",
            line: "boot: there is no initfs, which programs are started from"),
    ]

    @Test(
        "A machine without what it must have says so in one line, and powers off with the status of a failure",
        arguments: lacks)
    func refuses(_ lack: Lack) throws {
        let run = try VirtualMachine.run(
            .init(
                apps: ["hello"], arguments: ["batch"] + (lack.argument.map { [$0] } ?? []), logLevel: lack.logLevel,
                processor: lack.processor, memory: lack.memory, hasInitialFiles: lack.hasInitialFiles))
        run.expect(run.status == 66, "the status is a failure's: \(run.status)")
        run.expect(run.lines.filter { $0.contains("boot: ") }.count == 1, "it is one line")
        run.expect(run.lines.contains { $0.contains(lack.line) }, "it says: \(lack.line)")
        run.expect(!run.transcript.contains("panic"), "nothing panics")
    }

    @Test("The longest boot arguments that can be passed on are passed on")
    func longestArguments() throws {
        let rest = "loglevel=info batch apps=hello ".utf8.count
        let run = try VirtualMachine.run(
            .init(apps: ["hello"], arguments: ["batch", String(repeating: "x", count: 2047 - rest)]))
        run.expect(run.status == 0, "it boots: \(run.status)")
        run.expect(run.log("unknown boot argument 'xxx").count == 1, "the argument is told of")
    }

    @Test("Memory that bootstrap cannot be started in is too little")
    func littleMemory() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/tree"
        let dump = try Command.run(["qemu-system-riscv64", "-M", "virt,dumpdtb=" + file, "-m", "128M"])
        try #require(dump.status == 0, "\(dump.output)")
        // The memory's reg: where it begins, and how long it is.
        var tree = try Data(contentsOf: URL(fileURLWithPath: file))
        let start = Data([0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0])
        let length = try #require(tree.range(of: start + Data([0x08, 0, 0, 0]))).lowerBound + start.count
        tree.replaceSubrange(length..<length + 4, with: [0, 0x30, 0, 0])
        try tree.write(to: URL(fileURLWithPath: file))
        let run = try VirtualMachine.run(.init(apps: ["hello"], deviceTree: file))
        run.expect(run.status == 66, "the status is a failure's: \(run.status)")
        run.expect(run.lines.filter { $0.contains("boot: ") }.count == 1, "it is one line")
        run.expect(run.transcript.contains("boot: there is too little memory: of 3072 KiB only "), "it says so")
        run.expect(!run.transcript.contains("panic"), "nothing panics")
    }
}
