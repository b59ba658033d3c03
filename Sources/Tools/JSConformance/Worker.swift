// Runs tests whose paths come line by line on the standard input, and answers each with a line: `P` or `F`, a tab, and
// what went wrong. It runs in a process of its own, which may end or hang as the engine under test pleases.

import Foundation
import JSEngine

struct Worker {
    let root: String
    let library: [[UInt8]]?

    /// What scripts of test262 expect of their host (test262/INTERPRETING.md).
    private static let host = """
        var $262 = {
          global: globalThis,
          gc() { gc(); },
          evalScript(text) { return evalScript(text); },
          detachArrayBuffer(buffer) { buffer.transfer(); },
          createRealm() { throw new Error("there is one realm"); },
        };
        """

    func run() {
        guard let bare = Context(library, running: [Array(Worker.host.utf8)]),
            let usual = Context(
                library, running: [Array(Worker.host.utf8), harness("sta.js"), harness("assert.js")])
        else {
            print("the context cannot be made")
            return
        }
        while let path = readLine() {
            let message = run(path, bare, usual)
            print(message == nil ? "P\t" : "F\t\(message ?? "")")
            fflush(nil)
        }
    }
    private func harness(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: "\(root)/harness/\(name)").map(Array.init) ?? []
    }

    /// What is wrong with a test; nil: nothing.
    private func run(_ path: String, _ bare: borrowing Context, _ usual: borrowing Context) -> String? {
        guard let data = FileManager.default.contents(atPath: "\(root)/test/\(path)") else { return "it is not there" }
        let metadata = Metadata(String(decoding: data, as: UTF8.self))
        if metadata.flags.contains("raw") { return bare.withCopy { run(path, Array(data), metadata, [], $0) } }
        var includes = metadata.includes
        if metadata.flags.contains("async") { includes.append("doneprintHandle.js") }
        return usual.withCopy { run(path, Array(data), metadata, includes, $0) }
    }
    private func run(
        _ path: String, _ text: [UInt8], _ metadata: Metadata, _ includes: [String], _ arena: borrowing Arena
    ) -> String? {
        for name in includes where arena.runScript(harness(name)) != .finished {
            return "\(name): \(lastLine(arena.takeOutput()))"
        }
        let isModule = metadata.flags.contains("module")
        let host = ModuleHost(root: "\(root)/test/")
        let outcome = isModule ? host.run(path, text, arena) : host.runScript(path, text, arena)
        let output = String(decoding: arena.takeOutput(), as: UTF8.self)
        let said = lastLine(Array(output.utf8))
        if let negative = metadata.negative {
            switch negative.phase {
            case "parse": return outcome == .syntaxError ? nil : "no SyntaxError: \(said)"
            default:
                let isExpected =
                    output.contains("Uncaught \(negative.type)")
                    || outcome == .syntaxError && negative.type == "SyntaxError" && negative.phase == "resolution"
                return isExpected ? nil : "no \(negative.type): \(said)"
            }
        }
        if outcome != .finished { return said.isEmpty ? "\(outcome)" : said }
        if metadata.flags.contains("async") {
            if output.contains("Test262:AsyncTestFailure") { return said }
            return output.contains("Test262:AsyncTestComplete") ? nil : "the test never says that it is done"
        }
        return nil
    }
    /// The last line that is not one of a stack.
    private func lastLine(_ output: [UInt8]) -> String {
        let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.last { !$0.hasPrefix("    at ") }.map(String.init) ?? ""
    }
}
