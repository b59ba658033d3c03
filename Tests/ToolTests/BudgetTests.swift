// scripts/budget and scripts/hot without a boot: what is read from logs and from the plugins.

import Testing

@testable import ToolKit

struct BudgetTests {
    @Test("A function of the kernel is found by its name in the source, if it is one")
    func functions() throws {
        let symbols = Symbol.parse(
            """
            0000003f80201000 0000000000000040 T ftl_gate
            0000003f80202000 t $s10KernelCore8DispatchV11channelSendyyF
            0000003f80203000 t $s10KernelCore8DispatchV11channelSendyyFTm
            0000003f80204000 t $s10KernelCore1aV4sameyyF
            0000003f80205000 t $s10KernelCore1bV4sameyyF
                             U missing
            """)
        #expect(symbols.count == 5)
        #expect(symbols[0] == Symbol(name: "ftl_gate", address: 0x3f_8020_1000, size: 0x40))
        #expect(try Budget.address(of: "ftl_gate", in: symbols) == 0x3f_8020_1000)
        #expect(try Budget.address(of: "channelSend", in: symbols) == 0x3f_8020_2000)
        #expect(throws: ToolError.refusal("'same' is several functions of the kernel")) {
            try Budget.address(of: "same", in: symbols)
        }
        #expect(throws: ToolError.refusal("'none' is no function of the kernel")) {
            try Budget.address(of: "none", in: symbols)
        }
    }

    @Test("An address belongs to the program that begins before it; the kernel's are near its gate")
    func programs() {
        let log =
            " 0.1 'bench' started, image at 0x1080010000\r\n 0.2 'echo' started, image at 0x1080020000\r\nx | y\r\n"
        let map = ProgramMap(
            kernel: [Symbol(name: "ftl_gate", address: 0x3f_8020_1000, size: 0)], log: log, products: "p")
        #expect(map.program(at: 0x3f_8020_0000).name == "Kernel")
        #expect(map.program(at: 0x10_8001_ffff).name == "bench")
        #expect(map.program(at: 0x10_8002_0000).name == "echo")
    }

    @Test("An instruction is from the innermost source of ours that it was inlined into")
    func places() {
        let block =
            "$s4next\n??:0:0\nsend\n/x/y/Sources/Libraries/FTL/Channel.swift:12:3\nmain\n/x/y/Tests/Apps/a/main.swift:1:1\n"
        let place = SourcePlace(block)
        #expect(place.text(by: .file) == "Sources/Libraries/FTL/Channel.swift")
        #expect(place.text(by: .line) == "Sources/Libraries/FTL/Channel.swift:12")
        #expect(place.text(by: .function) == "send")
        #expect(SourcePlace("$d\n??:0:0\n").text(by: .file) == nil)
        #expect(SourcePlace("$d\n??:0:0\n").function == "$d")
        #expect(SourcePlace("").function == "")
    }

    @Test("Counts are read from the plugin's file, and the firmware's dropped")
    func counts() {
        var counts = InstructionCounts(text: "0000000080000000 5\n0000003f80000000 7\nbroken\n")
        #expect(counts.total == 12)
        counts.drop(below: 0x10_0000_0000)
        #expect(counts.byAddress == [0x3f_8000_0000: 7])
    }

    @Test("Hot blocks: those of many scripts first, those of the same scripts together, in units of 16 bytes")
    func hotBlocks() {
        var blocks = TouchedBlocks()
        blocks.add("7:32 3:16 \n3:16 5:48 \n")
        blocks.add("3:16 7:32 9:16 \n")
        #expect(
            blocks.header?.hasSuffix(
                """
                enum { hot_length = 112 };

                /// The block's number, and where it begins and how long it is, in units of 16 bytes.
                static const struct hot_block {
                    uint16_t number, start, length;
                } hot_blocks[] = {
                    {3, 0, 1}, {5, 3, 3}, {7, 1, 2}, {9, 6, 1},
                };

                """) == true, "\(blocks.header ?? "")")
        blocks.add("70000:16 \n")
        #expect(blocks.header == nil, "a number that does not fit")
    }

    @Test("The plugin is told where the runtime's parts are")
    func hotOptions() throws {
        let names = ["engine_note_block", "engine_forget_block", "_start", "__writable_start", "__arena_end"]
        let symbols = names.enumerated().map { Symbol(name: $1, address: UInt64(($0 + 1) * 0x100), size: 0x10) }
        let options = ["note=100-110", "forget=200-210", "code=300-400", "end=500"]
        #expect(try HotBlocks.options(from: symbols) == options)
        #expect(throws: ToolError.self) { try HotBlocks.options(from: Array(symbols.dropLast())) }
    }
}
