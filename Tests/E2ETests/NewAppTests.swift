// scripts/new-app, in copies of this repository: what it makes runs, and what it refuses leaves everything as it was.

import Foundation
import Testing

/// scripts/new-app in another folder.
private func newApp(_ words: String..., root: String) throws -> Command {
    try Command.run([Repository.script("new-app"), "--root", root] + words)
}

struct NewAppTests {
    @Test("A new app in JavaScript runs as it is", arguments: ["an-app", "3-words-app"])
    func script(_ name: String) throws {
        let folder = try copyOfApps()
        let made = try newApp("js", name, root: folder.path)
        #expect(made.status == 0, "\(made.output)")
        #expect(made.lines.last == "new-app: next: scripts/run --batch \(name)")
        let run = try scriptsRun(["--batch", "--timeout", "60", name], root: folder.path)
        #expect(run.status == 0, "\(run.output)")
        #expect(run.lines.contains { $0.hasSuffix("| Hello from JavaScript! I am \(name).") }, "\(run.output)")
    }

    /// A folder with what the rules ask for, a package that lists the words as apps, and a test that is there already.
    private func repository(_ package: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("LICENSE", "MIT\n")
        try folder.write("vendor/NOTICES.md", "QuickJS and picolibc\n")
        let format = try Command.run(["cat", Repository.root + "/.swift-format"])
        try folder.write(".swift-format", format.output)
        try folder.write("Tests/E2ETests/TakenTests.swift", "// A test.\n")
        try folder.write("Package.swift", package)
        return folder
    }

    private func package(_ apps: String...) -> String {
        let list = apps.map { "        app(\"\($0)\"),\n" }.joined()
        return "// A package.\n\nlet targets = [\n        app(\"bootstrap\", extra: []),\n\(list)        // More.\n"
            + "        app(\"fault\"), app(\"hog\"),\n    ]\n"
    }

    @Test(
        "A new app in Swift stands in the package's list, in order",
        arguments: [
            ("ant", ["ant", "hello", "ping"]), ("i", ["hello", "i", "ping"]), ("z-9", ["hello", "ping", "z-9"]),
        ])
    func package(_ name: String, _ expected: [String]) throws {
        let folder = try repository(package("hello", "ping"))
        let made = try newApp("swift", name, root: folder.path)
        #expect(made.status == 0, "\(made.output)")
        let package = try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8)
        let list = package.split(separator: "\n").filter { $0.hasPrefix("        app(\"") && $0.hasSuffix("\"),") }
        #expect(list.dropLast().map { String($0.dropFirst(13).dropLast(3)) } == expected, "\(package)")
    }

    @Test("A new app in C stands in the package's list of those")
    func foreignPackage() throws {
        let folder = try repository(package("hello") + "let more = [\n        capp(\"b\"),\n    ]\n")
        #expect(try newApp("c", "c", root: folder.path).status == 0)
        let package = try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8)
        #expect(package.hasSuffix("        capp(\"b\"),\n        capp(\"c\"),\n    ]\n"), "\(package)")
        let manifest = try String(contentsOfFile: folder.path + "/Sources/Apps/c/manifest", encoding: .utf8)
        #expect(manifest == "language: c\nisolation: user\n")
        try folder.write("Package.swift", "// A package.\n")
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("What is made keeps the rules of the repository")
    func rules() throws {
        let folder = try repository(package("hello"))
        let names = ["x", "name-with-32-characters-in-it-12", "9-lives"]
        for name in names {
            let made = try newApp("swift", name, root: folder.path)
            #expect(made.status == 0, "\(made.output)")
            #expect(try newApp("js", name + "j", root: folder.path).status == (name.count < 32 ? 0 : 2))
        }
        // The list itself is no whole package, which is what the rules of formatting are for.
        try folder.write("Package.swift", "// A package.\n")
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 0, "\(check.output)")
        for file in ["Sources/Apps/9-lives/main.swift", "Sources/Apps/9-lives/manifest", "js-apps/9-livesj/main.js"] {
            #expect(FileManager.default.fileExists(atPath: folder.path + "/" + file))
        }
        let tests = ["X", "NameWith32CharactersInIt12", "App9Lives", "App9Livesj"]
        for type in tests {
            let text = try String(contentsOfFile: folder.path + "/Tests/E2ETests/\(type)Tests.swift", encoding: .utf8)
            #expect(text.contains("struct \(type)Tests {"))
        }
    }

    @Test(
        "What cannot be made is refused in one line, with status 2, and nothing is changed",
        arguments: [
            (["js", "Hello"], "'Hello' is not a name"), (["swift", "a_b"], "'a_b' is not a name"),
            (["js", "a/b"], "'a/b' is not a name"), (["js", ""], "'' is not a name"),
            (["js", String(repeating: "a", count: 33)], "at most 32"), (["swift", "-a"], "begins with a hyphen"),
            (["js", "types"], "reserved"), (["swift", "kernel"], "reserved"),
            (["js", "javascript"], "reserved"), (["swift", "there-js"], "js-apps/there-js is there already"),
            (["js", "there"], "Sources/Apps/there is there already"),
            (["js", "taken"], "Tests/E2ETests/TakenTests.swift is there already"),
            (["cobol", "a"], "'cobol' is not a language"), (["js"], "a language, js, swift or c, and a name"),
            (["js", "a", "b"], "a language, js, swift or c, and a name"), (["--verbose", "js", "a"], "unknown option"),
            (["swift", "a"], "Package.swift has no list of apps"),
        ])
    func refusals(_ words: [String], _ complaint: String) throws {
        let folder = try repository("// A package without apps.\n")
        try folder.write("js-apps/there-js/main.js", "// A script.\n")
        try folder.write("Sources/Apps/there/main.swift", "// A program.\n")
        let look = ["find", folder.path, "-printf", "%P %T@ %s\n"]
        let before = try Command.run(look)
        let made = try Command.run([Repository.script("new-app"), "--root", folder.path] + words)
        #expect(made.status == 2)
        #expect(made.lines.count == 1 && made.output.contains(complaint), "\(made.output)")
        #expect(try Command.run(look).output == before.output)
    }
}
