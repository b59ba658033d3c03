// Assignments, updates and destructuring (ECMA-262, 13.4, 13.15, 14.3.3).

/// What happens to the values of a pattern.
enum Binding { case declare, assign }

extension Generator {
    /// The value of an assignment or update, in a register: `r` where it is given and convenient.
    mutating func assignmentValue(_ m: borrowing Arena, _ n: NodeIndex, into r: Int?) -> Int {
        let node = tree.nodes[Int(n)]
        let target = node.a
        if node.kind == .update { return update(m, n, into: r) }
        switch node.operation {
        case .assign: return simpleAssignment(m, target, node.b, into: r)
        case .logicalAndAssign, .logicalOrAssign, .nullishAssign: return logicalAssignment(m, n, into: r)
        default: break
        }
        let operation = node.operation.compoundOperator
        if let x = plainRegister(target), isWritable(target) {
            if tree.isWritten(after: target, before: n) {
                let t = allocate()
                move(t, x)
                operate(m, operation, t, node.b, x, at: n)
            } else {
                operate(m, operation, x, node.b, x, at: n)
            }
            return x
        }
        let t = allocate()
        let reference = self.reference(m, target)
        get(m, reference, target, t)
        operate(m, operation, t, node.b, t, at: n)
        put(m, reference, target, t)
        return t
    }
    private mutating func simpleAssignment(_ m: borrowing Arena, _ target: NodeIndex, _ value: NodeIndex, into r: Int?)
        -> Int
    {
        switch tree.kind(target) {
        case .arrayPattern, .objectPattern:
            let v = operand(m, value)
            bind(m, target, v, .assign)
            return v
        case .identifier:
            if let x = plainRegister(target), isWritable(target) {
                expression(m, value, x)
                return x
            }
            let v = operand(m, value)
            writeVariable(m, target, v)
            return v
        default:
            let node = tree.nodes[Int(target)]
            if node.kind == .member {
                let o = operand(m, node.a, before: value)
                let base = tree.isWritten(after: node.a, before: value) ? allocate() : o
                move(base, o)
                let v = operand(m, value)
                put(m, TargetReference(object: base), target, v)
                return v
            }
            let reference = self.reference(m, target)
            let v = operand(m, value)
            put(m, reference, target, v)
            return v
        }
    }
    private mutating func logicalAssignment(_ m: borrowing Arena, _ n: NodeIndex, into r: Int?) -> Int {
        let node = tree.nodes[Int(n)]
        let t = allocate()
        let reference = self.reference(m, node.a)
        get(m, reference, node.a, t)
        let end: Int
        switch node.operation {
        case .logicalAndAssign: end = jump(.jumpIfFalse, t)
        case .logicalOrAssign: end = jump(.jumpIfTrue, t)
        default:
            let some = nullishJump(t)
            end = jump()
            patch(some)
        }
        expression(m, node.b, t)
        put(m, reference, node.a, t)
        patch(end)
        return t
    }
    private mutating func update(_ m: borrowing Arena, _ n: NodeIndex, into r: Int?) -> Int {
        let node = tree.nodes[Int(n)]
        let op: Rare = node.operation == .increment ? .increment : .decrement
        let isPrefix = node.flag == 1
        if let x = plainRegister(node.a), isWritable(node.a) {
            mark(node: n)
            if isPrefix {
                emit(op, x, x, word: 0)
                return x
            }
            let t = r != nil && r != x && !isVariable(r ?? 0) ? r ?? 0 : allocate()
            emit(.toNumeric, t, x, word: 0)
            emit(op, x, t, word: 0)
            return t
        }
        let t = allocate(2)
        let reference = self.reference(m, node.a)
        get(m, reference, node.a, t)
        mark(node: n)
        if !isPrefix { emit(.toNumeric, t, t, word: 0) }
        emit(op, t + 1, t, word: 0)
        put(m, reference, node.a, t + 1)
        return isPrefix ? t + 1 : t
    }

    // MARK: References

