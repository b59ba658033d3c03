// A process with a pipe at each end. Foundation's own needs a run loop and cannot be read up to a deadline; this one
// is read with poll(2), so that a test never sleeps and never waits longer than it said.

import Foundation
import Glibc

/// A running program, its standard output and standard error in one stream. It leads a process group of its own,
/// which is killed with this object: nothing a test starts outlives the test.
final class ChildProcess {
    private let pid: pid_t
    private let output: Int32
    private let input: Int32
    private var status: Int32?

    /// - Parameter environment: added to this process's own.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let outputPipe = try makePipe()
        let inputPipe = try makePipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
        posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A test runs on a thread that holds all signals back, and a child would as well.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = merged.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var child: pid_t = 0
        let error = posix_spawnp(&child, arguments[0], &actions, &attributes, &argv, &envp)
        close(outputPipe[1])
        close(inputPipe[0])
        pid = child
        output = outputPipe[0]
        input = inputPipe[1]
        if error != 0 {
            status = -1
            throw HarnessError("\(arguments[0]) does not start: errno \(error)")
        }
    }

    deinit {
        if status == nil {
            kill(-pid, SIGKILL)
            var ignored: Int32 = 0
            waitpid(pid, &ignored, 0)
        }
        close(output)
        close(input)
    }

    /// The next bytes of output, nil when there will be none, an empty array when the deadline passed first.
    func read(until deadline: ContinuousClock.Instant) throws -> [UInt8]? {
        while true {
            let left = deadline - .now
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&descriptor, 1, Int32(clamping: max(0, milliseconds)))
            if ready == 0 { return [] }
            if ready < 0 {
                if errno == EINTR { continue }
                throw HarnessError("poll: errno \(errno)")
            }
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = Glibc.read(output, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 { return nil }
            if errno != EINTR { throw HarnessError("read: errno \(errno)") }
        }
    }

    /// Writes to standard input.
    func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.write(input, bytes, bytes.count) == bytes.count else { throw HarnessError("write: errno \(errno)") }
    }

    /// The status it ended with (128 and the signal, if one ended it). Call after `read` answered nil.
    func waitForExit() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        let ended = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        status = ended
        return ended
    }
}

/// A pipe, its end to read from first. Its ends are close-on-exec from the start, or a child that another test starts
/// meanwhile would hold one open; pipe2 is not declared for Swift, so the pipe has a name for a moment.
///
/// A pair of sockets would not do: it holds fewer than 300 writes of a byte, which is how QEMU writes the console, and a
/// kernel that waits for its console counts instructions meanwhile.
private func makePipe() throws -> [Int32] {
    let folder = try TemporaryFolder()
    let name = folder.path + "/pipe"
    guard mkfifo(name, 0o600) == 0 else { throw HarnessError("no pipe: errno \(errno)") }
    // To open it for reading alone would wait for a writer.
    let reading = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writing = open(name, O_WRONLY | O_CLOEXEC)
    guard reading >= 0, writing >= 0, fcntl(reading, F_SETFL, 0) == 0 else {
        throw HarnessError("no pipe: errno \(errno)")
    }
    return [reading, writing]
}

extension Duration {
    /// How long something may take before it is said to hang. No test is about how long: on a machine that does much
    /// else everything may take many times as long as usual.
    static let hanging = Duration.seconds(1200)
}

/// A command that was run to its end.
struct Command {
    let status: Int32
    let output: String

    /// The lines it printed.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Runs a command and collects what it prints.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], within limit: Duration = .hanging
    ) throws -> Command {
        let child = try ChildProcess(arguments, environment: environment)
        let deadline = ContinuousClock.now + limit
        var bytes: [UInt8] = []
        while let more = try child.read(until: deadline) {
            bytes += more
            if more.isEmpty {
                throw HarnessError(
                    "\(arguments) is not done after \(limit):\n" + String(decoding: bytes, as: UTF8.self))
            }
        }
        let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r", with: "")
        return Command(status: child.waitForExit(), output: text)
    }
}
