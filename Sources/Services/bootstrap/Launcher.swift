// From an app's entry in the initfs to a process that runs.

import FTL
import Formats

/// Makes processes of apps.
struct Launcher: ~Copyable {
    /// How long the runtime may prepare itself, in nanoseconds.
    private static let preparing: UInt64 = 30_000_000_000

    private let initfs: VmArea
    /// What all JavaScript apps are started from, once one was.
    private var javaScript: Image?

    init(initfs: consuming VmArea) {
        self.initfs = initfs
        javaScript = nil
    }

    /// A process for an app, ready to be started; it and its supervisor channel are in the sink.
    mutating func prepare(
        _ run: Run, _ catalog: Catalog, _ sink: borrowing Sink
    ) throws(LaunchError) -> RunningApp {
        let app = run.app
        switch app.manifest.language {
        case .swift:
            return try prepare(run, image(ofProgram: app.name, catalog), sink)
        case .c:
            let image = try image(ofProgram: app.name, catalog)
            do throws(LaunchError) {
                return try prepare(run, image, sink)
            } catch {
                if run.isolation == .kernel, case .process(.notAllowed) = error { throw .foreign }
                throw error
            }
        case .javascript:
            let runtime = try takeJavaScript(catalog)
            let script = ByteString("apps/\(app.name.string)/main.js")
            let running: RunningApp
            do throws(LaunchError) { running = try prepare(run, runtime, script: script, sink) } catch {
                javaScript = consume runtime
                throw error
            }
            javaScript = consume runtime
            return running
        }
    }

    /// The initfs, to read.
    func archive() throws(FTLError) -> Handle {
        try initfs.duplicate(rights: [.read, .duplicate, .transfer]).intoHandle()
    }

    /// The image of an app in Swift or C, or what all scripts are started from.
    mutating func image(of name: ByteString, _ catalog: Catalog) throws(LaunchError) -> Handle {
        guard name == "javascript" else {
            let image = try image(ofProgram: name, catalog)
            do throws(FTLError) { return try image.duplicate().intoHandle() } catch { throw .process(error) }
        }
        let runtime = try takeJavaScript(catalog)
        let handle: Handle
        do throws(FTLError) { handle = try runtime.duplicate().intoHandle() } catch { throw .process(error) }
        javaScript = consume runtime
        return handle
    }

    private mutating func takeJavaScript(_ catalog: Catalog) throws(LaunchError) -> Image {
        if let image = javaScript.take() { return image }
        let path: ByteString = "images/javascript"
        let plain = try image(path, catalog)
        do throws(FTLError) {
            return try prepare(plain)
        } catch {
            print("\(path.string) cannot be prepared (\(error.name)): scripts take longer to start")
            return plain
        }
    }

    /// Lets the runtime load its library once, and takes the image that comes of it (Runtime+Prepare.swift).
    private func prepare(_ runtime: borrowing Image) throws(FTLError) -> Image {
        let process = try Process(runtime, name: "javascript", arguments: ["prepare"])
        let pair = try Channel.makePair()
        var handle: Handle? = pair.second.intoHandle()
        try process.inject(&handle)
        handle = try initfs.duplicate(rights: [.read, .transfer]).intoHandle()
        try process.inject(&handle)
        let sink = try Sink()
        try sink.add(pair.first)
        try process.start()
        guard let event = try sink.wait(until: Clock.now + Launcher.preparing) else {
            try process.kill()
            throw .timedOut
        }
        guard event.kind == .message else { throw .peerClosed }
        var message = try pair.first.receive(event)
        guard let image = message.handle.take() else { throw .malformed }
        // Its memory is wanted, so it is waited for; it has nothing left to do but to end.
        try sink.remove(pair.first)
        try sink.add(process)
        if try sink.wait(until: Clock.now + Launcher.preparing) == nil { try process.kill() }
        return Image(image)
    }

    private func image(ofProgram name: ByteString, _ catalog: Catalog) throws(LaunchError) -> Image {
        try image(ByteString("apps/\(name.string)/image"), catalog)
    }

    private func image(_ path: ByteString, _ catalog: Catalog) throws(LaunchError) -> Image {
        guard let range = catalog.file(path) else { throw .missing(path) }
        do throws(FTLError) {
            return try Image(initfs, offset: range.lowerBound, length: range.count)
        } catch {
            throw .image(path, error)
        }
    }

    private func prepare(
        _ run: Run, _ image: borrowing Image, script: ByteString? = nil, _ sink: borrowing Sink
    ) throws(LaunchError) -> RunningApp {
        let app = run.app
        var words: [ByteString] = []
        if let script { words.append(script) }
        words += app.manifest.arguments + run.arguments
        do throws(FTLError) {
            let space = try VmSpace(isolation: run.isolation)
            let process = try Process(image, name: app.name, arguments: words, in: space)
            for quota in app.manifest.quotas { try process.limit(quota.resource, to: quota.value) }
            let pair = try Channel.makePair()
            var handle: Handle? = pair.second.intoHandle()
            try process.inject(&handle)
            if app.manifest.language == .javascript {
                // The runtime reads the script and its modules there.
                handle = try initfs.duplicate(rights: [.read, .transfer]).intoHandle()
                try process.inject(&handle)
            }
            try sink.add(pair.first)
            try sink.add(process)
            return RunningApp(run, process: process, channel: pair.first)
        } catch {
            throw .process(error)
        }
    }
}

/// Why an app could not be started.
enum LaunchError: Error {
    case missing(ByteString)
    case image(ByteString, FTLError)
    case process(FTLError)
    /// Machine code from anywhere, in kernel isolation.
    case foreign

    /// The fault as whoever asked for the app gets it.
    var code: FTLError {
        switch self {
        case .missing: .notFound
        case .image(_, let error), .process(let error): error
        case .foreign: .notAllowed
        }
    }

    /// The fault in words.
    var message: String {
        switch self {
        case .missing(let path): "there is no \(path.string) in the initfs"
        case .image(let path, let error): "\(path.string): \(error.name)"
        case .process(let error): "\(error.name)"
        case .foreign: ManifestError.Fault.needsUserIsolation.message
        }
    }
}
