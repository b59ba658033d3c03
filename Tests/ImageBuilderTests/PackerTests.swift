// Programs on their way into the archive: their symbols, and what is said where there are none to pack. That a whole
// archive boots is shown by the tests that boot the machine.

import Formats
import Foundation
import Testing

@testable import ImageBuilder

@Suite struct PackerTests {
    @Test func namesTheProgramThatIsMissing() throws {
        let tree = try AppTree()
        try tree.addScript("foo")
        let packer = Packer(system: tree.root, products: tree.root + "/products")
        func missing() throws -> [String] {
            let apps = try AppFolder.all(in: tree.place)
            return complaints { () throws(Failure) in _ = try packer.archive(of: apps) }
        }
        func line(_ what: String, _ file: String) -> String {
            "the \(what)'s program is missing: no \(packer.products)/\(file) (scripts/build makes it)"
        }
        #expect(try missing() == [line("kernel", "Kernel")])
        try tree.write("products/Kernel", "")
        #expect(try missing() == [line("JavaScript runtime", "JavaScript")])
        try tree.write("products/JavaScript", "")
        try tree.addSwift("bar")
        let said = try missing()
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("the program of app \"bar\" is missing: no \(packer.products)/bar;") == true)
        #expect(said.first?.contains("app(\"bar\") in Package.swift") == true)
    }

    @Test func namesTheToolThatFails() throws {
        let tree = try AppTree()
        try tree.addScript("foo")
        try tree.write("products/Kernel", "no program")
        try tree.write("products/JavaScript", "no program")
        let apps = try AppFolder.all(in: tree.place)
        let lines = complaints { () throws(Failure) in
            _ = try Packer(system: tree.root, products: tree.root + "/products").archive(of: apps)
        }
        #expect(lines.count == 1 && lines[0].hasPrefix("llvm-objcopy failed: ") && lines[0].contains("JavaScript"))
    }

    /// This very program is one whose functions have known names.
    @Test func symbolFilesNameFunctionsReadably() throws {
        let tree = try AppTree()
        let program = try #require(Bundle.main.executablePath)
        let link = tree.root + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: program)
        let files = try Symbols(folder: URL(fileURLWithPath: tree.root)).files(of: [program, link])
        #expect(files.count == 2 && files[0] == files[1])
        let file = files[0]
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
        let addresses = lines.map { $0.prefix(16) }
        #expect(addresses == addresses.sorted() && Set(addresses).count == addresses.count)
        #expect(!lines.contains { $0.dropFirst(17).hasPrefix(".L") || $0.hasSuffix(" $x") || $0.hasSuffix(" $d") })
        let known = try #require(lines.first { $0.dropFirst(17) == "Packer.archive(of:)" })
        let address = try #require(UInt64(known.prefix(16), radix: 16))
        let symbol = SymbolTable.symbol(at: address + 2, in: file.span)
        let found = try #require(symbol)
        #expect(found.offset == 2)
        #expect(String(decoding: file[found.name], as: UTF8.self) == "Packer.archive(of:)")
    }
}
