// What was found, kept once for each fault: the script and the report, in a folder.

import Foundation

struct Findings {
    /// Where they are written; nil: only told.
    let folder: String?
    private(set) var count = 0
    private var known: Set<String> = []

    init(folder: String?) { self.folder = folder }

    /// Tells of a finding, unless there was one like it.
    mutating func add(_ trial: Trial, _ script: [UInt8], _ name: String) {
        guard case .failed(let summary) = trial.outcome, known.insert(summary).inserted else { return }
        count += 1
        FileHandle.standardError.write(Data("FOUND \(name): \(summary)\n".utf8))
        guard let folder else { return FileHandle.standardError.write(Data(trial.report.utf8)) }
        let path = "\(folder)/\(Findings.label(of: summary))"
        guard !Files.isFile(path + ".js") else { return }
        try? Files.write(script, to: path + ".js")
        try? Files.write(Array("\(name)\n\(summary)\n\(trial.report)".utf8), to: path + ".txt")
    }

    /// A name for files: a number that is the summary's (FNV-1a).
    private static func label(of summary: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in summary.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "finding-" + String(hash, radix: 16)
    }
}
