// Files of this machine, read and written whole.

import Foundation

struct FuzzError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

enum Files {
    /// The names of all files below a folder, in order, from the folder on.
    static func all(in folder: String) throws -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { throw FuzzError("no folder \(folder)") }
        return names.compactMap { $0 as? String }.filter { isFile("\(folder)/\($0)") }.sorted()
    }

    static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw FuzzError("\(path) cannot be read") }
        return Array(data)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            throw FuzzError("\(path) cannot be written")
        }
    }
}
