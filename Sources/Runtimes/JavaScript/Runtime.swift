// The life of a script's process: load the library, load the script, then jobs and waiting in turns until there is
// nothing left of either.
//
// The library may have been loaded in another process (Runtime+Prepare.swift). So until `begin` nothing here belongs to
// the process, and after it nothing is asked of how that was.

import CFTL
import FTL

/// Runs one script to its end.
final class Runtime: ModuleSource {
    /// Bytes after which scripts get "out of memory": what is left of a process's pages is for the engine's image,
    /// the stack and the heap's waste.
    static let memoryLimit = Limits.pagesPerProcess * 4096 / 4 * 3
    /// Bytes of memory that are kept back for what the runtime itself does when there is no more, such as to report that.
    /// Every script has them, so they are few.
    private static let reserveLength = 64 * 1024
    /// By how much the limit is raised to report with: where scripts met that, and the process has more.
    private static let reportLength = 256 * 1024

    private var resolver = ModuleResolver(folder: ModuleResolver.library)
    var files: InitFS

    /// - Parameters:
    ///   - archive: what the library, and later the script, are read from.
    ///   - isToPrepare: a snapshot of it is made, and it runs a script in another process.
    init(archive: consuming VmArea, isToPrepare: Bool = false) {
        do throws(InitFSError) {
            files = try InitFS(area: archive)
        } catch {
            Runtime.refuse(error.message)
        }
        guard Engine.start(memoryLimit: Runtime.memoryLimit, isToPrepare: isToPrepare) else {
            Runtime.refuse("no memory for the JavaScript engine")
        }
        enterEngine()
    }

    convenience init() { self.init(archive: Runtime.takeArchive()) }

    /// Lets the engine run in this process.
    func enterEngine() {
        var seed: UInt64 = 0
        // Without it the numbers are the same each time, which Math.random never promised against.
        if let bytes = try? Random.bytes(count: 8) { for byte in bytes { seed = seed << 8 | UInt64(byte) } }
        // Safe: the start info stays as it is while the process lives.
        Engine.enter(stackLength: unsafe Int(ftl_get_start().pointee.stack_size), seed: seed)
    }

    /// Loads the library, which every script finds there.
    func loadLibrary() {
        do throws(ScriptFailure) {
            try finishJobs(of: Engine.evaluate("lib/start.js", from: self))
        } catch {
            report(error)
        }
    }

    /// Takes over what this process was started with.
    ///
    /// - Returns: the script's name.
    func begin() -> ByteString {
        guard let script = Program.arguments.first, let slash = script.bytes.lastIndex(of: UInt8(ascii: "/")) else {
            Runtime.refuse("the runtime was started without a script")
        }
        resolver = ModuleResolver(folder: ByteString(Array(script.bytes[...slash])))
        Reserve.keep(Runtime.reserveLength)
        do throws(ScriptFailure) { try Hooks.beginProcess() } catch { report(error) }
        return script
    }

    /// The readable handle to the archive that the process was started with.
    static func takeArchive() -> VmArea {
        guard let archive = Program.takeHandle(1) else { refuse("the runtime was started without the archive") }
        return VmArea(archive)
    }

    func run() -> Never {
        loadLibrary()
        runScript()
    }

    /// Runs the script, after `loadLibrary`.
    func runScript() -> Never {
        let script = begin()
        do throws(ScriptFailure) {
            let end = try Engine.evaluate(script, from: self)
            while try turn() {}
            if Engine.isPending(end) {
                Console.write(
                    lines:
                        Array("Uncaught: the top-level await of \(script) waits for something that cannot happen".utf8))
                Program.exit(1)
            }
        } catch {
            report(error)
        }
        Program.exit(0)
    }

    /// Runs what is due and lets the next thing happen; false where nothing is left to happen. An error that nobody
    /// caught is reported to the script, which may say that it goes on.
    private func turn() throws(ScriptFailure) -> Bool {
        // Again, where it was used and the script has let go of memory.
        Reserve.keep(Runtime.reserveLength)
        do throws(ScriptFailure) {
            try finishJobs(of: .undefined)
            return try wait()
        } catch {
            guard case .thrown = error else { throw error }
            let exception = Engine.takeException()
            guard Hooks.survives(exception) else { throw exception.thrown() }
            return true
        }
    }

    /// Runs the jobs that are due; a rejection that nobody handled ends the process, unless the script says no.
    private func finishJobs(of promise: consuming EngineValue) throws(ScriptFailure) {
        try Engine.runJobs()
        while let rejection = Engine.takeRejection() {
            guard Hooks.survives(rejection) else { throw rejection.thrown() }
            try Engine.runJobs()
        }
    }

    /// Lets the next thing happen; false where nothing is being waited for.
    private func wait() throws(ScriptFailure) -> Bool {
        guard let wait = unsafe Hooks.wait else { return false }
        switch try Loop.waitQuietly() {
        case .taken: return true
        case .ended: return false
        case .events(let count): return try wait.value.call(.number(UInt64(count))).isTrue
        case nil: return try wait.value.call(.number(0)).isTrue
        }
    }

    // --- Modules ---

    func resolve(_ specifier: ByteString, from importer: ByteString) throws(ScriptFailure) -> ByteString {
        do throws(ModuleError) {
            let name = try resolver.resolve(specifier, from: importer)
            guard name == ModuleResolver.native || files.contains(name) else {
                throw .missing(specifier, importer: importer, name: name)
            }
            return name
        } catch {
            throw .reference(error.message)
        }
    }

    func source(of name: ByteString) throws(ScriptFailure) -> [UInt8] {
        do throws(InitFSError) {
            return try files.content(of: name)
        } catch {
            throw .reference(error.message)
        }
    }

    // --- Errors ---

    /// Reports the failure that nobody caught and ends the process. The engine is not used after this, nor tidied up:
    /// it may have failed in the middle of anything.
    private func report(_ failure: ScriptFailure) -> Never {
        _ = Reserve.giveUp()
        Engine.raiseMemoryLimit(to: Runtime.memoryLimit + Runtime.reportLength)
        var text: [UInt8]
        switch failure {
        case .thrown: text = describe(Engine.takeException())
        case .type(let message), .range(let message), .reference(let message): text = Array(message.utf8)
        }
        while text.last == UInt8(ascii: "\n") { text.removeLast() }
        Console.write(lines: Array("Uncaught ".utf8) + text)
        Program.exit(1)
    }

    /// An exception as text: as the library prints it or, where that fails, as the engine does.
    private func describe(_ exception: consuming EngineValue) -> [UInt8] {
        // Without the memory for an error the engine throws null.
        if exception.isNull, Engine.hasRunOutOfMemory { return Array("InternalError: out of memory".utf8) }
        do throws(ScriptFailure) {
            if let inspect = unsafe Hooks.inspect, let text = try inspect.value.call(exception).text { return text }
        } catch {
            _ = Engine.takeException()
        }
        guard var text = exception.text else { return Array("exception that cannot be printed".utf8) }
        do throws(ScriptFailure) {
            let stack = try exception.get("stack")
            if !stack.isUndefined, let lines = stack.text { text += [UInt8(ascii: "\n")] + lines }
        } catch {
            _ = Engine.takeException()
        }
        return text
    }

    static func refuse(_ message: String) -> Never {
        Console.write(lines: Array("javascript: \(message)".utf8))
        Program.exit(1)
    }
}
