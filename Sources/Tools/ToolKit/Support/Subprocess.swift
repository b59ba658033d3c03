// Programs that the tools run. None of them outlives the tool (Interruption.swift).

import Foundation

/// How a program ended, and what it printed.
struct ProcessResult {
    /// Its exit status; 128 and the signal where one ended it.
    let status: Int32
    /// What it wrote to its standard output, and to its standard error where that was asked for.
    let output: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }
    /// Without their ends, which on a console are two bytes and in Swift one character.
    var lines: [Substring] { text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }
}

/// Where a program's standard error goes.
enum ErrorStream { case inherited, dropped, mixedIn }

/// A program that was started.
final class Subprocess {
    private let process = Process()
    private let output = Pipe()
    private let input: Pipe?
    /// What was read and not yet asked for.
    private(set) var seen: [UInt8] = []

    /// - Parameters:
    ///   - words: the program, by its path or its name, and its arguments.
    ///   - environment: added to this process's own.
    ///   - inputFile: what it reads; nothing where there is none, and what `write` is given with `isTyped`.
    init(
        _ words: [String], environment: [String: String] = [:], errors: ErrorStream = .inherited,
        inputFile: String? = nil, isTyped: Bool = false
    ) throws(ToolError) {
        process.executableURL = URL(fileURLWithPath: try Executable.require(words[0]))
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        switch errors {
        case .inherited: break
        case .dropped: process.standardError = FileHandle.nullDevice
        case .mixedIn: process.standardError = output
        }
        input = isTyped ? Pipe() : nil
        if let input {
            process.standardInput = input
        } else if let inputFile {
            guard let handle = FileHandle(forReadingAtPath: inputFile) else {
                throw .refusal("\(inputFile) cannot be read")
            }
            process.standardInput = handle
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        do { try process.run() } catch { throw .refusal("\(words[0]) cannot be started") }
        Interruption.add(process: process.processIdentifier)
    }

    /// Runs a program to its end.
    static func run(
        _ words: [String], environment: [String: String] = [:], errors: ErrorStream = .inherited,
        inputFile: String? = nil
    ) throws(ToolError) -> ProcessResult {
        try Subprocess(words, environment: environment, errors: errors, inputFile: inputFile).finish()
    }

    /// Reads until it has closed its output and ended.
    func finish() -> ProcessResult {
        seen += output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        Interruption.remove(process: process.processIdentifier)
        let isSignal = process.terminationReason == .uncaughtSignal
        let status = process.terminationStatus
        return ProcessResult(status: isSignal ? 128 + status : status, output: seen)
    }

    /// Waits for more output and adds it to `seen`.
    ///
    /// - Returns: false at the end of the output.
    func readMore() -> Bool {
        let data = output.fileHandleForReading.availableData
        seen += data
        return !data.isEmpty
    }

    func forgetSeen() { seen = [] }

    /// Writes to its standard input. Who does not read any more is told nothing.
    func write(_ text: String) { try? input?.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    func end() {
        process.terminate()
        _ = finish()
    }
}
