// The apps that have ended and are to be started again, and when. One timer, set for whoever is next.

import FTL
import Formats

struct Restarter: ~Copyable {
    /// An app between two of its runs.
    struct Entry {
        let run: Run
        let deadline: UInt64
        /// It did not end well.
        let hasFailed: Bool
    }

    /// Apps that may wait at once.
    private static let mostEntries = 256

    private let timer: Timer
    private(set) var entries: [Entry] = []

    init(_ sink: borrowing Sink) throws(FTLError) {
        let timer = try Timer()
        try sink.add(timer)
        self.timer = timer
    }

    /// - Returns: false where too many wait already.
    mutating func add(_ entry: Entry) -> Bool {
        guard entries.count < Restarter.mostEntries else { return false }
        entries.append(entry)
        setTimer()
        return true
    }

    func isTimer(_ event: Event) -> Bool { event.handle == timer.number }

    /// Takes those whose time has come, in the order of their times.
    mutating func takeDue() -> [Entry] {
        let now = Clock.now
        var due: [Entry] = []
        while let index = next, entries[index].deadline <= now { due.append(entries.remove(at: index)) }
        setTimer()
        return due
    }

    /// One of that app that waits.
    func first(_ name: ByteString) -> Entry? { entries.first { $0.run.app.name == name } }

    /// Takes that one.
    mutating func take(_ name: ByteString) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.run.app.name == name }) else { return nil }
        defer { setTimer() }
        return entries.remove(at: index)
    }

    /// Takes all of that app.
    mutating func takeAll(_ name: ByteString) -> [Entry] {
        var taken: [Entry] = []
        while let entry = take(name) { taken.append(entry) }
        return taken
    }

    /// Whether an app waits that may provide the service.
    func mayProvide(_ service: ByteString) -> Bool {
        entries.contains { $0.run.app.manifest.provides.contains(service) }
    }

    private var next: Int? {
        entries.indices.min { entries[$0].deadline < entries[$1].deadline }
    }

    private func setTimer() {
        if let next { try? timer.set(entries[next].deadline) } else { try? timer.stop() }
    }
}
