// Character classes with the flag `v` (ECMA-262 22.2.1: ClassSetExpression): unions, intersections, differences, nested
// classes, strings. Where case is ignored every operand is closed over case before anything is done with it, which is what
// folding all of them (MaybeSimpleCaseFolding, 22.2.2.9.5) comes to.

extension RegExpParser {
    private enum Operation { case union, intersection, subtraction }

    /// What follows a `[`, to the `]`.
    mutating func classSet(_ m: borrowing Arena) throws(RegExpError) -> ClassContents {
        depth &+= 1
        if depth > RegExpParser.mostDepth { throw .tooComplex }
        let isNegated = skip(m, "^")
        var contents = try expression(m)
        if isNegated {
            if contents.mayContainStrings { throw .negatedStrings }
            contents.set = try contents.set.complement(m, &space)
        }
        depth &-= 1
        return contents
    }

    private mutating func expression(_ m: borrowing Arena) throws(RegExpError) -> ClassContents {
        // Characters and ranges that are to be closed over case together, and what is closed already.
        var plain = RangeList()
        var list = RangeList()
        var strings = StringList()
        var mayContainStrings = false
        var operands = 0
        while !skip(m, "]") {
            if position >= count { throw .unterminatedClass }
            if operands == 1 {
                if let operation = operation(m) {
                    var first = ClassContents(
                        set: try union(m, plain, list), strings: try strings.set(m, &space),
                        mayContainStrings: mayContainStrings)
                    try operate(m, &first, operation)
                    return first
                }
            }
            let (contents, low) = try operand(m)
            operands &+= 1
            guard let contents else {
                var high = low
                if isAt(m, "-"), !isAt(m, "-", 1) {
                    position &+= 1
                    let (other, end) = try operand(m)
                    if other != nil { throw .invalidClassSet }
                    if low > end { throw .classRangeOutOfOrder }
                    high = end
                    // A range is no operand of other operations.
                    operands = 2
                }
                try plain.add(m, &space, low, high)
                continue
            }
            try list.add(m, &space, contents.set)
            try strings.add(m, &space, contents.strings)
            mayContainStrings = mayContainStrings || contents.mayContainStrings
        }
        return ClassContents(
            set: try union(m, plain, list), strings: try strings.set(m, &space), mayContainStrings: mayContainStrings)
    }

    private mutating func union(
        _ m: borrowing Arena, _ plain: RangeList, _ list: RangeList
    ) throws(RegExpError) -> CharacterSet {
        var all = list
        try all.add(m, &space, try closed(m, plain))
        return try all.set(m, &space)
    }

    private mutating func closed(_ m: borrowing Arena, _ list: RangeList) throws(RegExpError) -> CharacterSet {
        let set = try list.set(m, &space)
        return ignoreCase ? try set.closedOverCase(m, &space, isUnicode: true) : set
    }

    /// `&&` or `--`, passed over.
    private mutating func operation(_ m: borrowing Arena) -> Operation? {
        if isAt(m, "&"), isAt(m, "&", 1) {
            position &+= 2
            return .intersection
        }
        if isAt(m, "-"), isAt(m, "-", 1) {
            position &+= 2
            return .subtraction
        }
        return nil
    }

    /// The further operands of an intersection or a difference, whose sign has been passed over, to the `]`.
    private mutating func operate(
        _ m: borrowing Arena, _ result: inout ClassContents, _ operation: Operation
    ) throws(RegExpError) {
        while true {
            if operation == .intersection, isAt(m, "&") { throw .invalidClassSet }
            if position >= count { throw .unterminatedClass }
            if isAt(m, "]") { throw .invalidClassSet }
            var (contents, point) = try operand(m)
            if contents == nil {
                var list = RangeList()
                try list.add(m, &space, point, point)
                contents = ClassContents(set: try closed(m, list))
            }
            guard let contents else { throw .invalidClassSet }
            let isCommon = operation == .intersection
            let other = isCommon ? contents.set : try contents.set.complement(m, &space)
            result.set = try result.set.intersection(m, &space, other)
            result.strings = try result.strings.filtered(m, &space, by: contents.strings, isCommon: isCommon)
            if isCommon { result.mayContainStrings = result.mayContainStrings && contents.mayContainStrings }
            if skip(m, "]") { return }
            if position >= count { throw .unterminatedClass }
            if self.operation(m) != operation { throw .invalidClassSet }
        }
    }

