// Character classes without `v`, and what becomes of the contents of any class (ECMA-262 22.2.1 ClassContents, 22.2.2.7
// CompileAtom; Annex B.1.2).

extension RegExpParser {
    /// What follows a `[`, to the `]`.
    mutating func characterClass(_ m: borrowing Arena) throws(RegExpError) -> RegExpNode {
        if hasSets { return try node(m, classSet(m)) }
        let isNegated = skip(m, "^")
        var list = RangeList()
        while !skip(m, "]") {
            let (contents, low) = try classAtom(m)
            // A dash between two atoms.
            guard isAt(m, "-"), !isAt(m, "]", 1), position &+ 1 < count else {
                try add(m, &list, contents, low)
                continue
            }
            position &+= 1
            let (other, high) = try classAtom(m)
            if contents == nil, other == nil {
                if low > high { throw .classRangeOutOfOrder }
                try list.add(m, &space, low, high)
                continue
            }
            // Classes make no ranges: with `u` an error, else the dash is a dash.
            if isUnicode { throw .invalidClassEscape }
            try add(m, &list, contents, low)
            try list.add(m, &space, 0x2D, 0x2D)
            try add(m, &list, other, high)
        }
        var set = try list.set(m, &space)
        if ignoreCase { set = try set.closedOverCase(m, &space, isUnicode: isUnicode) }
        if isNegated { set = try set.complement(m, &space) }
        return try RegExpNode(m, &space, .set, a: set.place)
    }

    private mutating func add(
        _ m: borrowing Arena, _ list: inout RangeList, _ contents: ClassContents?, _ point: UInt32
    ) throws(RegExpError) {
        if let contents { try list.add(m, &space, contents.set) } else { try list.add(m, &space, point, point) }
    }

    private mutating func classAtom(_ m: borrowing Arena) throws(RegExpError) -> (ClassContents?, UInt32) {
        if position >= count { throw .unterminatedClass }
        if skip(m, "\\") {
            if position >= count { throw .backslashAtEnd }
            return try escape(m, inClass: true)
        }
        return (nil, take(m))
    }

    /// A node for the contents of a class or of an escape outside of classes.
    mutating func node(_ m: borrowing Arena, _ contents: ClassContents) throws(RegExpError) -> RegExpNode {
        var set = contents.set
        // With `v`, what is inside has been closed over case already.
        if ignoreCase, !hasSets { set = try set.closedOverCase(m, &space, isUnicode: isUnicode) }
        let single = try RegExpNode(m, &space, .set, a: set.place)
        let count = contents.strings.count(m)
        if count == 0 { return single }
        // The longest first; what is one character long stands between the longer strings and the empty one.
        var list = RegExpNodeList()
        var hasSingle = false
        for i in 0..<count {
            let string = contents.strings.string(m, i)
            let length = StringSet.length(m, string)
            if length == 0 {
                list.append(m, single)
                hasSingle = true
                list.append(m, try RegExpNode(m, &space, .empty))
                continue
            }
            var characters = RegExpNodeList()
            for k in 0..<length {
                characters.append(m, try character(m, UInt32(StringSet.point(m, string, k))))
            }
            list.append(m, try RegExpNode(m, &space, .sequence, child: characters.first))
        }
        if !hasSingle { list.append(m, single) }
        return try RegExpNode(m, &space, .alternatives, child: list.first)
    }
}