    /// An evaluated target: registers of object and key.
    struct TargetReference {
        var object = -1
        var key = -1
        /// Of `super`: home, this and key begin here, less three.
        var home = -1
    }
    mutating func reference(_ m: borrowing Arena, _ n: NodeIndex) -> TargetReference {
        let node = tree.nodes[Int(n)]
        var r = TargetReference()
        switch node.kind {
        case .member: r.object = next(m, node.a)
        case .index:
            r.object = next(m, node.a)
            r.key = next(m, node.c)
        case .privateMember:
            r.object = next(m, node.a)
            r.key = operand(m, node.b)
        case .superMember, .superIndex:
            r.home = allocate(7)
            superReference(m, n, r.home)
        default: break
        }
        return r
    }
    /// t = the value of an evaluated target.
    mutating func get(_ m: borrowing Arena, _ reference: TargetReference, _ n: NodeIndex, _ t: Int) {
        switch tree.kind(n) {
        case .identifier: readVariable(m, n, t)
        case .member: get(m, n, reference.object, t)
        case .index:
            mark(node: n)
            emit(.toPropertyKey, reference.key, reference.key, word: reference.object)
            emit(.getElement, t, reference.object, reference.key)
        case .privateMember:
            mark(node: n)
            emit(.getPrivate, t, reference.object, word: reference.key)
        default:
            let s = allocate(6)
            for i in 3..<6 { move(s + i, reference.home + i) }
            mark(node: n)
            intrinsic(Native.getSuper, s, count: 3)
            move(t, s)
            f.free = s
        }
    }
    /// Gives an evaluated target the value of a register.
    mutating func put(_ m: borrowing Arena, _ reference: TargetReference, _ n: NodeIndex, _ v: Int) {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .identifier: writeVariable(m, n, v)
        case .member:
            mark(node: n)
            let k = nameConstant(m, node.c)
            field(.setField, reference.object, v, k)
        case .index:
            mark(node: n)
            emit(.setElement, reference.object, reference.key, v)
        case .privateMember:
            mark(node: n)
            emit(.setPrivate, reference.object, v, word: reference.key)
        default:
            let s = allocate(7)
            for i in 3..<6 { move(s + i, reference.home + i) }
            move(s + 6, v)
            mark(node: n)
            intrinsic(Native.setSuper, s, count: 4)
            f.free = s
        }
    }

    // MARK: Patterns

    /// Takes the value of a register apart.
    mutating func bind(_ m: borrowing Arena, _ n: NodeIndex, _ v: Int, _ how: Binding) {
        let mark = f.free
        defer { f.free = mark }
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .identifier:
            if how == .declare { writeVariable(m, n, v, initializing: true) } else { writeVariable(m, n, v) }
        case .withDefault:
            let t = allocate()
            move(t, v)
            defaultValue(m, node.b, t)
            bind(m, node.a, t, how)
        case .objectPattern: bindObject(m, n, v, how)
        case .arrayPattern: bindArray(m, n, v, how)
        default:
            let reference = self.reference(m, n)
            put(m, reference, n, v)
        }
    }
    /// Where the register is undefined, it gets the value of a node.
    private mutating func defaultValue(_ m: borrowing Arena, _ n: NodeIndex, _ t: Int) {
        let u = allocate()
        loadSpecial(u, undefined)
        emit(.same, u, t, u)
        let has = jump(.jumpIfFalse, u)
        expression(m, n, t)
        patch(has)
    }
    /// A reference that is evaluated before its value is got, as destructuring assignments have to (13.15.5.3).
    private mutating func earlyReference(_ m: borrowing Arena, _ n: NodeIndex, _ how: Binding) -> TargetReference? {
        guard how == .assign else { return nil }
        switch tree.kind(n) {
        case .member, .index, .privateMember, .superMember, .superIndex: return reference(m, n)
        default: return nil
        }
    }
    /// Target and default of an element.
    private func parts(_ n: NodeIndex) -> (target: NodeIndex, value: NodeIndex) {
        let node = tree.nodes[Int(n)]
        return node.kind == .withDefault ? (node.a, node.b) : (n, noNode)
    }
    private mutating func finishElement(
        _ m: borrowing Arena, _ target: NodeIndex, _ value: NodeIndex, _ early: TargetReference?, _ t: Int,
        _ how: Binding
    ) {
        if value >= 0 { defaultValue(m, value, t) }
        if let early { put(m, early, target, t) } else { bind(m, target, t, how) }
    }
    private mutating func bindObject(_ m: borrowing Arena, _ n: NodeIndex, _ v: Int, _ how: Binding) {
        let list = tree.list(n)
        let s = allocate(4)
        move(s + 3, v)
        mark(node: n)
        intrinsic(Native.requireObject, s, count: 1)
        f.free = s
        let hasRest = list.count > 0 && tree.kind(tree.lists[list.upperBound - 1]) == .rest
        var keys = -1
        if hasRest {
            keys = allocate()
            emit(.newArray, keys, wide: 0)
        }
        for i in list {
            let mark = f.free
            let item = tree.nodes[Int(tree.lists[i])]
            if item.kind == .rest {
                let early = earlyReference(m, item.a, how)
                let t = allocate(5)
                move(t + 3, v)
                move(t + 4, keys)
                intrinsic(Native.copyRest, t, count: 2)
                if let early { put(m, early, item.a, t) } else { bind(m, item.a, t, how) }
                f.free = mark
                continue
            }
            let (target, value) = parts(item.b)
            let key = tree.nodes[Int(item.a)]
            var k = -1
            if key.kind != .string || hasRest {
                k = allocate()
                if key.kind == .computed {
                    expression(m, key.a, k)
                    emit(.toPropertyKey, k, k, word: v)
                } else {
                    expression(m, item.a, k)
                }
                if hasRest { emit(.append, keys, k) }
            }
            let early = earlyReference(m, target, how)
            let t = allocate()
            self.mark(node: tree.lists[i])
            if key.kind == .string, !hasRest {
                let c = nameConstant(m, key.a)
                if key.a == Keyword.length { emit(.length, t, v) } else { field(.getField, t, v, c) }
            } else {
                emit(.getElement, t, v, k)
            }
            finishElement(m, target, value, early, t, how)
            f.free = mark
        }
    }
    /// An array pattern (13.15.5.5, 8.6.3): the iterator is closed in every way out but its own errors.
    private mutating func bindArray(_ m: borrowing Arena, _ n: NodeIndex, _ v: Int, _ how: Binding) {
        let it = allocate(4)  // value, iterator, next, done
        iterator(m, v, it, async: false, at: n)
        loadSpecial(it + 3, falseValue)
        f.control.append(Control(kind: .iterator, regionStart: here, register: it))
        for i in tree.list(n) {
            let item = tree.lists[i]
            let mark = f.free
            if tree.kind(item) == .rest {
                let target = tree.nodes[Int(item)].a
                let early = earlyReference(m, target, how)
                let a = allocate()
                emit(.newArray, a, wide: 0)
                let done = jump(.jumpIfTrue, it + 3)
                let start = here
                let end = step(m, it)
                emit(.append, a, it)
                jumpBack(start)
                patch(end)
                patch(done)
                if let early { put(m, early, target, a) } else { bind(m, target, a, how) }
                f.free = mark
                continue
            }
            let (target, value) = tree.kind(item) == .hole ? (noNode, noNode) : parts(item)
            let early = target >= 0 ? earlyReference(m, target, how) : nil
            let t = allocate()
            loadSpecial(t, undefined)
            let done = jump(.jumpIfTrue, it + 3)
            let end = step(m, it)
            move(t, it)
            patch(end)
            patch(done)
            if target >= 0 { finishElement(m, target, value, early, t, how) }
            f.free = mark
        }
        // Normally: closed unless it is done. Thrown: closed unless done, what that throws is dropped.
        let c = f.control.removeLast()
        endRegions(c, at: here)
        let done = jump(.jumpIfTrue, it + 3)
        closeIterator(m, it, async: false)
        patch(done)
        let over = jump()
        handler(c, it)
        let again = jump(.jumpIfTrue, it + 3)
        closeQuietly(m, it, async: false)
        patch(again)
        emit(.raise, it)
        patch(over)
    }
    /// One step of an iterator in `it` …: the value is in `it`. Jumps where it is done; while the iterator itself runs,
    /// `it + 3` says that it is not to be closed.
    private mutating func step(_ m: borrowing Arena, _ it: Int) -> [Int] {
        loadSpecial(it + 3, trueValue)
        let end = iteratorStep(m, it, async: false)
        loadSpecial(it + 3, falseValue)
        return end
    }
}
