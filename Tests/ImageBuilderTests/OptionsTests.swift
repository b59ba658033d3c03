// The command line, and what is said about a wrong one.

import Testing

@testable import ImageBuilder

@Suite struct OptionsTests {
    @Test func packs() throws {
        let options = try Options(["--products", "p", "a", "--output", "o", "--root", "r", "b"])
        guard case .pack("p", "o") = options.action else {
            Issue.record("\(options.action)")
            return
        }
        #expect(options.place.root == "r")
        #expect(options.apps == ["a", "b"])
    }

    @Test func listsWithoutProducts() throws {
        guard case .list = try Options(["--list"]).action else {
            Issue.record("not a list")
            return
        }
    }

    @Test(arguments: [
        ([], "--products is missing"), (["--products", "p"], "--output is missing"),
        (["--output"], "--output needs a value"), (["--root", "a", "--root", "b"], "--root is given twice"),
        (["--verbose"], "unknown option --verbose"),
    ])
    func refuses(_ words: [String], _ complaint: String) {
        #expect(complaints { () throws(Failure) in _ = try Options(words) } == [complaint])
    }
}
