// What is said about the apps that somebody asks for.

import Testing

@testable import ImageBuilder

@Suite struct SelectionTests {
    private func check(_ names: [String], _ tree: AppTree) throws(Failure) -> [String] {
        try Selection.check(names, among: try AppFolder.all(in: tree.place), in: tree.place)
    }

    @Test func unknownAppsAreNamed() throws {
        let tree = try AppTree()
        try tree.addSwift("hello")
        try tree.addScript("pong-js")
        try tree.write("js-apps/new/main.js", "")
        #expect(
            complaints { () throws(Failure) in _ = try check(["hello", "x"], tree) }
                == ["no app named \"x\"; there are: hello, pong-js"])
        #expect(
            complaints { () throws(Failure) in _ = try check(["new"], tree) }
                == ["no app named \"new\": js-apps/new has no manifest"])
        try tree.write("Tests/Scripts/web-url/main.js", "")
        #expect(
            complaints { () throws(Failure) in _ = try check(["web-url"], tree) }
                == ["\"web-url\" is an app for tests (Tests/Scripts/web-url): give the option --tests"])
    }

    @Test func anAppInCIsNotForKernelIsolation() throws {
        let tree = try AppTree()
        try tree.addSwift("hello")
        try tree.addForeign("foreign")
        #expect(try check(["hello@kernel", "hello@user", "foreign", "foreign@user"], tree) == [])
        #expect(
            complaints { () throws(Failure) in _ = try check(["foreign@kernel"], tree) }
                == ["foreign: an app in c can have user isolation only"])
    }

    @Test func servicesThatNobodyProvidesAreWarnedOf() throws {
        let tree = try AppTree()
        try tree.addSwift("ping", "uses: pong\nstart: default")
        try tree.addScript("pong-js", "provides: pong")
        let warning = "ping uses the service \"pong\", which none of the apps to be started provides"
        #expect(try check(["ping"], tree) == [warning])
        #expect(try check([], tree) == [warning])
        #expect(try check(["ping", "pong-js"], tree) == [])
        #expect(try check(["pong-js"], tree) == [])
    }

    @Test func anOrderThatCannotBeIsAFaultOfTheTree() throws {
        let tree = try AppTree()
        try tree.addSwift("a", "after: b")
        try tree.addSwift("b", "after: a")
        try tree.addSwift("c")
        #expect(
            complaints { () throws(Failure) in _ = try check(["c"], tree) }
                == ["apps wait for each other to start: a after b after a"])
        try tree.addSwift("b", "after: d")
        #expect(
            complaints { () throws(Failure) in _ = try check(["c"], tree) }
                == ["app \"b\" is to start after \"d\", which is no app"])
    }
}
