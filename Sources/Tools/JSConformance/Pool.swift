// Workers in processes of their own, several at a time. One that ends, or does not answer in time, is replaced, and the
// test it had has failed.

import Foundation

/// What became of a test.
struct Verdict: Sendable {
    var path: String
    /// What went wrong; nil: it passed.
    var message: String?
}

/// Tests to be run, and what became of them.
final class Pool: @unchecked Sendable {
    private let paths: [String]
    private let arguments: [String]
    private let seconds: Int
    private let lock = NSLock()
    private var next = 0
    private var verdicts: [Verdict] = []

    init(_ paths: [String], arguments: [String], seconds: Int) {
        (self.paths, self.arguments, self.seconds) = (paths, arguments, seconds)
    }

    func run(jobs: Int) -> [Verdict] {
        signal(SIGPIPE, SIG_IGN)
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in work() }
        return verdicts.sorted { $0.path < $1.path }
    }
    private func take() -> String? {
        lock.withLock {
            guard next < paths.count else { return nil }
            next += 1
            if next % 1000 == 0 { FileHandle.standardError.write(Data("\(next) of \(paths.count)\n".utf8)) }
            return paths[next - 1]
        }
    }
    private func note(_ path: String, _ message: String?) {
        lock.withLock { verdicts.append(Verdict(path: path, message: message)) }
    }
    private func work() {
        var worker: Connection?
        while let path = take() {
            if worker == nil { worker = Connection(arguments) }
            guard let answer = worker?.ask(path, seconds: seconds) else {
                let isRunning = worker?.process.isRunning == true
                note(path, isRunning ? "no end within \(seconds) seconds" : "the process ended")
                worker?.end()
                worker = nil
                continue
            }
            note(path, answer.hasPrefix("P") ? nil : String(answer.dropFirst(2)))
        }
        worker?.end()
    }
}

/// A worker's process with its ends of pipes.
private final class Connection {
    let process = Process()
    private let input = Pipe(), output = Pipe()
    private var buffer: [UInt8] = []

    init?(_ arguments: [String]) {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
    }
    /// The line that answers a line; nil: there was none in time.
    func ask(_ line: String, seconds: Int) -> String? {
        do { try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8)) } catch { return nil }
        let descriptor = output.fileHandleForReading.fileDescriptor
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let answer = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                return answer
            }
            var wait = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            guard unsafe poll(&wait, 1, Int32(seconds) * 1000) > 0 else { return nil }
            let data = output.fileHandleForReading.availableData
            if data.isEmpty {
                process.waitUntilExit()
                return nil
            }
            buffer += data
        }
    }
    func end() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
