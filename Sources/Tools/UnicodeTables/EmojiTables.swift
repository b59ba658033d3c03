// Properties of strings: sequences of emoji. Those that differ in tones of skin only are stored once.

struct EmojiTables {
    /// ECMA-262, table 69, in the order of their numbers.
    static let names = [
        "Basic_Emoji", "Emoji_Keycap_Sequence", "RGI_Modifier_Sequence", "RGI_Flag_Sequence", "RGI_Emoji_Tag_Sequence",
        "RGI_ZWJ_Sequence", "RGI_Emoji",
    ]
    let database: Database

    private static let tones = 0x1F3FB...0x1F3FF

    /// What a tone may follow: fewer than have the property Emoji_Modifier_Base.
    var modifierBases: CodePointSet {
        CodePointSet(Set(database.sequences["RGI_Emoji_Modifier_Sequence"]!.map { $0[0] }).map { $0...$0 })
    }

    /// How a template's tones vary.
    private enum Tones: UInt8 { case none, all, different }

    /// A sequence in which -1 stands for a tone, and how tones vary.
    private func templates(_ sequences: [[Int]]) -> [(points: [Int], tones: Tones)] {
        var groups: [[Int]: Set<[Int]>] = [:]
        for sequence in sequences {
            let tones = sequence.filter { EmojiTables.tones.contains($0) }
            groups[sequence.map { EmojiTables.tones.contains($0) ? -1 : $0 }, default: []].insert(tones)
        }
        return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { template, combinations in
            let count = template.filter { $0 == -1 }.count
            switch (count, combinations.count) {
            case (0, 1): return (template, .none)
            case (1, 5), (2, 25): return (template, .all)
            case (2, 20):
                precondition(combinations.allSatisfy { $0[0] != $0[1] })
                return (template, .different)
            default: preconditionFailure("\(template): tones vary in a way that is not known: \(combinations)")
            }
        }
    }

    func file(_ version: String) -> SwiftFile {
        var file = SwiftFile("UnicodeTables+Emoji.swift", about: "/// Sequences of emoji.", version: version)
        let sequences = database.sequences
        let modified = Set(sequences["RGI_Emoji_Modifier_Sequence"]!)
        precondition(
            modified == Set(modifierBases.ranges.joined().flatMap { base in EmojiTables.tones.map { [base, $0] } }))
        let keycaps = Set(sequences["Emoji_Keycap_Sequence"]!)
        precondition(keycaps == Set("#*0123456789".utf8.map { [Int($0), 0xFE0F, 0x20E3] }))

        var flags = [UInt64](repeating: 0, count: 26)
        for pair in sequences["RGI_Emoji_Flag_Sequence"]! { flags[pair[0] - 0x1F1E6] |= 1 << UInt64(pair[1] - 0x1F1E6) }
        file.add(words: flags, as: "flags", "For each first letter the second letters that make a flag.")

        let joined = templates(sequences["RGI_Emoji_ZWJ_Sequence"]!)
        let tagged = templates(sequences["RGI_Emoji_Tag_Sequence"]!)
        let elements = Set((joined + tagged).flatMap(\.points)).subtracting([-1]).sorted()
        precondition(elements.count < 255)
        func bytes(_ list: [(points: [Int], tones: Tones)]) -> [UInt8] {
            list.flatMap { template in
                [UInt8(template.points.count) | template.tones.rawValue << 6]
                    + template.points.map { $0 == -1 ? 255 : UInt8(elements.firstIndex(of: $0)!) }
            } + [0]
        }
        file.add(
            words: stride(from: 0, to: elements.count, by: 3).map { start in
                elements[start..<min(start + 3, elements.count)].enumerated().reduce(0) {
                    $0 | UInt64($1.element) << UInt64(21 * $1.offset)
                }
            }, as: "emojiElements", "The code points of sequences, three of 21 bits to a word.")
        file.add(
            bytes: bytes(joined), as: "joinedEmoji",
            "Length and how tones vary (1 all, 2 different, << 6), elements (255: a tone).")
        file.add(bytes: bytes(tagged), as: "taggedEmoji", "The same for sequences of tags.")
        return file
    }
}
