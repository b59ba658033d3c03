// Variables: where they are, how scopes begin (ECMA-262, 9.1, 10.2.11, 14.2.3), and closures' boxes.

/// Where a name's value is.
enum VariablePlace {
    case register(Int)
    /// In a box that a register of this function holds.
    case localBox(Int)
    /// In a box of the closure.
    case box(Int)
    case global
    /// The name of a function expression, in the function itself.
    case callee
}

extension Generator {
    func isCheckNeeded(_ d: Declaration, at position: Int32) -> Bool {
        if !d.kind.isLexical || !d.needsCheck { return d.kind == .constKind && isInnerClassName(d, position) }
        let scope = tree.scopes[Int(d.scope)]
        return scope.function != f.index || position <= d.position || scope.kind == .switchBlock
    }
    private func isInnerClassName(_ d: Declaration, _ position: Int32) -> Bool {
        d.needsCheck && position <= d.position
    }
    /// Where a declared variable is, from the current function.
    mutating func place(_ d: Int32) -> VariablePlace {
        let declaration = tree.declarations[Int(d)]
        let scope = tree.scopes[Int(declaration.scope)]
        if scope.kind == .program { return .global }
        if scope.function == f.index, scope.kind != .module {
            if declaration.kind == .selfName, declaration.register < 0 { return .callee }
            let r = Int(declaration.register)
            return declaration.isCaptured ? .localBox(r) : .register(r)
        }
        return .box(box(d, outer.count))
    }
    /// The number of a variable's box in the closure of the function at a level (the current one is at `outer.count`).
    private mutating func box(_ d: Int32, _ level: Int) -> Int {
        let state = level == outer.count ? f : outer[level]
        for i in state.boxes.indices where state.boxes[i].declaration == d { return i }
        let declaration = tree.declarations[Int(d)]
        let scope = tree.scopes[Int(declaration.scope)]
        var from: UInt32 = 0
        if level > 0 {
            let owner = level - 1
            if scope.kind != .module, scope.function == (owner == outer.count ? f.index : outer[owner].index) {
                from = 0x10000 | UInt32(max(0, declaration.register))
            } else {
                from = UInt32(box(d, owner))
            }
        }
        if level == outer.count {
            f.boxes.append((d, from))
            if f.boxes.count > 255 { tooMuch() }
            return f.boxes.count - 1
        }
        outer[level].boxes.append((d, from))
        if outer[level].boxes.count > 255 { tooMuch() }
        return outer[level].boxes.count - 1
    }

    // MARK: Reading and writing

