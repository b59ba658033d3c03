// Which module of the JavaScript library imports which. A circle of imports is refused: which of its modules runs first
// would depend on who is imported first, and some of them would find others half made.

import Foundation

/// The imports between the modules of a folder, by their paths in it.
struct ImportGraph {
    /// By the importing module, sorted; modules that are no files (`ftl:native`) are left out.
    private(set) var imports: [String: [String]] = [:]

    /// - Parameter modules: the text of each module, by its path.
    init(modules: [String: String]) throws(Failure) {
        for (path, text) in modules {
            var found: Set<String> = []
            for specifier in ImportGraph.specifiers(in: text) where specifier.hasPrefix(".") {
                let target = ImportGraph.resolve(specifier, from: path)
                guard modules[target] != nil else { throw Failure("\(path): imports \(specifier), which is not there") }
                found.insert(target)
            }
            imports[path] = found.sorted()
        }
    }

    /// A circle: each module imports the next, the last one the first. Nil where there is none.
    func circle() -> [String]? {
        var done: Set<String> = []
        var path: [String] = []
        func visit(_ module: String) -> [String]? {
            if let start = path.firstIndex(of: module) { return Array(path[start...]) }
            guard done.insert(module).inserted else { return nil }
            path.append(module)
            for next in imports[module, default: []] {
                if let circle = visit(next) { return circle }
            }
            path.removeLast()
            return nil
        }
        for module in imports.keys.sorted() {
            if let circle = visit(module) { return circle }
        }
        return nil
    }

    /// What the imports and re-exports of a text name. It reads the formatting of this repository: such a statement begins
    /// at a line's begin and ends with the specifier.
    private static func specifiers(in text: String) -> [String] {
        text.matches(of: #/(?m)^(?:import|export)\s(?:[^;"]*?\sfrom\s+)?"([^"]+)"/#).map { String($0.1) }
    }

    private static func resolve(_ specifier: String, from importer: String) -> String {
        var parts = importer.split(separator: "/").dropLast()
        for part in specifier.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
