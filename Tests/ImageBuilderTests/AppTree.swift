// A folder laid out as a repository is, to pack from: with whatever is to be found wrong in it.

import Foundation

@testable import ImageBuilder

/// A temporary root; gone with the object.
final class AppTree {
    static let swiftManifest = "language: swift\nisolation: kernel\n"
    static let foreignManifest = "language: c\nisolation: user\n"
    static let scriptManifest = "language: javascript\nisolation: kernel\n"

    let root: String

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-apps-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// It is its own system.
    var place: Place { Place(root: root, system: root, withTests: false) }

    func write(_ path: String, _ text: String) throws {
        let file = URL(fileURLWithPath: root).appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// An app in Swift, its manifest with more lines.
    func addSwift(_ name: String, _ lines: String = "") throws {
        try write("Sources/Apps/\(name)/manifest", AppTree.swiftManifest + lines)
        try write("Sources/Apps/\(name)/main.swift", "")
    }

    /// An app in C, its manifest with more lines.
    func addForeign(_ name: String, _ lines: String = "") throws {
        try write("Sources/Apps/\(name)/manifest", AppTree.foreignManifest + lines)
        try write("Sources/Apps/\(name)/main.c", "")
    }

    /// An app in JavaScript, its manifest with more lines.
    func addScript(_ name: String, _ lines: String = "") throws {
        try write("js-apps/\(name)/manifest", AppTree.scriptManifest + lines)
        try write("js-apps/\(name)/main.js", "")
    }
}

/// The lines a call complains with; none where it does not.
func complaints(_ body: () throws(Failure) -> Void) -> [String] {
    do throws(Failure) { try body() } catch { return error.lines }
    return []
}
