// What the initfs holds: the apps with their manifests, and where the programs lie in it.

import FTL
import Formats

/// The apps of an initfs.
struct Catalog {
    /// Every app whose manifest is sound, in the archive's order.
    private(set) var apps: [App] = []
    /// Every file: its name and where its content lies.
    private var files: [TarArchive.Entry] = []
    /// What is wrong with the rest, ready to be printed.
    private(set) var faults: [String] = []

    init(_ archive: [UInt8]) {
        do throws(TarError) {
            files = try TarArchive.entries(in: archive.span)
        } catch {
            faults.append(error.message)
        }
        for file in files {
            guard file.kind == .file, let name = Catalog.appName(file.name) else { continue }
            do throws(ManifestError) {
                let text = Array(archive[file.data])
                apps.append(App(name: name, manifest: try Manifest.parse(text.span)))
            } catch {
                faults.append("\(file.name.string): line \(error.line): \(error.message)")
            }
        }
    }

    /// Where the content of a file lies in the archive.
    func file(_ name: ByteString) -> Range<Int>? {
        files.first { $0.kind == .file && $0.name == name }?.data
    }

    func app(_ name: ByteString) -> App? { apps.first { $0.name == name } }

    /// NAME of apps/NAME/manifest.
    private static func appName(_ path: ByteString) -> ByteString? {
        let folder = Array("apps/".utf8)
        let file = Array("/manifest".utf8)
        let bytes = path.bytes
        guard bytes.count > folder.count + file.count, bytes.starts(with: folder),
            bytes.suffix(file.count).elementsEqual(file)
        else { return nil }
        let name = ByteString(Array(bytes[folder.count..<bytes.count - file.count]))
        return Manifest.isName(name) ? name : nil
    }
}
