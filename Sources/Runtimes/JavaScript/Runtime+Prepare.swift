// The prepared image: the runtime with its library loaded, as every script's process would be after its first 30 million
// instructions. One process does that and takes a snapshot of itself (Snapshot.swift); the processes of the image begin there.

import FTL
import FTLStart

extension Runtime {
    /// What argument 0 is for a process that makes the prepared image.
    static let prepareWord: ByteString = "prepare"
    /// An argument more: the image's digest is asked for, which takes as long as some scripts.
    private static let digestWord: ByteString = "digest"

    /// The runtime that was prepared, in a process of the prepared image. Safe: set in the process of which the snapshot is made.
    nonisolated(unsafe) private static var prepared: Runtime?

    /// Makes the prepared image and sends it to the supervisor, who gets it as the answer to a request: `openReply`, with
    /// the image's digest as word 0 where that was asked for.
    static func prepare() -> Never {
        guard let supervisor = Program.takeHandle(0) else { refuse("nobody to send the prepared image to") }
        let runtime = Runtime(archive: takeArchive(), isToPrepare: true)
        runtime.loadLibrary()
        Engine.leave()
        // Its handle is this process's.
        runtime.files.detach()
        unsafe prepared = runtime
        do throws(FTLError) {
            let wantsDigest = Program.arguments.contains(digestWord)
            try Snapshot.finish()
            let digest = wantsDigest ? Snapshot.digest : 0
            var image: Handle? = try Snapshot.makeImage().intoHandle()
            try Channel(supervisor).send(.openReply, word0: digest, handle: &image)
        } catch {
            refuse("cannot make a prepared image: \(error.name)")
        }
        Program.exit(0)
    }

    /// Runs the script, where this is a process of the prepared image.
    static func resume() {
        guard let runtime = unsafe prepared else { return }
        runtime.enterEngine()
        do throws(InitFSError) { try runtime.files.attach(takeArchive()) } catch { refuse(error.message) }
        runtime.runScript()
    }
}
