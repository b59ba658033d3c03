// What Package.swift says, as `swift package dump-package` tells it. It has three builds, by FTL_TARGET.

import Foundation

/// The package, in one of its builds.
struct PackageDescription: Decodable {
    /// The builds there are: values of FTL_TARGET. An empty one is the host's.
    static let builds = ["", "riscv64", "fuzz"]

    struct Target: Decodable {
        let name: String
        /// `regular`, `executable` or `test`.
        let type: String
        let path: String?
        /// Files that belong to it; nil: all in its folder.
        let sources: [String]?
        let dependencies: [Dependency]
        let settings: [Setting]
        /// Whether the build is one for this machine.
        var isForHost = false

        private enum CodingKeys: String, CodingKey { case name, type, path, sources, dependencies, settings }

        /// The targets of this package that it depends on.
        var dependencyNames: Set<String> { Set(dependencies.compactMap(\.target)) }

        var isApp: Bool { ImportRules.appFolders.contains { (path ?? "").hasPrefix($0 + "/") } }

        /// Whether it is an app in C, which has no settings for Swift.
        var isInC: Bool { !settings.contains { $0.tool == "swift" } }
    }

    /// What a target depends on.
    struct Dependency: Decodable {
        /// A target of this package; nil where it is a product of another.
        let target: String?

        private enum CodingKeys: String, CodingKey { case byName, target }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            // A list of the name and a condition, which no target here has.
            let name = try container.decodeIfPresent([String?].self, forKey: .byName)
            let target = try container.decodeIfPresent([String?].self, forKey: .target)
            self.target = (name ?? target)?.first ?? nil
        }
    }

    /// An option of a compiler or of the linker.
    struct Setting: Decodable {
        /// `swift`, `c` or `linker`.
        let tool: String
        /// What kind of option it is, `define`, `headerSearchPath` or `unsafeFlags`, and its words.
        let kind: [String: Words]

        /// The words of an option: one or several.
        struct Words: Decodable {
            let values: [String]

            private enum CodingKeys: String, CodingKey { case _0 }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                if let list = try? container.decode([String].self, forKey: ._0) {
                    values = list
                } else if let one = try? container.decode(String.self, forKey: ._0) {
                    values = [one]
                } else {
                    values = []
                }
            }
        }
    }

    var targets: [Target]

    /// The package as SwiftPM reads it. One at a time: SwiftPM has one after the other wait for its lock.
    ///
    /// - Parameters:
    ///   - build: the value of FTL_TARGET.
    ///   - root: where Package.swift is.
    /// - Throws: status 2 where it cannot be read.
    static func read(build: String, root: String) throws(ToolError) -> PackageDescription {
        // In a folder of its own: `swift test` holds the lock of the usual one.
        let words = ["swift", "package", "--package-path", root, "--scratch-path", root + "/.build-tools"]
        let result = try Subprocess.run(
            words + ["dump-package"], environment: ["FTL_TARGET": build], errors: .dropped)
        guard result.status == 0 else { throw .refusal("swift package dump-package fails; does Package.swift build?") }
        do {
            var package = try JSONDecoder().decode(PackageDescription.self, from: Data(result.output))
            for index in package.targets.indices { package.targets[index].isForHost = build != "riscv64" }
            return package
        } catch { throw .refusal("the description of Package.swift is not what it was: \(error)") }
    }
}
