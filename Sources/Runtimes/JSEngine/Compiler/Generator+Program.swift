// Whole scripts (ECMA-262, 16.1).

extension Generator {
    /// The code of a script, or 0.
    mutating func script(_ m: borrowing Arena) -> Reference {
        f = FunctionState(index: 0)
        f.free = 1
        f.most = 1
        let node = tree.functions[0]
        var d = tree.scopes[Int(node.scope)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.kind != .passing, declaration.kind != .hidden {
                let t = allocate(5)
                let k = nameConstant(m, declaration.name)
                emit(.loadConstant, t + 3, wide: k)
                let how = !declaration.kind.isLexical ? 0 : declaration.kind == .constKind ? 2 : 1
                emit(.loadInteger, t + 4, wide: how)
                intrinsic(.declareGlobal, t, count: 2)
                f.free = t
            }
            d = declaration.next
        }
        instantiateFunctions(m, node.scope)
        for n in node.body { statement(m, n) }
        emit(.returnUndefined)
        return finish(m, name: -1)
    }
}
