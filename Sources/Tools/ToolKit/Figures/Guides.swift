// scripts/figures: puts what is made into the guides, and says where it is not what it should be.

import Foundation

/// The guides of a repository.
package struct Guides {
    private let names: [String]
    private let figures: RecordedFigures?
    private static let record = "docs/performance.json"

    /// - Parameter root: becomes the current folder.
    package init(root: String) throws(ToolError) {
        guard FileManager.default.changeCurrentDirectoryPath(root) else { throw .refusal("no folder '\(root)'") }
        let docs = (try? FileManager.default.subpathsOfDirectory(atPath: "docs")) ?? []
        self = try Guides(names: ["CONTRIBUTING.md", "README.md"] + docs.map { "docs/" + $0 })
    }

    /// - Parameter names: of files in the current folder; those that are no guides do not matter.
    init(names: [String]) throws(ToolError) {
        self.names = names.filter { $0.hasSuffix(".md") && FileManager.default.fileExists(atPath: $0) }.sorted()
        let isThere = FileManager.default.fileExists(atPath: Self.record)
        figures = isThere ? try RecordedFigures(file: Self.record) : nil
    }

    /// What is not as it should be: a line each.
    package var complaints: [String] { findings.map(\.description) }

    var findings: [Finding] {
        names.flatMap { name in
            Guide(Self.text(of: name), figures: figures).complaints.map { Finding(name, $0.line, $0.text) }
        }
    }

    /// Writes what has changed.
    ///
    /// - Returns: the names of the files that were written.
    package func write() throws(ToolError) -> [String] {
        var written: [String] = []
        for name in names {
            let old = Self.text(of: name)
            let new = Guide(old, figures: figures).text
            guard new != old else { continue }
            guard (try? new.write(toFile: name, atomically: false, encoding: .utf8)) != nil else {
                throw .refusal("\(name) cannot be written")
            }
            written.append(name)
        }
        return written
    }

    private static func text(of name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: name) ?? Data(), as: UTF8.self)
    }
}
