// Boots the machine in QEMU and reads its console. QEMU is killed with the object, and at the latest by the time
// limit it is started under, whatever becomes of the test.

import Dispatch
import Foundation
import Testing

/// How many machines may run at once: more would only make each too slow for its time limits.
private let slots = DispatchSemaphore(value: 2)

/// Runs something that boots a machine when there is room for one more.
func withMachineSlot<Result>(_ body: () throws -> Result) rethrows -> Result {
    slots.wait()
    defer { slots.signal() }
    return try body()
}

/// A machine that was switched on. It waits for output, never for time to pass.
final class VirtualMachine {
    /// How to start it.
    struct Settings {
        /// What to start, NAME:ARGUMENT…; empty: the default apps.
        var apps: [String] = []
        /// How they are kept apart, in the order of the apps and from the beginning again; empty: as their manifests say.
        var isolations: [String] = []
        /// Words for the kernel's command line besides `apps=` and `loglevel=`.
        var arguments: [String] = ["batch"]
        var logLevel = "info"
        /// QEMU's -M and, where one is given, -cpu.
        var machine = "virt"
        var processor: String?
        /// A file with what it is told of itself, where that is not what QEMU says.
        var deviceTree: String?
        var memory = "128M"
        var harts = 1
        /// One instruction takes one nanosecond, and every run is the same.
        var isRepeatable = false
        /// The folder whose js-apps and Sources/Apps are packed.
        var root = Repository.root
        /// Whether the machine gets what was packed.
        var hasInitialFiles = true

        /// The apps as the kernel's command line has them.
        fileprivate var startWords: [String] {
            guard !isolations.isEmpty else { return apps }
            return apps.enumerated().map { index, app in
                var words = app.split(separator: ":").map { String($0) }
                words[0] += "@" + isolations[index % isolations.count]
                return words.joined(separator: ":")
            }
        }
    }

    /// Everything that two programs can be kept apart by.
    static let isolationPairs = [["kernel", "kernel"], ["kernel", "user"], ["user", "kernel"], ["user", "user"]]

    /// The lines that are complete, without carriage returns.
    private(set) var lines: [String] = []
    /// What came of the line after them.
    private var rest: [UInt8] = []
    /// Everything that came, as it came, and how much of it was looked at by `wait(forScreen:)`.
    private var stream = Data()
    private var streamPosition = 0
    /// How many lines were looked at by `wait`.
    private var searched = 0
    private let folder: TemporaryFolder
    private let process: ChildProcess
    private var isOver = false

    init(_ settings: Settings = Settings()) throws {
        slots.wait()
        do {
            try Repository.requireBuilt()
            folder = try TemporaryFolder()
            let initfs = folder.path + "/initfs.tar"
            let packed = try Command.run(
                [
                    Repository.imageBuilder, "--products", Repository.products, "--root", settings.root,
                    "--system", Repository.root, "--tests", "--output", initfs,
                ] + settings.apps.map { String($0.prefix { $0 != ":" }) })
            guard packed.status == 0 else { throw HarnessError("the initfs cannot be packed: " + packed.output) }
            var words = ["loglevel=" + settings.logLevel] + settings.arguments
            if !settings.apps.isEmpty { words.append("apps=" + settings.startWords.joined(separator: ",")) }
            var command = ["timeout", "--foreground", "--signal", "KILL", "1500", "qemu-system-riscv64"]
            command += ["-M", settings.machine, "-m", settings.memory, "-smp", String(settings.harts)]
            if let processor = settings.processor { command += ["-cpu", processor] }
            command += ["-bios", "default", "-kernel", Repository.kernel, "-append", words.joined(separator: " ")]
            if let tree = settings.deviceTree { command += ["-dtb", tree] }
            if settings.hasInitialFiles { command += ["-initrd", initfs] }
            command += ["-nographic", "-serial", "mon:stdio", "-no-reboot"]
            if settings.isRepeatable {
                command += ["-icount", "shift=0,sleep=off", "-rtc", "base=2026-01-01,clock=vm", "-seed", "1"]
            }
            process = try ChildProcess(command)
        } catch {
            slots.signal()
            throw error
        }
    }

    /// All output so far.
    var transcript: String { (lines + [String(decoding: rest, as: UTF8.self)]).joined(separator: "\n") }

    deinit { slots.signal() }

