// Archives: what the writer writes is read back, and what no reader should follow is refused.

import FTLTypes
import Formats
import Testing

@Suite struct TarArchiveTests {
    /// Long enough for the prefix field.
    static let longName = ByteString(String(repeating: "d", count: 90) + "/" + String(repeating: "f", count: 40))

    static func archive() -> [UInt8] {
        archive([
            ("apps/hello/manifest", Array("language: swift\n".utf8)), ("empty", []),
            (longName, [UInt8](repeating: 7, count: 513)),
        ])
    }

    static func archive(_ files: [(ByteString, [UInt8])]) -> [UInt8] {
        var writer = TarWriter()
        do {
            for (name, content) in files { try writer.add(file: name, content: content) }
        } catch { Issue.record("\(error.message)") }
        return writer.finish()
    }

    @Test func readsWhatTheWriterWrites() throws {
        let archive = TarArchiveTests.archive()
        let entries = try TarArchive.entries(in: archive.span)
        #expect(entries.map(\.name) == ["apps/hello/manifest", "empty", TarArchiveTests.longName])
        #expect(entries.allSatisfy { $0.kind == .file })
        #expect(entries[0].data == 512..<528)
        #expect(Array(archive[entries[0].data]) == Array("language: swift\n".utf8))
        #expect(entries[1].data.isEmpty)
        #expect(archive[entries[2].data].allSatisfy { $0 == 7 } && entries[2].data.count == 513)
        for entry in entries { #expect(try TarArchive.entry(named: entry.name, in: archive.span) == entry) }
        #expect(try TarArchive.entry(named: "apps/hello", in: archive.span) == nil)
        #expect(try TarArchive.entry(named: "apps/hello/manifest2", in: archive.span) == nil)
    }

    /// The entries, read as by somebody who never has more than one head in memory.
    static func entriesByHeads(of archive: [UInt8]) throws(TarError) -> [TarArchive.Entry] {
        var entries: [TarArchive.Entry] = []
        var offset = 0
        while true {
            let head = Array(archive.dropFirst(offset).prefix(TarArchive.headLength))
            guard let (entry, next) = try TarArchive.entry(head: head.span, at: offset, archiveLength: archive.count)
            else { return entries }
            entries.append(entry)
            offset = next
        }
    }

    @Test func headsAreEnoughToListAnArchive() throws {
        let archive = TarArchiveTests.archive()
        let entries = try TarArchive.entries(in: archive.span)
        #expect(try TarArchiveTests.entriesByHeads(of: archive) == entries)
        #expect(throws: TarError.endMissing(offset: 5000)) {
            let head: [UInt8] = []
            _ = try TarArchive.entry(head: head.span, at: 5000, archiveLength: 4096)
        }
    }

    @Test func anEmptyArchiveHasNoEntries() throws {
        #expect(try TarArchive.entries(in: TarWriter().finish().span).isEmpty)
    }

    @Test func writesEqualBytesForEqualInput() {
        #expect(TarArchiveTests.archive() == TarArchiveTests.archive())
    }

