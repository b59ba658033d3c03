// The toolchain's programs that this one needs. They are looked for beside the Swift compiler first, so that a
// program is read by tools of the same version that wrote it, then on the PATH.

import Foundation

/// A program that is running, its output going to a file.
struct Tool {
    private let process: Process
    private let name: String
    private let errors: URL

    /// Starts a tool.
    ///
    /// - Parameters:
    ///   - folder: where files may be made; they are named after `label`.
    ///   - input: what it reads from standard input, and `output`: where its standard output goes.
    static func start(
        _ name: String, _ arguments: [String], in folder: URL, label: String, input: URL? = nil, output: URL? = nil
    ) throws(Failure) -> Tool {
        guard let executable = find(name) else {
            throw Failure("no \(name): it is neither beside the Swift compiler nor on the PATH (scripts/setup)")
        }
        let tool = Tool(
            process: Process(), name: name, errors: folder.appendingPathComponent("\(label).\(name).errors"))
        tool.process.executableURL = executable
        tool.process.arguments = arguments
        do {
            tool.process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
            tool.process.standardOutput = try output.map { try create($0) } ?? FileHandle.nullDevice
            tool.process.standardError = try create(tool.errors)
            try tool.process.run()
        } catch { throw Failure("\(name) cannot be started") }
        return tool
    }

    /// Waits for its end.
    ///
    /// - Throws: the first line it complained with, unless it ended with status 0.
    func finish() throws(Failure) {
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw Failure("\(name) failed: \(text.split(separator: "\n").first ?? "it said nothing")")
        }
    }

    private static func create(_ file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    private static func find(_ name: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
        func executable(_ name: String, _ folder: URL) -> URL? {
            let file = folder.appendingPathComponent(name)
            return FileManager.default.isExecutableFile(atPath: file.path) ? file : nil
        }
        for folder in folders {
            guard let compiler = executable("swiftc", folder) else { continue }
            if let tool = executable(name, compiler.resolvingSymlinksInPath().deletingLastPathComponent()) {
                return tool
            }
            // swiftc may itself be a link to another name, its neighbours not.
            if let tool = executable(name, folder) { return tool }
        }
        return folders.lazy.compactMap { executable(name, $0) }.first
    }
}
