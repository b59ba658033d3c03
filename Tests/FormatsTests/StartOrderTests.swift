// The order in which apps are started, and the names in the errors where there is none.

import FTLTypes
import Formats
import Testing

@Suite struct StartOrderTests {
    /// Apps from "name: after after" lines.
    static func apps(_ lines: String...) throws -> [App] {
        try lines.map { line in
            let parts = line.split(separator: ":")
            let after = parts.count > 1 ? "after:\(parts[1])" : ""
            let manifest = try ManifestTests.parse("language: swift\nisolation: kernel\n\(after)")
            return App(name: ByteString(String(parts[0])), manifest: manifest)
        }
    }

    @Test func keepsTheOrderAskedForWhereItMay() throws {
        let apps = try StartOrderTests.apps("a", "b", "c")
        #expect(try StartOrder.order(of: ["c", "a", "b", "a"], among: apps) == ["c", "a", "b"])
        #expect(try StartOrder.order(of: [], among: apps) == [])
    }

    @Test func startsAppsAfterThoseTheyName() throws {
        let apps = try StartOrderTests.apps("a: b c", "b: c", "c", "d")
        #expect(try StartOrder.order(of: ["a", "d", "b", "c"], among: apps) == ["d", "c", "b", "a"])
    }

    @Test func doesNotWaitForWhatIsNotWanted() throws {
        let apps = try StartOrderTests.apps("a: b", "b")
        #expect(try StartOrder.order(of: ["a"], among: apps) == ["a"])
    }

    @Test func namesUnknownApps() throws {
        let apps = try StartOrderTests.apps("a: x", "b")
        #expect(throws: StartOrderError.unknownApp("y")) { try StartOrder.order(of: ["b", "y"], among: apps) }
        #expect(throws: StartOrderError.unknownAfter("x", app: "a")) { try StartOrder.order(of: ["a"], among: apps) }
        #expect(StartOrderError.unknownApp("y").message == "no app named \"y\"")
        #expect(
            StartOrderError.unknownAfter("x", app: "a").message == "app \"a\" is to start after \"x\", which is no app")
    }

    @Test func namesACycle() throws {
        let apps = try StartOrderTests.apps("a: b", "b: c", "c: b", "d: d")
        let cycle = StartOrderError.cycle(["b", "c"])
        #expect(throws: cycle) { try StartOrder.order(of: ["a", "b", "c"], among: apps) }
        #expect(cycle.message == "apps wait for each other to start: b after c after b")
        #expect(throws: StartOrderError.cycle(["d"])) { try StartOrder.order(of: ["d"], among: apps) }
        // Not a cycle among the wanted.
        #expect(try StartOrder.order(of: ["a", "b"], among: apps) == ["b", "a"])
    }
}
