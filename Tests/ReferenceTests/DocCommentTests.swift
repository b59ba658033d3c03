// Comments, taken apart.

import Testing

@testable import Reference

struct DocCommentTests {
    @Test("Text and fields are told apart, and a field's lines become one")
    func fields() {
        let comment = DocComment([
            "Sends it. Never waits.", "", "More of it.", "", "- Parameter handle: goes with", "  the message.",
            "- Throws: `overloaded`", "  where it is full.",
        ])
        #expect(comment.text == ["Sends it. Never waits.", "", "More of it."])
        #expect(comment.field("Parameter handle") == "goes with the message.")
        #expect(comment.field("Throws") == "`overloaded` where it is full.")
        #expect(comment.field("Returns") == nil)
    }

    @Test("Several parameters are one field, and a list in the text is none")
    func lists() {
        let comment = DocComment(["What:", "- one", "- two: 2", "", "- Parameters:", "  - a: first.", "  - b: second."])
        #expect(comment.text == ["What:", "- one", "- two: 2"])
        #expect(comment.field("Parameters") == "- a: first. - b: second.")
    }

    @Test(
        "The summary is the first sentence",
        arguments: [
            (["Closes a handle. What only", "it kept ends."], "Closes a handle"),
            (["The rate is 1.5 a second and", "no more."], "The rate is 1.5 a second and no more"),
            (["Without a full stop"], "Without a full stop"), (["As bytes:", "", "    0: u64"], "As bytes"),
            (["One: a thing. (Two.)"], "One: a thing"), ([], ""),
        ])
    func summary(_ lines: [String], _ expected: String) {
        #expect(DocComment(lines).summary == expected)
    }
}
