// The apps there are: folders with a manifest, in Sources/Apps (Swift and C) and in js-apps (JavaScript). An app's name is
// its folder's; one folder of js-apps, lib, holds modules for all apps, and another, types, their declarations.

import FTLTypes
import Formats
import Foundation

/// An app's folder, its manifest read.
struct AppFolder {
    let name: String
    /// Relative to the root, as errors name it.
    let path: String
    let manifest: Manifest
    let manifestBytes: [UInt8]

    /// The app as the start order takes it.
    var app: App { App(name: ByteString(name), manifest: manifest) }

    /// Where apps of each language are.
    static let parents: [(path: String, languages: [Manifest.Language])] = [
        ("Sources/Apps", [.swift, .c]), ("js-apps", [.javascript]),
    ]
    private static let notApps: Set<String> = ["js-apps/lib", "js-apps/types"]
    /// Names that the archive needs for itself.
    private static let reserved: Set<String> = ["kernel", "javascript"]

    /// Every app under a root, sorted by name.
    ///
    /// - Throws: the faults of all that are broken.
    static func all(in root: String) throws(Failure) -> [AppFolder] {
        var apps: [AppFolder] = []
        var faults: [String] = []
        for (parent, languages) in parents {
            for name in Files.names(in: root + "/" + parent) {
                let path = parent + "/" + name
                guard !notApps.contains(path), Files.isFile(root + "/" + path + "/manifest") else { continue }
                do throws(Failure) {
                    let app = try AppFolder(name: name, path: path, languages: languages, root: root)
                    if let other = apps.first(where: { $0.name == name }) {
                        throw Failure("\(path): there is an app of that name in \(other.path) already")
                    }
                    apps.append(app)
                } catch { faults += error.lines }
            }
        }
        guard faults.isEmpty else { throw Failure(lines: faults) }
        guard !apps.isEmpty else { throw Failure("there are no apps in \(root)") }
        return apps.sorted { $0.name < $1.name }
    }

    private init(name: String, path: String, languages: [Manifest.Language], root: String) throws(Failure) {
        guard Manifest.isName(ByteString(name)) else {
            throw Failure("\(path): \(ManifestError.Fault.badName(ByteString(name)).message)")
        }
        guard !AppFolder.reserved.contains(name) else { throw Failure("\(path): the name \"\(name)\" is reserved") }
        self.name = name
        self.path = path
        let bytes = try Files.read(root + "/" + path + "/manifest")
        manifestBytes = bytes
        do throws(ManifestError) {
            manifest = try Manifest.parse(bytes.span)
        } catch {
            throw Failure("\(path)/manifest:\(error.line): \(error.message)")
        }
        guard languages.contains(manifest.language) else {
            let allowed = languages.map { "\"language: \($0.name)\"" }.joined(separator: " or ")
            throw Failure("\(path)/manifest: an app in this folder has \(allowed)")
        }
        let main =
            switch manifest.language {
            case .swift: "main.swift"
            case .javascript: "main.js"
            case .c: "main.c"
            }
        guard Files.isFile(root + "/" + path + "/" + main) else { throw Failure("\(path): has no \(main)") }
    }
}
