// Members, calls and assignments (ECMA-262, 13.3 and 13.15).

extension Generator {
    // MARK: Members

    mutating func member(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .superMember, .superIndex:
            let t = allocate(6)
            superReference(m, n, t)
            mark(node: n)
            intrinsic(Native.getSuper, t, count: 3)
            move(r, t)
        default:
            let o = operand(m, node.a, before: n)
            get(m, n, o, r)
        }
    }
    /// r = the member of the object in a register.
    mutating func get(_ m: borrowing Arena, _ n: NodeIndex, _ o: Int, _ r: Int) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .member:
            mark(node: n)
            if node.c == Keyword.length {
                emit(.length, r, o)
            } else {
                let k = nameConstant(m, node.c)
                field(.getField, r, o, k)
            }
        case .index:
            let key = operand(m, node.c)
            mark(node: n)
            emit(.getElement, r, o, key)
        default:
            let key = operand(m, node.b)
            mark(node: n)
            emit(.getPrivate, r, o, word: key)
        }
    }
    /// Home, this and key of a `super` member in t + 3 ….
    mutating func superReference(_ m: borrowing Arena, _ n: NodeIndex, _ t: Int) {
        let node = tree.nodes[Int(n)]
        readVariable(m, node.b, t + 4)
        if node.kind == .superMember {
            let k = nameConstant(m, node.c)
            emit(.loadConstant, t + 5, wide: k)
        } else {
            expression(m, node.c, t + 5)
        }
        readVariable(m, node.a, t + 3)
    }
    /// The object of a chain; jumps where the chain ends early are added to `exits`.
    mutating func chainObject(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int, _ exits: inout [Int]) {
        let node = tree.nodes[Int(n)]
        let inChain: Bool
        switch node.kind {
        case .member, .index, .privateMember, .call: inChain = true
        default: inChain = false
        }
        guard inChain else { return expression(m, n, r) }
        if node.kind == .call {
            let mark = f.free
            let t = allocate(3)
            chainCallee(m, n, t, &exits)
            finishCall(m, n, t)
            move(r, t)
            f.free = mark
            return
        }
        chainObject(m, node.a, r, &exits)
        if node.flag != 0 { exits.append(nullishJump(r)) }
        get(m, n, r, r)
    }
    mutating func optionalChain(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        var exits: [Int] = []
        let t = allocate()
        chainObject(m, tree.nodes[Int(n)].a, t, &exits)
        let end = jump()
        patch(exits)
        loadSpecial(t, undefined)
        patch(end)
        move(r, t)
    }

    // MARK: Calls

    /// Callee and `this` of a call in t + 1 and t + 2.
    private mutating func chainCallee(_ m: borrowing Arena, _ n: NodeIndex, _ t: Int, _ exits: inout [Int]) {
        let callee = tree.item(n, 0)
        let node = tree.nodes[Int(callee)]
        switch node.kind {
        case .member, .index, .privateMember:
            let o = t + 2
            let simple = node.flag == 0 && !isChainPart(node.a)
            if simple { expression(m, node.a, o) } else { chainObject(m, node.a, o, &exits) }
            if node.flag != 0 { exits.append(nullishJump(o)) }
            if node.kind == .member {
                mark(node: callee)
                let k = nameConstant(m, node.c)
                field(.getMethod, t, o, k)
            } else {
                get(m, callee, o, t + 1)
            }
        case .superMember, .superIndex:
            let s = allocate(6)
            superReference(m, callee, s)
            move(t + 2, s + 4)
            mark(node: callee)
            intrinsic(Native.getSuper, s, count: 3)
            move(t + 1, s)
            f.free = s
        case .optionalChain:
            // (a?.b)(): the chain ends, but `this` is kept.
            var inner: [Int] = []
            let chain = node.a
            let link = tree.nodes[Int(chain)]
            if link.kind == .member || link.kind == .index || link.kind == .privateMember {
                chainObject(m, link.a, t + 2, &inner)
                if link.flag != 0 { inner.append(nullishJump(t + 2)) }
                get(m, chain, t + 2, t + 1)
            } else {
                chainObject(m, chain, t + 1, &inner)
                loadSpecial(t + 2, undefined)
            }
            if !inner.isEmpty {
                let end = jump()
                patch(inner)
                loadSpecial(t + 1, undefined)
                loadSpecial(t + 2, undefined)
                patch(end)
            }
        default:
            if isChainPart(callee) {
                chainObject(m, callee, t + 1, &exits)
            } else if node.kind == .identifier, node.b < 0, node.a == Keyword.eval {
                intrinsic(Native.directEval, t, count: 0)
            } else {
                expression(m, callee, t + 1)
            }
            loadSpecial(t + 2, undefined)
        }
        if tree.nodes[Int(n)].flag != 0 { exits.append(nullishJump(t + 1)) }
    }
    private func isChainPart(_ n: NodeIndex) -> Bool {
        var n = n
        while true {
            let node = tree.nodes[Int(n)]
            switch node.kind {
            case .member, .index, .privateMember:
                if node.flag != 0 { return true }
                n = node.a
            case .call:
                if node.flag != 0 { return true }
                n = tree.item(n, 0)
            default: return false
            }
        }
    }
    private func hasSpread(_ n: NodeIndex, from first: Int) -> Bool {
        for i in tree.list(n).dropFirst(first) where tree.kind(tree.lists[i]) == .spread { return true }
        return false
    }
    /// The call whose callee and `this` are in t + 1 and t + 2; the result is in t.
    private mutating func finishCall(_ m: borrowing Arena, _ n: NodeIndex, _ t: Int) {
        if hasSpread(n, from: 1) {
            let s = allocate(6)
            move(s + 3, t + 1)
            move(s + 4, t + 2)
            spreadArray(m, n, from: 1, s + 5)
            mark(node: n)
            intrinsic(Native.callSpread, s, count: 3)
            move(t, s)
            f.free = s
            return
        }
        let count = arguments(m, n, from: 1)
        mark(node: n)
        emit(.call, t, count)
    }
    /// Arguments in the next registers; how many.
    private mutating func arguments(_ m: borrowing Arena, _ n: NodeIndex, from first: Int) -> Int {
        let list = tree.list(n).dropFirst(first)
        for i in list { next(m, tree.lists[i]) }
        return list.count
    }
    mutating func call(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        var exits: [Int] = []
        let t = r == f.free - 1 && r >= 1 && !isVariable(r) ? r : allocate()
        _ = allocate(2)
        chainCallee(m, n, t, &exits)
        finishCall(m, n, t)
        f.free = t + 1
        if !exits.isEmpty { tooMuch() }
        move(r, t)
    }
    mutating func construct(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        if hasSpread(n, from: 1) {
            let s = allocate(6)
            expression(m, tree.item(n, 0), s + 3)
            move(s + 4, s + 3)
            spreadArray(m, n, from: 1, s + 5)
            mark(node: n)
            intrinsic(Native.constructSpread, s, count: 3)
            return move(r, s)
        }
        let t = allocate(3)
        expression(m, tree.item(n, 0), t + 1)
        let count = arguments(m, n, from: 1)
        mark(node: n)
        emit(.new, t, count)
        move(r, t)
    }
    /// `super(…)` (13.3.7.1).
    mutating func superCall(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let s = allocate(6)
        readVariable(m, tree.item(n, 0), s + 3)
        intrinsic(Native.superConstructor, s, count: 1)
        let t = allocate(3)
        move(t + 1, s)
        if hasSpread(n, from: 4) || tree.nodes[Int(n)].flag == 1 {
            let c = allocate(6)
            move(c + 3, t + 1)
            readVariable(m, tree.item(n, 1), c + 4)
            if tree.nodes[Int(n)].flag == 1 {
                expression(m, tree.item(n, 4), c + 5)
            } else {
                spreadArray(m, n, from: 4, c + 5)
            }
            mark(node: n)
            intrinsic(Native.constructSpread, c, count: 3)
            move(t, c)
            f.free = c
        } else {
            let count = arguments(m, n, from: 4)
            readVariable(m, tree.item(n, 1), t)
            mark(node: n)
            emit(.newWithTarget, t, count)
            f.free = t + 3
        }
        // `this` gets its value once.
        let this = tree.item(n, 2)
        let d = tree.nodes[Int(this)].b
        let old = allocate()
        switch place(d) {
        case .register(let x): move(old, x)
        case .localBox(let x): emit(.getLocalBox, old, x)
        case .box(let i): emit(.getBox, old, i)
        default: tooMuch()
        }
        emit(.checkThis, old, 0)
        switch place(d) {
        case .register(let x): move(x, t)
        case .localBox(let x): emit(.setLocalBox, x, t)
        case .box(let i): emit(.setBox, t, i)
        default: tooMuch()
        }
        move(r, t)
        initializeFields(m, tree.item(n, 3), this)
    }
    /// Gives an object the fields and private methods of its class.
    mutating func initializeFields(_ m: borrowing Arena, _ fields: NodeIndex, _ this: NodeIndex) {
        let mark = f.free
        let s = allocate(5)
        readVariable(m, fields, s + 4)
        let none = nullishJump(s + 4)
        readVariable(m, this, s + 3)
        intrinsic(Native.initializeFields, s, count: 2)
        patch(none)
        f.free = mark
    }
    /// An array of list items, spreads included, from an item on.
    mutating func spreadArray(_ m: borrowing Arena, _ n: NodeIndex, from first: Int, _ r: Int) {
        emit(.newArray, r, wide: 0)
        for i in tree.list(n).dropFirst(first) { appendItem(m, tree.lists[i], r) }
    }
    mutating func appendItem(_ m: borrowing Arena, _ item: NodeIndex, _ r: Int) {
        let mark = f.free
        if tree.kind(item) == .spread {
            let t = allocate(3)
            let value = tree.nodes[Int(item)].a
            let v = next(m, value)
            _ = t
            iterate(m, v, async: false, at: value) { g, m, value in g.emit(.append, r, value) }
        } else {
            let v = operand(m, item)
            emit(.append, r, v)
        }
        f.free = mark
    }
    mutating func arrayLiteral(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let t = allocate()
        let list = tree.list(n)
        emit(.newArray, t, wide: min(list.count, 1024))
        for i in list { appendItem(m, tree.lists[i], t) }
        move(r, t)
    }
    mutating func intrinsicCall(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let t = allocate(3)
        let count = arguments(m, n, from: 0)
        let node = tree.nodes[Int(n)]
        guard let id = Intrinsics.find(names, node.c) else {
            if fault == nil { fault = SyntaxFault(message: "unknown intrinsic", position: Int(node.position)) }
            return
        }
        mark(node: n)
        intrinsic(id, t, count: count)
        move(r, t)
    }
    mutating func templateValue(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let list = tree.list(n)
        let t = allocate()
        expression(m, tree.lists[list.lowerBound], t)
        for i in list.dropFirst() {
            let mark = f.free
            let item = tree.lists[i]
            if tree.kind(item) == .string, (i - list.lowerBound) % 2 == 0 {
                if names.length(tree.nodes[Int(item)].a) == 0 { continue }
                let s = next(m, item)
                emit(.add, t, t, s)
            } else {
                let v = operand(m, item)
                let s = allocate()
                self.mark(node: item)
                emit(.toStringValue, s, v, word: 0)
                emit(.add, t, t, s)
            }
            f.free = mark
        }
        move(r, t)
    }
    mutating func taggedTemplate(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        let t = allocate(3)
        var exits: [Int] = []
        // A call's callee, with a list that has it only.
        let first = Int32(tree.lists.count)
        tree.lists.append(node.a)
        tree.nodes.append(Node(kind: .call, position: node.position, a: first, b: 1))
        chainCallee(m, Int32(tree.nodes.count - 1), t, &exits)
        // The template object is made once, when it is first used: a constant of the code holds it.
        let strings = allocate(1)
        templateObject(m, node.b, strings)
        var count = 1
        for i in tree.list(node.c) {
            next(m, tree.lists[i])
            count += 1
        }
        mark(node: n)
        emit(.call, t, count)
        move(r, t)
    }
    private mutating func templateObject(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        f.constants.append(undefined)
        let k = f.constants.count - 1
        let t = allocate(3 + 4)
        emit(.callee, t + 3)
        emit(.loadInteger, t + 4, wide: k)
        emit(.newArray, t + 5, wide: 0)
        emit(.newArray, t + 6, wide: 0)
        for i in tree.list(n) {
            let s = tree.nodes[Int(tree.lists[i])]
            let v = allocate()
            if s.a < 0 {
                loadSpecial(v, undefined)
            } else {
                let c = nameConstant(m, s.a)
                emit(.loadConstant, v, wide: c)
            }
            emit(.append, t + 5, v)
            let raw = nameConstant(m, s.b)
            emit(.loadConstant, v, wide: raw)
            emit(.append, t + 6, v)
            f.free = v
        }
        intrinsic(Native.templateObject, t, count: 4)
        move(r, t)
        f.free = r + 1
    }
}
