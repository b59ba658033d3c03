// Statements (ECMA-262, 14).

extension Generator {
    mutating func statement(_ m: borrowing Arena, _ n: NodeIndex, labels: [Name] = []) {
        if n < 0 { return }
        let savedBase = f.base, mark = f.free
        f.base = max(f.base, f.free)
        defer {
            f.base = savedBase
            f.free = mark
        }
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .empty: break
        case .expression:
            discard(m, node.a)
        case .block:
            if !labels.isEmpty { f.control.append(Control(kind: .switchOrBlock, labels: labels)) }
            beginScope(m, node.c)
            for i in tree.list(n) { statement(m, tree.lists[i]) }
            if !labels.isEmpty { patch(f.control.removeLast().breaks) }
        case .variables: for i in tree.list(n) { declarator(m, tree.lists[i], node.operation != .end) }
        case .if:
            if !labels.isEmpty { f.control.append(Control(kind: .switchOrBlock, labels: labels)) }
            let no = condition(m, node.a, jumpIf: false)
            statement(m, node.b)
            if node.c >= 0 {
                let end = jump()
                patch(no)
                statement(m, node.c)
                patch(end)
            } else {
                patch(no)
            }
            if !labels.isEmpty { patch(f.control.removeLast().breaks) }
        case .for: forLoop(m, n, labels)
        case .forIn, .forOf: forEach(m, n, labels)
        case .while:
            // The condition is at the end, and again before the loop.
            let end = condition(m, node.a, jumpIf: false)
            let start = here
            f.control.append(Control(kind: .loop, labels: labels))
            statement(m, node.b)
            patch(f.control[f.control.count - 1].continues)
            loopCondition(m, node.a, start)
            patch(f.control.removeLast().breaks)
            patch(end)
        case .doWhile:
            let start = here
            f.control.append(Control(kind: .loop, labels: labels))
            statement(m, node.b)
            patch(f.control[f.control.count - 1].continues)
            loopCondition(m, node.a, start)
            patch(f.control.removeLast().breaks)
        case .return:
            let t = allocate()
            if node.a >= 0 { expression(m, node.a, t) } else { loadSpecial(t, undefined) }
            if f.isAsync, f.isGenerator, node.a >= 0 { awaitValue(m, t, t) }
            returnRegister(m, t)
        case .break, .continue: leave(m, isBreak: node.kind == .break, label: node.a)
        case .throw:
            let v = operand(m, node.a)
            self.mark(node: n)
            emit(.raise, v)
        case .try: tryStatement(m, n, labels)
        case .switch: switchStatement(m, n, labels)
        case .labelled:
            let inner = tree.kind(node.b)
            let all = labels + [node.a]
            switch inner {
            case .for, .forIn, .forOf, .while, .doWhile, .labelled, .block, .if, .switch, .try:
                statement(m, node.b, labels: all)
            default:
                f.control.append(Control(kind: .switchOrBlock, labels: all))
                statement(m, node.b)
                patch(f.control.removeLast().breaks)
            }
        case .classDeclaration:
            let t = allocate()
            classValue(m, node.a, t, name: tree.classes[Int(tree.nodes[Int(node.a)].a)].name)
            writeVariable(m, node.b, t, initializing: true)
        case .exportDefault:
            let t = next(m, node.a)
            writeVariable(m, node.b, t, initializing: true)
        default: tooMuch()
        }
    }
    mutating func declarator(_ m: borrowing Arena, _ n: NodeIndex, _ isLexical: Bool) {
        let node = tree.nodes[Int(n)]
        let mark = f.free
        defer { f.free = mark }
        if node.b < 0 {
            guard isLexical else { return }
            let t = allocate()
            loadSpecial(t, undefined)
            return writeVariable(m, node.a, t, initializing: true)
        }
        if tree.kind(node.a) == .identifier, tree.nodes[Int(node.a)].b >= 0,
            case .register(let r) = place(tree.nodes[Int(node.a)].b)
        {
            let d = tree.declarations[Int(tree.nodes[Int(node.a)].b)]
            if d.needsCheck {
                let v = next(m, node.b)
                move(r, v)
            } else {
                expression(m, node.b, r)
            }
            return
        }
        let v = operand(m, node.b)
        bind(m, node.a, v, isLexical ? .declare : .assign)
    }

    // MARK: Jumps out of statements

    /// `break` and `continue` (14.9, 14.8).
    mutating func leave(_ m: borrowing Arena, isBreak: Bool, label: Name) {
        var target = -1
        for i in f.control.indices.reversed() {
            let c = f.control[i]
            guard c.kind == .loop || c.kind == .switchOrBlock else { continue }
            if label >= 0 {
                if c.labels.contains(label) { target = i; break }
            } else if c.kind == .loop || isBreak && c.labels.isEmpty || isBreak && c.register == 1 {
                target = i
                break
            }
        }
        guard target >= 0 else { return tooMuch() }
        exit(m, .jump(isBreak: isBreak, depth: target), from: f.control.count - 1, value: -1)
    }
    /// Returns the value of a register from the function.
    mutating func returnRegister(_ m: borrowing Arena, _ r: Int) {
        exit(m, .leave, from: f.control.count - 1, value: r)
    }
    /// Goes out through the control entries from `from` down, seeing to iterators and `finally`.
    mutating func exit(_ m: borrowing Arena, _ e: Exit, from: Int, value: Int) {
        var value = value
        var i = from
        while i >= 0 {
            if case .jump(let isBreak, let depth) = e, i == depth {
                let j = jump()
                if isBreak { f.control[i].breaks.append(j) } else { f.control[i].continues.append(j) }
                return
            }
            let c = f.control[i]
            switch c.kind {
            case .loop, .switchOrBlock, .region: break
            case .iterator, .asyncIterator:
                // A loop's `continue` stays in it.
                if case .jump(let isBreak, let depth) = e, !isBreak, depth == i - 1 { break }
                if value >= 0, value < c.register + 4 || true {
                    let t = allocate()
                    move(t, value)
                    value = t
                }
                suspendRegions(from: i)
                closeIterator(m, c.register, async: c.kind == .asyncIterator)
                resumeRegions(from: i)
            case .finally:
                if value >= 0 { move(c.register + 1, value) }
                var state = -1
                for x in f.control[i].exits where x.target == e { state = x.state }
                if state < 0 {
                    state = f.control[i].exits.count + 2
                    f.control[i].exits.append((state, e))
                }
                emit(.loadInteger, c.register, wide: state)
                f.control[i].entries.append(jump())
                return
            }
            i -= 1
        }
        if f.isDerived { return returnDerived(m, value) }
        emit(.returnValue, value)
    }
    /// What a derived constructor returns: an object, or `this` for undefined (10.2.2).
    mutating func returnDerived(_ m: borrowing Arena, _ r: Int) {
        let s = allocate(4)
        move(s + 3, r)
        intrinsic(Native.constructorResult, s, count: 1)
        let u = allocate()
        loadSpecial(u, undefined)
        emit(.same, u, s, u)
        let isObject = jump(.jumpIfFalse, u)
        returnThis(m)
        patch(isObject)
        emit(.returnValue, s)
        f.free = s
    }
    mutating func returnThis(_ m: borrowing Arena) {
        let use = tree.functions[Int(f.index)].thisUse
        let t = allocate()
        readVariable(m, use, t)
        emit(.returnValue, t)
        f.free = t
    }

    // MARK: try (14.15)

    mutating func tryStatement(_ m: borrowing Arena, _ n: NodeIndex, _ labels: [Name]) {
        let node = tree.nodes[Int(n)]
        let body = tree.item(n, 0), parameter = tree.item(n, 1), handlerNode = tree.item(n, 2),
            finalizer = tree.item(n, 3)
        if !labels.isEmpty { f.control.append(Control(kind: .switchOrBlock, labels: labels)) }
        var s = -1
        if finalizer >= 0 {
            s = allocate(2)  // state, value: 0 normal, 1 thrown, then exits
            f.base = f.free
            f.control.append(Control(kind: .finally, regionStart: here, register: s))
        }
        if handlerNode >= 0 {
            let e = allocate()
            f.base = f.free
            f.control.append(Control(kind: .region, regionStart: here, register: e))
            statement(m, body)
            let c = f.control.removeLast()
            endRegions(c, at: here)
            let over = jump()
            handler(c, e)
            let mark = f.free
            beginScope(m, node.c)
            f.base = f.free
            if parameter >= 0 { bind(m, parameter, e, .declare) }
            statement(m, handlerNode)
            f.free = mark
            patch(over)
        } else {
            statement(m, body)
        }
        if finalizer >= 0 {
            let c = f.control.removeLast()
            endRegions(c, at: here)
            emit(.loadInteger, s, wide: 0)
            let over = jump()
            handler(c, s + 1)
            emit(.loadInteger, s, wide: 1)
            patch(over)
            patch(c.entries)
            f.base = f.free
            statement(m, finalizer)
            dispatch(m, c, s)
        }
        if !labels.isEmpty { patch(f.control.removeLast().breaks) }
    }
    /// After a `finally`: on with what it interrupted.
    mutating func dispatch(_ m: borrowing Arena, _ c: Control, _ s: Int) {
        let t = allocate()
        emit(.loadInteger, t, wide: 1)
        emit(.same, t, s, t)
        let notThrown = jump(.jumpIfFalse, t)
        emit(.raise, s + 1)
        patch(notThrown)
        for x in c.exits {
            emit(.loadInteger, t, wide: x.state)
            emit(.same, t, s, t)
            let other = jump(.jumpIfFalse, t)
            exit(m, x.target, from: f.control.count - 1, value: x.target == .leave ? s + 1 : -1)
            patch(other)
        }
        f.free = t
    }

    // MARK: switch (14.12)

    mutating func switchStatement(_ m: borrowing Arena, _ n: NodeIndex, _ labels: [Name]) {
        let node = tree.nodes[Int(n)]
        let list = tree.list(n)
        let v = next(m, tree.lists[list.lowerBound])
        f.base = f.free
        beginScope(m, node.c)
        f.base = f.free
        f.control.append(Control(kind: .switchOrBlock, labels: labels, register: 1))
        let cases = list.dropFirst().map { tree.lists[$0] }
        var targets = [[Int]](repeating: [], count: cases.count)
        var defaultCase = -1
        let table = integerTable(cases)
        var tableAt = -1
        if let table {
            tableAt = here
            emit(.switchInteger, v)
            word(table.least & 0xFFFF | table.count << 16)
            for _ in 0...table.count { word(0) }
            for (i, c) in cases.enumerated() where tree.item(c, 0) < 0 { defaultCase = i }
        } else {
            for (i, c) in cases.enumerated() {
                let test = tree.item(c, 0)
                if test < 0 {
                    defaultCase = i
                    continue
                }
                let mark = f.free
                if let k = smallInteger(test, -128...127) {
                    f.instructions.append(
                        UInt32(Opcode.jumpSameImmediate.rawValue) | UInt32(v & 255) << 16 | UInt32(Int(k) & 255) << 24)
                    word(0)
                    targets[i].append(here - 2)
                } else {
                    let t = allocate()
                    let x = operand(m, test)
                    emit(.same, t, v, x)
                    targets[i].append(jump(.jumpIfTrue, t))
                }
                f.free = mark
            }
        }
        let none = table == nil ? jump() : -1
        var starts: [Int] = []
        for (i, c) in cases.enumerated() {
            patch(targets[i])
            starts.append(here)
            if i == defaultCase, none >= 0 { patch(none) }
            for k in tree.list(c).dropFirst() { statement(m, tree.lists[k]) }
        }
        if defaultCase < 0, none >= 0 { patch(none) }
        if let table {
            for k in 0...table.count {
                let target =
                    k < table.count && table.cases[k] >= 0
                    ? starts[table.cases[k]] : defaultCase >= 0 ? starts[defaultCase] : here
                f.instructions[tableAt + 2 + k] = UInt32(truncatingIfNeeded: target - tableAt)
            }
        }
        patch(f.control.removeLast().breaks)
    }
    /// Cases that are small integers, dense enough for a table: for each value from the least on its case, or -1.
    func integerTable(_ cases: [NodeIndex]) -> (least: Int, count: Int, cases: [Int])? {
        var least = Int64.max, greatest = Int64.min, n = 0
        for c in cases {
            let test = tree.item(c, 0)
            if test < 0 { continue }
            guard let k = smallInteger(test, -32768...32767) else { return nil }
            least = min(least, k)
            greatest = max(greatest, k)
            n += 1
        }
        guard n >= 4, greatest - least < Int64(n) * 3 else { return nil }
        var table = [Int](repeating: -1, count: Int(greatest - least) + 1)
        for (i, c) in cases.enumerated() {
            let test = tree.item(c, 0)
            if test < 0 { continue }
            guard let k = smallInteger(test, -32768...32767) else { return nil }
            if table[Int(k - least)] < 0 { table[Int(k - least)] = i }
        }
        return (Int(least), table.count, table)
    }
}
