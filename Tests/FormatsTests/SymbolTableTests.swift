// Addresses find their functions; broken files find nothing and harm nobody.

import Formats
import Testing

@Suite struct SymbolTableTests {
    static let file = Array(
        """
        0000000000001000 _start
        0000000000001020 main
        ffffffc000000000 Kernel.Channel.send(Message, to: End) -> Bool
        ffffffc000000200 last

        """.utf8)

    static func look(_ address: UInt64, in file: [UInt8] = file) -> String? {
        SymbolTable.symbol(at: address, in: file.span).map {
            String(decoding: file[$0.name], as: UTF8.self) + "+\($0.offset)"
        }
    }

    @Test func findsTheFunctionAnAddressIsIn() {
        #expect(SymbolTableTests.look(0) == nil)
        #expect(SymbolTableTests.look(0xfff) == nil)
        #expect(SymbolTableTests.look(0x1000) == "_start+0")
        #expect(SymbolTableTests.look(0x101f) == "_start+31")
        #expect(SymbolTableTests.look(0x1020) == "main+0")
        #expect(SymbolTableTests.look(0xffff_ffbf_ffff_ffff)?.hasPrefix("main+") == true)
        #expect(SymbolTableTests.look(0xffff_ffc0_0000_0010) == "Kernel.Channel.send(Message, to: End) -> Bool+16")
        #expect(SymbolTableTests.look(.max)?.hasPrefix("last+") == true)
    }

    @Test func findsEachOfMany() {
        let names = (0..<1000).map { String(repeating: "f", count: $0 % 40) + "\($0)" }
        let text = names.enumerated().map { index, name in
            let digits = String(index * 16, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits + " " + name
        }
        // With and without a line end after the last.
        for file in [text.joined(separator: "\n"), text.joined(separator: "\n") + "\n"].map({ Array($0.utf8) }) {
            for index in 0..<1000 {
                #expect(SymbolTableTests.look(UInt64(index * 16 + 5), in: file) == names[index] + "+5")
            }
        }
    }

    @Test(arguments: ["", "\n", "\n\n\n", "0000000000001000", "0000000000001000 ", "xyz", "000000000000100g main\n"])
    func brokenFilesNameNothing(_ text: String) {
        let found = SymbolTableTests.look(0x2000, in: Array(text.utf8))
        #expect(found == nil || found == "+4096")
    }

    @Test func neverTrapsOnMutatedFiles() {
        var mutator = Mutator(seed: 5)
        var found = 0
        for round in 0..<10_000 {
            let file = mutator.mutate(SymbolTableTests.file, fields: [0, 16, 17, 24, 40])
            guard let symbol = SymbolTable.symbol(at: UInt64(round) * 2, in: file.span) else { continue }
            found += 1
            #expect(symbol.name.lowerBound >= 17 && symbol.name.upperBound <= file.count)
        }
        #expect(found > 100)
    }
}
