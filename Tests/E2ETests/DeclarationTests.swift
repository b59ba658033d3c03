// The declarations that editors read are what a script finds when it runs: no global and no export is missing in them,
// and none is promised that is not there.

import Foundation
import Testing

struct DeclarationTests {
    /// Prints what there is, a name a line.
    private static let script = """
        // Prints what a script can name.
        import * as ftl from "ftl";

        for (const name of Object.keys(ftl)) console.log(`export ${name}`);
        for (const name of Object.getOwnPropertyNames(globalThis)) console.log(`global ${name}`);
        for (const name of Object.keys(ftl.syscalls)) console.log(`call ${name}`);
        const globals = Object.getOwnPropertyNames(globalThis).map((name) => [name, globalThis[name]]);
        for (const [name, value] of [...globals, ...Object.entries(ftl)]) {
            if (typeof value !== "function") continue;
            for (const key of [value, value.prototype ?? {}].flatMap(Reflect.ownKeys)) {
                console.log(`member ${name}.${typeof key === "symbol" ? `[${key.description}]` : key}`);
            }
        }

        """

    /// What a script found, by its kind.
    private static let found: Result<[String: Set<String>], any Error> = Result {
        let folder = try copyOfApps()
        try folder.write("js-apps/names/manifest", "language: javascript\nisolation: kernel\n")
        try folder.write("js-apps/names/main.js", script)
        let run = try VirtualMachine.run(.init(apps: ["names"], root: folder.path))
        guard run.status == 0 else { throw HarnessError(run.transcript) }
        let words = run.lines(of: "names").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        return Dictionary(grouping: words, by: { $0[0] }).mapValues { Set($0.map { $0[1] }) }
    }

    private func names(_ kind: String) throws -> Set<String> {
        let names = try Self.found.get()[kind] ?? []
        try #require(!names.isEmpty)
        return names
    }

    /// All declarations of js-apps/types.
    private func declarations() throws -> String {
        let folder = Repository.root + "/js-apps/types/"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".in.d.ts") }
        return try files.map { try String(contentsOfFile: folder + $0, encoding: .utf8) }.joined(separator: "\n")
    }

    /// What is declared by lines that look like this.
    private func declared(_ pattern: String) throws -> Set<String> {
        let regex = try Regex("(?m)" + pattern, as: (Substring, Substring).self)
        let names = Set(try declarations().matches(of: regex).map { String($0.output.1) })
        try #require(!names.isEmpty)
        return names
    }

    @Test("What is exported is what is declared")
    func exports() throws {
        #expect(try names("export") == declared("^    (?:const|function|class) (\\w+)"))
    }

    @Test("The calls that can be made are those that are declared")
    func calls() throws {
        #expect(try names("call") == declared("^        (\\w+_\\w+|null)\\("))
    }

    @Test("Every global that is declared is there")
    func globals() throws {
        let declared = try declared("^declare (?:const|var|function|class) (\\w+)")
        let missing = try declared.subtracting(names("global")).sorted()
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test("Every method that a class is declared with is there")
    func methods() throws {
        let found = try names("member")
        var owner = ""
        var declared: Set<String> = []
        for line in try declarations().split(separator: "\n") {
            if let match = line.firstMatch(of: #/^ *(?:declare )?(class|interface|const) (\w+)/#) {
                owner = match.1 == "class" ? String(match.2) : ""
            } else if !owner.isEmpty,
                let match = line.firstMatch(of: #/^ +(?:static |get )*(\[Symbol\.\w+\]|\w+)\(/#),
                match.1 != "constructor"
            {
                declared.insert("\(owner).\(match.1)")
            }
        }
        #expect(declared.count > 50)
        let missing = declared.subtracting(found).sorted()
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test("Every global that is there is declared, here or as the language's own")
    func undeclared() throws {
        let folder = try TemporaryFolder()
        try copyDeclarations(to: folder)
        let globals = try names("global").sorted()
        try folder.write("js-apps/names/main.js", globals.map { "void \($0);\n" }.joined())
        let check = try Command.run(["tsc", "-p", folder.path + "/js-apps"])
        #expect(check.status == 0, "\(check.output)")
    }
}

/// Puts the declarations for scripts, and what says how scripts are checked against them, into a folder.
func copyDeclarations(to folder: TemporaryFolder) throws {
    let (from, to) = (Repository.root + "/js-apps/", folder.path + "/js-apps/")
    try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
    for name in ["types", "tsconfig.json"] { try FileManager.default.copyItem(atPath: from + name, toPath: to + name) }
}
