// Decompositions one level deep, as runs of code points whose decompositions are alike; compositions as a list of the code
// points that are composed, in the order of what they are composed of; combining classes as runs.

struct NormalizationTables {
    let database: Database

    private struct Run {
        var start: Int
        var count: Int
        var isCompatibility: Bool
        var length: Int
        /// One code point each, ascending like their sources: `place` is the first.
        var isSequence: Bool
        var place: Int
        /// start (21 bits), count - 1 (10), compatibility (1), sequence (1), units (5), place (21).
        var word: UInt64 {
            precondition(count <= 1024 && length < 32 && place < 1 << 21)
            return UInt64(start) | UInt64(count - 1) << 21 | (isCompatibility ? 1 << 31 : 0)
                | (isSequence ? 1 << 32 : 0)
                | UInt64(length) << 33 | UInt64(place) << 38
        }
    }

    private func decompositions() -> (runs: [Run], pool: [Int]) {
        var runs: [Run] = []
        var pool: [Int] = []
        let points = database.characters.indices.filter { !database.characters[$0].decomposition.isEmpty }
        var i = 0
        while i < points.count {
            let start = points[i]
            let first = database.characters[start]
            // Neighbours that map to neighbours.
            func length(while isAlike: (Character, Int) -> Bool) -> Int {
                var n = 1
                while i + n < points.count, points[i + n] == start + n, n < 1024 {
                    let other = database.characters[start + n]
                    if other.isCompatibility != first.isCompatibility || !isAlike(other, n) { break }
                    n += 1
                }
                return n
            }
            let sequence =
                first.decomposition.count == 1
                ? length { $0.decomposition.count == 1 && $0.decomposition[0] == first.decomposition[0] + $1 } : 0
            if sequence >= 4 {
                runs.append(
                    Run(
                        start: start, count: sequence, isCompatibility: first.isCompatibility, length: 1,
                        isSequence: true,
                        place: first.decomposition[0]))
                i += sequence
                continue
            }
            let units = NormalizationTables.units(first.decomposition)
            let n = length { other, n in NormalizationTables.units(other.decomposition).count == units.count }
            runs.append(
                Run(
                    start: start, count: n, isCompatibility: first.isCompatibility, length: units.count,
                    isSequence: false,
                    place: pool.count))
            for k in 0..<n { pool += NormalizationTables.units(database.characters[start + k].decomposition) }
            i += n
        }
        return (runs, pool)
    }

    private static func units(_ points: [Int]) -> [Int] {
        points.flatMap { $0 < 0x10000 ? [$0] : [0xD800 + ($0 - 0x10000) >> 10, 0xDC00 + ($0 - 0x10000) & 0x3FF] }
    }

    /// Runs of one class: the class, and the length as a variable number; a run begins at each multiple of 512 below
    /// 0x20000, as with categories.
    private func classes() -> (runs: [UInt8], starts: [Int]) {
        var runs: [UInt8] = []
        var starts: [Int] = []
        var point = 0
        while point < 0x20000 {
            if point % 512 == 0 { starts.append(runs.count) }
            let value = database.characters[point].combiningClass
            var end = point + 1
            while end % 512 != 0, database.characters[end].combiningClass == value { end += 1 }
            runs += [UInt8(value)] + variable(end - point)
            point = end
        }
        precondition(database.characters[0x20000...].allSatisfy { $0.combiningClass == 0 })
        return NormalizationTables.shared(runs, starts)
    }

    /// Blocks that are alike are stored once.
    private static func shared(_ runs: [UInt8], _ starts: [Int]) -> (runs: [UInt8], starts: [Int]) {
        var known: [[UInt8]: Int] = [:]
        var blob: [UInt8] = []
        let places = starts.indices.map { i in
            let block = Array(runs[starts[i]..<(i + 1 < starts.count ? starts[i + 1] : runs.count)])
            if let place = known[block] { return place }
            known[block] = blob.count
            blob += block
            return known[block]!
        }
        return (blob, places)
    }

    func file(_ version: String) -> SwiftFile {
        var file = SwiftFile(
            "UnicodeTables+Normalization.swift",
            about: "/// Decompositions, compositions, canonical combining classes.",
            version: version)
        let (runs, pool) = decompositions()
        file.add(
            words: runs.map(\.word), as: "decompositionRuns",
            "start | count - 1 << 21 | compatibility << 31 | sequence << 32 | units << 33 | place << 38.")
        file.add(shorts: pool, as: "decompositionPool", "Units of decompositions.")
        let compositions = database.characters.indices.filter {
            let character = database.characters[$0]
            return character.decomposition.count == 2 && !character.isCompatibility
                && !database.compositionExclusions.contains($0)
        }.sorted {
            database.characters[$0].decomposition.lexicographicallyPrecedes(database.characters[$1].decomposition)
        }
        file.add(
            words: stride(from: 0, to: compositions.count, by: 3).map { start in
                compositions[start..<min(start + 3, compositions.count)].enumerated().reduce(0) {
                    $0 | UInt64($1.element) << UInt64(21 * $1.offset)
                }
            }, as: "compositions", "Primary composites by what they decompose to, three of 21 bits to a word.")
        file.add(constant: "compositionCount", compositions.count, "How many primary composites there are.")
        let (classRuns, starts) = classes()
        file.add(bytes: classRuns, as: "classRuns", "Runs of a combining class below 0x20000; above, all are 0.")
        file.add(shorts: starts, as: "classStarts", "Where the run of a multiple of 512 begins.")
        return file
    }
}
