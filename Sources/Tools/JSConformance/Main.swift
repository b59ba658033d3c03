// Runs test262 on the JavaScript engine of our own: `JSConformance test262 DIR [--filter TEXT] [--jobs N]
// [--seconds N] [--failures FILE] [--library DIR]`. DIR is a checkout of https://github.com/tc39/test262.

import Foundation

@main enum Main {
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var options: [String: String] = [:]
        var isWorker = false
        var rest: [String] = []
        while !arguments.isEmpty {
            let a = arguments.removeFirst()
            if a == "--worker" {
                isWorker = true
            } else if a.hasPrefix("--"), !arguments.isEmpty {
                options[String(a.dropFirst(2))] = arguments.removeFirst()
            } else {
                rest.append(a)
            }
        }
        let library = options["library"].map(LibraryFolder.init)?.sources
        if rest.count == 2, rest[0] == "run" { return runFile(rest[1], library) }
        guard rest.count == 2, rest[0] == "test262", FileManager.default.fileExists(atPath: "\(rest[1])/harness/sta.js")
        else {
            FileHandle.standardError.write(
                Data(
                    ("usage: conformance test262 DIR [--filter TEXT] [--jobs N] [--seconds N] [--failures FILE] "
                        + "[--library DIR]\nDIR is a checkout of test262.\n").utf8))
            exit(2)
        }
        if isWorker { return Worker(root: rest[1], library: library).run() }
        let paths = tests(in: rest[1], matching: options["filter"] ?? "")
        let more = options["library"].map { ["--library", $0] } ?? []
        let pool = Pool(
            paths, arguments: rest + more + ["--worker"], seconds: options["seconds"].flatMap(Int.init) ?? 10)
        let verdicts = pool.run(jobs: options["jobs"].flatMap(Int.init) ?? 2)
        if let file = options["failures"] {
            let lines = verdicts.compactMap { v in v.message.map { "\(v.path)\t\($0)" } }
            _ = FileManager.default.createFile(atPath: file, contents: Data(lines.joined(separator: "\n").utf8))
        }
        print(Tally(verdicts).text)
    }
    /// Runs one script, for work on the library.
    private static func runFile(_ path: String, _ library: [[UInt8]]?) {
        let text = FileManager.default.contents(atPath: path) ?? Data()
        guard let context = Context(library, running: []) else { exit(3) }
        let outcome = context.withCopy { arena in
            let host = ModuleHost(root: "")
            let outcome =
                path.hasSuffix(".mjs")
                ? host.run(path, Array(text), arena) : host.runScript(path, Array(text), arena)
            FileHandle.standardOutput.write(Data(arena.takeOutput()))
            return outcome
        }
        exit(outcome == .finished ? 0 : 1)
    }
    /// The paths of the tests in scope, below `test`, sorted.
    private static func tests(in root: String, matching text: String) -> [String] {
        var list: [String] = []
        for folder in Scope.folders {
            guard let all = FileManager.default.enumerator(atPath: "\(root)/test/\(folder)") else { continue }
            for case let name as String in all where name.hasSuffix(".js") {
                let path = "\(folder)/\(name)"
                guard text.isEmpty || path.contains(text),
                    let data = FileManager.default.contents(atPath: "\(root)/test/\(path)")
                else { continue }
                let source = String(decoding: data, as: UTF8.self)
                if Scope.contains(path, Metadata(source), source) { list.append(path) }
            }
        }
        return list.sorted()
    }
}
