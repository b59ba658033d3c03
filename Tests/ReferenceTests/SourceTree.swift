// A copy of what the reference is made from, to be changed.

import Foundation

@testable import Reference

/// A temporary copy; gone with the object.
final class SourceTree {
    /// This repository.
    static let repository: Reference.Repository = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return Repository(root: url.path)
    }()

    private let url: URL
    var generator: Generator { Generator(repository: Repository(root: url.path)) }

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-" + UUID().uuidString)
        let root = URL(fileURLWithPath: SourceTree.repository.root)
        let folders = [
            "Sources/Libraries/FTL", "Sources/ABI/FTLTypes", "Sources/ABI/CFTL/include", "Sources/Runtimes/Library",
            "js-apps/types", "docs/reference", "Sources/Kernel/KernelCore/Calls",
        ]
        for folder in folders {
            let copy = url.appendingPathComponent(folder)
            try FileManager.default.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: root.appendingPathComponent(folder), to: copy)
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Replaces a text that has to be in the file.
    func replace(_ text: String, in file: String, with other: String) throws {
        let file = url.appendingPathComponent(file)
        let old = try String(contentsOf: file, encoding: .utf8)
        let new = old.replacing(text, with: other)
        guard new != old else { throw CocoaError(.fileReadUnknown) }
        try Data(new.utf8).write(to: file)
    }

    /// What the generator refuses to make anything for, or nil.
    func complaint() -> String? {
        do throws(Failure) {
            _ = try generator.files()
            return nil
        } catch { return error.line }
    }
}
