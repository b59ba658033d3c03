// Atoms and assertions (ECMA-262 22.2.1; Annex B.1.2: ExtendedAtom).

extension RegExpParser {
    /// An atom or an assertion, and whether a quantifier may follow.
    mutating func atom(_ m: borrowing Arena) throws(RegExpError) -> (RegExpNode, Bool) {
        switch peek(m) {
        case 0x5E:  // ^
            position &+= 1
            let kind = multiline ? RegExpAssertion.lineStart : RegExpAssertion.start
            return (try RegExpNode(m, &space, .assertion, a: kind), false)
        case 0x24:  // $
            position &+= 1
            let kind = multiline ? RegExpAssertion.lineEnd : RegExpAssertion.end
            return (try RegExpNode(m, &space, .assertion, a: kind), false)
        case 0x28:  // (
            position &+= 1
            return try group(m)
        case 0x2E:  // .
            position &+= 1
            return (try RegExpNode(m, &space, .any, flag: dotAll), true)
        case 0x5B:  // [
            position &+= 1
            return (try characterClass(m), true)
        case 0x5C:  // \
            position &+= 1
            return try atomEscape(m)
        case 0x2A, 0x2B, 0x3F: throw .nothingToRepeat  // * + ?
        case 0x7B:  // {
            if isUnicode { throw .loneQuantifierBrackets }
            // As a character, unless it is a quantifier of nothing.
            let start = position
            if braces(m) != nil { throw .nothingToRepeat }
            position = start
        case 0x7D, 0x5D:  // } ]
            if isUnicode { throw .loneQuantifierBrackets }
        default: break
        }
        return (try character(m, take(m)), true)
    }

    /// A character, whose case matters or not.
    mutating func character(_ m: borrowing Arena, _ point: UInt32) throws(RegExpError) -> RegExpNode {
        let canonical = !ignoreCase ? point : isUnicode ? CaseMapping.fold(point) : CaseMapping.canonicalUnit(point)
        return try RegExpNode(m, &space, .character, flag: ignoreCase, a: UInt64(canonical))
    }

    private mutating func group(_ m: borrowing Arena) throws(RegExpError) -> (RegExpNode, Bool) {
        guard skip(m, "?") else { return (try capturingGroup(m, name: nil), true) }
        if skip(m, ":") { return (try closed(m), true) }
        // Without `u`, what looks ahead may be repeated (B.1.2).
        if skip(m, "=") { return (try look(m, isBehind: false, isNegative: false), !isUnicode) }
        if skip(m, "!") { return (try look(m, isBehind: false, isNegative: true), !isUnicode) }
        if skip(m, "<") {
            if skip(m, "=") { return (try look(m, isBehind: true, isNegative: false), false) }
            if skip(m, "!") { return (try look(m, isBehind: true, isNegative: true), false) }
            guard let name = try groupName(m) else { throw .invalidGroupName }
            return (try capturingGroup(m, name: name), true)
        }
        return (try modified(m), true)
    }

    private mutating func capturingGroup(_ m: borrowing Arena, name: UInt64?) throws(RegExpError) -> RegExpNode {
        groups &+= 1
        let number = groups
        if let name { try addName(m, name) }
        let child = try closed(m)
        return try RegExpNode(m, &space, .group, child: child.place, a: number)
    }

    /// A disjunction and the parenthesis behind it.
    private mutating func closed(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        let node = try disjunction(m)
        if !skip(m, ")") { throw .unterminatedGroup }
        return node
    }

    private mutating func look(
        _ m: borrowing Arena, isBehind: Bool, isNegative: Bool
    ) throws(RegExpError) -> RegExpNode {
        isRegular = false
        let groupsBefore = groups
        let child = try closed(m)
        let node = try RegExpNode(
            m, &space, .look, child: child.place, a: isBehind ? 1 : 0, b: isNegative ? 1 : 0)
        node.setGroups(m, first: groupsBefore &+ 1, last: groups)
        return node
    }

    /// `(?ims-ims: … )`
    private mutating func modified(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        var seen: UInt32 = 0
        var added: UInt32 = 0
        var isRemoving = false
        while true {
            let bit: UInt32
            switch peek(m) {
            case 0x69: bit = 1  // i
            case 0x6D: bit = 2  // m
            case 0x73: bit = 4  // s
            case 0x2D where !isRemoving:  // -
                isRemoving = true
                added = seen
                position &+= 1
                continue
            case 0x3A where seen != 0:  // :
                position &+= 1
                if !isRemoving { added = seen }
                return try closed(m, adding: added, removing: seen & ~added)
            case 0x3A: throw .invalidModifiers
            default: throw seen == 0 && !isRemoving ? .invalidGroup : .invalidModifiers
            }
            if seen & bit != 0 { throw .invalidModifiers }
            seen |= bit
            position &+= 1
        }
    }

    private mutating func closed(
        _ m: borrowing Arena, adding: UInt32, removing: UInt32
    ) throws(RegExpError) -> RegExpNode {
        let (outerCase, outerLines, outerDot) = (ignoreCase, multiline, dotAll)
        ignoreCase = (ignoreCase || adding & 1 != 0) && removing & 1 == 0
        multiline = (multiline || adding & 2 != 0) && removing & 2 == 0
        dotAll = (dotAll || adding & 4 != 0) && removing & 4 == 0
        let node = try closed(m)
        (ignoreCase, multiline, dotAll) = (outerCase, outerLines, outerDot)
        return node
    }

    /// What follows a backslash outside of classes.
    private mutating func atomEscape(_ m: borrowing Arena) throws(RegExpError) -> (RegExpNode, Bool) {
        if position >= count { throw .backslashAtEnd }
        switch peek(m) {
        case 0x62, 0x42:  // b B
            var kind = isAt(m, "b") ? RegExpAssertion.wordBoundary : RegExpAssertion.noWordBoundary
            if isUnicode, ignoreCase { kind &+= RegExpAssertion.folded }
            position &+= 1
            return (try RegExpNode(m, &space, .assertion, a: kind), false)
        case 0x31...0x39:
            if let node = try decimalReference(m) { return (node, true) }
        case 0x6B:  // k
            if let node = try namedReference(m) { return (node, true) }
        default: break
        }
        let (contents, point) = try escape(m, inClass: false)
        if let contents { return (try node(m, contents), true) }
        return (try character(m, point), true)
    }

    private mutating func decimalReference(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode? {
        let start = position
        let number = decimal(m) ?? 0
        if number <= allGroups {
            isRegular = false
            return try RegExpNode(m, &space, .reference, flag: ignoreCase, a: number)
        }
        if isUnicode { throw .invalidDecimalEscape }
        position = start
        return nil
    }

    private mutating func namedReference(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode? {
        // Without `u` and without any group that has a name, \k is a k.
        if !isUnicode, !hasNames { return nil }
        position &+= 1
        guard skip(m, "<"), let name = try groupName(m) else { throw .invalidNamedReference }
        isRegular = false
        return try RegExpNode(m, &space, .namedReference, flag: ignoreCase, a: name)
    }
}