    /// ClassSetOperand: contents, or else one character.
    private mutating func operand(_ m: borrowing Arena) throws(RegExpError) -> (ClassContents?, UInt32) {
        if position >= count { throw .unterminatedClass }
        if skip(m, "[") { return (try classSet(m), 0) }
        if skip(m, "\\") {
            if isAt(m, "q"), isAt(m, "{", 1) {
                position &+= 2
                return (try stringDisjunction(m), 0)
            }
            let (contents, point) = try escape(m, inClass: true)
            guard var contents else { return (nil, point) }
            contents.strings = try folded(m, contents.strings)
            if ignoreCase, contents.mayContainStrings {
                contents.set = try contents.set.closedOverCase(m, &space, isUnicode: true)
            }
            return (contents, 0)
        }
        return (nil, try setCharacter(m))
    }

    /// ClassSetCharacter, not escaped.
    private mutating func setCharacter(_ m: borrowing Arena) throws(RegExpError) -> UInt32 {
        let point = take(m)
        switch point {
        case 0x28, 0x29, 0x2D, 0x2F, 0x5B, 0x5D, 0x7B...0x7D: throw .invalidCharacter  // ( ) - / [ ] { | }
        case 0x21, 0x23...0x26, 0x2A...0x2C, 0x2E, 0x3A...0x40, 0x5E, 0x60, 0x7E:
            // ClassSetReservedDoublePunctuator
            if peek(m) == point { throw .invalidClassSet }
        default: break
        }
        return point
    }

    /// What follows `\q{`, to the `}`.
    private mutating func stringDisjunction(_ m: borrowing Arena) throws(RegExpError) -> ClassContents {
        var list = RangeList()
        var strings = StringList()
        while true {
            let string = try space.allocate(8 &+ UInt64(count &- position) &* 4)
            var length: UInt64 = 0
            while !isAt(m, "|"), !isAt(m, "}") {
                if position >= count { throw .unterminatedClass }
                var point: UInt32
                if skip(m, "\\") {
                    let (contents, character) = try escape(m, inClass: true)
                    if contents != nil { throw .invalidEscape }
                    point = character
                } else {
                    point = try setCharacter(m)
                }
                if ignoreCase { point = CaseMapping.fold(point) }
                m.setHalf(string &+ 8 &+ length &* 4, 0, UInt64(point))
                length &+= 1
            }
            m.setWord(string, 0, length)
            space.release(to: string &+ 8 &+ (length &* 4 &+ 7) & ~7)
            if length == 1 {
                let point = UInt32(StringSet.point(m, string, 0))
                try list.add(m, &space, point, point)
            } else {
                try strings.add(m, &space, string)
            }
            if skip(m, "}") { break }
            position &+= 1
        }
        return ClassContents(
            set: try closed(m, list), strings: try strings.set(m, &space), mayContainStrings: strings.count > 0)
    }

    /// Strings of a property with their case folded.
    private mutating func folded(_ m: borrowing Arena, _ strings: StringSet) throws(RegExpError) -> StringSet {
        if !ignoreCase || strings.count(m) == 0 { return strings }
        var list = StringList()
        for i in 0..<strings.count(m) {
            let string = strings.string(m, i)
            for k in 0..<StringSet.length(m, string) {
                let point = UInt32(StringSet.point(m, string, k))
                m.setHalf(string &+ 8 &+ k &* 4, 0, UInt64(CaseMapping.fold(point)))
            }
            try list.add(m, &space, string)
        }
        return try list.set(m, &space)
    }
}
