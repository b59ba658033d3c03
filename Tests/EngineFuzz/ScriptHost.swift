// A process of the system's whose program is a script, in this process: the real runtime and the real library, over the
// real kernel logic (HostKernel), with time that moves when somebody looks at it or nobody has anything to do.
//
// The library is loaded once. Each script then runs in a child (Trial) that begins where this process stands.

import CFuzz
import FTL
import Formats
import HostKernel
import QuickJS

@testable import JavaScript

/// Where the scripts come from: the repository's folder js-apps, and the text under trial.
struct Scripts {
    /// Bytes for the text under trial; what it does not fill is spaces.
    static let textLength = 64 * 1024
    static let textName: ByteString = "apps/fuzz/main.js"

    let root: String
    /// The app whose script is run; nil for the text under trial.
    let app: String?

    /// The script's name in the archive.
    var main: ByteString { app.map { ByteString(Array("apps/\($0)/main.js".utf8)) } ?? Scripts.textName }

    /// The archive with the library and the script's folder, and where the text under trial lies in it.
    func archive() throws -> (bytes: [UInt8], text: Int) {
        var writer = TarWriter()
        let text = [UInt8](repeating: UInt8(ascii: " "), count: Scripts.textLength)
        try writer.add(file: Scripts.textName, content: text)
        try writer.add(file: "apps/fuzz/other.js", content: Array(Scripts.other.utf8))
        try writer.add(file: "apps/fuzz/data.json", content: Array(#"{"a": [1, null, "x"], "b": {}}"#.utf8))
        var folders = [(root + "/Sources/Runtimes/Library", "lib")]
        if let app { folders.append((root + "/js-apps/\(app)", "apps/\(app)")) }
        for (folder, name) in folders {
            for file in try Files.all(in: folder) where file.hasSuffix(".js") || file.hasSuffix(".json") {
                try writer.add(
                    file: ByteString(Array("\(name)/\(file)".utf8)), content: try Files.read("\(folder)/\(file)"))
            }
        }
        return (writer.finish(), 512)
    }

    /// The library's modules that are loaded at their first use.
    func modules() throws -> [ByteString] {
        try Files.all(in: root + "/Sources/Runtimes/Library").filter {
            $0.hasSuffix(".js") && $0 != "start.js" && $0 != "test.js"
        }
        .map { ByteString(Array("lib/\($0)".utf8)) }
    }

    /// What scripts under trial import.
    private static let other = """
        import * as main from "./main.js";
        export let count = 0;
        export function next() { return [main, ++count]; }
        export default class { static async *all() { yield* [1, 2]; } }
        """
}

final class ScriptHost {
    /// How often the engine asks whether it is to break off until it is told so, and until the run is over: made-up
    /// scripts have loops without an end.
    private static let patience = (interrupt: 20, end: 40)

    private let runtime: Runtime
    private let kernel: HostKernel
    private let text: Int
    private var supervisor: Supervising?
    private let isPatient: Bool
    private var asked = 0

    private init(_ kernel: HostKernel, text: Int, preloaded: [ByteString], isPatient: Bool) throws {
        self.isPatient = isPatient
        self.kernel = kernel
        self.text = text
        kernel.machine.tick = 1_000
        kernel.whenEnded = { [unowned kernel] status in Trial.end(status, printing: kernel.machine.output) }
        kernel.whenStuck = { Trial.end() }
        kernel.machine.whenOver = { _ in Trial.end() }
        kernel.giveEntropyAndTime()
        runtime = Runtime()
        runtime.loadLibrary()
        // Most scripts under trial use much of it.
        for module in preloaded { _ = try Engine.evaluate(module, from: runtime) }
        try Engine.runJobs()
        // A fault in these four would be one in every script.
        supervisor = try Supervising(kernel)
        kernel.whenIdle = { [supervisor] in supervisor?.answer() ?? false }
        kernel.beforeCall = { [unowned self] call in countQuestions(call) }
    }

    /// Makes a host for the scripts and calls `body` with it, on this stack, of which the engine may have that much.
    static func run(
        _ scripts: Scripts, stackLength: Int = 1 << 20, isPatient: Bool = false, _ body: (ScriptHost) throws -> Void
    ) throws {
        let (archive, text) = try scripts.archive()
        var options = HostKernel.Options(name: "fuzz", arguments: [scripts.main, "one", "two"], channels: 1)
        options.archive = archive
        options.stackLength = stackLength
        options.pages = 4096
        options.bufferLength = 256 * 1024
        let preloaded = scripts.app == nil ? try scripts.modules() : []
        try HostKernel.run(options) { kernel in
            try body(ScriptHost(kernel, text: text, preloaded: preloaded, isPatient: isPatient))
        }
    }

    /// Puts the text where the script is looked for; what does not fit is cut.
    func setText(_ script: [UInt8]) { kernel.writeArchive(Array(script.prefix(Scripts.textLength)), at: text) }

    /// Runs the script to its end, and the process with it.
    func runScript() -> Never { runtime.runScript() }

    private func countQuestions(_ call: Syscall?) {
        guard call == .interruptTake, !isPatient else { return }
        asked += 1
        if asked == ScriptHost.patience.interrupt { kernel.interrupt() }
        if asked == ScriptHost.patience.end { Trial.end() }
    }
}
