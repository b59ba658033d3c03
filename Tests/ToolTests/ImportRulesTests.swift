// The import rules are in order, and Package.swift is held against them.

import Foundation
import Testing

@testable import ToolKit

struct ImportRulesTests {
    @Test("No arrow goes up: a module imports only what stands above it in the list, and in no storey over its own")
    func order() {
        var above: Set<String> = []
        for module in ImportRules.modules {
            #expect(above.isSuperset(of: module.dependencies), "\(module.name)")
            for name in module.dependencies {
                let other = ImportRules.module(name)
                #expect((other?.storey.rawValue ?? 99) <= module.storey.rawValue, "\(module.name) and \(name)")
            }
            #expect(above.insert(module.name).inserted, "\(module.name) has one row")
        }
        for (app, extras) in ImportRules.appExtras {
            #expect(extras.allSatisfy { above.contains($0) }, "\(app)")
        }
    }

    /// A package with one target.
    private func package(
        _ name: String, _ dependencies: [String], path: String = "Sources/A/B", isForHost: Bool = false
    ) throws -> PackageDescription {
        let names = dependencies.map { #"{"byName": ["\#($0)", null]}"# }.joined(separator: ", ")
        let settings = #"{"tool": "swift", "kind": {"unsafeFlags": {"_0": ["-x"]}}}"#
        let text = """
            {"targets": [{"name": "\(name)", "type": "regular", "path": "\(path)", "dependencies": [\(names),
            {"product": ["ArgumentParser", "swift-argument-parser", null, null]}], "settings": [\(settings)]}]}
            """.replacing("[,", with: "[")
        var package = try JSONDecoder().decode(PackageDescription.self, from: Data(text.utf8))
        package.targets[0].isForHost = isForHost
        return package
    }

    private func findings(_ package: PackageDescription) -> [String] {
        let manifest = SourceFile(name: "Package.swift", bytes: Array("// A.\n  .target(name: \"FTL\",\n".utf8))
        return ImportCheck.findings(in: [package, package], manifest: manifest).map(\.description)
    }

    @Test("A target depends on what its row says, no more and no less, and is told of with its line")
    func dependencies() throws {
        #expect(try findings(package("FTL", ["CFTL", "FTLTypes"])) == [])
        #expect(
            try findings(package("FTL", ["CFTL", "FTLTypes", "KernelCore"]))
                == ["Package.swift:2: FTL depends on KernelCore, and must not import it"])
        #expect(
            try findings(package("FTL", ["FTLTypes"]))
                == ["Package.swift:2: FTL may import CFTL, but its target does not depend on it"])
        #expect(try findings(package("New", [])).first?.contains("target New has no row") == true)
    }

    @Test("What a module keeps in one folder is imported by no other file of it")
    func confined() {
        func findings(_ name: String) -> [String] {
            let bytes = Array("// A.\n\nimport FTL\nimport QuickJS\n".utf8)
            return ImportCheck.findings(in: SourceFile(name: name, bytes: bytes), SwiftCode(bytes)).map(\.description)
        }
        #expect(findings("Sources/Runtimes/JavaScript/Engine/Engine.swift") == [])
        let wrong = "Sources/Runtimes/JavaScript/Channels/Loop.swift"
        #expect(findings(wrong) == ["\(wrong):4: only files in JavaScript/Engine may import QuickJS"])
    }

    @Test("An app depends on FTL and FTLStart, and on its extras; on the host FTLStart is without machine code")
    func apps() throws {
        #expect(try findings(package("hello", ["FTL", "FTLStart"], path: "Sources/Apps/hello")) == [])
        #expect(try findings(package("hello", ["FTL"], path: "Sources/Apps/hello")).count == 1)
        #expect(try findings(package("deaths", ["FTL", "FTLStart"], path: "Tests/Apps/deaths")).count == 2)
        #expect(try findings(package("FTLStart", ["FTLTypes", "CFTL"], isForHost: true)) == [])
        #expect(try findings(package("FTLStart", ["FTLTypes", "CFTL"])).count == 3)
    }
}
