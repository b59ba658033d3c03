// scripts/check is only worth something if it fails: each rule is shown a file that breaks it.

import Foundation
import Testing

/// A file that breaks one rule, and what is to be said about it.
struct Violation: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    let complaint: String

    var testDescription: String { complaint }

    init(_ file: String, _ text: String, _ complaint: String) {
        self.file = file
        self.text = text
        self.complaint = complaint
    }

    /// A violation in the fourth line of an app.
    static func app(_ line: String, _ complaint: String) -> Violation {
        Violation(
            "Sources/Apps/x/main.swift", "// An app.\n\nimport FTL\n\(line)\n",
            "Sources/Apps/x/main.swift:4: " + complaint)
    }
}

struct CheckTests {
    static let leftOver = "TO" + "DO"
    static let machinePath = "/" + "opt/swift"

    static let violations: [Violation] = [
        .app("unsafe f()", "unsafe code in an app: unsafe"),
        .app(#"let text = "\(unsafe f())""#, "unsafe code in an app: unsafe"),
        .app("nonisolated(unsafe) var x = 1", "unsafe code in an app: unsafe"),
        .app("@unsafe func f() {}", "an attribute that takes away a check in an app: @unsafe"),
        .app("struct S: @unchecked Sendable {}", "an attribute that takes away a check in an app: @unchecked"),
        .app(
            #"@_silgen_name("memcpy") func f()"#,
            "an attribute that is not part of the language in an app: @_silgen_name"),
        .app("func f(_ p: UnsafeRawPointer) {}", "an unsafe interface in an app: UnsafeRawPointer"),
        .app("import KernelCore", "app x must not import KernelCore"),
        .app("@testable import struct FTLTypes.Rights", "app x must not import FTLTypes"),
        Violation(
            "Sources/Apps/x/help.c", "// C.\n", "Sources/Apps/x/help.c:1: an app holds Swift files and its manifest"),
        Violation(
            "Sources/Libraries/FTL/A.swift", "// A.\nimport KernelCore\n",
            "Sources/Libraries/FTL/A.swift:2: FTL must not import KernelCore"
        ),
        Violation(
            "Sources/Kernel/KernelCore/A.swift", "// A.\nimport ArchRISCV\n", "KernelCore must not import ArchRISCV"),
        Violation("Sources/Portable/New/A.swift", "// A.\nimport FTL\n", "module New has no row in the import rules"),
        Violation(
            "Sources/Libraries/FTL/A.swift", "let x = 1\n", "Sources/Libraries/FTL/A.swift:1: starts with no comment"),
        Violation("boot/kernel/a.S", "nop\n", "boot/kernel/a.S:1: starts with no comment"),
        Violation("js-apps/x/main.js", "let x\n", "js-apps/x/main.js:1: starts with no comment"),
        Violation(
            "Sources/Libraries/FTL/A.swift", String(repeating: "// A.\n", count: 401),
            "Sources/Libraries/FTL/A.swift:400: has 401 lines"),
        Violation("docs/a.md", "It is in \(machinePath).\n", "docs/a.md:1: a path of one machine: \(machinePath)"),
        Violation("docs/a.md", "\(leftOver): write\n", "docs/a.md:1: a left-over mark: \(leftOver)"),
        Violation("docs/a.md", "a\n<<<<<<< HEAD\n", "docs/a.md:2: a left-over mark: <<<<<<<"),
        Violation(
            "docs/a.md", "See `Sources/Gone.swift`.\n", "docs/a.md:1: points at Sources/Gone.swift, which is not there"),
        Violation(
            "Sources/Kernel/KernelCore/A.swift", "// A.\n\nfunc f() { unsafe g() }\n",
            "Sources/Kernel/KernelCore/A.swift:3: unsafe code of the kernel without a reason"),
        Violation("docs/a.md", "See `Gone.swift`.\n", "docs/a.md:1: names Gone.swift, which is not there"),
        Violation("docs/a.md", "9<!-- count: gone -->\n", "docs/a.md:1: counts 'gone', of which nothing is known"),
        Violation("scripts/x", "#!/usr/bin/env bash\nif\n", "scripts/x:1: is no valid shell script"),
        Violation("scripts/y", "#!/usr/bin/env bash\n", "scripts/y:1: is not executable"),
        Violation(
            "Sources/Libraries/FTL/A.swift", "// A.\nlet x=1\n", "Sources/Libraries/FTL/A.swift:2: format: [Spacing]"),
        Violation("README.md", "Hello.\n", "LICENSE:1: is not there"),
        Violation("vendor/NOTICES.md", "picolibc\n", "vendor/NOTICES.md:1: does not name QuickJS"),
    ]

    @Test("A violation is found, and named with file and line", arguments: violations)
    func violationIsFound(_ violation: Violation) throws {
        let folder = try TemporaryFolder()
        let format = try Command.run(["cat", Repository.root + "/.swift-format"])
        try folder.write(".swift-format", format.output)
        try folder.write(violation.file, violation.text)
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 1)
        #expect(check.lines.contains { $0.contains(violation.complaint) }, "\(check.output)")
    }

