// Destructuring patterns (ECMA-262, 13.15.5 and 14.3.3): read as such, or made from an expression that covers one.

extension Parser {
    /// A name or pattern. With `asCover` nothing is declared yet, and names are uses: `arrow` declares them.
    mutating func bindingTarget(declaring kind: DeclarationKind? = nil, asCover: Bool = false) throws(SyntaxFault)
        -> NodeIndex
    {
        try enter()
        defer { depth -= 1 }
        let start = position
        if token == .openBracket || token == .openBrace {
            let n = try primary()
            coverInitializer = -1
            try makePattern(n, declaring: kind)
            return n
        }
        let name = try bindingName()
        if let kind { try declareBinding(name, kind, at: start) }
        let n = use(name, at: start)
        try next()
        return n
    }
    /// A target with an initializer, if there is one.
    mutating func bindingElement(declaring kind: DeclarationKind) throws(SyntaxFault) -> NodeIndex {
        let start = position
        let target = try bindingTarget(declaring: kind)
        guard try eat(.assign) else { return target }
        let saved = allowsIn
        allowsIn = true
        let value = try assignment()
        allowsIn = saved
        nameFunction(value, after: target)
        return make(.withDefault, at: start, target, value)
    }
    private mutating func declareBinding(_ name: Name, _ kind: DeclarationKind, at position: Int32) throws(SyntaxFault)
    {
        if name == Keyword.eval || name == Keyword.arguments {
            throw fault("eval and arguments cannot be declared or assigned", at: position)
        }
        if kind == .parameter, tree.find(scope, name) >= 0 {
            throw fault("two parameters with one name", at: position)
        }
        let d = try declare(name, kind, at: position)
        if let collected = declaredNames {
            _ = collected
            declaredNames?.append(d)
        }
    }
    /// Makes a pattern of an array or object literal; with `declaring` its names are declared, and nothing but names and
    /// patterns may be in it.
    mutating func makePattern(_ n: NodeIndex, declaring kind: DeclarationKind?) throws(SyntaxFault) {
        try enter()
        defer { depth -= 1 }
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .identifier:
            if let kind { try declareBinding(node.a, kind, at: node.position) } else { try checkSimpleTarget(n) }
        case .arrayPattern, .objectPattern:
            // Already a pattern of an assignment; as a declaration its names are declared now.
            if let kind { for i in tree.list(n) { try declarePattern(tree.lists[i], kind) } }
        case .array:
            tree.nodes[Int(n)].kind = .arrayPattern
            for i in tree.list(n) {
                let item = tree.lists[i]
                switch tree.kind(item) {
                case .hole: break
                case .spread:
                    if i + 1 != tree.list(n).upperBound || tree.nodes[Int(item)].flag != 0 {
                        throw fault("a rest element is the last one", at: tree.nodes[Int(item)].position)
                    }
                    tree.nodes[Int(item)].kind = .rest
                    if parenthesized == tree.nodes[Int(item)].a, kind != nil || isLiteral(parenthesized) {
                        throw fault("invalid pattern", at: node.position)
                    }
                    try makePattern(tree.nodes[Int(item)].a, declaring: kind)
                default: tree.lists[i] = try makeElement(item, declaring: kind)
                }
            }
        case .object:
            tree.nodes[Int(n)].kind = .objectPattern
            for i in tree.list(n) {
                let item = tree.lists[i]
                let p = tree.nodes[Int(item)]
                if p.kind == .spread {
                    if i + 1 != tree.list(n).upperBound {
                        throw fault("a rest element is the last one", at: p.position)
                    }
                    tree.nodes[Int(item)].kind = .rest
                    if tree.kind(p.a) == .array || tree.kind(p.a) == .object {
                        throw fault("invalid pattern", at: p.position)
                    }
                    try makePattern(p.a, declaring: kind)
                } else {
                    if p.flag & ~(PropertyFlag.shorthand | PropertyFlag.proto) != 0 {
                        throw fault("a method in a pattern", at: p.position)
                    }
                    tree.nodes[Int(item)].b = try makeElement(p.b, declaring: kind)
                }
            }
        case .member, .index, .privateMember, .superMember, .superIndex:
            if kind != nil { throw fault("invalid pattern", at: node.position) }
            try checkSimpleTarget(n)
        default: throw fault("invalid pattern", at: node.position)
        }
    }
    private func isLiteral(_ n: NodeIndex) -> Bool {
        n >= 0
            && (tree.kind(n) == .arrayPattern || tree.kind(n) == .objectPattern || tree.kind(n) == .array
                || tree.kind(n) == .object)
    }
    /// An element of a pattern, with or without an initializer.
    mutating func makeElement(_ n: NodeIndex, declaring kind: DeclarationKind?) throws(SyntaxFault) -> NodeIndex {
        if n == parenthesized, kind != nil || isLiteral(n) {
            throw fault("invalid pattern", at: tree.nodes[Int(n)].position)
        }
        let node = tree.nodes[Int(n)]
        if node.kind == .withDefault {
            if let kind { try makePattern(node.a, declaring: kind) }
            return n
        }
        if node.kind == .assign, node.operation == .assign, n != parenthesized {
            tree.nodes[Int(n)].kind = .withDefault
            if tree.kind(node.a) == .arrayPattern || tree.kind(node.a) == .objectPattern {
                if let kind { for i in tree.list(node.a) { try declarePattern(tree.lists[i], kind) } }
            } else {
                try makePattern(node.a, declaring: kind)
            }
            return n
        }
        try makePattern(n, declaring: kind)
        return n
    }
    /// Declares the names of what is a pattern already.
    private mutating func declarePattern(_ n: NodeIndex, _ kind: DeclarationKind) throws(SyntaxFault) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .hole: break
        case .identifier: try declareBinding(node.a, kind, at: node.position)
        case .property: try declarePattern(node.b, kind)
        case .withDefault, .rest: try declarePattern(node.a, kind)
        case .arrayPattern, .objectPattern: for i in tree.list(n) { try declarePattern(tree.lists[i], kind) }
        default: throw fault("invalid pattern", at: node.position)
        }
    }
}
