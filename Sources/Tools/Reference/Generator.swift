// All that is made, by the path it belongs to.

import Foundation

/// A file as it should be.
struct GeneratedFile {
    let path: String
    let text: String
}

/// Makes the reference and the declarations of a repository.
struct Generator {
    let repository: Repository

    func files() throws(Failure) -> [GeneratedFile] {
        if let circle = try ImportGraph(modules: repository.library()).circle() {
            throw Failure("Sources/Runtimes/Library: a circle of imports: \(circle.joined(separator: ", "))")
        }
        let table = try CallTable(repository)
        let errors = try CallTable.cases(of: "FTLError", in: "Sources/ABI/FTLTypes/FTLError.swift", repository)
        let templates = try repository.templates()
        try DeclaredModule(templates.map(\.text)).check(against: try repository.exports())
        return [
            GeneratedFile(path: "docs/reference/syscalls.md", text: table.page(errors: errors)),
            GeneratedFile(path: CallTable.header, text: table.header(errors: errors)),
            GeneratedFile(path: CallTable.handlers, text: table.handlerTable()),
            GeneratedFile(path: CallTable.assemblyNumbers, text: table.assemblyHeader()),
            GeneratedFile(path: CallTable.scriptNumbers, text: table.scriptModule()),
            GeneratedFile(path: "docs/reference/swift.md", text: try SwiftReference.page(repository)),
            GeneratedFile(path: "docs/reference/javascript.md", text: try ScriptReference.page(repository)),
        ] + (try TypeDeclarations(table, errors: errors).files(from: templates))
    }

    /// The files that are not as they should be.
    func stale() throws(Failure) -> [GeneratedFile] {
        try files().filter { (try? repository.read($0.path)) != $0.text }
    }

    /// Writes the files that are not as they should be, and answers them.
    func write() throws(Failure) -> [GeneratedFile] {
        let stale = try stale()
        for file in stale {
            let url = URL(fileURLWithPath: repository.root).appendingPathComponent(file.path)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .atomic)
            } catch { throw Failure("\(file.path) cannot be written") }
        }
        return stale
    }
}
