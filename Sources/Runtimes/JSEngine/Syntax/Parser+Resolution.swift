// Which declaration a name means (ECMA-262, 9.1): looked for from the use's scope outwards, once all are known. What is
// used by inner functions is captured: it lives in a box.

extension Parser {
    mutating func resolve() throws(SyntaxFault) {
        var i = 0
        while i < tree.uses.count {
            try resolve(tree.uses[i])
            i += 1
        }
    }
    private mutating func resolve(_ u: NameUse) throws(SyntaxFault) {
        let function = tree.scopes[Int(u.scope)].function
        var s = u.scope
        while s >= 0 {
            let scope = tree.scopes[Int(s)]
            var d = tree.find(s, u.name)
            if d >= 0, tree.declarations[Int(d)].kind == .passing { d = -1 }
            if d < 0, scope.kind == .function, !tree.functions[Int(scope.function)].isArrow {
                if u.name == Keyword.this || u.name == Keyword.newTarget {
                    d = tree.declare(s, u.name, .hidden, 0)
                } else if u.name == Keyword.arguments {
                    d = tree.declare(s, u.name, .variable, 0)
                    tree.declarations[Int(d)].flag = 1
                }
            }
            if d >= 0 {
                tree.nodes[Int(u.node)].b = d
                if tree.scopes[Int(s)].function != function { tree.declarations[Int(d)].isCaptured = true }
                if u.isWrite { tree.declarations[Int(d)].isAssigned = true }
                noteCheck(d, u, function)
                return
            }
            s = scope.parent
        }
        if scanner.names.unit(u.name, 0) == 35, scanner.names.length(u.name) > 1 {
            throw fault("the private name is not declared", at: u.position)
        }
    }
    /// Whether a use may come before the declaration's initialization: if it comes earlier in the source, in another
    /// function, or in a switch, whose clauses may be jumped over.
    private mutating func noteCheck(_ d: Int32, _ u: NameUse, _ function: Int32) {
        let declaration = tree.declarations[Int(d)]
        guard declaration.kind.isLexical else { return }
        let scope = tree.scopes[Int(declaration.scope)]
        if scope.function != function || u.position <= declaration.position || scope.kind == .switchBlock {
            tree.declarations[Int(d)].needsCheck = true
        }
    }
}
