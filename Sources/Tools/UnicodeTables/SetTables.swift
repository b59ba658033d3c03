// Sets of code points: general categories as runs, and all other sets as what is left when a union of categories and another
// set have been taken away by exclusive or. Which ones leave least is found by trying.

struct SetTables {
    /// Unions of categories worth trying.
    private static let unions: [[String]] = [
        [], ["L"], ["L", "Nl"], ["L", "Nl", "Mn", "Mc", "Nd", "Pc"], ["Lu"], ["Ll"], ["Lu", "Lt"], ["Lu", "Ll", "Lt"],
        ["Mn"], ["Mn", "Me"], ["Mn", "Me", "Cf", "Lm", "Sk"], ["L", "Mc", "N", "P", "S", "Zs"], ["P", "S"], ["Sm"],
        ["Sk", "Lm"],
        ["Zs"], ["Cf"], ["Pi", "Pf"], ["Ps", "Pe"], ["Pd"], ["Po"], ["So"], ["Cn", "Co", "Cs"],
        ["L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Cs", "Co"],
    ]
    /// So few streams does a reader have to merge.
    private static let mostStreams = 4

    private let database: Database
    private let masks: [(mask: Int, set: CodePointSet)]
    /// All sets so far: what they are, from how many streams, and where they begin.
    private var made: [(set: CodePointSet, streams: Int, hasMask: Bool)] = []
    private var blob: [UInt8] = []
    private var starts: [Int] = []

    init(_ database: Database) {
        self.database = database
        masks = SetTables.unions.map { names in
            let isIn = { (category: String) in names.contains { category.hasPrefix($0) } }
            let mask = Database.categories.enumerated().reduce(0) { isIn($1.element) ? $0 | 1 << $1.offset : $0 }
            return (mask, database.category(where: isIn))
        }
    }

    /// A header of two bits (1: a mask follows, 2: the number of a set follows), both if there, and the toggles.
    private mutating func add(_ set: CodePointSet, base fixed: Int? = nil, isAlone: Bool = false, isPlain: Bool = false)
    {
        var best: (bytes: [UInt8], streams: Int, hasMask: Bool)?
        func consider(_ mask: Int, _ base: Int?) {
            var rest = set
            if mask > 0 { rest = rest.symmetricDifference(masks[mask].set) }
            if let base { rest = rest.symmetricDifference(made[base].set) }
            let streams = (base.map { made[$0].streams } ?? 0) + 1
            if streams > SetTables.mostStreams { return }
            var bytes: [UInt8] = [UInt8((mask > 0 ? 1 : 0) | (base != nil ? 2 : 0))]
            if mask > 0 { bytes += variable(masks[mask].mask) }
            if let base { bytes += variable(base) }
            bytes += rest.bytes
            if bytes.count < best?.bytes.count ?? .max {
                best = (bytes, streams, mask > 0 || base.map { made[$0].hasMask } ?? false)
            }
        }
        if let fixed {
            consider(0, fixed)
        } else if isPlain {
            consider(0, nil)
        } else {
            for mask in masks.indices {
                consider(mask, nil)
                // One mask in a chain.
                for base in made.indices where !isAlone && (mask == 0 || !made[base].hasMask) { consider(mask, base) }
            }
        }
        starts.append(blob.count)
        blob += best!.bytes
        made.append((set, best!.streams, best!.hasMask))
    }

    /// Runs of one category: its number in five bits and the length in three, or in bytes behind where those are 7. A run
    /// begins at each multiple of 512 below 0x20000, and `starts` tells where.
    private func categories() -> (runs: [UInt8], starts: [Int]) {
        var runs: [UInt8] = []
        var starts: [Int] = []
        var point = 0
        while point < 0x110000 {
            if point % 512 == 0, point < 0x20000 { starts.append(runs.count) }
            let category = database.characters[point].category
            var end = point + 1
            while end < 0x110000, database.characters[end].category == category, end % 512 != 0 || end >= 0x20000 {
                end += 1
            }
            let number = UInt8(Database.categories.firstIndex(of: category)!)
            let length = end - point
            runs += length < 8 ? [number | UInt8(length - 1) << 5] : [number | 7 << 5] + variable(length)
            point = end
        }
        return (runs, starts)
    }

