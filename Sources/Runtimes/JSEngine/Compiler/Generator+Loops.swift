// Loops (ECMA-262, 14.7).

extension Generator {
    /// Jumps back where the condition holds: a safepoint.
    mutating func loopCondition(_ m: borrowing Arena, _ n: NodeIndex, _ start: Int) {
        for j in condition(m, n, jumpIf: true) {
            let op = f.instructions[j] & 255
            if op >= UInt32(Opcode.jumpLess.rawValue), op <= UInt32(Opcode.jumpNotSameImmediate.rawValue) {
                f.instructions[j] |= 2 << 8
                patch(j, to: start)
            } else {
                let over = jump()
                patch(j)
                jumpBack(start)
                patch(over)
            }
        }
    }
    mutating func forLoop(_ m: borrowing Arena, _ n: NodeIndex, _ labels: [Name]) {
        let node = tree.nodes[Int(n)]
        let initial = tree.item(n, 0), test = tree.item(n, 1), update = tree.item(n, 2), body = tree.item(n, 3)
        beginScope(m, node.c)
        if initial >= 0 {
            if tree.kind(initial) == .variables { statement(m, initial) } else { discard(m, initial) }
        }
        f.base = f.free
        let copies = capturedVariables(node.c, initial)
        let end = test >= 0 ? condition(m, test, jumpIf: false) : []
        let start = here
        f.control.append(Control(kind: .loop, labels: labels))
        statement(m, body)
        patch(f.control[f.control.count - 1].continues)
        // Each iteration has variables of its own (14.7.4.4).
        for r in copies {
            let t = allocate()
            emit(.getLocalBox, t, r)
            emit(.newBox, r, t)
            f.free = t
        }
        if update >= 0 { discard(m, update) }
        if test >= 0 { loopCondition(m, test, start) } else { jumpBack(start) }
        patch(f.control.removeLast().breaks)
        patch(end)
    }
    func capturedVariables(_ s: Int32, _ initial: NodeIndex) -> [Int] {
        guard initial >= 0, tree.kind(initial) == .variables, tree.nodes[Int(initial)].operation == .add else {
            return []
        }
        var list: [Int] = []
        var d = tree.scopes[Int(s)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.isCaptured, declaration.kind == .letKind { list.append(Int(declaration.register)) }
            d = declaration.next
        }
        return list
    }
    mutating func forEach(_ m: borrowing Arena, _ n: NodeIndex, _ labels: [Name]) {
        let node = tree.nodes[Int(n)]
        let target = tree.item(n, 0), value = tree.item(n, 1), body = tree.item(n, 2)
        let isAsync = node.flag & 2 != 0
        let it = allocate(3)
        // The head's value is evaluated where the variables are declared but have no values (14.7.5.12).
        beginScope(m, node.c)
        let v = next(m, value)
        if node.kind == .forIn {
            let s = allocate(4)
            move(s + 3, v)
            mark(node: value)
            intrinsic(Native.enumerate, s, count: 1)
            move(v, s)
            f.free = s
        }
        iterator(m, v, it, async: isAsync, at: value)
        f.base = f.free
        f.control.append(Control(kind: .loop, labels: labels))
        let start = here
        let end = iteratorStep(m, it, async: isAsync)
        let kind: Control.Kind = isAsync ? .asyncIterator : .iterator
        if node.kind == .forOf { f.control.append(Control(kind: kind, regionStart: here, register: it)) }
        let mark = f.free
        if node.c >= 0 { renewScope(m, node.c) }
        if node.flag & 1 != 0 {
            let d = tree.nodes[Int(tree.item(target, 0))].a
            bind(m, d, it, tree.nodes[Int(target)].operation == .end ? .assign : .declare)
        } else {
            bind(m, target, it, .assign)
        }
        statement(m, body)
        f.free = mark
        if node.kind == .forOf {
            let c = f.control.removeLast()
            endRegions(c, at: here)
            patch(f.control[f.control.count - 1].continues)
            jumpBack(start)
            handler(c, it)
            closeQuietly(m, it, async: isAsync)
            emit(.raise, it)
        } else {
            patch(f.control[f.control.count - 1].continues)
            jumpBack(start)
        }
        patch(f.control.removeLast().breaks)
        patch(end)
    }
    /// New boxes for a scope's captured variables, as an iteration begins.
    mutating func renewScope(_ m: borrowing Arena, _ s: Int32) {
        var d = tree.scopes[Int(s)].first
        while d >= 0 {
            let declaration = tree.declarations[Int(d)]
            if declaration.isCaptured, declaration.kind.isLexical {
                let t = allocate()
                loadSpecial(t, hole)
                emit(.newBox, Int(declaration.register), t)
                f.free = t
            }
            d = declaration.next
        }
    }
}
