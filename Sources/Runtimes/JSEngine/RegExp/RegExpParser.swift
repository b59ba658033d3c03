// Patterns of regular expressions (ECMA-262 22.2.1; without `u` and `v` as Annex B.1.2 extends them) to a tree.
//
// The pattern is copied into the workspace first and read from there, unit by unit or, with `u` or `v`, code point by code
// point. Groups within groups and classes within classes are parsed by recursion, at most `mostDepth` deep.

struct RegExpParser {
    /// How deep groups and classes may be nested: what bounds the host's stack here and in the compiler.
    static let mostDepth = 200
    static let mostGroups: UInt64 = 1 << 15

    /// The pattern's units, and how many.
    let text: UInt64
    let count: Int
    let isUnicode: Bool
    let hasSets: Bool
    var space: Workspace
    var position = 0
    /// What modifiers change.
    var ignoreCase: Bool
    var multiline: Bool
    var dotAll: Bool
    var depth = 0
    /// Groups so far, the whole match not counted.
    var groups: UInt64 = 0
    /// Of the whole pattern, found by looking ahead.
    var allGroups: UInt64 = 0
    var hasNames = false
    /// The last group's name, in a chain (see RegExpNames).
    var names: UInt64 = 0
    /// Whether the last character of a name was written as an escape.
    var wasEscaped = false
    /// Whether nothing but what a matcher in linear time can do was met: no references, no lookaround.
    var isRegular = true

    init(
        _ m: borrowing Arena, _ space: Workspace, flags: RegExpFlags, count: Int, unit: (Int) -> UInt16
    ) throws(RegExpError) {
        self.space = space
        text = try self.space.allocate(UInt64(count) &* 2)
        for i in 0..<count { m.setShort(text &+ UInt64(i) &* 2, 0, UInt64(unit(i))) }
        self.count = count
        isUnicode = flags.isUnicode
        hasSets = flags.contains(.unicodeSets)
        ignoreCase = flags.contains(.ignoreCase)
        multiline = flags.contains(.multiline)
        dotAll = flags.contains(.dotAll)
        lookAhead(m)
    }

    // MARK: Reading

    @inline(__always) func unit(_ m: borrowing Arena, _ i: Int) -> UInt32 {
        i < count ? UInt32(m.short(text &+ UInt64(i) &* 2)) : 0x11_0000
    }
    /// The unit at the position; above all code points at the end.
    @inline(__always) func peek(_ m: borrowing Arena, _ ahead: Int = 0) -> UInt32 { unit(m, position &+ ahead) }
    @inline(__always) func isAt(_ m: borrowing Arena, _ character: Unicode.Scalar, _ ahead: Int = 0) -> Bool {
        peek(m, ahead) == character.value
    }
    @inline(__always) mutating func skip(_ m: borrowing Arena, _ character: Unicode.Scalar) -> Bool {
        if !isAt(m, character) { return false }
        position &+= 1
        return true
    }
    /// The character at the position, which is not at the end: a code point or a unit.
    mutating func take(_ m: borrowing Arena) -> UInt32 {
        let first = peek(m)
        position &+= 1
        if isUnicode, first & 0xFC00 == 0xD800, peek(m) & 0xFFFF_FC00 == 0xDC00 {
            let second = peek(m)
            position &+= 1
            return 0x10000 &+ (first & 0x3FF) &<< 10 &+ (second & 0x3FF)
        }
        return first
    }

    /// Counts the groups and finds out whether any has a name.
    private mutating func lookAhead(_ m: borrowing Arena) {
        var i = 0
        var classDepth = 0
        while i < count {
            switch unit(m, i) {
            case 0x5C: i &+= 1  // \
            case 0x5B: classDepth = hasSets ? classDepth &+ 1 : 1  // [
            case 0x5D: classDepth = max(classDepth &- 1, 0)  // ]
            case 0x28 where classDepth == 0:  // (
                if unit(m, i &+ 1) != 0x3F {
                    allGroups &+= 1
                } else if unit(m, i &+ 2) == 0x3C, unit(m, i &+ 3) != 0x3D, unit(m, i &+ 3) != 0x21 {
                    allGroups &+= 1
                    hasNames = true
                }
            default: break
            }
            i &+= 1
        }
    }

    // MARK: Disjunctions and terms

    /// Pattern: the whole.
    mutating func pattern(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        if allGroups > RegExpParser.mostGroups { throw .tooComplex }
        let node = try disjunction(m)
        if position < count { throw .unmatchedParenthesis }
        return node
    }

    mutating func disjunction(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        depth &+= 1
        if depth > RegExpParser.mostDepth { throw .tooComplex }
        var list = RegExpNodeList()
        // Names of other alternatives do not clash with those of this one: they sleep until the end.
        let outerNames = names
        list.append(m, try alternative(m))
        while skip(m, "|") {
            RegExpNames.setActive(m, from: names, to: outerNames, false)
            list.append(m, try alternative(m))
        }
        RegExpNames.setActive(m, from: names, to: outerNames, true)
        depth &-= 1
        if list.count == 1 { return RegExpNode(list.first) }
        return try RegExpNode(m, &space, .alternatives, child: list.first)
    }

    private mutating func alternative(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        var list = RegExpNodeList()
        while position < count, !isAt(m, "|"), !isAt(m, ")") { list.append(m, try term(m)) }
        if list.count == 0 { return try RegExpNode(m, &space, .empty) }
        if list.count == 1 { return RegExpNode(list.first) }
        return try RegExpNode(m, &space, .sequence, child: list.first)
    }

    private mutating func term(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        let groupsBefore = groups
        let (node, isQuantifiable) = try atom(m)
        guard let (least, most) = try quantifier(m) else { return node }
        if !isQuantifiable { throw .nothingToRepeat }
        let isLazy = skip(m, "?")
        let result = try RegExpNode(
            m, &space, .quantifier, child: node.place, a: least, b: most, c: isLazy ? 1 : 0)
        result.setGroups(m, first: groupsBefore &+ 1, last: groups)
        return result
    }

    /// QuantifierPrefix, where there is one.
    private mutating func quantifier(_ m: borrowing Arena) throws(RegExpError) -> (UInt64, UInt64)? {
        switch peek(m) {
        case 0x2A: position &+= 1; return (0, RegExpNode.unlimited)
        case 0x2B: position &+= 1; return (1, RegExpNode.unlimited)
        case 0x3F: position &+= 1; return (0, 1)
        case 0x7B:
            guard let (least, most) = braces(m) else { return nil }
            if least > most { throw .quantifierOutOfOrder }
            return (least, most)
        default: return nil
        }
    }

    /// `{n}`, `{n,}` or `{n,m}`, passed over; nil, and nothing passed over, where what stands there is none of them.
    mutating func braces(_ m: borrowing Arena) -> (UInt64, UInt64)? {
        let start = position
        position &+= 1
        guard let least = decimal(m) else {
            position = start
            return nil
        }
        var most = least
        if skip(m, ",") { most = decimal(m) ?? RegExpNode.unlimited }
        if skip(m, "}") { return (least, most) }
        position = start
        return nil
    }

    /// Decimal digits; what is more than any text is long counts as unlimited.
    mutating func decimal(_ m: borrowing Arena) -> UInt64? {
        let start = position
        var value: UInt64 = 0
        while peek(m) &- 0x30 < 10 {
            value = min(value &* 10 &+ UInt64(peek(m) &- 0x30), RegExpNode.unlimited)
            position &+= 1
        }
        return position == start ? nil : value
    }
}
