// An app that was started, as its supervisor sees it.

import FTL
import Formats

/// A running app. A class, so that the tables of bootstrap can share it.
final class RunningApp {
    let run: Run
    let process: Process
    /// This end of its supervisor channel; nil once the app closed the other.
    var channel: Channel?
    /// Where its end is reported, to whoever started it.
    var watcher: Channel?
    let startTime = Clock.now

    init(_ run: Run, process: consuming Process, channel: consuming Channel) {
        self.run = run
        self.process = process
        self.channel = consume channel
    }

    var name: ByteString { run.app.name }
    var manifest: Manifest { run.app.manifest }
    var history: RestartHistory { run.history }

    /// Answers one of its requests. An app that is gone, or that lets its answers pile up, has nobody to blame
    /// but itself when one is lost.
    func answer(_ id: UInt32, word0: UInt64 = 0, _ handle: inout Handle?) {
        try? channel?.send(.openReply, id: id, word0: word0, handle: &handle)
    }

    func refuse(_ id: UInt32, _ error: FTLError) {
        try? channel?.send(.errorReply, id: id, word0: UInt64(error.rawValue))
    }
}
