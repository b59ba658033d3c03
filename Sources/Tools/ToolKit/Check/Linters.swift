// Programs of others that look at files too: swift format, and the compiler of TypeScript. Each runs while the rules of
// our own are looked after.

import Foundation

/// The format of Swift files.
struct FormatCheck {
    private let process: Subprocess

    init(files: [String]) throws(ToolError) {
        let words = ["swift", "format", "lint", "--strict", "--parallel", "--configuration", ".swift-format"]
        process = try Subprocess(words + files, errors: .mixedIn)
    }

    func findings() -> [Finding] {
        let result = process.finish()
        let found = Self.findings(in: result.text, isFailed: result.status != 0)
        guard found.isEmpty, result.status != 0 else { return found }
        return [Finding("swift format", 0, "failed with status \(result.status)")]
    }

    /// What `FILE:LINE:COLUMN: warning: …` says; what else a failed run prints says something, too.
    static func findings(in text: String, isFailed: Bool) -> [Finding] {
        text.split(separator: "\n").compactMap { line -> Finding? in
            let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
            if parts.count == 5, let number = Int(parts[1]), Int(parts[2]) != nil,
                [" warning", " error"].contains(parts[3])
            {
                let complaint = parts[4].drop { $0 == " " }
                return Finding(relative(String(parts[0])), number, "format: \(complaint)")
            }
            let isEmpty = line.allSatisfy(\.isWhitespace)
            return isFailed && !isEmpty ? Finding("swift format", 0, String(line)) : nil
        }
    }

    /// A path from the repository's root on.
    private static func relative(_ path: String) -> String {
        for folder in ["Sources/", "Tests/", "Package.swift"] {
            if path.hasPrefix(folder) { return path }
            if let range = path.range(of: "/" + folder) { return String(path[path.index(after: range.lowerBound)...]) }
        }
        return path
    }
}

/// Scripts against the declarations in js-apps/types.
struct TypeCheck {
    private let process: Subprocess
    private static let project = "js-apps/tsconfig.json"

    /// - Throws: status 2 where there is no compiler.
    init() throws(ToolError) {
        guard Executable.find("tsc") != nil else {
            throw .refusal("there is no tsc, which checks the scripts: run scripts/setup --test")
        }
        process = try Subprocess(["tsc", "-p", "js-apps"], errors: .mixedIn)
    }

    func findings() -> [Finding] {
        let result = process.finish()
        let found = Self.findings(in: result.text)
        guard result.status != 0, result.text.allSatisfy(\.isWhitespace) else { return found }
        return [Finding(Self.project, 1, "tsc failed with status \(result.status)")]
    }

    /// What `FILE(LINE,COLUMN): error …` says. An error's further lines are indented.
    static func findings(in text: String) -> [Finding] {
        text.split(separator: "\n").filter { $0.first?.isWhitespace == false }.map { line in
            guard let open = line.firstIndex(of: "("), let end = line.range(of: "): error ") else {
                return Finding(project, 1, String(line))
            }
            let position = line[line.index(after: open)..<end.lowerBound].split(separator: ",")
            guard position.count == 2, let number = Int(position[0]) else { return Finding(project, 1, String(line)) }
            return Finding(String(line[..<open]), number, "type: \(line[end.upperBound...])")
        }
    }
}
