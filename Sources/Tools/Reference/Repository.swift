// The files that the reference is made from.

import Foundation

/// A repository's files.
struct Repository {
    let root: String

    func read(_ path: String) throws(Failure) -> String {
        guard let text = try? String(contentsOfFile: root + "/" + path, encoding: .utf8) else {
            throw Failure("\(path) cannot be read")
        }
        return text
    }

    /// The Swift files of a module, sorted.
    func swiftFiles(in folder: String) throws(Failure) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
        let files = names.filter { $0.hasSuffix(".swift") }.sorted()
        guard !files.isEmpty else { throw Failure("there are no Swift files in \(folder)") }
        return files
    }

    /// What the declarations of the module "ftl" are made from, sorted.
    func templates() throws(Failure) -> [GeneratedFile] {
        let folder = TypeDeclarations.folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
        var templates: [GeneratedFile] = []
        for name in names.sorted() where name.hasSuffix(".in.d.ts") {
            templates.append(GeneratedFile(path: folder + "/" + name, text: try read(folder + "/" + name)))
        }
        return templates
    }

    func swiftFile(_ path: String) throws(Failure) -> SwiftFile { SwiftFile(try read(path)) }

    /// A module of Sources/Runtimes/Library; what is wrong with it is said with its path.
    func script(_ name: String) throws(Failure) -> ScriptFile {
        let path = "Sources/Runtimes/Library/" + name
        let text = try read(path)
        do throws(Failure) { return try ScriptFile(text) } catch { throw Failure("\(path): \(error.line)") }
    }

    /// The modules of the JavaScript library: their texts by their paths in it.
    func library() throws(Failure) -> [String: String] {
        let folder = "Sources/Runtimes/Library"
        let paths = FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
        var modules: [String: String] = [:]
        for path in paths where path.hasSuffix(".js") { modules[path] = try read(folder + "/" + path) }
        guard !modules.isEmpty else { throw Failure("there are no modules in \(folder)") }
        return modules
    }

    /// Everything that the module "ftl" exports: what is re-exported, from where it is declared.
    func exports() throws(Failure) -> [ScriptFile.Export] {
        var found: [ScriptFile.Export] = []
        for export in try script("ftl.js").exports {
            guard case .other(let path?) = export.kind else {
                found.append(export)
                continue
            }
            guard var declared = try script(path).exports.first(where: { $0.name == export.signature }) else {
                throw Failure(
                    "Sources/Runtimes/Library/ftl.js: \(export.signature) is no export of Sources/Runtimes/Library/\(path)"
                )
            }
            declared.name = export.name
            found.append(declared)
        }
        return found
    }
}
