// A part of the repository in a temporary folder, to be changed and compiled there.

import Foundation

@testable import ToolKit

/// A copy of some folders; gone with the object.
final class TreeCopy {
    /// This repository.
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    private let folders: [String]
    private let scratch = Result { try ScratchFolder() }
    /// Where the copy is, and beside it what is compiled.
    let path: String
    private let products: String

    /// - Parameter folders: relative to the repository.
    init(_ folders: [String]) throws {
        self.folders = folders
        let base = try scratch.get().path
        path = base + "/tree"
        products = base + "/products"
        try FileManager.default.createDirectory(atPath: products, withIntermediateDirectories: true)
        for folder in folders {
            let copy = URL(fileURLWithPath: path + "/" + folder)
            try FileManager.default.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: URL(fileURLWithPath: Self.root + "/" + folder), to: copy)
        }
    }

    /// The names of the files in a folder, and in those inside it, sorted.
    func files(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: path + "/" + folder)?.compactMap { $0 as? String } ?? []
        return names.map { folder + "/" + $0 }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// What is in each file.
    func contents() -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in folders.flatMap(files) { contents[name] = FileManager.default.contents(atPath: path + "/" + name) }
        return contents
    }

    func text(_ file: String) throws -> String { try String(contentsOfFile: path + "/" + file, encoding: .utf8) }

    /// Puts a text into a file, before the last place where another stands.
    func insert(_ text: String, before anchor: String, in file: String) throws {
        var old = try self.text(file)
        guard let place = old.range(of: anchor, options: .backwards) else { throw CocoaError(.fileReadCorruptFile) }
        old.insert(contentsOf: text, at: place.lowerBound)
        try Data(old.utf8).write(to: URL(fileURLWithPath: path + "/" + file))
    }

    /// How Package.swift has the modules compiled. The package's own build would take minutes in another folder.
    private static let options = [
        "-swift-version", "6", "-enable-experimental-feature", "Lifetimes", "-package-name", "ftl",
        "-whole-module-optimization",
    ]
    private static let strict = ["-strict-memory-safety", "-Werror", "StrictMemorySafety"]

    enum Product { case module, program, nothing }

    /// Compiles the Swift files of a folder for this machine, against the modules that were compiled before.
    ///
    /// - Parameter isStrict: whether it is compiled in strict memory safety mode.
    /// - Returns: what the compiler complains of; nil where it compiles.
    func compile(
        _ module: String, in folder: String, to product: Product = .module, isStrict: Bool = true
    ) throws -> String? {
        let sources = files(in: folder).filter { $0.hasSuffix(".swift") }.map { path + "/" + $0 }
        var words = [try Executable.require("swiftc")] + Self.options + (isStrict ? Self.strict : [])
        words += ["-module-name", module, "-I", products, "-I", path + "/Sources/ABI/CFTL/include"]
        switch product {
        case .module:
            words += ["-parse-as-library", "-emit-module", "-emit-object", "-o", "\(products)/\(module).o"]
            words += ["-emit-module-path", "\(products)/\(module).swiftmodule"]
        case .program: words += ["-o", "\(products)/\(module)", "\(products)/FTLTypes.o"]
        // As far as anything is complained of.
        case .nothing: words += ["-emit-sil", "-o", "/dev/null"]
        }
        let result = try Subprocess.run(words + sources, errors: .mixedIn)
        return result.status == 0 ? nil : result.text
    }

    /// Makes a header a module that Swift can import, as SwiftPM does.
    func addModule(_ module: String, header: String) throws {
        let text = "module \(module) { header \"\(path)/\(header)\" export * }\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: products + "/module.modulemap"))
    }

    /// Runs a program that was compiled.
    func run(_ program: String, _ arguments: String...) throws -> ProcessResult {
        try Subprocess.run([products + "/" + program] + arguments, errors: .mixedIn)
    }
}