    @Test("An app in C holds C files, and nothing that only a compiler of Swift would keep in bounds")
    func appInC() throws {
        let folder = try TemporaryFolder()
        try folder.write("LICENSE", "MIT\n")
        try folder.write("vendor/NOTICES.md", "QuickJS and picolibc\n")
        try folder.write("Sources/Apps/x/manifest", "language: c\nisolation: user\n")
        try folder.write("Sources/Apps/x/main.c", "// C.\n")
        let command = [Repository.script("check"), "--root", folder.path]
        #expect(try Command.run(command).status == 0)
        try folder.write("Sources/Apps/x/more.swift", "// Swift.\n")
        let check = try Command.run(command)
        let complaint = "Sources/Apps/x/more.swift:1: an app in C holds C files and its manifest, nothing else"
        #expect(check.status == 1 && check.lines.contains(complaint), "\(check.output)")
    }

    @Test("Comments and texts of an app may say anything")
    func commentsAndTexts() throws {
        let folder = try TemporaryFolder()
        try folder.write("LICENSE", "MIT\n")
        try folder.write("vendor/NOTICES.md", "QuickJS and picolibc\n")
        try folder.write(
            "Sources/Apps/x/main.swift",
            """
            // An unsafe comment, @_cdecl("x").
            import FTL

            let one = "unsafe \\(two("unsafe")) @unchecked"  // unsafe
            let three = #"raw "unsafe" \\(unsafe)"#
            /* unsafe /* and */ unsafe */ let four = \"""
                "unsafe"
                \"""

            """)
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 0, "\(check.output)")
    }
    /// A folder that passes, with a script of this content and the declarations of this repository.
    private func folder(script: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("LICENSE", "MIT\n")
        try folder.write("vendor/NOTICES.md", "QuickJS and picolibc\n")
        try folder.write("js-apps/x/main.js", script)
        try copyDeclarations(to: folder)
        return folder
    }

    @Test(
        "A script that uses what it imports as it is not declared is found",
        arguments: [
            ("import { Chanel } from \"ftl\";", "has no exported member named 'Chanel'"),
            ("import { now } from \"ftl\";\nnow(1);", "Expected 0 arguments, but got 1"),
            (
                "import { syscalls } from \"ftl\";\nsyscalls.timer_set(1, 2);",
                "not assignable to parameter of type 'Handle'"
            ),
            ("import { FtlError } from \"ftl\";\nthrow new FtlError(\"full\");", "not assignable"),
            ("document.write(\"x\");", "Cannot find name 'document'"),
            ("import { name } from \"fs\";", "Cannot find module 'fs'"),
        ])
    func types(_ script: String, _ complaint: String) throws {
        let folder = try folder(script: "// A script.\n" + script + "\n")
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 1)
        let line = script.contains("\n") ? 3 : 2
        #expect(
            check.lines.contains { $0.hasPrefix("js-apps/x/main.js:\(line): type: ") && $0.contains(complaint) },
            "\(check.output)")
    }

    @Test("Without the tool that checks scripts, it is told what installs it, with status 2")
    func noTypes() throws {
        let folder = try folder(script: "// A script.\n")
        for tool in ["perl", "find", "sh", "env"] {
            let path = try #require(try Command.run(["which", tool]).lines.first)
            try FileManager.default.createDirectory(atPath: folder.path + "/bin", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/bin/" + tool, withDestinationPath: path)
        }
        let check = try Command.run(
            [Repository.script("check"), "--root", folder.path], environment: ["PATH": folder.path + "/bin"])
        #expect(check.status == 2, "\(check.output)")
        #expect(check.output == "check: there is no tsc, which checks the scripts: run scripts/setup --test\n")
    }
}
