// Functions and arrow functions (ECMA-262, 15.1 to 15.8).

/// What a function's code may contain, as its surroundings left it.
struct FunctionContext {
    var yield: Bool, await: Bool, newTarget: Bool, superProperty: Bool, superCall: Bool, arguments: Bool, returns: Bool
    var homeIsStatic: Bool, inParameters: Bool, inStaticBlock: Bool, allowsIn: Bool
    var labels: [(name: Name, isLoop: Bool)]
    var loopDepth: Int, switchDepth: Int
    var function: Int32, scope: Int32
}

extension Parser {
    func saveContext() -> FunctionContext {
        FunctionContext(
            yield: allowsYield, await: allowsAwait, newTarget: allowsNewTarget, superProperty: allowsSuperProperty,
            superCall: allowsSuperCall, arguments: allowsArguments, returns: allowsReturn, homeIsStatic: homeIsStatic,
            inParameters: inParameters, inStaticBlock: inStaticBlock, allowsIn: allowsIn, labels: labels,
            loopDepth: loopDepth, switchDepth: switchDepth, function: function, scope: scope)
    }
    mutating func restore(_ c: FunctionContext) {
        (allowsYield, allowsAwait, allowsNewTarget) = (c.yield, c.await, c.newTarget)
        (allowsSuperProperty, allowsSuperCall, allowsArguments) = (c.superProperty, c.superCall, c.arguments)
        (allowsReturn, homeIsStatic, inParameters) = (c.returns, c.homeIsStatic, c.inParameters)
        (inStaticBlock, allowsIn, labels) = (c.inStaticBlock, c.allowsIn, c.labels)
        (loopDepth, switchDepth, function, scope) = (c.loopDepth, c.switchDepth, c.function, c.scope)
    }
    /// Begins a function: makes it and its scope current.
    mutating func beginFunction(_ f: FunctionNode) -> Int32 {
        var f = f
        f.parent = function
        let i = Int32(tree.functions.count)
        function = i
        f.scope = pushScope(.function)
        tree.functions.append(f)
        labels = []
        loopDepth = 0
        switchDepth = 0
        allowsIn = true
        if !f.isArrow {
            allowsYield = f.isGenerator
            allowsNewTarget = true
            allowsArguments = true
            inStaticBlock = false
            if !f.isMethod { (allowsSuperProperty, allowsSuperCall) = (false, false) }
        } else {
            allowsYield = false
        }
        allowsAwait = f.isAsync
        allowsReturn = true
        inParameters = false
        return i
    }