    /// The register of a variable that is in one and has a value; otherwise nil.
    mutating func plainRegister(_ n: NodeIndex) -> Int? {
        let node = tree.nodes[Int(n)]
        guard node.kind == .identifier || node.kind == .this || node.kind == .newTarget, node.b >= 0 else { return nil }
        let d = tree.declarations[Int(node.b)]
        if isCheckNeeded(d, at: node.position) { return nil }
        if node.kind == .this, isDerivedThis(node.b) { return nil }
        if case .register(let r) = place(node.b) { return r }
        return nil
    }
    func isDerivedThis(_ d: Int32) -> Bool {
        let scope = tree.scopes[Int(tree.declarations[Int(d)].scope)]
        return tree.functions[Int(scope.function)].isDerived
    }
    mutating func readVariable(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        if node.b < 0 {
            if node.kind == .this {
                if tree.functions[0].isModule {
                    loadSpecial(r, undefined)
                } else {
                    intrinsic(Native.globalThis, r, count: 0)
                }
                return
            }
            if node.a == Keyword.undefined, !isLibrary || true {
                loadSpecial(r, undefined)
                return
            }
            mark(node: n)
            let k = nameConstant(m, node.a)
            field(.getGlobal, r, 0, k)
            return
        }
        let d = tree.declarations[Int(node.b)]
        let checked = isCheckNeeded(d, at: node.position) || node.kind == .this && isDerivedThis(node.b)
        switch place(node.b) {
        case .register(let x): move(r, x)
        case .localBox(let x): emit(.getLocalBox, r, x)
        case .box(let i):
            if checked, node.kind != .this {
                mark(node: n)
                emit(.getBoxChecked, r, i)
            } else {
                emit(.getBox, r, i)
            }
        case .callee: emit(.callee, r)
        case .global:
            mark(node: n)
            let k = nameConstant(m, node.a)
            field(.getGlobal, r, 0, k)
            return
        }
        if checked {
            mark(node: n)
            let k = node.kind == .this ? constant(undefined) : nameConstant(m, node.a)
            emit(.check, r, r, word: k)
        }
    }
    /// Gives a variable a value. `initializing`: it has none yet (its declaration).
    mutating func writeVariable(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int, initializing: Bool = false) {
        let node = tree.nodes[Int(n)]
        guard node.b >= 0 else {
            mark(node: n)
            let k = nameConstant(m, node.a)
            field(.setGlobal, r, 0, k)
            return
        }
        let d = tree.declarations[Int(node.b)]
        let where_ = place(node.b)
        if !initializing {
            if isCheckNeeded(d, at: node.position) {
                let t = allocate()
                readVariable(m, n, t)
                f.free = t
            }
            if d.kind == .constKind || d.kind == .selfName || d.kind == .imported {
                if case .global = where_ {
                } else {
                    mark(node: n)
                    let k = nameConstant(m, node.a)
                    emit(.raiseConstant, 0, 0, word: k)
                    return
                }
            }
        }
        switch where_ {
        case .register(let x): move(x, r)
        case .localBox(let x): emit(.setLocalBox, x, r)
        case .box(let i): emit(.setBox, r, i)
        case .callee: break
        case .global:
            let k = nameConstant(m, node.a)
            if initializing, d.kind.isLexical {
                let t = allocate(5)
                move(t + 3, r)
                emit(.loadConstant, t + 4, wide: k)
                intrinsic(Native.initializeGlobal, t, count: 2)
                f.free = t
            } else {
                mark(node: n)
                field(.setGlobal, r, 0, k)
            }
        }
    }

    // MARK: Scopes

    /// Begins a block's scope: registers for its variables, boxes for those that are captured.
    mutating func beginScope(_ m: borrowing Arena, _ s: Int32) {
        guard s >= 0 else { return }
        var d = tree.scopes[Int(s)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.kind != .passing, declaration.register < 0 || declaration.kind != .parameter {
                beginVariable(m, d)
            }
            d = declaration.next
        }
        instantiateFunctions(m, s)
    }
    mutating func beginVariable(_ m: borrowing Arena, _ d: Int32) {
        let declaration = tree.declarations[Int(d)]
        if declaration.kind == .privateName, !declaration.isCaptured {
            // Used in computed keys only, or not at all.
        }
        let r = allocate()
        tree.declarations[Int(d)].register = Int32(r)
        let needsHole =
            declaration.kind.isLexical && (declaration.needsCheck || declaration.isCaptured)
        if declaration.isCaptured {
            let t = allocate()
            loadSpecial(t, needsHole ? hole : undefined)
            emit(.newBox, r, t)
            f.free = t
        } else if needsHole {
            loadSpecial(r, hole)
        } else if declaration.kind != .hidden || true {
            loadSpecial(r, undefined)
        }
    }
    /// Makes the functions declared in a scope (14.2.3, 10.2.11).
    mutating func instantiateFunctions(_ m: borrowing Arena, _ s: Int32) {
        guard s >= 0 else { return }
        for n in tree.scopes[Int(s)].functions {
            let node = tree.nodes[Int(n)]
            let t = allocate()
            let target = plainRegister(node.b)
            closure(m, node.a, target ?? t)
            if target == nil { writeVariable(m, node.b, t, initializing: true) }
            f.free = t
        }
    }
    /// The closure of a function node.
    mutating func closure(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int, name: Name? = nil) {
        let code = function(m, tree.nodes[Int(n)].a, name: name)
        let k = constant(code == 0 ? undefined : code)
        emit(.closure, r, wide: k)
    }

    // MARK: The beginning of a function (10.2.11)

