// Apps for the tests of restarts: scripts of a few lines with the manifests that each test gives them.

import Foundation

/// A folder of apps to boot, and the apps of this repository with them.
struct RestartFolder {
    let folder: TemporaryFolder

    init() throws { folder = try copyOfApps() }

    /// Adds a script. What it needs is imported for it.
    func add(_ name: String, _ manifest: String..., script: String) throws {
        let lines = ["language: javascript", "isolation: kernel"] + manifest
        try folder.write("js-apps/\(name)/manifest", lines.joined(separator: "\n") + "\n")
        try folder.write(
            "js-apps/\(name)/main.js",
            """
            import { Channel, Clock, connect, exit, FtlError, register, Service, sleep, System } from "ftl";

            // What an attempt is refused with.
            const refusal = async (attempt) => attempt.then(() => "nothing", (error) => error.code);

            \(script)

            """)
    }

    /// Boots in batch mode: time is instructions, and where nothing runs it goes at once to the next timer.
    func run(_ apps: String...) throws -> Finished {
        try VirtualMachine.run(.init(apps: apps, isRepeatable: true, root: folder.path))
    }
}

extension Finished {
    /// Bootstrap's lines about an app, without its name.
    func supervision(of app: String) -> [String] {
        lines(of: "bootstrap").compactMap { line in
            line.hasPrefix(app + " ") ? String(line.dropFirst(app.count + 1)) : nil
        }
    }
}
