// Left-hand sides, calls and primary expressions (ECMA-262, 13.2 and 13.3).

extension Parser {
    mutating func leftHandSide() throws(SyntaxFault) -> NodeIndex {
        try enter()
        defer { depth -= 1 }
        let start = position
        var n: NodeIndex
        if isWord(Keyword.new) {
            n = try newExpression()
        } else if isWord(Keyword.super) {
            n = try superExpression()
        } else if isWord(Keyword.import) {
            n = try importExpression()
        } else {
            let isAsync = isWord(Keyword.async)
            n = try primary()
            if arrowParameters != nil { return n }
            if tree.kind(n) == .function, parenthesized != n, tree.functions[Int(tree.nodes[Int(n)].a)].isArrow {
                return n
            }
            if isAsync, tree.kind(n) == .identifier, token == .open { asyncCallee = n }
        }
        return try suffixes(n, start, calls: true)
    }
    mutating func continueSuffixes(_ n: NodeIndex, _ start: Int32) throws(SyntaxFault) -> NodeIndex {
        try suffixes(n, start, calls: true)
    }
    /// Members, calls and templates after an expression.
    private mutating func suffixes(_ first: NodeIndex, _ start: Int32, calls: Bool) throws(SyntaxFault) -> NodeIndex {
        var n = first
        var chain = false
        while true {
            let at = position
            switch token {
            case .dot:
                try next()
                n = try memberAfterDot(n, at, flag: 0)
            case .optional:
                guard calls else { throw unexpected("an optional chain in new") }
                chain = true
                try next()
                switch token {
                case .open: n = make(.call, at: start, list: [n] + (try arguments()), flag: 1)
                case .openBracket: n = try indexed(n, at, flag: 1)
                case .template: throw unexpected("a template in an optional chain")
                default: n = try memberAfterDot(n, at, flag: 1)
                }
            case .openBracket: n = try indexed(n, at, flag: 0)
            case .open where calls:
                if n == asyncCallee, let arrow = try asyncArrowAfterName(n, start) { return arrow }
                n = make(.call, at: start, list: [n] + (try arguments()))
            case .template:
                if chain { throw unexpected("a template in an optional chain") }
                n = try taggedTemplate(n, start)
            default: return chain ? make(.optionalChain, at: start, n) : n
            }
        }
    }
    private mutating func memberAfterDot(_ object: NodeIndex, _ at: Int32, flag: UInt8) throws(SyntaxFault) -> NodeIndex
    {
        let name = scanner.name
        if token == .privateName {
            let ref = use(name, at: position)
            try next()
            return make(.privateMember, at: at, object, ref, flag: flag)
        }
        guard token == .name else { throw unexpected("a property's name is missing") }
        let p = position
        try next()
        return make(.member, at: p, object, -1, name, flag: flag)
    }
    private mutating func indexed(_ object: NodeIndex, _ at: Int32, flag: UInt8) throws(SyntaxFault) -> NodeIndex {
        try next()
        let key = try bracketed()
        return make(.index, at: at, object, -1, key, flag: flag)
    }
    /// An expression up to `]`.
    mutating func bracketed() throws(SyntaxFault) -> NodeIndex {
        let saved = allowsIn
        allowsIn = true
        let key = try expression()
        allowsIn = saved
        try need(.closeBracket, "a closing bracket is missing")
        return key
    }
    mutating func arguments(covering: Bool = false) throws(SyntaxFault) -> [NodeIndex] {
        try need(.open, "an opening parenthesis is missing")
        let saved = allowsIn
        allowsIn = true
        defer { allowsIn = saved }
        var list: [NodeIndex] = []
        while token != .close {
            let start = position
            if try eat(.ellipsis) {
                list.append(make(.spread, at: start, try assignment(covering: covering)))
            } else {
                list.append(try assignment(covering: covering))
            }
            if token != .close { try need(.comma, "a closing parenthesis is missing") }
        }
        try next()
        return list
    }
    private mutating func newExpression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        try next()
        if try eat(.dot) {
            guard isWord(Keyword.target) else { throw unexpected() }
            if !allowsNewTarget { throw fault("new.target outside a function", at: start) }
            try next()
            return hiddenUse(.newTarget, Keyword.newTarget, at: start)
        }
        if isWord(Keyword.import) {
            let n = try importExpression()
            if tree.kind(n) != .importMeta { throw fault("import() cannot be constructed", at: start) }
            let callee = try suffixes(n, start, calls: false)
            return make(.new, at: start, list: [callee] + (token == .open ? try arguments() : []))
        }
        try enter()
        defer { depth -= 1 }
        let inner = position
        let head: NodeIndex
        if isWord(Keyword.new) {
            head = try newExpression()
        } else if isWord(Keyword.super) {
            head = try superExpression()
        } else {
            head = try primary()
            if arrowParameters != nil { throw unexpected() }
        }
        let callee = try suffixes(head, inner, calls: false)
        return make(.new, at: start, list: [callee] + (token == .open ? try arguments() : []))
    }
    /// `super.x`, `super[x]`, `super(…)` (13.3.7).
    private mutating func superExpression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        try next()
        if token == .open {
            guard allowsSuperCall else { throw fault("super() outside a derived class's constructor", at: start) }
            let c = use(Keyword.homeConstructor, at: start)
            let target = hiddenUse(.newTarget, Keyword.newTarget, at: start)
            let this = hiddenUse(.this, Keyword.this, at: start)
            tree.uses[tree.uses.count - 1].isWrite = true
            let fields = use(Keyword.fields, at: start)
            let list = try arguments()
            return make(.superCall, at: start, list: [c, target, this, fields] + list)
        }
        guard allowsSuperProperty else { throw fault("super outside a method", at: start) }
        let isStatic = homeIsStatic
        let home = use(isStatic ? Keyword.homeConstructor : Keyword.homePrototype, at: start)
        let this = hiddenUse(.this, Keyword.this, at: start)
        if try eat(.openBracket) {
            let key = try bracketed()
            return make(.superIndex, at: start, home, this, key)
        }
        try need(.dot, "super without a property")
        guard token == .name else { throw unexpected("a property's name is missing") }
        let name = scanner.name
        try next()
        return make(.superMember, at: start, home, this, name)
    }
    /// `import(…)` and `import.meta` (13.3.10, 13.3.12).
    private mutating func importExpression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        try next()
        if try eat(.dot) {
            guard isWord(Keyword.meta), isModule else { throw unexpected("import.meta outside a module") }
            try next()
            return make(.importMeta, at: start)
        }
        let list = try arguments()
        guard list.count == 1 || list.count == 2 else { throw fault("import() takes one or two arguments", at: start) }
        for n in list where tree.kind(n) == .spread { throw fault("import() takes no spread", at: start) }
        return make(.importCall, at: start, list[0], list.count == 2 ? list[1] : -1)
    }

    // MARK: Primary expressions

    mutating func primary() throws(SyntaxFault) -> NodeIndex {
        let start = position
        switch token {
        case .number:
            tree.numbers.append(scanner.number)
            try next()
            return make(.number, at: start, Int32(tree.numbers.count - 1))
        case .bigInt, .string:
            let n = make(token == .string ? .string : .bigInt, at: start, scanner.name)
            try next()
            return n
        case .template: return try template(start, tagged: false)
        case .openBracket: return try arrayLiteral()
        case .openBrace: return try objectLiteral()
        case .open: return try parentheses()
        case .divide, .divideAssign:
            let (pattern, flags) = try scanner.scanRegExp()
            return make(.regExp, at: start, pattern, flags)
        case .privateName where isLibrary && scanner.byte(scanner.start) == 37:
            let name = scanner.name
            try next()
            return make(.intrinsic, at: start, list: try arguments(), c: name)
        case .name: break
        default: throw unexpected()
        }
        if !scanner.escaped {
            switch scanner.name {
            case Keyword.function: return try functionExpression()
            case Keyword.class: return try classExpression()
            case Keyword.this:
                try next()
                return hiddenUse(.this, Keyword.this, at: start)
            case Keyword.null:
                try next()
                return make(.null, at: start)
            case Keyword.true:
                try next()
                return make(.true, at: start)
            case Keyword.false:
                try next()
                return make(.false, at: start)
            case Keyword.async:
                if let f = try asyncFunctionExpression() { return f }
            default: break
            }
        }
        let name = try identifierReference()
        if name == Keyword.arguments, !allowsArguments { throw unexpected("arguments in a class's field") }
        let n = use(name, at: start)
        try next()
        return n
    }
    /// Parentheses: around an expression, or an arrow function's parameters.
    private mutating func parentheses() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let saved = allowsIn
        allowsIn = true
        let savedCover = coverInitializer
        coverInitializer = -1
        defer { allowsIn = saved }
        try next()
        var list: [NodeIndex] = []
        var onlyParameters = token == .close
        while token != .close {
            let at = position
            if try eat(.ellipsis) {
                let target = try bindingTarget(asCover: true)
                list.append(make(.rest, at: at, target))
                onlyParameters = true
                if token != .close { throw unexpected("a rest parameter is the last one") }
                break
            }
            list.append(try assignment(covering: true))
            if token != .close {
                try need(.comma, "a closing parenthesis is missing")
                if token == .close { onlyParameters = true }
            }
        }
        try next()
        if token == .arrow, !scanner.newlineBefore {
            coverInitializer = savedCover
            for n in list where n == parenthesized && tree.kind(n) != .identifier {
                throw fault("invalid parameter", at: start)
            }
            for n in list where n == parenthesized { throw fault("invalid parameter", at: start) }
            arrowParameters = list
            arrowStart = start
            return list.first ?? noNode
        }
        if onlyParameters { throw unexpected() }
        if coverInitializer >= 0 { throw fault("an initializer in an object that is no pattern", at: coverInitializer) }
        coverInitializer = savedCover
        let n = list.count == 1 ? list[0] : make(.sequence, at: start, list: list)
        parenthesized = n
        if tree.kind(n) == .logical { parenthesizedLogical.append(n) }
        return n
    }
    private mutating func arrayLiteral() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let saved = allowsIn
        allowsIn = true
        defer { allowsIn = saved }
        try next()
        var list: [NodeIndex] = []
        while token != .closeBracket {
            let at = position
            if token == .comma {
                list.append(make(.hole, at: at))
            } else if try eat(.ellipsis) {
                list.append(make(.spread, at: at, try assignment(covering: true)))
                // A comma after the last element of a pattern's rest is refused there.
                if token == .comma { tree.nodes[tree.nodes.count - 1].flag = 1 }
            } else {
                list.append(try assignment(covering: true))
            }
            if token != .closeBracket { try need(.comma, "a closing bracket is missing") }
        }
        try next()
        return make(.array, at: start, list: list)
    }
    mutating func template(_ start: Int32, tagged: Bool) throws(SyntaxFault) -> NodeIndex {
        var list: [NodeIndex] = []
        while true {
            let at = Int32(scanner.at)
            let (cooked, raw, isLast) = try scanner.scanTemplatePart()
            guard cooked != nil || tagged else { throw fault("invalid escape in a template", at: at) }
            list.append(make(.string, at: at, cooked ?? -1, raw))
            if isLast { break }
            try next()
            let saved = allowsIn
            allowsIn = true
            list.append(try expression())
            allowsIn = saved
            guard token == .closeBrace else { throw unexpected("a closing brace is missing") }
            scanner.at = scanner.end
        }
        try next()
        return make(.template, at: start, list: list)
    }
    private mutating func taggedTemplate(_ tag: NodeIndex, _ start: Int32) throws(SyntaxFault) -> NodeIndex {
        let t = try template(position, tagged: true)
        var strings: [NodeIndex] = [], values: [NodeIndex] = []
        for (i, place) in tree.list(t).enumerated() {
            if i % 2 == 0 { strings.append(tree.lists[place]) } else { values.append(tree.lists[place]) }
        }
        let s = make(.template, at: start, list: strings)
        let v = make(.sequence, at: start, list: values)
        return make(.taggedTemplate, at: start, tag, s, v)
    }
}
