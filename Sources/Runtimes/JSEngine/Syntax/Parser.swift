// The parser: source text to a tree (ECMA-262, 13 to 16), strict code only. Recursive descent; its depth is bounded by
// `mostNested`, beyond which the source is refused.
//
// Cover grammars: an expression that turns out to be a pattern is made one in place (Parser+Patterns.swift); names used
// in what turns out to be an arrow function's parameters are given to the function's scope afterwards.

struct Parser: ~Copyable {
    var scanner: Scanner
    var tree = Tree()
    /// The current scope and function.
    var scope: Int32 = -1
    var function: Int32 = -1
    /// Where an object literal has `name = value`, which only a pattern may have; -1: nowhere.
    var coverInitializer: Int32 = -1
    /// The last expression that was in parentheses.
    var parenthesized: NodeIndex = noNode
    /// Those of them that are logical.
    var parenthesizedLogical: [NodeIndex] = []
    /// What was in parentheses that `=>` follows, and where.
    var arrowParameters: [NodeIndex]?
    var arrowStart: Int32 = -1
    /// `async` as a name, before what may be parameters.
    var asyncCallee: NodeIndex = noNode
    var homeIsStatic = false
    /// What an export declaration leaves to be run.
    var pendingStatement: NodeIndex = noNode
    /// The declarations made by a pattern, while somebody wants to know.
    var declaredNames: [Int32]?
    /// While parameters are read.
    var inParameters = false
    var labels: [(name: Name, isLoop: Bool)] = []
    var loopDepth = 0, switchDepth = 0
    var depth = 0
    static var mostNested: Int { 600 }
    var allowsIn = true
    // What the current function allows.
    var allowsYield = false, allowsAwait = false, allowsNewTarget = false
    var allowsSuperProperty = false, allowsSuperCall = false, allowsArguments = true, allowsReturn = false
    var isModule = false
    var inStaticBlock = false
    /// The source is of the library.
    var isLibrary = false

    init(_ text: [UInt8]) { scanner = Scanner(text) }

    // MARK: Tokens

    var token: Token { scanner.token }
    func isWord(_ w: Name) -> Bool { scanner.token == .name && scanner.name == w && !scanner.escaped }
    mutating func next() throws(SyntaxFault) { try scanner.next() }
    mutating func eat(_ t: Token) throws(SyntaxFault) -> Bool {
        if scanner.token != t { return false }
        try next()
        return true
    }
    mutating func eatWord(_ w: Name) throws(SyntaxFault) -> Bool {
        if !isWord(w) { return false }
        try next()
        return true
    }
    mutating func need(_ t: Token, _ message: StaticString) throws(SyntaxFault) {
        if scanner.token != t { throw unexpected(message) }
        try next()
    }
    func unexpected(_ message: StaticString = "unexpected token") -> SyntaxFault {
        SyntaxFault(
            message: scanner.token == .end ? "the source ends too early" : message, position: scanner.start)
    }
    func fault(_ message: StaticString, at position: Int32) -> SyntaxFault {
        SyntaxFault(message: message, position: Int(position))
    }
    /// Automatic semicolon insertion (12.10).
    mutating func semicolon() throws(SyntaxFault) {
        if try eat(.semicolon) { return }
        if token == .closeBrace || token == .end || scanner.newlineBefore { return }
        throw unexpected("a semicolon is missing")
    }
    var position: Int32 { Int32(scanner.start) }

    /// The binding name that is the current token.
    mutating func bindingName() throws(SyntaxFault) -> Name {
        let n = try identifierReference()
        if n == Keyword.eval || n == Keyword.arguments {
            throw fault("eval and arguments cannot be declared or assigned", at: Int32(scanner.start))
        }
        return n
    }
    /// The name of a variable that is the current token (13.1). Does not go on.
    func identifierReference() throws(SyntaxFault) -> Name {
        guard token == .name else { throw unexpected("a name is missing") }
        let n = scanner.name
        if n < Keyword.strictCount || n == Keyword.await && (allowsAwait || isModule || inStaticBlock) {
            throw unexpected("a reserved word is no name")
        }
        return n
    }

    // MARK: Nodes

