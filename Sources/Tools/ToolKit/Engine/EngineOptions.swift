// How the JavaScript engine is compiled. It stands in Package.swift and nowhere else; programs that are the engine alone,
// for this machine and for Linux on riscv64, are built by what stands there.

import Foundation

/// The engine's files and options.
struct EngineOptions {
    /// The engine's folder, relative to the repository.
    let folder: String
    /// Its files, without those that stand in for a C library; relative to the repository.
    let sources: [String]
    /// Where headers are, and what is defined.
    let preprocessor: [String]
    /// How the target's code is made, but for where the target's C library is.
    let code: [String]

    private static let target = "QuickJS"

    /// - Parameters:
    ///   - package: the package for the target, whose options count.
    ///   - hosted: the package for a machine with a C library, whose files count.
    /// - Throws: status 2 where they are not as expected.
    init(_ package: PackageDescription, hosted: PackageDescription) throws(ToolError) {
        guard let target = package.targets.first(where: { $0.name == Self.target }), let folder = target.path,
            let sources = hosted.targets.first(where: { $0.name == Self.target })?.sources, !sources.isEmpty
        else { throw .refusal("Package.swift has no target \(Self.target) with a list of sources") }
        self.folder = folder
        self.sources = sources.map { folder + "/" + $0 }
        var (preprocessor, code) = (["-I", folder + "/include"], [String]())
        for setting in target.settings where setting.tool == "c" {
            for (kind, words) in setting.kind {
                switch kind {
                case "headerSearchPath": preprocessor += words.values.flatMap { ["-I", folder + "/" + $0] }
                case "define": preprocessor += words.values.map { "-D" + $0 }
                case "unsafeFlags": code += Self.withoutLibrary(words.values)
                default: throw .refusal("Package.swift has an option of \(Self.target) of a new kind, \(kind)")
                }
            }
        }
        self.preprocessor = preprocessor
        self.code = code
    }

    /// Options without the place of a C library's headers.
    private static func withoutLibrary(_ options: [String]) -> [String] {
        var kept: [String] = []
        var isPlace = false
        for option in options {
            if option != "-isystem", !isPlace { kept.append(option) }
            isPlace = option == "-isystem"
        }
        return kept
    }
}

/// The toolset of the target, boot/riscv64.json.
struct Toolset: Decodable {
    let cCompiler: Compiler

    struct Compiler: Decodable { let extraCLIOptions: [String] }

    /// Its options for C, but for those that say that there is no C library.
    var hostedOptions: [String] {
        cCompiler.extraCLIOptions.filter { !$0.contains("__STDC_HOSTED__") && $0 != "-Wno-builtin-macro-redefined" }
    }

    /// - Throws: status 2 where it cannot be read.
    static func read(_ file: String) throws(ToolError) -> Toolset {
        guard let data = FileManager.default.contents(atPath: file),
            let toolset = try? JSONDecoder().decode(Toolset.self, from: data)
        else { throw .refusal("\(file) cannot be read") }
        return toolset
    }
}
