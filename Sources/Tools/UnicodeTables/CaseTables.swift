// Case mappings as runs of neighbours, or of every second code point, that map by the same distance.

struct CaseTables {
    let database: Database

    /// start (24 bits), count - 1 (15 bits), whether every second (1 bit), distance (24 bits, signed).
    private func runs(_ mapping: [Int: Int]) -> [UInt64] {
        var words: [UInt64] = []
        let points = mapping.keys.sorted()
        var i = 0
        while i < points.count {
            let start = points[i]
            let distance = mapping[start]! - start
            func length(_ step: Int) -> Int {
                var n = 1
                while i + n < points.count, points[i + n] == start + n * step,
                    mapping[points[i + n]]! - points[i + n] == distance
                { n += 1 }
                return n
            }
            let dense = length(1)
            let sparse = length(2)
            let (n, isSparse) = sparse > dense ? (sparse, true) : (dense, false)
            words.append(
                UInt64(start) | UInt64(n - 1) << 24 | (isSparse ? 1 << 39 : 0) | UInt64(distance & 0xFF_FFFF) << 40)
            i += n
        }
        return words
    }

    func file(_ version: String) -> SwiftFile {
        var file = SwiftFile(
            "UnicodeTables+Case.swift", about: "/// Case mappings and simple case folding.", version: version)
        var upper: [Int: Int] = [:]
        var lower: [Int: Int] = [:]
        var folding: [Int: Int] = [:]
        for (point, character) in database.characters.enumerated() {
            if let other = character.upper { upper[point] = other }
            if let other = character.lower { lower[point] = other }
            let folded = database.folding[point] ?? point
            if folded != character.lower ?? point { folding[point] = folded }
        }
        let about = "start | count - 1 << 24 | every second << 39 | distance << 40."
        file.add(words: runs(upper), as: "upperRuns", "Simple mappings to upper case: " + about)
        file.add(words: runs(lower), as: "lowerRuns", "Simple mappings to lower case: " + about)
        file.add(
            words: runs(folding), as: "foldRuns", "Where simple folding is not the mapping to lower case: " + about)
        precondition(Array(database.specialLower.keys) == [0x130] && database.specialLower[0x130] == [0x69, 0x307])
        let special = database.specialUpper.keys.sorted().map { point in
            let units = database.specialUpper[point]!
            precondition(point < 0x10000 && units.count <= 3 && units.allSatisfy { $0 < 0x10000 })
            return units.enumerated().reduce(UInt64(point) << 48) { $0 | UInt64($1.element) << UInt64(16 * $1.offset) }
        }
        file.add(
            words: special, as: "specialUpper",
            "Mappings to several: code point << 48, and up to three units, the first the lowest.")
        return file
    }
}
