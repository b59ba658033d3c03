// The imports of Swift files and the dependencies of Package.swift, held against the import rules.

/// Which module a file is of.
enum ImportCheck {
    /// Folders in Tests whose modules have rules; test targets have none.
    private static let testFolders = Set(ImportRules.modules.filter { $0.storey == .tests }.map(\.name))

    /// What a file imports and may not.
    static func findings(in file: SourceFile, _ code: SwiftCode) -> [Finding] {
        guard let (name, module) = owner(of: file.name) else { return [] }
        var found: [Finding] = []
        for (index, line) in code.lines.enumerated() {
            for statement in SwiftWord.statements(of: line) {
                guard let imported = SwiftWord.imported(by: statement), imported != "Swift" else { continue }
                if let module {
                    if !module.mayImport(imported) {
                        found.append(Finding(file.name, index + 1, "\(name) must not import \(imported)"))
                    } else if let folder = module.confined[imported], !file.name.contains("/\(name)/\(folder)/") {
                        let complaint = "only files in \(name)/\(folder) may import \(imported)"
                        found.append(Finding(file.name, index + 1, complaint))
                    }
                } else {
                    let complaint = "module \(name) has no row in the import rules (\(rules))"
                    found.append(Finding(file.name, index + 1, complaint))
                }
            }
        }
        return found
    }

    static let rules = "Sources/Tools/ToolKit/Architecture/ImportRules.swift"

    /// The module that a file belongs to, as complaints name it, and its rules; nil where there are none to keep.
    private static func owner(of file: String) -> (name: String, module: Module?)? {
        let parts = file.split(separator: "/")
        if parts.count > 3, ImportRules.appFolders.contains(parts[..<2].joined(separator: "/")) {
            return ("app \(parts[2])", ImportRules.app(String(parts[2])))
        }
        if parts.count > 3, parts[0] == "Sources" { return (String(parts[2]), ImportRules.module(String(parts[2]))) }
        if parts.count > 2, parts[0] == "Tests", testFolders.contains(String(parts[1])) {
            return (String(parts[1]), ImportRules.module(String(parts[1])))
        }
        return nil
    }
}

extension ImportCheck {
    /// What Package.swift has its targets depend on and the rules do not say, or the other way round.
    ///
    /// - Parameters:
    ///   - packages: the package in each of its builds; a target has the same dependencies in all.
    ///   - manifest: Package.swift, for the lines that complaints name.
    static func findings(in packages: [PackageDescription], manifest: SourceFile) -> [Finding] {
        var found: [Finding] = []
        for target in packages.flatMap(\.targets) where target.type != "test" {
            let line = manifest.line(of: target.name)
            guard let module = rules(for: target) else {
                let complaint = "target \(target.name) has no row in the import rules (\(rules))"
                found.append(Finding(manifest.name, line, complaint))
                continue
            }
            // A build that lacks a module's target cannot have anything depend on it.
            for name in target.dependencyNames.subtracting(module.dependencies).sorted() {
                found.append(Finding(manifest.name, line, "\(target.name) depends on \(name), and must not import it"))
            }
            let isMissing = module.dependencies.subtracting(target.dependencyNames)
            for name in isMissing.sorted() where !target.isForHost || !onlyOnTarget.contains(name) {
                let complaint = "\(target.name) may import \(name), but its target does not depend on it"
                found.append(Finding(manifest.name, line, complaint))
            }
        }
        var unique: [Finding] = []
        for finding in found where !unique.contains(finding) { unique.append(finding) }
        return unique
    }

    /// Machine code of the target, which the host's builds of FTLStart are without.
    private static let onlyOnTarget: Set<String> = ["BootApp", "CMemory", "FTL"]

    private static func rules(for target: PackageDescription.Target) -> Module? {
        guard target.isApp else { return ImportRules.module(target.name) }
        return target.isInC ? ImportRules.appInC : ImportRules.app(target.name)
    }
}

extension SourceFile {
    /// The first line that names a target: `name: "X"`, or the name as a function's first argument.
    fileprivate func line(of target: String) -> Int {
        let patterns = ["name: \"\(target)\"", "(\"\(target)\""].map { Array($0.utf8) }
        for (index, line) in lines.enumerated() {
            for start in line.indices {
                if patterns.contains(where: { line[start...].starts(with: $0) }) { return index + 1 }
            }
        }
        return 1
    }
}
