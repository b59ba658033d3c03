// scripts/check: the rules of this repository that no compiler checks. Each violation is one line, `file:line: what is
// wrong`. Tests/E2ETests/CheckTests.swift plants one of each and expects it to be found.

import Foundation

/// The repository, or another folder of the same layout, held against its rules.
package struct Check {
    private let names: [String]

    /// - Parameter root: becomes the current folder, for files are named from there.
    package init(root: String) throws(ToolError) {
        guard FileManager.default.changeCurrentDirectoryPath(root) else { throw .refusal("no folder '\(root)'") }
        names = try Self.files()
    }

    /// Everything that is found.
    ///
    /// - Throws: status 2 where it cannot be looked for.
    package func findings() throws(ToolError) -> [String] {
        // Links are listed, and are looked at where they lead.
        let isThere = Set(names)
        let swift = names.filter { $0.hasSuffix(".swift") }
        let format = try isThere.contains(".swift-format") && !swift.isEmpty ? FormatCheck(files: swift) : nil
        let types = try isThere.contains("js-apps/tsconfig.json") ? TypeCheck() : nil

        let tree = TreeNames(names)
        var found: [Finding] = []
        for name in names {
            guard let contents = FileManager.default.contents(atPath: name) else {
                throw .refusal("\(name) cannot be read")
            }
            let file = SourceFile(name: name, bytes: [UInt8](contents))
            found += try Self.findings(in: file) + GuideRules.findings(in: file, tree: tree)
        }
        found += try Guides(names: names).findings
        found += LicenceRules.findings(in: isThere)
        found += try PackageCheck.findings(isThere.contains("Package.swift"))
        found += format?.findings() ?? []
        found += types?.findings() ?? []
        return found.map(\.description)
    }

    /// What one file breaks.
    private static func findings(in file: SourceFile) throws(ToolError) -> [Finding] {
        guard !file.isBinary else { return [] }
        var found = FileRules.findings(in: file) + GuideRules.findings(in: file) + AppRules.findings(in: file)
        if file.isSwift {
            let code = SwiftCode(file.bytes)
            found += ImportCheck.findings(in: file, code) + AppRules.findings(in: file, code)
            found += SafetyRules.findings(in: file, code)
        }
        return try found + ScriptRules.findings(in: file)
    }

    /// What belongs to the repository: what git knows or would know. Elsewhere: every file. Sorted, without links.
    private static func files() throws(ToolError) -> [String] {
        let isRepository = FileManager.default.fileExists(atPath: ".git")
        let list =
            isRepository
            ? ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            : ["find", ".", "-type", "f", "-print0"]
        let result = try Subprocess.run(list)
        guard result.status == 0 else { throw .refusal("the files cannot be listed") }
        let names = result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return names.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }.filter(isFile).sorted()
    }

    private static func isFile(_ name: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: name)[.type] as? FileAttributeType
        return type == .typeRegular
    }
}

/// Package.swift against the import rules.
private enum PackageCheck {
    /// Nothing where there is no package: its description begins with the version of its language.
    static func findings(_ isThere: Bool) throws(ToolError) -> [Finding] {
        guard isThere, let contents = FileManager.default.contents(atPath: "Package.swift"),
            contents.starts(with: "// swift-tools-version".utf8)
        else { return [] }
        var packages: [PackageDescription] = []
        for build in PackageDescription.builds { packages.append(try .read(build: build, root: ".")) }
        let manifest = SourceFile(name: "Package.swift", bytes: [UInt8](contents))
        return ImportCheck.findings(in: packages, manifest: manifest)
    }
}
