// The flattened format: right blobs are walked in order, wrong ones are an error that names the fault.

import FTLTypes
import Formats
import Testing

@Suite struct DeviceTreeTests {
    @Test func headerTellsTheLength() {
        let blob = TreeWriter.machine().blob()
        #expect(DeviceTree.totalSize(ofHeader: blob.span.extracting(0..<8)) == blob.count)
        #expect(DeviceTree.totalSize(ofHeader: blob.span.extracting(0..<7)) == nil)
        var tooLong = blob
        tooLong.putBig(0x7fff_ffff, 4, at: 4)
        #expect(DeviceTree.totalSize(ofHeader: tooLong.span) == nil)
        #expect(DeviceTree.totalSize(ofHeader: [UInt8](repeating: 0, count: 8).span) == nil)
    }

    @Test func walksEveryNodeInOrder() throws {
        var writer = TreeWriter()
        writer.node("") { tree in
            tree.property("model", "m")
            tree.node("a") { tree in
                tree.token(4)
                tree.property("x", cells: 1)
                tree.node("b") { $0.property("x", cells: 2) }
            }
            tree.node("c@1") { _ in }
        }
        let blob = writer.blob()
        let tree = try DeviceTree(blob.span)
        var cursor = DeviceTree.Cursor(tree)
        var seen: [String] = []
        while let node = try cursor.next(in: blob.span) {
            let value = try tree.property("x", of: node, in: blob.span)
            seen.append(
                "\(node.depth) \(String(decoding: blob[node.name], as: UTF8.self)) \(value.map { blob[$0].last! } ?? 0)"
            )
        }
        #expect(seen == ["0  0", "1 a 1", "2 b 2", "1 c@1 0"])
        #expect(try cursor.next(in: blob.span) == nil)
    }

    @Test func reservationBlock() throws {
        var writer = TreeWriter.machine()
        writer.reserve(0x9000_0000, 0)
        writer.reserve(UInt64.max - 15, 15)
        let blob = writer.blob()
        #expect(
            try DeviceTree(blob.span).reservedRanges(in: blob.span) == [
                0x8000_0000..<0x8000_1000, UInt64.max - 15..<UInt64.max,
            ])
        writer.reserve(UInt64.max - 15, 16)
        let overflowing = writer.blob()
        #expect(throws: DeviceTreeError.badReservationBlock) {
            try DeviceTree(overflowing.span).reservedRanges(in: overflowing.span)
        }
    }

    /// The offset of a header field, what to put there, and what that is.
    @Test(
        arguments: [
            (0, 0xd00d_feee, DeviceTreeError.badMagic), (4, 39, .badTotalSize), (4, 0x100_0000, .badTotalSize),
            (4, 0xffff_ffff, .badTotalSize), (8, 0, .badStructureBlock), (8, 0xffff_fffc, .badStructureBlock),
            (8, 58, .badStructureBlock), (36, 0xffff_fff0, .badStructureBlock), (12, 0xffff_ffff, .badStringsBlock),
            (32, 0xffff_ffff, .badStringsBlock), (16, 0xffff_fff8, .badReservationBlock),
            (16, 41, .badReservationBlock),
            (20, 16, .badVersion), (24, 18, .badVersion), (36, 4, .structureCutOff), (36, 0, .structureCutOff),
            (32, 3, .badPropertyName(offset: 80)),
        ] as [(Int, UInt64, DeviceTreeError)])
    func refusesAHeader(_ offset: Int, _ value: UInt64, _ error: DeviceTreeError) {
        var blob = TreeWriter.machine().blob()
        blob.putBig(value, 4, at: offset)
        #expect(throws: error) { try MachineDescription.parse(blob.span) }
        #expect(!error.message.isEmpty)
    }

    static func walk(_ blob: [UInt8]) throws(DeviceTreeError) -> Int {
        var cursor = DeviceTree.Cursor(try DeviceTree(blob.span))
        var count = 0
        while try cursor.next(in: blob.span) != nil { count += 1 }
        return count
    }

    @Test func refusesTooDeepATree() throws {
        func nested(_ depth: Int) -> [UInt8] {
            var writer = TreeWriter()
            for level in 0..<depth { writer.begin(level == 0 ? "" : "n") }
            for _ in 0..<depth { writer.end() }
            return writer.blob()
        }
        #expect(try DeviceTreeTests.walk(nested(16)) == 16)
        // Header 40, reservations 16, root 8, fifteen children of 8.
        #expect(throws: DeviceTreeError.tooDeep(offset: 184)) { try DeviceTreeTests.walk(nested(17)) }
    }

    @Test func refusesTokensOutOfPlace() {
        var noRoot = TreeWriter()
        noRoot.end()
        var unknown = TreeWriter()
        unknown.begin("")
        unknown.token(77)
        var twoRoots = TreeWriter()
        twoRoots.node("") { _ in }
        twoRoots.node("") { _ in }
        var late = TreeWriter()
        late.node("") { tree in
            tree.node("a") { _ in }
            tree.property("late", cells: 1)
        }
        let expected: [(TreeWriter, Int)] = [(noRoot, 56), (unknown, 64), (twoRoots, 68), (late, 76)]
        for (writer, offset) in expected {
            #expect(throws: DeviceTreeError.badToken(offset: offset)) { try DeviceTreeTests.walk(writer.blob()) }
        }
        var unended = TreeWriter()
        unended.begin("")
        #expect(throws: DeviceTreeError.badToken(offset: 64)) { try DeviceTreeTests.walk(unended.blob()) }
    }

    @Test func everyTruncationIsAnError() {
        let blob = TreeWriter.machine().blob()
        for length in 0..<blob.count {
            var short = Array(blob.prefix(length))
            #expect(throws: DeviceTreeError.self) { try MachineDescription.parse(short.span) }
            guard length >= 8 else { continue }
            short.putBig(UInt64(length), 4, at: 4)
            #expect(throws: DeviceTreeError.self) { try MachineDescription.parse(short.span) }
        }
    }

    @Test func neitherTrapsNorHangsOnMutatedTrees() throws {
        let original = TreeWriter.machine().blob()
        let structure = try #require(original.firstStructureWord)
        // Every word of header and structure is a field: tokens, lengths, name offsets and cells.
        let fields = Array(stride(from: 0, to: 72, by: 4)) + Array(stride(from: structure, to: original.count, by: 4))
        var mutator = Mutator(seed: 3, isBigEndian: true)
        var accepted = 0
        var faults = Faults()
        for _ in 0..<Mutator.rounds {
            let blob = mutator.mutate(original, fields: fields)
            let machine: MachineDescription
            do {
                machine = try MachineDescription.parse(blob.span)
            } catch {
                faults.add(error)
                continue
            }
            accepted += 1
            if machine.memory.isEmpty || machine.harts.isEmpty || machine.reserved.count > 64 {
                Issue.record("accepted a bad machine: \(machine)")
                return
            }
        }
        #expect(accepted > Mutator.rounds / 100 && accepted < Mutator.rounds)
        #expect(faults.count >= 12)
    }
}

extension [UInt8] {
    /// Where a device tree's structure block begins.
    fileprivate var firstStructureWord: Int? {
        guard count >= 12 else { return nil }
        return Int(self[8]) << 24 | Int(self[9]) << 16 | Int(self[10]) << 8 | Int(self[11])
    }
}
