// What apps may know about all of them: the lists of services and of apps, a line for each.

import FTL
import Formats

extension Bootstrap {
    func list(_ path: ByteString) throws(FTLError) -> [UInt8] {
        if path == "services" {
            broker.describe { restarter.mayProvide($0) }
        } else if path == "apps" {
            describeApps()
        } else {
            throw .notFound
        }
    }

    /// "NAME LANGUAGE START RESTART STATE PID RESTARTS" of each app. The state is "running", "restarting" (it waits to be
    /// started again), "ended", or "-" where it was never started. The pid, 0 where it does not run, and how often it was
    /// started again are of the last that was started under the name.
    private func describeApps() -> [UInt8] {
        var text: [UInt8] = []
        for app in catalog.apps {
            let manifest = app.manifest
            let last = running.last { $0.name == app.name }
            let history = histories.first { $0.name == app.name }?.history
            let state =
                last != nil
                ? "running" : restarter.first(app.name) != nil ? "restarting" : history != nil ? "ended" : "-"
            let pid = last.flatMap { try? $0.process.id() } ?? 0
            let restarts = (last?.history ?? history)?.restarts ?? 0
            text += Array("\(app.name.string) \(manifest.language.name) \(manifest.start.name) ".utf8)
            text += Array("\(manifest.restart.name) \(state) \(pid) \(restarts)\n".utf8)
        }
        return text
    }
}