    /// Boots, waits until the machine is switched off and answers it.
    static func run(_ settings: Settings, within limit: Duration = .hanging) throws -> Finished {
        let machine = try VirtualMachine(settings)
        let status = try machine.waitForExit(within: limit)
        return Finished(status: status, transcript: machine.transcript)
    }

    /// The same, but nobody reads the console until the machine is off. For a run that prints less than a pipe holds.
    static func runUnread(_ settings: Settings) throws -> Finished {
        let machine = try VirtualMachine(settings)
        _ = machine.process.waitForExit()
        let status = try machine.waitForExit()
        return Finished(status: status, transcript: machine.transcript)
    }

    /// Waits until a line with this text is there, after the line that was waited for last, and answers that line.
    @discardableResult
    func wait(for text: String, within limit: Duration = .hanging) throws -> String {
        let deadline = ContinuousClock.now + limit
        while true {
            while searched < lines.count {
                searched += 1
                if lines[searched - 1].contains(text) { return lines[searched - 1] }
            }
            if isOver { throw HarnessError("the machine is off and never printed '\(text)'\n" + transcript) }
            if try !readMore(until: deadline) {
                throw HarnessError("no '\(text)' after \(limit)\n" + transcript)
            }
        }
    }

    /// Waits until these bytes are there, after those that were waited for last: what came between the two. For what
    /// is drawn on the screen and ends no line.
    @discardableResult
    func wait(forScreen text: String, within limit: Duration = .hanging) throws -> String {
        let deadline = ContinuousClock.now + limit
        let wanted = Data(text.utf8)
        var start = streamPosition
        while true {
            if let range = stream.range(of: wanted, in: start..<stream.count) {
                defer { streamPosition = range.upperBound }
                return String(decoding: stream[streamPosition..<range.lowerBound], as: UTF8.self)
            }
            // What is wanted may have come in part.
            start = max(start, stream.count - wanted.count + 1)
            if isOver { throw HarnessError("the machine is off and never drew '\(text)'\n" + transcript) }
            if try !readMore(until: deadline) { throw HarnessError("no '\(text)' after \(limit)\n" + transcript) }
        }
    }

    /// Waits until the machine is off: QEMU's exit status.
    func waitForExit(within limit: Duration = .hanging) throws -> Int32 {
        let deadline = ContinuousClock.now + limit
        while !isOver {
            if try !readMore(until: deadline) { throw HarnessError("still on after \(limit)\n" + transcript) }
        }
        return process.waitForExit()
    }

    /// Types on the console, and takes what comes meanwhile: the other end would stop reading if nobody did.
    func type(_ text: String) throws {
        var rest = Substring(text)
        while !rest.isEmpty {
            let piece = rest.prefix(2048)
            try process.write(String(piece))
            rest = rest.dropFirst(piece.count)
            if !rest.isEmpty { _ = try readMore(until: .now + .milliseconds(5)) }
        }
    }

    private func readMore(until deadline: ContinuousClock.Instant) throws -> Bool {
        guard let bytes = try process.read(until: deadline) else {
            isOver = true
            return true
        }
        stream.append(contentsOf: bytes)
        for byte in bytes where byte != 13 {
            if byte == 10 {
                lines.append(String(decoding: rest, as: UTF8.self))
                rest = []
            } else {
                rest.append(byte)
            }
        }
        return !bytes.isEmpty
    }
}

/// A machine that was switched off.
struct Finished {
    /// QEMU's exit status: 0, 65 (an app failed) or 66 (the kernel panicked, or refused the machine).
    let status: Int32
    let transcript: String

    /// Every line of the console.
    var lines: [String] { transcript.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    /// The lines that an app printed.
    func lines(of app: String) -> [String] {
        lines.compactMap { line in
            guard let bar = line.range(of: " | ") else { return nil }
            guard line[..<bar.lowerBound].trimmingCharacters(in: .whitespaces) == app else { return nil }
            return String(line[bar.upperBound...])
        }
    }

    /// The lines of the kernel's log that hold all these texts.
    func log(_ texts: String...) -> [String] {
        lines.filter { line in isLog(line) && texts.allSatisfy { line.contains($0) } }
    }

    private func isLog(_ line: String) -> Bool {
        guard let time = line.split(separator: " ").first else { return false }
        return Double(time) != nil
    }

    /// Expects something of it, and shows the console when it is not so.
    func expect(_ isSo: Bool, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(isSo, "\(what)\n\(transcript)", sourceLocation: sourceLocation)
    }
}
