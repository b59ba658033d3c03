// That the modules of the JavaScript library import one another in one direction only.

import Foundation
import Testing

@testable import Reference

struct ImportGraphTests {
    @Test("No module of the library imports itself, by whatever way")
    func library() throws {
        let modules = try SourceTree.repository.library()
        #expect(modules.count > 80)
        let graph = try ImportGraph(modules: modules)
        #expect(graph.circle() == nil)
        // What is read is what is there: the modules that every script begins with.
        #expect(graph.imports["start.js"]?.contains("core/loop.js") == true)
        #expect(graph.imports["ftl.js"]?.contains("channel/channel.js") == true)
    }

    @Test("What is loaded at a global's first use is there, and no circle either")
    func globals() throws {
        var modules = try SourceTree.repository.library()
        let globals = try #require(modules["globals.js"])
        let lazy = globals.matches(of: #/"([a-z0-9-]+(?:/[a-z0-9-]+)*\.js)"[:)]/#).map { String($0.1) }
        #expect(lazy.count > 20)
        modules["lazy.js"] = lazy.map { "import \"./\($0)\";\n" }.joined()
        #expect(try ImportGraph(modules: modules).circle() == nil)
    }

    @Test("A circle is found, and named from where it begins")
    func circle() throws {
        let graph = try ImportGraph(modules: [
            "a.js": "import { b } from \"./x/b.js\";\n", "x/b.js": "import {\n    c,\n    d,\n} from \"../c.js\";\n",
            "c.js": "export { d } from \"./d.js\";\n", "d.js": "import \"./x/b.js\";\n",
        ])
        #expect(graph.circle() == ["x/b.js", "c.js", "d.js"])
    }

    @Test("Two ways to one module are no circle, and text that only looks like an import is none")
    func diamond() throws {
        let graph = try ImportGraph(modules: [
            "a.js": "import \"./b.js\";\nimport \"./c.js\";\n", "b.js": "import { d } from \"./d.js\";\n",
            "c.js": "import { d } from \"./d.js\";\n",
            "d.js":
                "import { calls } from \"ftl:native\";\n// import \"./a.js\";\n    load(\"./a.js\");\nexport const e = 1;\n",
        ])
        #expect(graph.circle() == nil)
        #expect(graph.imports["d.js"] == [])
    }

    @Test("An import of what is not there is refused")
    func missing() {
        #expect(throws: Failure.self) { try ImportGraph(modules: ["a.js": "import \"./b.js\";\n"]) }
    }

    @Test("A library with a circle makes no reference")
    func refused() throws {
        let tree = try SourceTree()
        try tree.replace(
            "import { forever,", in: "Sources/Runtimes/Library/core/loop.js",
            with: "import \"../start.js\";\nimport { forever,")
        #expect(try #require(tree.complaint()).contains("core/loop.js"))
    }
}