    mutating func file(_ version: String) -> SwiftFile {
        var file = SwiftFile(
            "UnicodeTables+Sets.swift",
            about: "/// Sets of code points: general categories, binary properties, scripts.",
            version: version)
        let (runs, runStarts) = categories()
        for name in Database.properties {
            // Identifiers are asked for often: little should be left besides their categories.
            let isIdentifier = name == "ID_Start" || name == "ID_Continue"
            add(database.sets[name]!, isAlone: isIdentifier)
        }
        let scripts = database.scriptAliases.keys.filter { database.scriptExtensions[$0] != nil }.sorted()
        let firstScript = made.count
        for script in scripts { add(database.scripts[script] ?? CodePointSet(), isPlain: script != "Unknown") }
        for (i, script) in scripts.enumerated() { add(database.scriptExtensions[script]!, base: firstScript + i) }
        let basic = database.sequences["Basic_Emoji"]!
        let firstBasic = made.count
        add(CodePointSet(basic.filter { $0.count == 1 }.map { $0[0]...$0[0] }))
        add(CodePointSet(basic.filter { $0.count == 2 && $0[1] == 0xFE0F }.map { $0[0]...$0[0] }))
        add(EmojiTables(database: database).modifierBases)
        precondition(basic.allSatisfy { $0.count == 1 || ($0.count == 2 && $0[1] == 0xFE0F) })

        for (constant, name) in [
            ("idStart", "ID_Start"), ("idContinue", "ID_Continue"), ("cased", "Cased"),
            ("caseIgnorable", "Case_Ignorable"),
        ] {
            file.add(constant: constant, Database.properties.firstIndex(of: name)!, "The set \(name).")
        }
        file.add(constant: "firstScript", firstScript, "The set of the first script; those of the others follow.")
        file.add(
            constant: "scriptCount", scripts.count,
            "How many scripts there are; sets of Script_Extensions follow theirs.")
        file.add(
            constant: "basicEmoji", firstBasic,
            "Basic_Emoji of one code point; the next two: those before U+FE0F, and those before a tone.")
        file.add(bytes: runs, as: "categoryRuns", "Runs of a general category.")
        file.add(shorts: runStarts, as: "categoryStarts", "Where the run of a multiple of 512 begins.")
        file.add(bytes: blob, as: "setStreams", "Sets, each a header and the distances between its toggles.")
        file.add(shorts: starts, as: "setStarts", "Where a set begins.")
        return file
    }

    /// Names of a general category, a script, a property or a property of strings, each: length, letters, kind, number.
    func names(_ version: String) -> SwiftFile {
        var file = SwiftFile(
            "UnicodeTables+Names.swift", about: "/// The names that a property escape may have.", version: version)
        var bytes: [UInt8] = []
        func add(_ names: [String], _ kind: UInt8, _ number: Int) {
            for name in Set(names).sorted() {
                bytes += [UInt8(name.utf8.count)] + Array(name.utf8) + [kind, UInt8(number)]
            }
        }
        let groups = ["L", "LC", "M", "N", "P", "S", "Z", "C"]
        for (short, names) in database.categoryAliases {
            let number = Database.categories.firstIndex(of: short) ?? 30 + groups.firstIndex(of: short)!
            add(names, 0, number)
        }
        let scripts = database.scriptAliases.keys.filter { database.scriptExtensions[$0] != nil }.sorted()
        for (i, script) in scripts.enumerated() { add(database.scriptAliases[script]!, 1, i) }
        for (i, name) in Database.properties.enumerated() { add(database.propertyAliases[name]!, 2, i) }
        for (i, name) in EmojiTables.names.enumerated() { add([name], 3, i) }
        // What stands in front of an equals sign.
        for (i, name) in ["General_Category", "Script", "Script_Extensions"].enumerated() {
            add(database.propertyAliases[name]!, 4, i)
        }
        file.add(
            bytes: bytes + [0], as: "names",
            "Length, letters, kind (0 category, 1 script, 2 property, 3 of strings, 4 with values), number.")
        return file
    }
}
