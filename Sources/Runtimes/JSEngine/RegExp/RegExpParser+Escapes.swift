// Escapes, inside and outside of classes (ECMA-262 22.2.1: CharacterEscape, CharacterClassEscape, ClassEscape; Annex B.1.2).

/// What a class or an escape stands for: single characters and, with `v`, strings.
struct ClassContents {
    var set: CharacterSet
    var strings = StringSet(place: 0)
    /// MayContainStrings (22.2.1.9), which looks at the pattern, not at what is left after all operations.
    var mayContainStrings = false
}

extension RegExpParser {
    /// What follows a backslash, which is not a reference, an assertion or the end: a class, or else one character.
    mutating func escape(_ m: borrowing Arena, inClass: Bool) throws(RegExpError) -> (ClassContents?, UInt32) {
        if position >= count { throw .backslashAtEnd }
        let start = position
        let first = take(m)
        switch first {
        case 0x64, 0x44, 0x73, 0x53, 0x77, 0x57:  // d D s S w W
            return (ClassContents(set: try shorthand(m, first)), 0)
        case 0x70, 0x50:  // p P
            if isUnicode { return (try property(m, isNegated: first == 0x50), 0) }
        case 0x66: return (nil, 12)
        case 0x6E: return (nil, 10)
        case 0x72: return (nil, 13)
        case 0x74: return (nil, 9)
        case 0x76: return (nil, 11)
        case 0x62 where inClass: return (nil, 8)  // b
        case 0x2D where inClass && isUnicode: return (nil, first)  // -
        case 0x63:  // c
            let letter = peek(m)
            if (letter | 0x20) &- 0x61 < 26 || (inClass && !isUnicode && (letter &- 0x30 < 10 || letter == 0x5F)) {
                position &+= 1
                return (nil, letter % 32)
            }
            if isUnicode { throw .invalidEscape }
            // The backslash stands for itself, and the c comes next.
            position = start
            return (nil, 0x5C)
        case 0x30...0x39: return (nil, try digits(m, first))
        case 0x78:  // x
            if let value = hexadecimal(m, digits: 2) { return (nil, value) }
            if isUnicode { throw .invalidEscape }
        case 0x75:  // u
            if let value = unicodeEscape(m, hasBraces: isUnicode, joinsSurrogates: isUnicode) { return (nil, value) }
            if isUnicode { throw .invalidUnicodeEscape }
        case 0x6B where !isUnicode && hasNames: throw .invalidNamedReference  // k
        default: break
        }
        if isUnicode, !isSyntaxCharacter(first), !(inClass && hasSets && isReservedPunctuator(first)) {
            throw .invalidEscape
        }
        return (nil, first)
    }

    /// \0 and, without `u`, octal numbers and digits that mean themselves.
    private mutating func digits(_ m: borrowing Arena, _ first: UInt32) throws(RegExpError) -> UInt32 {
        if isUnicode {
            if first != 0x30 || peek(m) &- 0x30 < 10 { throw .invalidDecimalEscape }
            return 0
        }
        if first >= 0x38 { return first }
        var value = first &- 0x30
        // Up to \377: a third digit only behind 0…3.
        var left = first <= 0x33 ? 2 : 1
        while left > 0, peek(m) &- 0x30 < 8 {
            value = value &* 8 &+ peek(m) &- 0x30
            position &+= 1
            left &-= 1
        }
        return value
    }

    /// So many hexadecimal digits; nil, and nothing passed over, where there are fewer.
    mutating func hexadecimal(_ m: borrowing Arena, digits: Int) -> UInt32? {
        var value: UInt32 = 0
        for i in 0..<digits {
            let unit = peek(m, i)
            let digit = unit > 0x7F ? 99 : NumberParser.digit(UInt16(unit))
            if digit >= 16 { return nil }
            value = value &* 16 &+ UInt32(digit)
        }
        position &+= digits
        return value
    }

    /// What follows `\u`; nil, and nothing passed over, where it is no escape.
    mutating func unicodeEscape(_ m: borrowing Arena, hasBraces: Bool, joinsSurrogates: Bool) -> UInt32? {
        let start = position
        if hasBraces, skip(m, "{") {
            var value: UInt32 = 0
            let first = position
            while let digit = hexadecimal(m, digits: 1) {
                value = value &* 16 &+ digit
                if value > CharacterSet.last { break }
            }
            if position > first, value <= CharacterSet.last, skip(m, "}") { return value }
            position = start
            return nil
        }
        guard let lead = hexadecimal(m, digits: 4) else { return nil }
        if joinsSurrogates, lead & 0xFC00 == 0xD800, isAt(m, "\\"), isAt(m, "u", 1) {
            let middle = position
            position &+= 2
            if let trail = hexadecimal(m, digits: 4), trail & 0xFC00 == 0xDC00 {
                return 0x10000 &+ (lead & 0x3FF) &<< 10 &+ (trail & 0x3FF)
            }
            position = middle
        }
        return lead
    }

