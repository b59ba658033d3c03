// What the boot arguments mean, and that nothing in them keeps a machine from booting.

import FTLTypes
import Formats
import Testing

@Suite struct BootArgumentsTests {
    @Test func nothingAsked() {
        let arguments = BootArguments("")
        #expect(arguments.logLevel == .info)
        #expect(!arguments.isBatch)
        #expect(arguments.apps == nil)
        #expect(arguments.unknown.isEmpty && arguments.words.isEmpty)
    }

    @Test func everythingAsked() {
        let arguments = BootArguments("  loglevel=debug batch\tapps=hello,ping,,hello \n")
        #expect(arguments.logLevel == .debug)
        #expect(arguments.isBatch)
        #expect(arguments.apps == ["hello", "ping"])
        #expect(arguments.unknown.isEmpty)
        #expect(arguments.words == ["loglevel=debug", "batch", "apps=hello,ping,,hello"])
        #expect(BootArguments(words: arguments.words) == arguments)
    }

    @Test func whatIsNotUnderstoodIsListed() {
        let arguments = BootArguments("loglevel=loud console=ttyS0 Batch apps loglevel=warning loglevel=")
        #expect(arguments.unknown == ["loglevel=loud", "console=ttyS0", "Batch", "apps", "loglevel="])
        #expect(arguments.logLevel == .warning)
        #expect(arguments.apps == nil && !arguments.isBatch)
    }

    @Test func noAppsIsNotTheSameAsNothingAsked() { #expect(BootArguments("apps=").apps == []) }

    @Test func anAppsIsolationAndArguments() {
        let arguments = BootArguments("apps=hello@user:one:two,ping:3,pong@kernel,clock")
        #expect(arguments.apps == ["hello", "ping", "pong", "clock"])
        #expect(arguments.isolation(of: "hello") == .user && arguments.arguments(of: "hello") == ["one", "two"])
        #expect(arguments.isolation(of: "ping") == nil && arguments.arguments(of: "ping") == ["3"])
        #expect(arguments.isolation(of: "pong") == .kernel && arguments.arguments(of: "pong") == [])
        #expect(arguments.isolation(of: "clock") == nil && arguments.arguments(of: "clock") == [])
        #expect(arguments.isolation(of: "other") == nil && arguments.arguments(of: "other") == [])
        #expect(arguments.unknown.isEmpty)
    }

    /// A name that no app has is told when it is looked for.
    @Test(arguments: ["hello@", "hello@moon", "hello@user@kernel", "hello@User"])
    func whatIsNoIsolationIsPartOfTheName(word: String) {
        let arguments = BootArguments(ByteString("apps=\(word):x"))
        #expect(arguments.apps == [ByteString(word)])
        #expect(arguments.isolation(of: ByteString(word)) == nil)
        #expect(arguments.arguments(of: ByteString(word)) == ["x"])
    }

    @Test func theFirstOfTwoCounts() {
        let arguments = BootArguments("apps=a@user:1,a@kernel:2,b")
        #expect(arguments.apps == ["a", "b"])
        #expect(arguments.isolation(of: "a") == .user && arguments.arguments(of: "a") == ["1"])
        // Of two words the later.
        let later = BootArguments("apps=a@user:1 apps=b:2,a")
        #expect(later.apps == ["b", "a"])
        #expect(later.isolation(of: "a") == nil && later.arguments(of: "a").isEmpty)
        #expect(later.arguments(of: "b") == ["2"])
    }

    @Test func separatorsAloneAreNothingToTripOver() {
        #expect(BootArguments("apps=:").apps == [":"])
        #expect(BootArguments("apps=@").apps == ["@"])
        #expect(BootArguments("apps=a::b:").arguments(of: "a") == ["b"])
        #expect(BootArguments("apps=@user:x").apps == ["@user"])
    }

    @Test func levelsAreOrdered() {
        #expect(LogLevel.allCases == LogLevel.allCases.sorted())
        for level in LogLevel.allCases {
            #expect(BootArguments(ByteString("loglevel=\(level.name)")).logLevel == level)
        }
    }
}
