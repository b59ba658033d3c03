// From an app's entry in the initfs to a process that runs.

import FTL
import Formats

/// Makes processes of apps.
struct Launcher: ~Copyable {
    private let initfs: VmArea
    /// The runtime of all JavaScript apps, once one of them was prepared.
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
            let image = try image(ByteString("apps/\(app.name.string)/image"), of: initfs, catalog)
            return try prepare(run, image, sink)
        case .c:
            // Without the right to execute: so the kernel itself refuses to run it in kernel isolation.
            let archive: VmArea
            do throws(FTLError) { archive = try initfs.duplicate(rights: .read) } catch { throw .process(error) }
            let image = try image(ByteString("apps/\(app.name.string)/image"), of: archive, catalog)
            do throws(LaunchError) {
                return try prepare(run, image, sink)
            } catch {
                if run.isolation == .kernel, case .process(.notAllowed) = error { throw .foreign }
                throw error
            }
        case .javascript:
            let runtime: Image
            if let image = javaScript.take() {
                runtime = image
            } else {
                runtime = try image("images/javascript", of: initfs, catalog)
            }
            let script = ByteString("apps/\(app.name.string)/main.js")
            let running = try prepare(run, runtime, script: script, sink)
            javaScript = consume runtime
            return running
        }
    }

    /// The initfs, to read and to make images of.
    func archive() throws(FTLError) -> Handle {
        try initfs.duplicate(rights: [.read, .execute, .duplicate, .transfer]).intoHandle()
    }

    private func image(
        _ path: ByteString, of archive: borrowing VmArea, _ catalog: Catalog
    ) throws(LaunchError) -> Image {
        guard let range = catalog.file(path) else { throw .missing(path) }
        do throws(FTLError) {
            return try Image(archive, offset: range.lowerBound, length: range.count)
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
