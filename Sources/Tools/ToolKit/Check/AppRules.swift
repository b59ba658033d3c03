// What may lie in an app's folder, and what its code may not do.

import Foundation

/// Rules for the folders of apps in Swift and in C.
enum AppRules {
    static func findings(in file: SourceFile) -> [Finding] {
        guard let folder = folder(of: file.name), !file.name.hasSuffix("/manifest") else { return [] }
        if isInC(folder) {
            // User isolation needs no help from a compiler, so that such code is not looked at.
            if file.name.hasSuffix(".c") || file.name.hasSuffix(".h") { return [] }
            return [Finding(file.name, 1, "an app in C holds C files and its manifest, nothing else")]
        }
        return file.isSwift ? [] : [Finding(file.name, 1, "an app holds Swift files and its manifest, nothing else")]
    }

    static func findings(in file: SourceFile, _ code: SwiftCode) -> [Finding] {
        guard folder(of: file.name) != nil else { return [] }
        return code.lines.enumerated().compactMap { index, line in
            UnsafeWord.complaint(about: line).map { Finding(file.name, index + 1, $0) }
        }
    }

    /// The folder of the app that a file is of.
    private static func folder(of file: String) -> String? {
        let parts = file.split(separator: "/")
        guard parts.count > 3, ImportRules.appFolders.contains(parts[..<2].joined(separator: "/")) else { return nil }
        return parts[..<3].joined(separator: "/")
    }

    private static func isInC(_ folder: String) -> Bool {
        guard let manifest = FileManager.default.contents(atPath: folder + "/manifest") else { return false }
        return String(decoding: manifest, as: UTF8.self).split(separator: "\n").contains { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 && parts[0] == "language"
                && parts[1].trimmingCharacters(in: .whitespaces) == "c"
        }
    }
}