    /// `function` has come; its name and the rest follow.
    mutating func functionExpression(isAsync: Bool = false, at given: Int32? = nil) throws(SyntaxFault) -> NodeIndex {
        let start = given ?? position
        try next()
        let isGenerator = try eat(.multiply)
        var f = FunctionNode(position: start, isAsync: isAsync, isGenerator: isGenerator)
        let context = saveContext()
        if token == .name {
            (allowsYield, allowsAwait) = (isGenerator, isAsync)
            f.name = try bindingName()
            if isGenerator, f.name == Keyword.yield { throw unexpected() }
            try next()
            f.selfScope = pushScope(.selfName)
            _ = tree.declare(scope, f.name, .selfName, start)
        }
        f.isConstructor = !isAsync && !isGenerator
        let i = beginFunction(f)
        try functionRest(i)
        restore(context)
        if f.selfScope >= 0 { tree.scopes[Int(f.selfScope)].function = i }
        return make(.function, at: start, i)
    }
    mutating func asyncFunctionExpression() throws(SyntaxFault) -> NodeIndex? {
        let start = position
        var i = scanner.end
        while scanner.byte(i) == 32 || scanner.byte(i) == 9 { i += 1 }
        guard scanner.hasWord(Keyword.function, at: i) else { return nil }
        try next()
        if scanner.newlineBefore { return nil }
        return try functionExpression(isAsync: true, at: start)
    }
    /// Parameters and body, from the opening parenthesis on.
    mutating func functionRest(_ i: Int32) throws(SyntaxFault) {
        try parameters(i)
        try functionBody(i)
    }
    private mutating func parameters(_ i: Int32) throws(SyntaxFault) {
        try need(.open, "parameters are missing")
        inParameters = true
        var list: [NodeIndex] = []
        while token != .close {
            let at = position
            if try eat(.ellipsis) {
                let target = try bindingTarget(declaring: .parameter)
                list.append(make(.rest, at: at, target))
                if token != .close { throw unexpected("a rest parameter is the last one") }
                break
            }
            list.append(try bindingElement(declaring: .parameter))
            if token != .close { try need(.comma, "a closing parenthesis is missing") }
        }
        try next()
        inParameters = false
        finishParameters(i, list)
    }
    mutating func finishParameters(_ i: Int32, _ list: [NodeIndex]) {
        var simple = true, hasExpressions = false
        var length: Int32 = 0, counts = true
        for n in list {
            if tree.kind(n) != .identifier { simple = false }
            if tree.kind(n) == .withDefault || tree.kind(n) == .rest { counts = false }
            if counts { length += 1 }
            if hasExpression(n) { hasExpressions = true }
        }
        tree.functions[Int(i)].parameters = list
        tree.functions[Int(i)].hasSimpleParameters = simple
        tree.functions[Int(i)].hasParameterExpressions = hasExpressions
        tree.functions[Int(i)].length = length
    }
    private func hasExpression(_ n: NodeIndex) -> Bool {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .withDefault: return true
        case .rest: return hasExpression(node.a)
        case .property: return tree.kind(node.a) == .computed || hasExpression(node.b)
        case .arrayPattern, .objectPattern:
            for k in tree.list(n) where hasExpression(tree.lists[k]) { return true }
            return false
        default: return false
        }
    }
    mutating func functionBody(_ i: Int32) throws(SyntaxFault) {
        if tree.functions[Int(i)].hasParameterExpressions { tree.functions[Int(i)].bodyScope = pushScope(.body) }
        try need(.openBrace, "a function's body is missing")
        let first = position
        let isDirective = token == .string
        let list = try statements(until: .closeBrace)
        if isDirective, !tree.functions[Int(i)].hasSimpleParameters { try checkDirectives(list, first) }
        tree.functions[Int(i)].body = list
        tree.functions[Int(i)].end = Int32(scanner.end)
        try next()
    }
    private func checkDirectives(_ list: [NodeIndex], _ position: Int32) throws(SyntaxFault) {
        for n in list {
            let node = tree.nodes[Int(n)]
            guard node.kind == .expression, tree.kind(node.a) == .string else { return }
            let s = tree.nodes[Int(node.a)]
            // The text between the quotes: an escape makes it no directive.
            if s.a == Keyword.useStrict {
                throw fault("\"use strict\" in a function whose parameters are not simple", at: position)
            }
        }
    }

    // MARK: Arrow functions

    /// The parameters have been read as expressions; `=>` is the current token.
    mutating func arrow(
        _ parameters: [NodeIndex], at start: Int32, _ uses: Int, _ scopes: Int, _ functions: Int, isAsync: Bool = false
    ) throws(SyntaxFault) -> NodeIndex {
        if scanner.newlineBefore { throw unexpected() }
        let context = saveContext()
        let outer = scope, outerFunction = function
        let i = beginFunction(FunctionNode(position: start, isArrow: true, isAsync: isAsync))
        // What the parameters contain belongs to the new function.
        let inner = scope
        for u in uses..<tree.uses.count where tree.uses[u].scope == outer { tree.uses[u].scope = inner }
        for s in scopes..<tree.scopes.count - 1 {
            if tree.scopes[s].parent == outer { tree.scopes[s].parent = inner }
            if tree.scopes[s].function == outerFunction { tree.scopes[s].function = i }
        }
        for f in functions..<tree.functions.count - 1 where tree.functions[f].parent == outerFunction {
            tree.functions[f].parent = i
        }
        var list: [NodeIndex] = []
        for n in parameters {
            if tree.kind(n) == .rest {
                try makePattern(tree.nodes[Int(n)].a, declaring: .parameter)
                list.append(n)
            } else {
                list.append(try makeElement(n, declaring: .parameter))
            }
        }
        finishParameters(i, list)
        for n in tree.nodes.indices.reversed() {
            if tree.nodes[n].position < start { break }
            if tree.nodes[n].kind == .yield || tree.nodes[n].kind == .await,
                isInside(tree.nodes[n].position, scopes, functions)
            {
                throw fault("yield or await in parameters", at: tree.nodes[n].position)
            }
        }
        try next()
        if token == .openBrace {
            try functionBody(i)
            restore(context)
        } else {
            if tree.functions[Int(i)].hasParameterExpressions { tree.functions[Int(i)].bodyScope = pushScope(.body) }
            allowsIn = context.allowsIn
            let value = try assignment()
            tree.functions[Int(i)].body = [value]
            tree.functions[Int(i)].isExpressionBody = true
            tree.functions[Int(i)].end = Int32(scanner.previousEnd)
            restore(context)
        }
        return make(.function, at: start, i)
    }
    /// Whether a position among the parameters is in no function of theirs.
    private func isInside(_ position: Int32, _ scopes: Int, _ functions: Int) -> Bool {
        for f in functions..<tree.functions.count - 1 {
            if position >= tree.functions[f].position, position < tree.functions[f].end { return false }
        }
        return true
    }
    /// `async name =>`, if that is what follows.
    mutating func asyncArrow() throws(SyntaxFault) -> NodeIndex? {
        let start = position
        var i = scanner.end
        while scanner.byte(i) == 32 || scanner.byte(i) == 9 { i += 1 }
        let (c, _) = scanner.codePoint(i)
        guard Scanner.isNameStart(c), !scanner.hasWord(Keyword.function, at: i), let end = scanner.wordEnd(i) else {
            return nil
        }
        var j = end
        while scanner.byte(j) == 32 || scanner.byte(j) == 9 { j += 1 }
        guard scanner.byte(j) == 61, scanner.byte(j + 1) == 62 else { return nil }
        try next()
        let (uses, scopes, functions) = (tree.uses.count, tree.scopes.count, tree.functions.count)
        if isWord(Keyword.await) { throw unexpected() }
        let name = try bindingName()
        let n = use(name, at: position)
        try next()
        return try arrow([n], at: start, uses, scopes, functions, isAsync: true)
    }
    /// `async (…)`: a call, or an arrow function's parameters; nil for a call that has to be read as such.
    mutating func asyncArrowAfterName(_ callee: NodeIndex, _ start: Int32) throws(SyntaxFault) -> NodeIndex? {
        asyncCallee = noNode
        guard !scanner.newlineBefore else { return nil }
        let (uses, scopes, functions) = (tree.uses.count, tree.scopes.count, tree.functions.count)
        let saved = coverInitializer
        coverInitializer = -1
        let list = try arguments(covering: true)
        if token == .arrow, !scanner.newlineBefore {
            coverInitializer = saved
            var parameters: [NodeIndex] = []
            for n in list {
                if n == parenthesized { throw fault("invalid parameter", at: start) }
                if tree.kind(n) == .spread { tree.nodes[Int(n)].kind = .rest }
                parameters.append(n)
            }
            return try arrow(parameters, at: start, uses, scopes, functions, isAsync: true)
        }
        if coverInitializer >= 0 { throw fault("an initializer in an object that is no pattern", at: coverInitializer) }
        coverInitializer = saved
        let call = make(.call, at: start, list: [callee] + list)
        return try continueSuffixes(call, start)
    }
}
