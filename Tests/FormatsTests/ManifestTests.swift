// What a manifest means, and that a fault in one is named with its line.

import FTLTypes
import Formats
import Testing

@Suite struct ManifestTests {
    static func parse(_ text: String) throws(ManifestError) -> Manifest { try Manifest.parse(Array(text.utf8).span) }

    private static let noQuota =
        "is no quota: RESOURCE=NUMBER, each once, of pages, handles, threads, queued, processes, share"

    @Test func readsEveryKey() throws {
        let manifest = try ManifestTests.parse(
            """
            # what it is
            language: javascript   # the language
            isolation:kernel

            start: default\r
            restart: on-failure
            after: ping  pong-js
            provides: pong
            uses: ping clock2
            arguments: --fast a:b
            """)
        #expect(manifest.language == .javascript)
        #expect(manifest.isolation == .kernel)
        #expect(manifest.start == .byDefault)
        #expect(manifest.restart == .onFailure)
        #expect(manifest.after == ["ping", "pong-js"])
        #expect(manifest.provides == ["pong"])
        #expect(manifest.uses == ["ping", "clock2"])
        #expect(manifest.arguments == ["--fast", "a:b"])
    }

    @Test func startsManuallyUnlessSaid() throws {
        let manifest = try ManifestTests.parse("language: swift\nisolation: kernel")
        #expect(manifest.language == .swift && manifest.start == .manual && manifest.restart == .never)
        #expect(
            manifest.after.isEmpty && manifest.provides.isEmpty && manifest.uses.isEmpty && manifest.arguments.isEmpty)
    }

    @Test(arguments: [
        ("", 1, "the key \"language\" is missing"),
        ("language: swift\n\n", 2, "the key \"isolation\" is missing"),
        ("language: rust", 1, "\"rust\" is no value of \"language\"; there are: swift, javascript, c"),
        (
            "language: swift javascript", 1,
            "\"swift javascript\" is no value of \"language\"; there are: swift, javascript, c"
        ),
        (
            "isolation: kernel\nstart: manual\nlanguage: c", 1, "an app in c can have user isolation only"
        ),
        ("language:", 1, "the key \"language\" has no value"),
        ("isolation: none", 1, "\"none\" is no value of \"isolation\"; there are: kernel, user"),
        ("start: now", 1, "\"now\" is no value of \"start\"; there are: default, interactive, manual"),
        ("restart: sometimes", 1, "\"sometimes\" is no value of \"restart\"; there are: always, on-failure, never"),
        (
            "restart: always never", 1,
            "\"always never\" is no value of \"restart\"; there are: always, on-failure, never"
        ),
        ("restart:", 1, "the key \"restart\" has no value"),
        ("restart: always\nrestart: always", 2, "the key \"restart\" stands twice"),
        ("hello", 1, "expected \"key: value\""),
        ("start : manual", 1, "expected \"key: value\""),
        (
            "colour: red", 1,
            "unknown key \"colour\"; known are: language, isolation, start, restart, after, provides, uses, grants, quota, "
                + "arguments"
        ),
        (
            ": red", 1,
            "unknown key \"\"; known are: language, isolation, start, restart, after, provides, uses, grants, quota, "
                + "arguments"
        ),
        (
            "grants: system everything", 1,
            "\"everything\" cannot be granted; there are: observe, manage, power, system (all three), console"
        ),
        ("start: manual\nstart: manual", 2, "the key \"start\" stands twice"),
        ("uses: Ping", 1, "\"Ping\" is no name: 1 to 32 characters of a-z, 0-9 and \"-\""),
        ("after: a/b", 1, "\"a/b\" is no name: 1 to 32 characters of a-z, 0-9 and \"-\""),
        ("quota: pages", 1, "\"pages\" \(noQuota)"),
        ("quota: =5", 1, "\"=5\" \(noQuota)"),
        ("quota: pages=", 1, "\"pages=\" \(noQuota)"),
        ("quota: memory=100", 1, "\"memory=100\" \(noQuota)"),
        ("quota: Pages=100", 1, "\"Pages=100\" \(noQuota)"),
        ("quota: share=-1", 1, "\"share=-1\" \(noQuota)"),
        ("quota: share=+1", 1, "\"share=+1\" \(noQuota)"),
        ("quota: share=1k", 1, "\"share=1k\" \(noQuota)"),
        ("quota: share=0x10", 1, "\"share=0x10\" \(noQuota)"),
        ("quota: share=1 share=1", 1, "\"share=1\" \(noQuota)"),
        ("quota: share=1234567890123", 1, "\"share=1234567890123\" \(noQuota)"),
        ("quota: share==1", 1, "\"share==1\" \(noQuota)"),
        ("quota: share = 1", 1, "\"share\" \(noQuota)"),
        ("quota: pages=7", 1, "\"pages=7\" is outside 8 to 16384"),
        ("quota: pages=16385", 1, "\"pages=16385\" is outside 8 to 16384"),
        ("quota: handles=0", 1, "\"handles=0\" is outside 1 to 4096"),
        ("quota: handles=4097", 1, "\"handles=4097\" is outside 1 to 4096"),
        ("quota: threads=0", 1, "\"threads=0\" is outside 1 to 64"),
        ("quota: threads=65", 1, "\"threads=65\" is outside 1 to 64"),
        ("quota: share=1 queued=67108865", 1, "\"queued=67108865\" is outside 0 to 67108864"),
        ("quota: processes=8193", 1, "\"processes=8193\" is outside 0 to 8192"),
        ("quota: share=0", 1, "\"share=0\" is outside 1 to 1000"),
        ("quota: share=1001", 1, "\"share=1001\" is outside 1 to 1000"),
        ("quota: share=999999999999", 1, "\"share=999999999999\" is outside 1 to 1000"),
        ("quota: share=1\nquota: pages=9", 2, "the key \"quota\" stands twice"),
        ("provides: a b a", 1, "\"a\" stands twice in the list"),
        ("language: swift\u{1}", 1, "not text: a control character"),
        ("arguments: \(String(repeating: "x", count: 2048))", 1, "the arguments are longer than 2048 bytes"),
        ("uses: \((0...64).map { "n\($0)" }.joined(separator: " "))", 1, "more than 64 words in \"uses\""),
        (String(repeating: "#", count: 16385), 1, "a manifest has at most 16384 bytes"),
    ])
    func namesLineAndFault(_ text: String, _ line: Int, _ message: String) {
        do {
            _ = try ManifestTests.parse(text)
            Issue.record("accepted")
        } catch {
            #expect(error.line == line)
            #expect(error.message == message)
        }
    }

    @Test func grantsAndInteractiveApps() throws {
        let manifest = try ManifestTests.parse(
            "language: javascript\nisolation: kernel\nstart: interactive\ngrants: system console")
        #expect(manifest.start == .interactive)
        #expect(manifest.grants == [.observe, .manage, .power, .console])
        #expect(manifest.systemRights == [.read, .manage, .power])
    }

    @Test func quotasAndUserIsolation() throws {
        let manifest = try ManifestTests.parse(
            "language: swift\nisolation: user\nquota: share=7  pages=8 handles=4096\tthreads=007 queued=0 processes=0")
        #expect(manifest.isolation == .user)
        #expect(manifest.quotas.map(\.resource) == [.share, .pages, .handles, .threads, .queued, .processes])
        #expect(manifest.quotas.map(\.value) == [7, 8, 4096, 7, 0, 0])
        #expect(try ManifestTests.parse("language: swift\nisolation: user\nquota:").quotas.isEmpty)
    }

    @Test(arguments: Resource.allCases) func everyLimitThereCanBeCanBeAskedFor(_ resource: Resource) throws {
        for value in [resource.range.lowerBound, resource.standard, resource.range.upperBound] {
            let text = "language: swift\nisolation: kernel\nquota: \(resource.name)=\(value)"
            #expect(try ManifestTests.parse(text).quotas.map(\.value) == [value])
        }
    }

    @Test(arguments: ["never", "on-failure", "always"])
    func restarts(_ name: String) throws {
        let manifest = try ManifestTests.parse("language: swift\nisolation: kernel\nrestart: \(name)")
        #expect("\(manifest.restart.name)" == name)
    }

    @Test func names() {
        for name in ["a", "hello-js", "0", "-", String(repeating: "z", count: 32)] {
            #expect(Manifest.isName(ByteString(name)))
        }
        for name in ["", "A", "a_b", "a.b", "a b", "é", String(repeating: "z", count: 33)] {
            #expect(!Manifest.isName(ByteString(name)))
        }
    }

    @Test func anyBytesAtAllAreAnErrorOrAManifest() {
        let original = Array("language: swift\nisolation: kernel\nafter: a b\narguments: x y\n".utf8)
        var mutator = Mutator(seed: 4)
        var accepted = 0
        for _ in 0..<10_000
        where (try? Manifest.parse(mutator.mutate(original, fields: [0, 8, 16, 34, 45]).span)) != nil {
            accepted += 1
        }
        #expect(accepted > 100 && accepted < 10_000)
    }
}