    mutating func make(
        _ kind: NodeKind, at position: Int32, _ a: Int32 = -1, _ b: Int32 = -1, _ c: Int32 = -1,
        operation: Token = .end, flag: UInt8 = 0
    ) -> NodeIndex {
        tree.nodes.append(
            Node(kind: kind, operation: operation, flag: flag, position: position, a: a, b: b, c: c))
        return Int32(tree.nodes.count - 1)
    }
    mutating func make(
        _ kind: NodeKind, at position: Int32, list: [NodeIndex], c: Int32 = -1, flag: UInt8 = 0, operation: Token = .end
    ) -> NodeIndex {
        let first = Int32(tree.lists.count)
        tree.lists.append(contentsOf: list)
        return make(kind, at: position, first, Int32(list.count), c, operation: operation, flag: flag)
    }
    mutating func enter() throws(SyntaxFault) {
        depth += 1
        if depth > Parser.mostNested {
            throw SyntaxFault(message: "nested too deeply", position: scanner.start, isTooDeep: true)
        }
    }

    // MARK: Scopes and names

    mutating func pushScope(_ kind: ScopeKind) -> Int32 {
        tree.scopes.append(Scope(parent: scope, function: function, kind: kind))
        scope = Int32(tree.scopes.count - 1)
        return scope
    }
    mutating func popScope() { scope = tree.scopes[Int(scope)].parent }

    /// A use of a name, as a node.
    mutating func use(_ name: Name, at position: Int32) -> NodeIndex {
        let n = make(.identifier, at: position, name)
        tree.uses.append(NameUse(node: n, name: name, scope: scope, position: position))
        return n
    }
    mutating func hiddenUse(_ kind: NodeKind, _ name: Name, at position: Int32) -> NodeIndex {
        let n = make(kind, at: position, name)
        tree.uses.append(NameUse(node: n, name: name, scope: scope, position: position))
        return n
    }
    /// Declares a name in the current scope (early errors: 14.2.1, 14.12.1, 15.1.1, 16.1.1, 16.2.1).
    @discardableResult
    mutating func declare(_ name: Name, _ kind: DeclarationKind, at position: Int32) throws(SyntaxFault) -> Int32 {
        if kind == .variable { return try declareVariable(name, at: position) }
        if kind == .letKind || kind == .constKind || kind == .classKind, name == Keyword.let {
            throw fault("let cannot be declared lexically", at: position)
        }
        let old = tree.find(scope, name)
        if old >= 0 {
            let was = tree.declarations[Int(old)].kind
            let s = tree.scopes[Int(scope)].kind
            let isTop = s == .function || s == .body || s == .program
            if kind == .function, isTop, was == .function || was == .variable || was == .parameter {
                if was == .variable { tree.declarations[Int(old)].kind = .function }
                return old
            }
            throw fault("the name is already declared", at: position)
        }
        if tree.scopes[Int(scope)].kind == .body, kind.isLexical || kind == .function {
            let parameter = tree.find(tree.scopes[Int(scope)].parent, name)
            if parameter >= 0, kind != .function, tree.declarations[Int(parameter)].kind == .parameter {
                throw fault("the name is already declared", at: position)
            }
        }
        if kind.isLexical || kind == .function, tree.scopes[Int(scope)].kind == .block {
            let parent = tree.scopes[Int(scope)].parent
            if tree.scopes[Int(parent)].kind == .catchScope, tree.find(parent, name) >= 0 {
                throw fault("the name is already declared", at: position)
            }
        }
        return tree.declare(scope, name, kind, position)
    }
    private mutating func declareVariable(_ name: Name, at position: Int32) throws(SyntaxFault) -> Int32 {
        var s = scope
        while true {
            let old = tree.find(s, name)
            let k = tree.scopes[Int(s)].kind
            let isTop = k == .function || k == .body || k == .program || k == .module
            if old >= 0 {
                let was = tree.declarations[Int(old)].kind
                let conflicts =
                    was.isLexical || was == .function && (!isTop || k == .module)
                    || was == .catchParameter && tree.declarations[Int(old)].flag != 0
                if conflicts { throw fault("the name is already declared", at: position) }
                if isTop, was != .passing { return old }
            }
            if isTop { return tree.declare(s, name, .variable, position) }
            if old < 0 { _ = tree.declare(s, name, .passing, position) }
            s = tree.scopes[Int(s)].parent
        }
    }
}
