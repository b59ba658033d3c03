// Expressions (ECMA-262, 13).

extension Parser {
    /// An expression with commas; `coverInitializer` has been seen to.
    mutating func expression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let first = try assignment()
        if token != .comma { return first }
        var list = [first]
        while try eat(.comma) { list.append(try assignment()) }
        return make(.sequence, at: start, list: list)
    }
    /// An assignment expression. With `covering`, `{a = 1}` may be in it, as it may become a pattern.
    mutating func assignment(covering: Bool = false) throws(SyntaxFault) -> NodeIndex {
        try enter()
        defer { depth -= 1 }
        let saved = coverInitializer
        coverInitializer = -1
        let n = try assignmentInner()
        if coverInitializer >= 0, !covering {
            throw fault("an initializer in an object that is no pattern", at: coverInitializer)
        }
        if coverInitializer < 0 { coverInitializer = saved }
        return n
    }
    private mutating func assignmentInner() throws(SyntaxFault) -> NodeIndex {
        let start = position
        if allowsYield, isWord(Keyword.yield) { return try yieldExpression() }
        if isWord(Keyword.async), let arrow = try asyncArrow() { return arrow }
        let usesBefore = tree.uses.count, scopesBefore = tree.scopes.count, functionsBefore = tree.functions.count
        if token == .name, !scanner.escaped || scanner.name >= Keyword.strictCount {
            let isName = scanner.name >= Keyword.strictCount
            let left = try conditional()
            if token == .arrow, isName, tree.kind(left) == .identifier, parenthesized != left, !scanner.newlineBefore {
                return try arrow([left], at: start, usesBefore, scopesBefore, functionsBefore)
            }
            if arrowParameters != nil { throw unexpected() }
            return try finishAssignment(left, start)
        }
        if token == .open {
            let left = try conditional()
            if let parameters = arrowParameters {
                if arrowStart != start { throw unexpected() }
                arrowParameters = nil
                return try arrow(parameters, at: start, usesBefore, scopesBefore, functionsBefore)
            }
            return try finishAssignment(left, start)
        }
        let left = try conditional()
        if arrowParameters != nil { throw unexpected() }
        return try finishAssignment(left, start)
    }
    private mutating func finishAssignment(_ left: NodeIndex, _ start: Int32) throws(SyntaxFault) -> NodeIndex {
        guard token.isAssignment else { return left }
        let operation = token
        if operation == .assign, tree.kind(left) == .array || tree.kind(left) == .object, parenthesized != left {
            coverInitializer = -1
            try makePattern(left, declaring: nil)
        } else {
            try checkSimpleTarget(left)
        }
        try next()
        let value = try assignment()
        nameFunction(value, after: parenthesized == left && tree.kind(left) == .identifier ? noNode : left)
        markWritten(left)
        let n = make(.assign, at: start, left, value, operation: operation)
        tree.writes.append(n)
        return n
    }
    /// A target of an assignment that is no pattern (13.15.1).
    mutating func checkSimpleTarget(_ n: NodeIndex) throws(SyntaxFault) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .identifier:
            if node.a == Keyword.eval || node.a == Keyword.arguments {
                throw fault("eval and arguments cannot be declared or assigned", at: node.position)
            }
        case .member, .index, .privateMember, .superMember, .superIndex:
            if node.flag != 0 { throw fault("an optional chain cannot be assigned", at: node.position) }
        default: throw fault("this cannot be assigned", at: node.position)
        }
    }
    /// Says that the variables of a target are written after their initialization.
    mutating func markWritten(_ n: NodeIndex) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .identifier:
            for i in tree.uses.indices.reversed() where tree.uses[i].node == n {
                tree.uses[i].isWrite = true
                break
            }
        case .arrayPattern, .objectPattern: for i in tree.list(n) { markWritten(tree.lists[i]) }
        case .property: markWritten(node.b)
        case .withDefault, .rest: markWritten(node.a)
        default: break
        }
    }
    /// Names an anonymous function or class after a target (8.4).
    mutating func nameFunction(_ value: NodeIndex, after target: NodeIndex) {
        if target >= 0, tree.kind(target) == .identifier { nameFunction(value, tree.nodes[Int(target)].a) }
    }
    mutating func nameFunction(_ value: NodeIndex, _ name: Name) {
        let node = tree.nodes[Int(value)]
        if node.kind == .function, tree.functions[Int(node.a)].name < 0 { tree.functions[Int(node.a)].name = name }
        if node.kind == .classNode, tree.classes[Int(node.a)].name < 0 { tree.classes[Int(node.a)].name = name }
    }
    private mutating func yieldExpression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        if inParameters { throw unexpected("yield in parameters") }
        try next()
        var value = noNode
        var delegates = false
        if !scanner.newlineBefore {
            delegates = try eat(.multiply)
            switch token {
            case .close, .closeBrace, .closeBracket, .comma, .semicolon, .colon, .end, .in: break
            default:
                if delegates || !isWord(Keyword.in) && !isWord(Keyword.of) { value = try assignment() }
            }
            if delegates, value < 0 { throw unexpected() }
        }
        let n = make(.yield, at: start, value, flag: delegates ? 1 : 0)
        tree.writes.append(n)
        return n
    }
    mutating func conditional() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let condition = try binary(1)
        if token != .question || arrowParameters != nil { return condition }
        try next()
        let saved = allowsIn
        allowsIn = true
        let yes = try assignment()
        allowsIn = saved
        try need(.colon, "a colon is missing")
        let no = try assignment()
        return make(.conditional, at: start, condition, yes, no)
    }
    private var binaryOperator: Token {
        if token == .name, !scanner.escaped {
            if scanner.name == Keyword.in { return allowsIn ? .in : .end }
            if scanner.name == Keyword.instanceof { return .instanceof }
            return .end
        }
        return token
    }
    mutating func binary(_ least: Int) throws(SyntaxFault) -> NodeIndex {
        let start = position
        var left: NodeIndex
        if token == .privateName, !isLibrary || scanner.byte(scanner.start) == 35 {
            left = try privateIn(least)
        } else {
            left = try unary()
        }
        if arrowParameters != nil { return left }
        while true {
            let operation = binaryOperator
            let precedence = operation.precedence
            if precedence == 0 || precedence < least { return left }
            if operation == .power, tree.kind(left) == .unary || tree.kind(left) == .await, parenthesized != left {
                throw unexpected("a unary operator before ** needs parentheses")
            }
            let at = position
            try next()
            let right: NodeIndex
            if operation == .power {
                try enter()
                right = try binary(precedence)
                depth -= 1
            } else {
                right = try binary(precedence + 1)
            }
            if precedence <= 2 {
                let mixes = operation == .nullish
                for side in [left, right] where tree.kind(side) == .logical && parenthesized != side {
                    let other = tree.nodes[Int(side)].operation
                    if mixes != (other == .nullish), !isParenthesized(side) {
                        throw fault("?? with && or || needs parentheses", at: at)
                    }
                }
                left = make(.logical, at: start, left, right, operation: operation)
            } else {
                left = make(.binary, at: at, left, right, operation: operation)
            }
        }
    }
    func isParenthesized(_ n: NodeIndex) -> Bool {
        for p in parenthesizedLogical where p == n { return true }
        return false
    }
    private mutating func privateIn(_ least: Int) throws(SyntaxFault) -> NodeIndex {
        let start = position
        let name = scanner.name
        let ref = use(name, at: start)
        try next()
        guard isWord(Keyword.in), allowsIn, least <= Token.in.precedence else { throw unexpected() }
        try next()
        let object = try binary(Token.in.precedence + 1)
        return make(.privateIn, at: start, ref, object)
    }
    mutating func unary() throws(SyntaxFault) -> NodeIndex {
        let start = position
        var operation = Token.end
        switch token {
        case .not: operation = .not
        case .tilde: operation = .tilde
        case .add: operation = .positive
        case .subtract: operation = .negative
        case .increment, .decrement:
            let operation = token
            try next()
            try enter()
            let target = try unary()
            depth -= 1
            try checkSimpleTarget(target)
            markWritten(target)
            let n = make(.update, at: start, target, operation: operation, flag: 1)
            tree.writes.append(n)
            return n
        case .name where !scanner.escaped:
            switch scanner.name {
            case Keyword.typeof: operation = .typeof
            case Keyword.void: operation = .void
            case Keyword.delete: operation = .delete
            case Keyword.await where allowsAwait:
                if inParameters || inStaticBlock { throw unexpected("await in parameters") }
                try next()
                try enter()
                let value = try unary()
                depth -= 1
                if tree.functions[Int(function)].isProgram { tree.hasTopLevelAwait = true }
                let n = make(.await, at: start, value)
                tree.writes.append(n)
                return n
            default: break
            }
        default: break
        }
        if operation == .end { return try postfix() }
        try next()
        try enter()
        let operand = try unary()
        depth -= 1
        if operation == .delete {
            var inner = operand
            if tree.kind(inner) == .optionalChain { inner = tree.nodes[Int(inner)].a }
            if tree.kind(inner) == .identifier { throw fault("a variable cannot be deleted", at: start) }
            if tree.kind(inner) == .privateMember { throw fault("a private member cannot be deleted", at: start) }
        }
        return make(.unary, at: start, operand, operation: operation)
    }
    private mutating func postfix() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let target = try leftHandSide()
        guard token == .increment || token == .decrement, !scanner.newlineBefore, arrowParameters == nil else {
            return target
        }
        try checkSimpleTarget(target)
        markWritten(target)
        let n = make(.update, at: start, target, operation: token)
        tree.writes.append(n)
        try next()
        return n
    }
}