    mutating func prologue(_ m: borrowing Arena) {
        let node = tree.functions[Int(f.index)]
        f.isAsync = node.isAsync
        f.isGenerator = node.isGenerator
        f.isDerived = node.isDerived
        f.free = 1 + node.parameters.count
        f.most = f.free
        if node.parameters.count > 200 { tooMuch() }
        // Parameters that are names take the registers they come in.
        if let last = node.parameters.last, tree.kind(last) == .rest {
            f.restRegister = node.parameters.count
        }
        if f.isAsync || f.isGenerator { f.generatorRegister = allocate() }
        if f.isAsync, !f.isGenerator { emit(.startAsync) }
        if node.selfScope >= 0 { beginSelf(m, node.selfScope) }
        for (i, n) in node.parameters.enumerated() where tree.kind(n) == .identifier {
            beginParameter(m, n, i + 1)
        }
        var d = tree.scopes[Int(node.scope)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.register < 0, declaration.kind != .passing { beginFunctionVariable(m, d) }
            d = declaration.next
        }
        for (i, n) in node.parameters.enumerated() where tree.kind(n) != .identifier {
            let mark = f.free
            let item = tree.nodes[Int(n)]
            bind(m, item.kind == .rest ? item.a : n, i + 1, .declare)
            f.free = mark
        }
        if node.bodyScope >= 0 { beginBodyScope(m, node) }
        if f.isGenerator { emit(.startGenerator) }
        if node.isClassConstructor, !node.isDerived, node.hasFields {
            initializeFields(m, node.fieldsUse, node.thisUse)
        }
    }
    /// A function expression's own name.
    private mutating func beginSelf(_ m: borrowing Arena, _ s: Int32) {
        let d = tree.scopes[Int(s)].first
        guard d >= 0, tree.declarations[Int(d)].isCaptured else { return }
        let r = allocate()
        tree.declarations[Int(d)].register = Int32(r)
        let t = allocate()
        emit(.callee, t)
        emit(.newBox, r, t)
        f.free = t
    }
    private mutating func beginParameter(_ m: borrowing Arena, _ n: NodeIndex, _ i: Int) {
        let d = tree.find(tree.functions[Int(f.index)].scope, tree.nodes[Int(n)].a)
        tree.nodes[Int(n)].b = d
        if tree.declarations[Int(d)].isCaptured {
            let r = allocate()
            emit(.newBox, r, i)
            tree.declarations[Int(d)].register = Int32(r)
        } else {
            tree.declarations[Int(d)].register = Int32(i)
        }
    }
    private mutating func beginFunctionVariable(_ m: borrowing Arena, _ d: Int32) {
        let declaration = tree.declarations[Int(d)]
        var from = -1
        if declaration.name == Keyword.this, declaration.kind == .hidden { from = 0 }
        if declaration.name == Keyword.newTarget, declaration.kind == .hidden {
            from = allocate()
            f.targetRegister = from
        }
        if declaration.name == Keyword.arguments, declaration.flag == 1 {
            from = allocate()
            f.argumentsRegister = from
        }
        if from < 0 { return beginVariable(m, d) }
        if declaration.isCaptured {
            let r = allocate()
            emit(.newBox, r, from)
            tree.declarations[Int(d)].register = Int32(r)
        } else {
            tree.declarations[Int(d)].register = Int32(from)
        }
    }
    /// Variables of a body whose parameters have expressions: those that are called like parameters begin with their
    /// values.
    private mutating func beginBodyScope(_ m: borrowing Arena, _ node: FunctionNode) {
        var d = tree.scopes[Int(node.bodyScope)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.kind != .passing {
                beginVariable(m, d)
                let parameter = tree.find(node.scope, declaration.name)
                if declaration.kind == .variable || declaration.kind == .function, parameter >= 0 {
                    let t = allocate()
                    switch place(parameter) {
                    case .register(let x): move(t, x)
                    case .localBox(let x): emit(.getLocalBox, t, x)
                    default: loadSpecial(t, undefined)
                    }
                    switch place(d) {
                    case .register(let x): move(x, t)
                    case .localBox(let x): emit(.setLocalBox, x, t)
                    default: break
                    }
                    f.free = t
                }
            }
            d = declaration.next
        }
    }
}
