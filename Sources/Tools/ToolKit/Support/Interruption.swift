// Whoever ends a tool ends what it started with it, and leaves no files behind: an emulator that nobody waits for would
// go on for ever. The handler only writes a byte, which is all that a handler may do; a thread does the rest.

import Foundation
import Glibc
import Synchronization

/// What has to be cleaned up when a signal ends the tool.
package enum Interruption {
    private struct Leftovers {
        var processes: Set<pid_t> = []
        var folders: Set<String> = []
    }

    private static let leftovers = Mutex(Leftovers())
    private static let signals = Pipe()
    /// The same for the handler, which may not make anything.
    private static let writer = Atomic<Int32>(-1)
    /// How long what is ended may take for that, in steps of 10 ms.
    private static let patience = 500

    /// From now on a signal ends the tool with status 143, after everything that it started.
    package static func watch() {
        writer.store(signals.fileHandleForWriting.fileDescriptor, ordering: .sequentiallyConsistent)
        Thread.detachNewThread {
            if !signals.fileHandleForReading.availableData.isEmpty { end() }
        }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // A handler, for what a process ignores its children ignore as well. Safe: it only calls write(2), on a
            // descriptor that is never closed.
            signal(number) { _ in
                unsafe _ = Glibc.write(Interruption.writer.load(ordering: .sequentiallyConsistent), "x", 1)
            }
        }
    }

    static func add(process: pid_t) { leftovers.withLock { _ = $0.processes.insert(process) } }
    static func remove(process: pid_t) { leftovers.withLock { _ = $0.processes.remove(process) } }
    static func add(folder: String) { leftovers.withLock { _ = $0.folders.insert(folder) } }
    static func remove(folder: String) { leftovers.withLock { _ = $0.folders.remove(folder) } }

    private static func end() {
        let (processes, folders) = leftovers.withLock { ($0.processes, $0.folders) }
        for process in processes { kill(process, SIGTERM) }
        for _ in 0..<patience where leftovers.withLock({ !$0.processes.isEmpty }) { usleep(10_000) }
        for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
        _exit(143)
    }
}

/// A folder for files of this run, which is gone with the object.
final class ScratchFolder {
    let path: String

    init() throws(ToolError) {
        path = FileManager.default.temporaryDirectory.path + "/ftl-tool-" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .refusal("there is no room for files in \(FileManager.default.temporaryDirectory.path)")
        }
        Interruption.add(folder: path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        Interruption.remove(folder: path)
    }
}
