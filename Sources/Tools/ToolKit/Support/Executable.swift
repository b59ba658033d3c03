// Where programs are. The tools of the Swift toolchain lie beside `swift`, which alone may be on the PATH.

import Foundation

/// A program that can be run.
enum Executable {
    /// The path of a program on the PATH, or of one of the Swift toolchain; nil where there is none.
    static func find(_ name: String) -> String? { onPath(name) ?? inToolchain(name) }

    /// The path of a program.
    ///
    /// - Throws: status 2 where it is missing.
    static func require(_ name: String) throws(ToolError) -> String {
        guard let path = find(name) else { throw .refusal("there is no \(name) (scripts/setup)") }
        return path
    }

    /// The path of a program of the Swift toolchain, which may also be on the PATH in another version.
    static func inToolchain(_ name: String) -> String? {
        guard let swift = onPath("swift") else { return nil }
        let folder = URL(fileURLWithPath: swift).resolvingSymlinksInPath().deletingLastPathComponent()
        let path = folder.appendingPathComponent(name).path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    private static func onPath(_ name: String) -> String? {
        if name.contains("/") { return name }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first {
            var isFolder: ObjCBool = false
            return unsafe FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
                && FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}
