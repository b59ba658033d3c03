// The README and the tutorials promise that their examples can be copied. The scripts among them that are services are
// copied here, and run.

import Foundation
import Testing

struct ReadmeTests {
    /// A text's example files: in it, a line with the path in backticks is followed by a block with the content.
    static func examples(_ name: String = "README.md") throws -> [String: String] {
        let text = try String(contentsOfFile: Repository.root + "/" + name, encoding: .utf8)
        var files: [String: String] = [:]
        for match in text.matches(
            of: try Regex(
                "(?ms)^`([^`\\n]+/[^`\\n]+)`\\n```\\w*\\n(.*?)^```", as: (Substring, Substring, Substring).self))
        {
            files[String(match.output.1)] = String(match.output.2)
        }
        return files
    }

    @Test("The service in JavaScript works as it stands there")
    func script() throws {
        let examples = try Self.examples()
        let folder = try copyOfApps()
        for file in ["js-apps/greeter/main.js", "js-apps/greeter/manifest"] {
            try folder.write(file, try #require(examples[file]))
        }
        try folder.write("js-apps/visitor-js/manifest", "language: javascript\nisolation: kernel\nuses: greeter\n")
        try folder.write(
            "js-apps/visitor-js/main.js",
            """
            // Asks the service of the README.
            import { connect } from "ftl";

            const greeter = await connect("greeter");
            console.log((await greeter.write("JavaScript")).text);
            greeter.close();

            """)
        let run = try VirtualMachine.run(.init(apps: ["greeter", "visitor-js"], root: folder.path))
        run.expect(run.status == 0, "both end well: \(run.status)")
        run.expect(run.lines(of: "visitor-js") == ["Hello, JavaScript!"], "the visitor is greeted")
    }

    @Test("So does the one in the tutorial")
    func tutorialScript() throws {
        let examples = try Self.examples("docs/tutorial-js.md")
        let folder = try copyOfApps()
        for file in ["js-apps/shout/main.js", "js-apps/shout/manifest"] {
            try folder.write(file, try #require(examples[file]))
        }
        try folder.write("js-apps/shouter-js/manifest", "language: javascript\nisolation: kernel\nuses: shout\n")
        try folder.write(
            "js-apps/shouter-js/main.js",
            """
            // Asks the service of the tutorial.
            import { connect } from "ftl";

            const shout = await connect("shout");
            console.log((await shout.write("größe")).text);
            await shout.read().catch((error) => console.log(error.code));
            shout.close();

            """)
        let run = try VirtualMachine.run(.init(apps: ["shout", "shouter-js"], root: folder.path))
        run.expect(run.status == 0, "both end well: \(run.status)")
        run.expect(run.lines(of: "shouter-js") == ["GRÖSSE", "unsupported"], "it shouts, and does nothing else")
    }

    @Test(
        "What is shown of Swift has the shape of the apps there are",
        arguments: [
            ("README.md", "visitor"), ("docs/tutorial-swift.md", "tally"), ("docs/tutorial-js.md", "shouter"),
        ])
    func swift(_ text: String, _ app: String) throws {
        let examples = try Self.examples(text)
        let package = try String(contentsOfFile: Repository.root + "/Package.swift", encoding: .utf8)
        #expect(package.contains("        app(\"hello\"),\n"), "that is how Package.swift names an app")
        let folder = try TemporaryFolder()
        try folder.write("LICENSE", "MIT\n")
        try folder.write("vendor/NOTICES.md", "QuickJS and picolibc\n")
        for (file, text) in examples { try folder.write(file, text) }
        let check = try Command.run([Repository.script("check"), "--root", folder.path])
        #expect(check.status == 0, "\(check.output)")
        #expect(examples["Sources/Apps/\(app)/main.swift"] != nil)
    }
}
