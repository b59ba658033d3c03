// Which file a module specifier means. A script sees its own folder and the library's fronts (`ftl`, `ftl:NAME`); the
// library's modules also see one another and `ftl:native`, the door to the system. That door is not what keeps a
// script in: the marshaller behind it is.

import FTL

/// Turns specifiers into names of files in the archive.
struct ModuleResolver {
    /// The module that offers the natives; no file.
    static let native: ByteString = "ftl:native"
    static let library: ByteString = "lib/"
    /// The modules of the library that a script may import, by name.
    private static let fronts: [(specifier: ByteString, file: ByteString)] = [
        ("ftl", "lib/ftl.js"), ("ftl:args", "lib/args.js"), ("ftl:terminal", "lib/terminal/terminal.js"),
        ("ftl:test", "lib/test.js"),
    ]

    /// The script's folder, ending in "/".
    let folder: ByteString

    /// - Returns: the name of the file, in the archive, that `specifier` means in the module `importer`.
    func resolve(_ specifier: ByteString, from importer: ByteString) throws(ModuleError) -> ByteString {
        let isLibrary = importer.hasPrefix(ModuleResolver.library)
        if let front = ModuleResolver.fronts.first(where: { $0.specifier == specifier }) { return front.file }
        if isLibrary, specifier == ModuleResolver.native { return specifier }
        guard specifier.hasPrefix("./") || specifier.hasPrefix("../") else {
            throw .unknown(specifier, importer: importer)
        }
        let root = isLibrary ? ModuleResolver.library : folder
        // Code that has no file of its own (eval, new Function) imports as if it stood in the root.
        let base = importer.hasPrefix(root) ? importer : root
        var path = base.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropLast()
        for part in specifier.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            switch ByteString(Array(part)) {
            case "", ".": continue
            case "..":
                guard !path.isEmpty else { throw .outside(specifier, importer: importer, root: root) }
                path.removeLast()
            default: path.append(part)
            }
        }
        let resolved = ByteString(Array(path.joined(separator: [UInt8(ascii: "/")])))
        guard resolved.hasPrefix(root), resolved != root else {
            throw .outside(specifier, importer: importer, root: root)
        }
        return resolved
    }
}

/// Why a module cannot be imported.
enum ModuleError: Error {
    case unknown(ByteString, importer: ByteString)
    case outside(ByteString, importer: ByteString, root: ByteString)
    case missing(ByteString, importer: ByteString, name: ByteString)

    var message: String {
        switch self {
        case .unknown(let specifier, let importer):
            "cannot import '\(specifier)' in \(importer): there is 'ftl', 'ftl:args', 'ftl:terminal', "
                + "and files of the app (./NAME.js, ./NAME.json)"
        case .outside(let specifier, let importer, let root):
            "cannot import '\(specifier)' in \(importer): it lies outside \(root)"
        case .missing(let specifier, let importer, let name):
            "cannot import '\(specifier)' in \(importer): there is no file \(name)"
        }
    }
}
