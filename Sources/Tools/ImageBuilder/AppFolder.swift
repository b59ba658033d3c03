// The apps there are: folders with a manifest, in Sources/Apps (Swift and C), Sources/Services (Swift) and js-apps
// (JavaScript), and for the test image in Tests/Apps and Tests/Scripts as well. An app's name is its folder's.

import FTLTypes
import Formats
import Foundation

/// Where apps are looked for.
struct Place {
    /// The folder with Sources/Apps and js-apps.
    let root: String
    /// The folder with what belongs to the system: services, the library of scripts, apps for tests.
    let system: String
    /// Whether apps for tests and measurements are meant too.
    let withTests: Bool
}

/// An app's folder, its manifest read.
struct AppFolder {
    let name: String
    /// Relative to the root or the system's folder, as errors name it.
    let path: String
    /// Where it is.
    let folder: String
    let manifest: Manifest
    let manifestBytes: [UInt8]

    /// The app as the start order takes it.
    var app: App { App(name: ByteString(name), manifest: manifest) }

    /// Where apps of each language are.
    static let parents: [(path: String, languages: [Manifest.Language])] = [
        ("Sources/Apps", [.swift, .c]), ("js-apps", [.javascript]),
    ]
    /// Names that the archive needs for itself.
    private static let reserved: Set<String> = ["kernel", "javascript"]

    /// The services that belong to the system.
    private static let services = "Sources/Services"
    /// Where apps for tests and measurements are, which belong to the system too.
    static let testParents: [(path: String, languages: [Manifest.Language])] = [
        ("Tests/Apps", [.swift, .c]), ("Tests/Scripts", [.javascript]),
    ]

    /// Every app there is, sorted by name. Of a system and a root of its own that have an app of one name, the root's.
    ///
    /// - Throws: the faults of all that are broken.
    static func all(in place: Place) throws(Failure) -> [AppFolder] {
        var apps: [AppFolder] = []
        var faults: [String] = []
        var folders = parents.map { (place.root, $0.path, $0.languages) } + [(place.system, services, [.swift])]
        if place.withTests { folders += testParents.map { (place.system, $0.path, $0.languages) } }
        for (root, parent, languages) in folders {
            for name in Files.names(in: root + "/" + parent) {
                let path = parent + "/" + name
                guard Files.isFile(root + "/" + path + "/manifest") else { continue }
                do throws(Failure) {
                    let app = try AppFolder(name: name, path: path, languages: languages, root: root)
                    if let other = apps.first(where: { $0.name == name }) {
                        // What somebody puts into a root of their own takes the place of what the system has.
                        if root != place.root { continue }
                        throw Failure("\(path): there is an app of that name in \(other.path) already")
                    }
                    apps.append(app)
                } catch { faults += error.lines }
            }
        }
        guard faults.isEmpty else { throw Failure(lines: faults) }
        guard !apps.isEmpty else { throw Failure("there are no apps in \(place.root)") }
        return apps.sorted { $0.name < $1.name }
    }

    private init(name: String, path: String, languages: [Manifest.Language], root: String) throws(Failure) {
        guard Manifest.isName(ByteString(name)) else {
            throw Failure("\(path): \(ManifestError.Fault.badName(ByteString(name)).message)")
        }
        guard !AppFolder.reserved.contains(name) else { throw Failure("\(path): the name \"\(name)\" is reserved") }
        self.name = name
        self.path = path
        folder = root + "/" + path
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
