// Which apps are found, and that each fault in one is a line that names it.

import Formats
import Testing

@testable import ImageBuilder

@Suite struct AppFolderTests {
    @Test func findsAppsOfAllLanguages() throws {
        let tree = try AppTree()
        try tree.addSwift("b", "start: default")
        try tree.addScript("a-js")
        try tree.addForeign("c")
        try tree.write("Tests/Apps/spin/manifest", AppTree.swiftManifest)
        try tree.write("Tests/Apps/spin/main.swift", "")
        try tree.write("js-apps/types/ftl.d.ts", "")
        try tree.write("js-apps/no-app/main.js", "")
        let apps = try AppFolder.all(in: tree.place)
        #expect(apps.map(\.name) == ["a-js", "b", "c"])
        #expect(apps.map(\.path) == ["js-apps/a-js", "Sources/Apps/b", "Sources/Apps/c"])
        #expect(apps.map(\.manifest.language) == [.javascript, .swift, .c])
        #expect(apps.map(\.manifest.start) == [.manual, .byDefault, .manual])
        #expect(
            try AppFolder.all(in: Place(root: tree.root, system: tree.root, withTests: true)).map(\.name) == [
                "a-js", "b", "c", "spin",
            ])
        #expect(apps[1].manifestBytes == Array((AppTree.swiftManifest + "start: default").utf8))
    }

    @Test func namesEveryFault() throws {
        let tree = try AppTree()
        try tree.addSwift("sound")
        try tree.addSwift("late", "\n# so\ncolour: red\n")
        try tree.addSwift("Upper")
        try tree.addSwift("kernel")
        try tree.addScript("sound")
        try tree.write("js-apps/empty/manifest", AppTree.scriptManifest)
        try tree.write("js-apps/other/manifest", AppTree.swiftManifest)
        try tree.write("Sources/Apps/foreign/manifest", AppTree.foreignManifest)
        try tree.write("Sources/Apps/trusted/manifest", "language: c\nisolation: kernel\n")
        try tree.write("Sources/Apps/script/manifest", AppTree.scriptManifest)
        #expect(
            complaints { () throws(Failure) in _ = try AppFolder.all(in: tree.place) } == [
                "Sources/Apps/Upper: \"Upper\" is no name: 1 to 32 characters of a-z, 0-9 and \"-\"",
                "Sources/Apps/foreign: has no main.c",
                "Sources/Apps/kernel: the name \"kernel\" is reserved",
                "Sources/Apps/late/manifest:5: unknown key \"colour\"; known are: language, isolation, start, restart, "
                    + "after, provides, uses, grants, quota, arguments",
                "Sources/Apps/script/manifest: an app in this folder has \"language: swift\" or \"language: c\"",
                "Sources/Apps/trusted/manifest:2: an app in c can have user isolation only",
                "js-apps/empty: has no main.js",
                "js-apps/other/manifest: an app in this folder has \"language: javascript\"",
                "js-apps/sound: there is an app of that name in Sources/Apps/sound already",
            ])
    }

    @Test func aRootOfItsOwnTakesThePlaceOfTheSystems() throws {
        let (tree, system) = (try AppTree(), try AppTree())
        try tree.addSwift("spin", "restart: always\n")
        try system.write("Tests/Apps/spin/manifest", AppTree.swiftManifest)
        try system.write("Tests/Apps/spin/main.swift", "")
        let apps = try AppFolder.all(in: Place(root: tree.root, system: system.root, withTests: true))
        #expect(apps.map(\.path) == ["Sources/Apps/spin"])
    }

    @Test func aRootWithoutAppsIsAnError() throws {
        let tree = try AppTree()
        let lines = complaints { () throws(Failure) in _ = try AppFolder.all(in: tree.place) }
        #expect(lines == ["there are no apps in \(tree.root)"])
    }
}
