// The JavaScript engine under sanitizers: what it once did wrong to memory, a script for each, and what is turned off.
// A script that ends without an exception and without a word from a sanitizer passes. Each of them fails if the patch it
// belongs to (vendor/quickjs/patches) is taken out.

import Foundation
import Testing

struct EngineTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let scripts: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/Scripts")) ?? []
        return names.filter { $0.hasSuffix(".js") }.sorted()
    }()

    /// The path of the engine, which is built where it is not there yet.
    static let engine = Result { () throws -> String in
        let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        let built = try run(root.path + "/scripts/engine-host")
        guard built.status == 0 else { throw EngineError(text: "the engine does not build:\n" + built.output) }
        return String(built.output.split(separator: "\n").last ?? "")
    }

    @Test("there are scripts") func thereAreScripts() {
        #expect(EngineTests.scripts.count > 15)
    }

    @Test(arguments: EngineTests.scripts)
    func runsClean(_ script: String) throws {
        let end = try EngineTests.run(EngineTests.engine.get(), EngineTests.folder.path + "/Scripts/" + script)
        #expect(end.status == 0, "\(script):\n\(end.output)")
    }

    /// Runs a program to its end; it and what it starts write to a file, so that nobody waits for anybody.
    private static func run(_ program: String, _ arguments: String...) throws -> (status: Int32, output: String) {
        let path = FileManager.default.temporaryDirectory.path + "/engine-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw EngineError(text: "no file \(path)")
        }
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let process = Process()
        // Longer than any of them takes on a busy machine, building included.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["1200", program] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        try output.close()
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        return (process.terminationStatus, String(text.prefix(6000)))
    }
}

/// What keeps the tests from being run.
struct EngineError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