    @Test func theWriterRefusesNamesThatDoNotFit() throws {
        var writer = TarWriter()
        for name in ["", String(repeating: "x", count: 101), String(repeating: "x", count: 156) + "/y"] {
            #expect(throws: TarWriterError.badName(ByteString(name))) {
                try writer.add(file: ByteString(name), content: [])
            }
        }
        #expect(writer.finish() == TarWriter().finish())
        try writer.add(file: ByteString(String(repeating: "x", count: 100)), content: [])
        #expect(try TarArchive.entries(in: writer.finish().span).count == 1)
    }

    /// An archive whose first header was changed, its checksum put right again.
    static func changed(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
        var archive = archive()
        archive.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        repairChecksum(&archive, at: 0)
        return archive
    }

    static func repairChecksum(_ archive: inout [UInt8], at offset: Int) {
        for index in 148..<156 { archive[offset + index] = 0x20 }
        var sum = 0
        for index in 0..<512 { sum += Int(archive[offset + index]) }
        for index in 0..<6 { archive[offset + 153 - index] = UInt8(ascii: "0") + UInt8(sum >> (3 * index) & 7) }
        archive[offset + 154] = 0
    }

    static func named(_ name: String) -> [UInt8] {
        changed(0, Array(name.utf8) + [UInt8](repeating: 0, count: 100 - name.utf8.count))
    }

    static let zeros = [UInt8](repeating: 0, count: 512)
    static let broken: [(archive: [UInt8], error: TarError)] = [
        ([], .endMissing(offset: 0)),
        (Array(zeros.dropLast()), .endMissing(offset: 0)),
        (zeros, .endMissing(offset: 0)),
        (zeros + Array(zeros.dropLast()), .endMissing(offset: 0)),
        (zeros + archive(), .loneZeroBlock(offset: 0)),
        (Array(archive().dropLast(512)), .endMissing(offset: 3072)),
        (Array(archive().dropLast(1024)), .endMissing(offset: 3072)),
        (Array(archive().prefix(600)), .endMissing(offset: 1024)),
        (Array(archive().prefix(520)), .contentOutside(offset: 0)),
        (changed(257, [0x55]), .badMagic(offset: 0)),
        // The GNU form of the magic.
        (changed(262, [0x20, 0x20, 0]), .badMagic(offset: 0)),
        (changed(124, Array("9".utf8)), .badSize(offset: 0)),
        (changed(124, [0x80]), .badSize(offset: 0)),
        (changed(124, Array("            ".utf8)), .badSize(offset: 0)),
        (changed(124, Array("777777777777".utf8)), .contentOutside(offset: 0)),
        (named("/etc/passwd"), .absoluteName(offset: 0)),
        (named(".."), .nameLeadsUp(offset: 0)),
        (named("../x"), .nameLeadsUp(offset: 0)),
        (named("a/../b"), .nameLeadsUp(offset: 0)),
        (named("a/.."), .nameLeadsUp(offset: 0)),
        (named(""), .emptyName(offset: 0)),
    ]

    @Test(arguments: broken)
    func refuses(_ archive: [UInt8], _ error: TarError) {
        #expect(throws: error) { try TarArchive.entries(in: archive.span) }
        #expect(throws: error) { try TarArchive.entry(named: "no such entry", in: archive.span) }
        #expect(!error.message.isEmpty)
    }

    @Test func refusesAWrongChecksum() {
        var archive = TarArchiveTests.archive()
        archive[10] ^= 1
        #expect(throws: TarError.badChecksum(offset: 0)) { try TarArchive.entries(in: archive.span) }
    }

    @Test func dotsAloneAreNoWayUp() throws {
        for name in ["...", "a..b", "..a/b", "a/b.."] {
            #expect(try TarArchive.entries(in: TarArchiveTests.named(name).span)[0].name == ByteString(name))
        }
    }

    @Test func tellsKindsApart() throws {
        let directory = TarArchiveTests.changed(156, [UInt8(ascii: "5")])
        #expect(try TarArchive.entries(in: directory.span)[0].kind == .directory)
        let link = TarArchiveTests.changed(156, [UInt8(ascii: "2")])
        #expect(try TarArchive.entries(in: link.span)[0].kind == .other(UInt8(ascii: "2")))
        let old = TarArchiveTests.changed(156, [0])
        #expect(try TarArchive.entries(in: old.span)[0].kind == .file)
    }

    @Test func neitherTrapsNorHangsOnMutatedArchives() {
        // One flipped bit makes an "o" a "/" and an "n" a ".".
        let original = TarArchiveTests.archive([("o/.n/n./.n", [1, 2, 3]), (TarArchiveTests.longName, [])])
        let fields = [0, 100, 124, 130, 135, 148, 156, 257, 263, 345, 512, 1024, 1124, 1148, 1156, 1369, 1536, 2048]
        var mutator = Mutator(seed: 1)
        var accepted = 0
        var faults = Faults()
        for round in 0..<Mutator.rounds {
            var archive = mutator.mutate(original, fields: fields)
            // Else the checksum would keep nearly all of them from getting far.
            if round % 4 != 0 {
                for offset in [0, 1024] where archive.count >= offset + 512 {
                    TarArchiveTests.repairChecksum(&archive, at: offset)
                }
            }
            let entries: [TarArchive.Entry]
            do {
                entries = try TarArchive.entries(in: archive.span)
            } catch {
                faults.add(error)
                // Who reads head by head is told the same.
                if round % 8 == 0 {
                    #expect(throws: error) { try TarArchiveTests.entriesByHeads(of: archive) }
                }
                continue
            }
            if round % 8 == 0 { #expect((try? TarArchiveTests.entriesByHeads(of: archive)) == entries) }
            accepted += 1
            #expect(entries.allSatisfy { $0.data.lowerBound >= 512 && $0.data.upperBound <= archive.count })
        }
        #expect(accepted > Mutator.rounds / 100 && accepted < Mutator.rounds)
        #expect(faults.count >= 9)
    }
}
