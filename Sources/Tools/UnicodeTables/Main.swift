// Makes the Unicode tables of the JavaScript engine from the Unicode Character Database. scripts/unicode fetches the data
// and calls this.

import Foundation

@main struct UnicodeTablesTool {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--check" }
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: UnicodeTables [--check] DATA VERSION FOLDER\n".utf8))
            exit(2)
        }
        let (data, version, folder) = (
            arguments[arguments.startIndex], arguments[arguments.startIndex + 1], arguments[arguments.startIndex + 2]
        )
        let database = try Database(DataFolder(path: data))
        var sets = SetTables(database)
        let files = [
            sets.file(version), sets.names(version), CaseTables(database: database).file(version),
            NormalizationTables(database: database).file(version), EmojiTables(database: database).file(version),
        ]
        if CommandLine.arguments.contains("--check") {
            let stale = files.filter { !$0.isSame(in: folder) }
            for file in stale { print("\(folder)/\(file.name) is not up to date") }
            exit(stale.isEmpty ? 0 : 1)
        }
        for file in files {
            try file.write(to: folder)
            print("\(file.name): \(file.bytes) bytes of data")
        }
    }
}