    /// SyntaxCharacter and the slash.
    private func isSyntaxCharacter(_ point: UInt32) -> Bool {
        switch point {
        case 0x24, 0x28...0x2B, 0x2E, 0x2F, 0x3F, 0x5B...0x5E, 0x7B...0x7D: true
        default: false
        }
    }
    /// ClassSetReservedPunctuator
    private func isReservedPunctuator(_ point: UInt32) -> Bool {
        switch point {
        case 0x21, 0x23, 0x25, 0x26, 0x2C, 0x2D, 0x3A...0x3E, 0x40, 0x60, 0x7E: true
        default: false
        }
    }

    // MARK: Classes of characters

    /// \d \s \w and their opposites (22.2.2.9, CompileToCharSet).
    private mutating func shorthand(_ m: borrowing Arena, _ letter: UInt32) throws(RegExpError) -> CharacterSet {
        var list = RangeList()
        switch letter | 0x20 {
        case 0x64: try list.add(m, &space, 0x30, 0x39)
        case 0x73:
            try list.add(m, &space, 9, 13)
            try list.add(m, &space, 0x20, 0x20)
            for unit in 0xA0...0xFEFF as ClosedRange<UInt16> where WhiteSpace.contains(unit) {
                try list.add(m, &space, UInt32(unit), UInt32(unit))
            }
        default:
            try list.add(m, &space, 0x30, 0x39)
            try list.add(m, &space, 0x41, 0x5A)
            try list.add(m, &space, 0x5F, 0x5F)
            try list.add(m, &space, 0x61, 0x7A)
            if isUnicode, ignoreCase {
                // WordCharacters (22.2.2.9.4)
                try list.add(m, &space, 0x17F, 0x17F)
                try list.add(m, &space, 0x212A, 0x212A)
            }
        }
        let set = try list.set(m, &space)
        return letter & 0x20 != 0 ? set : try set.complement(m, &space)
    }

    /// `{…}` behind \p or \P.
    private mutating func property(_ m: borrowing Arena, isNegated: Bool) throws(RegExpError) -> ClassContents {
        guard skip(m, "{") else { throw .invalidPropertyName }
        let start = position
        var equals: Int?
        while !isAt(m, "}") {
            if position >= count { throw .invalidPropertyName }
            if isAt(m, "="), equals == nil { equals = position &- start }
            position &+= 1
        }
        let length = position &- start
        position &+= 1
        let text = text
        let unit = { (i: Int, m: borrowing Arena) in UInt16(m.short(text &+ UInt64(start &+ i) &* 2)) }
        let property =
            if let equals { UnicodeProperty.pair(count: length, equals: equals) { unit($0, m) } } else {
                UnicodeProperty.lone(count: length) { unit($0, m) }
            }
        switch property {
        case .set(let set)?:
            var list = RangeList()
            var ranges = set.ranges
            while let range = ranges.next() { try list.add(m, &space, range.low, range.high) }
            var result = try list.set(m, &space)
            // With `v` a complement is one of folded characters (22.2.2.9, CharacterComplement).
            if hasSets, ignoreCase { result = try result.closedOverCase(m, &space, isUnicode: true) }
            return ClassContents(set: isNegated ? try result.complement(m, &space) : result)
        case .strings(let number)?:
            if !hasSets || isNegated { throw .invalidPropertyName }
            return try sequences(m, number)
        case nil: throw .invalidPropertyName
        }
    }

    /// A property of strings.
    private mutating func sequences(_ m: borrowing Arena, _ number: Int) throws(RegExpError) -> ClassContents {
        var list = RangeList()
        var strings = StringList()
        var failure: RegExpError?
        EmojiSequences.forEach(number) { points, count in
            if failure != nil { return }
            do throws(RegExpError) {
                if count == 1 { return try list.add(m, &space, points[0], points[0]) }
                let string = try space.allocate(8 &+ UInt64(count) &* 4)
                m.setWord(string, 0, UInt64(count))
                for i in 0..<count { m.setHalf(string &+ 8 &+ UInt64(i) &* 4, 0, UInt64(points[i])) }
                try strings.add(m, &space, string)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return ClassContents(
            set: try list.set(m, &space), strings: try strings.set(m, &space), mayContainStrings: true)
    }
}
