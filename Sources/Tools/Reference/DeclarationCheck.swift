// Whether the declarations of the module "ftl" and the library say the same: every export is declared and nothing else
// is, and of every class every method.

/// What all `declare module "ftl"` together declare, by name.
struct DeclaredModule {
    /// Values; of a class, what its members are called.
    private(set) var values: [String: Set<String>] = [:]

    init(_ templates: [String]) {
        var name: String?
        var isInModule = false
        for line in templates.joined(separator: "\n").split(separator: "\n") {
            if line == "declare module \"ftl\" {" { isInModule = true } else if line == "}" { isInModule = false }
            guard isInModule else { continue }
            if let match = line.prefixMatch(of: #/ {4}(const|function|class) (\w+)/#) {
                values[String(match.2), default: []] = []
                name = match.1 == "class" ? String(match.2) : nil
            } else if line.indentation == 4 {
                name = nil
            } else if let owner = name, line.indentation == 8,
                let match = line.firstMatch(
                    of: #/^ {8}(?:static |private |readonly |get )*(\[Symbol\.\w+\]|\w+)\??[(:<]/#)
            {
                values[owner]?.insert(String(match.1))
            }
        }
    }

    /// Throws what is declared and not there, or there and not declared.
    func check(against exports: [ScriptFile.Export]) throws(Failure) {
        let path = TypeDeclarations.folder
        for export in exports {
            guard let members = values[export.name] else {
                throw Failure("\(path): nothing declares \(export.name), which Sources/Runtimes/Library/ftl.js exports")
            }
            guard export.kind == .aClass else { continue }
            for member in export.members where !members.contains(member.name) {
                throw Failure("\(path): class \(export.name) lacks \(member.name)")
            }
        }
        let names = Set(exports.map(\.name))
        for name in values.keys.sorted() where !names.contains(name) {
            throw Failure("\(path): declares \(name), which Sources/Runtimes/Library/ftl.js does not export")
        }
    }
}
