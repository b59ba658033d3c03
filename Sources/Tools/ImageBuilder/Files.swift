// Reading folders and files, always in the same order and with errors that name the file.

import Foundation

enum Files {
    /// How deep folders are searched.
    private static let maximumDepth = 16

    /// The names in a folder, sorted, hidden ones left out; none where there is no such folder.
    static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    static func isFile(_ path: String) -> Bool { kind(path) == false }

    static func isFolder(_ path: String) -> Bool { kind(path) == true }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw Failure("\(path) cannot be read")
        }
    }

    /// The files in a folder and those below, as paths relative to it, sorted.
    static func all(in folder: String) throws(Failure) -> [String] {
        var found: [String] = []
        try search(folder, "", 0, &found)
        return found
    }

    private static func search(
        _ folder: String, _ prefix: String, _ depth: Int, _ found: inout [String]
    ) throws(Failure) {
        guard depth < maximumDepth else { throw Failure("\(folder): folders nested more than \(maximumDepth) deep") }
        for name in names(in: folder) {
            let path = folder + "/" + name
            if isFolder(path) {
                try search(path, prefix + name + "/", depth + 1, &found)
            } else {
                found.append(prefix + name)
            }
        }
    }

    /// Whether a folder is there, or else a file; nil where nothing is.
    private static func kind(_ path: String) -> Bool? {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let values = try? url.resourceValues(forKeys: [.isDirectoryKey]) else { return nil }
        return values.isDirectory
    }
}
