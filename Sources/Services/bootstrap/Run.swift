// How an app is run: what whoever started it first asked for, which every run after that gets again.

import FTL
import Formats

struct Run {
    let app: App
    let isolation: Isolation
    /// What it is given beyond its manifest's arguments.
    var arguments: [ByteString]
    /// Of the runs so far.
    let history: RestartHistory

    /// - Parameter isolation: instead of its manifest's.
    init(
        _ app: App, isolation: Isolation? = nil, arguments: [ByteString] = [],
        _ history: RestartHistory = RestartHistory()
    ) {
        self.app = app
        self.isolation = isolation ?? app.manifest.isolation
        self.arguments = arguments
        self.history = history
    }
}
