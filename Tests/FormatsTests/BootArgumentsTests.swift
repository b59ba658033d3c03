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

    @Test func levelsAreOrdered() {
        #expect(LogLevel.allCases == LogLevel.allCases.sorted())
        for level in LogLevel.allCases {
            #expect(BootArguments(ByteString("loglevel=\(level.name)")).logLevel == level)
        }
    }
}
