// What must hold for the kernel's file and shows in no run: a floating-point instruction in the kernel would use the
// registers of whatever program it came from.

import Testing

struct KernelImageTests {
    @Test("The kernel keeps out of the floating-point registers, but for the code that saves, loads and looks for them")
    func noFloatingPoint() throws {
        try Repository.requireBuilt()
        let names = try Command.run(Repository.tool("llvm-nm", "-n", "--defined-only", Repository.kernel))
        try #require(names.status == 0, "\(names.output)")
        // trap.S is one section: from its first function to whatever follows its last.
        let symbols = names.output.split(separator: "\n").map { $0.split(separator: " ") }
        let start = try #require(symbols.first { $0.last == "ftl_trap_entry" }?.first)
        let last = try #require(symbols.first { $0.last == "ftl_clear_floating_point" }?.first)
        let end = try #require(symbols.first { $0[0] > last }?.first)
        let saving = try address(start)..<address(end)
        let probe = try #require(symbols.first { $0.last == "ftl_has_double_precision" }?.first)
        let probing = try address(probe)..<address(try #require(symbols.first { $0[0] > probe }?.first))

        let attributes = "--mattr=+m,+a,+f,+d,+c"  // which the linker script drops from the file
        let code = try Command.run(
            Repository.tool("llvm-objdump", "-d", attributes, "--no-show-raw-insn", Repository.kernel))
        try #require(code.status == 0, "\(code.output.prefix(500))")
        let instruction = try Regex("^\\s*([0-9a-f]+):\\s+(f(?!ence)[a-z0-9.]+|c\\.f[a-z]+)\\b")
        var (inside, outside) = (0, [Substring]())
        for line in code.output.split(separator: "\n") {
            guard let match = try instruction.firstMatch(in: line), let digits = match[1].substring else { continue }
            let place = try address(digits)
            if saving.contains(place) || probing.contains(place) { inside += 1 } else { outside.append(line) }
        }
        #expect(inside > 64, "this test finds what it looks for")
        #expect(outside.isEmpty)
    }

    private func address(_ digits: Substring) throws -> UInt64 { try #require(UInt64(digits, radix: 16)) }
}
