// The names that may stand in a property escape, \p{…} (ECMA-262 22.2.1, UnicodePropertyValueExpression, tables 66 to 69).
// They match exactly: neither case nor underscores may differ.

/// What a property escape names.
enum UnicodeProperty {
    /// A set of code points.
    case set(UnicodeSet)
    /// A property of strings: its number for `EmojiSequences`.
    case strings(Int)

    private enum Kind: Int { case category, script, property, strings, hasValues }

    /// Categories that a group's name stands for, by the group's number: L, LC, M, N, P, S, Z, C.
    private static func group(_ number: Int) -> Int {
        switch number {
        case 0: 0b1_1111
        case 1: 0b111
        case 2: 0b1110_0000
        case 3: 0b111 << 8
        case 4: 0b111_1111 << 11
        case 5: 0b1111 << 18
        case 6: 0b111 << 22
        default: 0b1_1111 << 25
        }
    }

    /// `\p{value}`, the lone name being `count` characters that `unit` answers; nil where there is none of that name.
    static func lone(count: Int, unit: (Int) -> UInt16) -> UnicodeProperty? {
        guard let (kind, number) = find(from: 0, to: count, unit: unit) else { return nil }
        switch kind {
        case .category: return .set(UnicodeSet(categories: categories(number)))
        case .property: return .set(UnicodeSet(number: number))
        case .strings: return .strings(number)
        case .script, .hasValues: return nil
        }
    }

    /// `\p{name=value}`: General_Category, Script and Script_Extensions have values.
    static func pair(count: Int, equals: Int, unit: (Int) -> UInt16) -> UnicodeProperty? {
        guard let (name, property) = find(from: 0, to: equals, unit: unit), name == .hasValues,
            let (kind, number) = find(from: equals &+ 1, to: count, unit: unit)
        else { return nil }
        switch (property, kind) {
        case (0, .category): return .set(UnicodeSet(categories: categories(number)))
        case (1, .script): return .set(.script(number))
        case (2, .script): return .set(.scriptExtensions(number))
        default: return nil
        }
    }

    private static func categories(_ number: Int) -> Int { number < 30 ? 1 << number : group(number &- 30) }

    private static func find(from start: Int, to end: Int, unit: (Int) -> UInt16) -> (Kind, Int)? {
        let count = end &- start
        var place = 0
        while true {
            let length = UnicodeTables.nameByte(place)
            if length == 0 { return nil }
            if length == count {
                var i = 0
                while i < count, UnicodeTables.nameByte(place &+ 1 &+ i) == Int(unit(start &+ i)) { i &+= 1 }
                if i == count, let kind = Kind(rawValue: UnicodeTables.nameByte(place &+ 1 &+ length)) {
                    return (kind, UnicodeTables.nameByte(place &+ 2 &+ length))
                }
            }
            place &+= length &+ 3
        }
    }
}
