// What of the Unicode Character Database the engine needs, read and completed.

struct Character {
    var category = "Cn"
    var combiningClass = 0
    var isCompatibility = false
    var decomposition: [Int] = []
    var upper: Int?
    var lower: Int?
}

struct Database {
    static let categories = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm",
        "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]
    /// The properties of ECMA-262, table 67 (binary Unicode properties), in the order of the tables made here: what others
    /// are stored as a difference to comes first.
    static let properties = [
        "Any", "Assigned", "ASCII", "Alphabetic", "ID_Start", "ID_Continue", "XID_Start", "XID_Continue", "Lowercase",
        "Uppercase", "Changes_When_Lowercased", "Changes_When_Uppercased", "Changes_When_Titlecased",
        "Changes_When_Casefolded", "Changes_When_Casemapped", "Changes_When_NFKC_Casefolded", "Cased", "Case_Ignorable",
        "Grapheme_Extend", "Grapheme_Base", "Default_Ignorable_Code_Point", "ASCII_Hex_Digit", "Hex_Digit",
        "Bidi_Control", "Bidi_Mirrored", "Dash", "Deprecated", "Diacritic", "Extender", "Emoji", "Emoji_Component",
        "Emoji_Modifier", "Emoji_Modifier_Base", "Emoji_Presentation", "Extended_Pictographic", "IDS_Binary_Operator",
        "IDS_Trinary_Operator", "Ideographic", "Unified_Ideograph", "Join_Control", "Logical_Order_Exception", "Math",
        "Noncharacter_Code_Point", "Pattern_Syntax", "Pattern_White_Space", "Quotation_Mark", "Radical",
        "Regional_Indicator", "Sentence_Terminal", "Soft_Dotted", "Terminal_Punctuation", "Variation_Selector",
        "White_Space",
    ]

    var characters = [Character](repeating: Character(), count: 0x110000)
    var sets: [String: CodePointSet] = [:]
    /// By long name.
    var scripts: [String: CodePointSet] = [:]
    var scriptExtensions: [String: CodePointSet] = [:]
    /// All names of a long name: of properties, of general categories, of scripts.
    var propertyAliases: [String: [String]] = [:]
    var categoryAliases: [(String, [String])] = []
    var scriptAliases: [String: [String]] = [:]
    /// Beyond the simple mappings: unconditional ones of several code points.
    var specialUpper: [Int: [Int]] = [:]
    var specialLower: [Int: [Int]] = [:]
    /// Simple case folding (statuses C and S).
    var folding: [Int: Int] = [:]
    var compositionExclusions = CodePointSet()
    /// By the name of a property of strings (ECMA-262, table 69).
    var sequences: [String: [[Int]]] = [:]

    init(_ folder: DataFolder) throws {
        try readCharacters(folder)
        try readSets(folder)
        try readScripts(folder)
        for line in try folder.lines("SpecialCasing.txt") where line.fields.count == 5 {
            // Four mappings and no condition.
            let point = line.codePoints(0)[0]
            if line.codePoints(3).count > 1 { specialUpper[point] = line.codePoints(3) }
            if line.codePoints(1).count > 1 { specialLower[point] = line.codePoints(1) }
        }
        for line in try folder.lines("CaseFolding.txt") where line.fields[1] == "C" || line.fields[1] == "S" {
            folding[line.codePoints(0)[0]] = line.codePoints(2)[0]
        }
        for file in ["emoji/emoji-sequences.txt", "emoji/emoji-zwj-sequences.txt"] {
            for line in try folder.lines(file) {
                let name = line.fields[1]
                if line.fields[0].contains("..") {
                    sequences[name, default: []] += line.range.map { [$0] }
                } else {
                    sequences[name, default: []].append(line.codePoints(0))
                }
            }
        }
    }

    private mutating func readCharacters(_ folder: DataFolder) throws {
        var first = 0
        for line in try folder.lines("UnicodeData.txt") {
            let point = line.codePoints(0)[0]
            var character = Character()
            character.category = line.fields[2]
            character.combiningClass = Int(line.fields[3])!
            var decomposition = line.fields[5]
            if decomposition.hasPrefix("<") {
                character.isCompatibility = true
                decomposition = String(decomposition.drop { $0 != ">" }.dropFirst())
            }
            character.decomposition = decomposition.split(separator: " ").map { Int($0, radix: 16)! }
            character.upper = Int(line.fields[12], radix: 16)
            character.lower = Int(line.fields[13], radix: 16)
            if line.fields[1].hasSuffix("First>") { first = point }
            for each in line.fields[1].hasSuffix("Last>") ? first...point : point...point {
                characters[each] = character
            }
        }
    }

    private mutating func readSets(_ folder: DataFolder) throws {
        for file in [
            "DerivedCoreProperties.txt", "PropList.txt", "extracted/DerivedBinaryProperties.txt",
            "DerivedNormalizationProps.txt", "emoji/emoji-data.txt",
        ] {
            for (name, set) in try folder.sets(file) { sets[name] = set }
        }
        compositionExclusions = sets["Full_Composition_Exclusion"]!
        sets["Any"] = CodePointSet([0...0x10FFFF])
        sets["ASCII"] = CodePointSet([0...0x7F])
        sets["Assigned"] = category(where: { $0 != "Cn" })
        for line in try folder.lines("PropertyAliases.txt") {
            // Short, long, further ones.
            propertyAliases[line.fields[1]] = line.fields
        }
        for name in ["Any", "Assigned", "ASCII"] { propertyAliases[name] = [name] }
        for line in try folder.lines("PropertyValueAliases.txt") {
            if line.fields[0] == "gc" { categoryAliases.append((line.fields[1], Array(line.fields.dropFirst()))) }
            if line.fields[0] == "sc" { scriptAliases[line.fields[2]] = Array(line.fields.dropFirst()) }
        }
    }

    private mutating func readScripts(_ folder: DataFolder) throws {
        scripts = try folder.sets("Scripts.txt")
        // What no line names has the script that stands for none; and one is a name for nothing.
        scripts["Unknown"] = CodePointSet([0...0x10FFFF]).subtracting(CodePointSet(scripts.values.flatMap(\.ranges)))
        scripts["Katakana_Or_Hiragana"] = CodePointSet()
        scriptExtensions = scripts
        let names = Dictionary(uniqueKeysWithValues: scriptAliases.map { ($1[0], $0) })
        var added: [String: [ClosedRange<Int>]] = [:]
        let lists = try folder.sets("ScriptExtensions.txt")
        for (list, points) in lists {
            for short in list.split(separator: " ") { added[names[String(short)]!, default: []] += points.ranges }
        }
        let listed = CodePointSet(lists.values.flatMap(\.ranges))
        for name in Set(scripts.keys).union(added.keys) {
            scriptExtensions[name] = (scripts[name] ?? CodePointSet()).subtracting(listed)
                .union(CodePointSet(added[name] ?? []))
        }
    }

    func category(where isIn: (String) -> Bool) -> CodePointSet {
        var ranges: [ClosedRange<Int>] = []
        for (point, character) in characters.enumerated() where isIn(character.category) {
            if let last = ranges.last, last.upperBound == point - 1 {
                ranges[ranges.count - 1] = last.lowerBound...point
            } else {
                ranges.append(point...point)
            }
        }
        return CodePointSet(ranges)
    }
}
