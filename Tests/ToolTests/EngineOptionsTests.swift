// How the engine is compiled, as Package.swift says.

import Foundation
import Testing

@testable import ToolKit

struct EngineOptionsTests {
    private func package(_ sources: String, _ settings: String) throws -> PackageDescription {
        let text = """
            {"targets": [{"name": "QuickJS", "type": "regular", "path": "Q", "dependencies": [],
            "sources": [\(sources)], "settings": [\(settings)]}]}
            """
        return try JSONDecoder().decode(PackageDescription.self, from: Data(text.utf8))
    }

    @Test("The files are those of a machine with a C library, the options those of the target without one")
    func options() throws {
        let target = try package(
            #""a.c", "libc.c""#,
            """
            {"tool": "c", "kind": {"headerSearchPath": {"_0": "libc"}}}, {"tool": "c", "kind": {"define": {"_0": "V=1"}}},
            {"tool": "c", "kind": {"unsafeFlags": {"_0": ["-isystem", "vendor/x", "-O2", "-w"]}}}
            """)
        let options = try EngineOptions(target, hosted: package(#""a.c""#, ""))
        #expect(options.sources == ["Q/a.c"])
        #expect(options.preprocessor == ["-I", "Q/include", "-I", "Q/libc", "-DV=1"])
        #expect(options.code == ["-O2", "-w"])
    }

    @Test("A package without the engine, and an option of a kind that nobody knows, are refused")
    func refusals() throws {
        let good = try package(#""a.c""#, "")
        let odd = try package(#""a.c""#, #"{"tool": "c", "kind": {"other": {"_0": "x"}}}"#)
        #expect(throws: ToolError.self) { try EngineOptions(odd, hosted: good) }
        #expect(throws: ToolError.self) { try EngineOptions(good, hosted: package("", "")) }
    }

    @Test("The toolset's options for C are taken, but for those that say that there is no C library")
    func toolset() throws {
        let text = #"{"cCompiler": {"extraCLIOptions": ["-march=rv64gc", "-U__STDC_HOSTED__", "-mno-relax"]}}"#
        let toolset = try JSONDecoder().decode(Toolset.self, from: Data(text.utf8))
        #expect(toolset.hostedOptions == ["-march=rv64gc", "-mno-relax"])
    }

    @Test("Another state has another key")
    func keys() {
        var (one, other) = (Hash(), Hash())
        one.add(Array("ab".utf8))
        other.add(Array("ba".utf8))
        #expect(one.text != other.text && one.text.count == 16)
    }
}
