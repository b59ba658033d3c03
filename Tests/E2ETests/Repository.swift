// Where things are. The tests use what scripts/build left: a build from inside `swift test` would wait for ever for
// the lock that `swift test` holds.

import Foundation

/// The checked-out repository these tests are part of.
enum Repository {
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    static let products = root + "/.build-riscv64/riscv64-none-none-eabi/release"
    static let kernel = products + "/Kernel"
    static let imageBuilder = root + "/.build/release/ImageBuilder"

    /// The command line of a program of the Swift toolchain, which may have nothing but `swift` on the PATH.
    static func tool(_ name: String, _ arguments: String...) -> [String] {
        let program = #"exec "$(dirname "$(readlink -f "$(command -v swift)")")/$0" "$@""#
        return ["sh", "-c", program, name] + arguments
    }

    /// The path of a script of the repository.
    static func script(_ name: String) -> String { root + "/scripts/" + name }

    /// What is wrong with the build, or nil when it is up to date. Looked at once.
    static let staleness: String? = {
        guard let check = try? Command.run([script("build"), "--check"]) else { return "scripts/build does not start" }
        return check.status == 0
            ? nil : "what is built is older than its sources: run scripts/test, or scripts/build first"
    }()

    /// Throws unless the build is up to date.
    static func requireBuilt() throws {
        if let staleness { throw HarnessError(staleness) }
    }
}

/// The test could not be carried out, or what it waited for did not come.
struct HarnessError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A folder that is there for as long as the object is.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and the folders on the way to it.
    func write(_ name: String, _ text: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
