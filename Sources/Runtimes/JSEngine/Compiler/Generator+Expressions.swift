// Expressions (ECMA-262, 13).

extension Generator {
    /// A register with the value: a variable's own, or a new one. A variable that may be written before the node `user`
    /// uses it is copied.
    mutating func operand(_ m: borrowing Arena, _ n: NodeIndex, before user: NodeIndex = noNode) -> Int {
        if let r = plainRegister(n), user < 0 || !tree.isWritten(after: n, before: user) { return r }
        let r = allocate()
        expression(m, n, r)
        return r
    }
    /// The value in a new register.
    @discardableResult
    mutating func next(_ m: borrowing Arena, _ n: NodeIndex) -> Int {
        let r = allocate()
        expression(m, n, r)
        return r
    }
    mutating func discard(_ m: borrowing Arena, _ n: NodeIndex) {
        let mark = f.free
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .update:
            if let r = plainRegister(node.a), isWritable(node.a) {
                self.mark(node: n)
                emit(node.operation == .increment ? .increment : .decrement, r, r, word: 0)
            } else {
                _ = assignmentValue(m, n, into: nil)
            }
        case .assign: _ = assignmentValue(m, n, into: nil)
        case .sequence: for i in tree.list(n) { discard(m, tree.lists[i]) }
        case .yield, .await, .call, .new, .superCall, .logical, .conditional: next(m, n)
        default: next(m, n)
        }
        f.free = mark
    }
    func isWritable(_ n: NodeIndex) -> Bool {
        let d = tree.nodes[Int(n)].b
        guard d >= 0 else { return false }
        let kind = tree.declarations[Int(d)].kind
        return kind != .constKind && kind != .selfName && kind != .imported
    }
    /// The value into a register.
    mutating func expression(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let mark = f.free
        defer { f.free = mark }
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .number: loadNumber(r, tree.numbers[Int(node.a)])
        case .string:
            let k = nameConstant(m, node.a)
            emit(.loadConstant, r, wide: k)
        case .bigInt:
            let v = m.newBigInt(text: names, node.a)
            if v == again { failure = again }
            let k = constant(v == again ? undefined : v)
            emit(.loadConstant, r, wide: k)
        case .null: loadSpecial(r, null)
        case .true: loadSpecial(r, trueValue)
        case .false: loadSpecial(r, falseValue)
        case .hole: loadSpecial(r, hole)
        case .identifier, .this, .newTarget: readVariable(m, n, r)
        case .importMeta:
            let t = allocate(4)
            emit(.callee, t + 3)
            intrinsic(Native.importMeta, t, count: 1)
            move(r, t)
        case .regExp:
            let t = allocate(5)
            let p = nameConstant(m, node.a), g = nameConstant(m, node.b)
            emit(.loadConstant, t + 3, wide: p)
            emit(.loadConstant, t + 4, wide: g)
            self.mark(node: n)
            intrinsic(Native.newRegExp, t, count: 2)
            move(r, t)
        case .template: templateValue(m, n, r)
        case .taggedTemplate: taggedTemplate(m, n, r)
        case .array: arrayLiteral(m, n, r)
        case .object: objectLiteral(m, n, r)
        case .function: closure(m, n, r)
        case .classNode: classValue(m, n, r, name: tree.classes[Int(node.a)].name)
        case .unary: unary(m, n, r)
        case .binary: binary(m, n, r)
        case .update, .assign:
            let v = assignmentValue(m, n, into: r)
            move(r, v)
        case .logical, .conditional:
            let t = isVariable(r) ? allocate() : r
            branching(m, n, t)
            move(r, t)
        case .sequence:
            let list = tree.list(n)
            for i in list.dropLast() { discard(m, tree.lists[i]) }
            expression(m, tree.lists[list.upperBound - 1], r)
        case .member, .index, .privateMember, .superMember, .superIndex: member(m, n, r)
        case .optionalChain: optionalChain(m, n, r)
        case .call: call(m, n, r)
        case .new: construct(m, n, r)
        case .superCall: superCall(m, n, r)
        case .privateIn:
            let key = operand(m, node.a), object = operand(m, node.b)
            self.mark(node: n)
            emit(.hasPrivate, r, object, word: key)
        case .yield: yield(m, n, r)
        case .await:
            let v = operand(m, node.a)
            awaitValue(m, v, r)
        case .importCall:
            let t = allocate(6)
            emit(.callee, t + 3)
            expression(m, node.a, t + 4)
            if node.b >= 0 { expression(m, node.b, t + 5) } else { loadSpecial(t + 5, undefined) }
            intrinsic(Native.importDynamic, t, count: 3)
            move(r, t)
        case .intrinsic: intrinsicCall(m, n, r)
        default: tooMuch()
        }
    }
    /// Whether a register may be a variable's, which must not have values in between.
    func isVariable(_ r: Int) -> Bool { r < f.base }

    mutating func loadNumber(_ r: Int, _ d: Double) {
        let v = number(d)
        if isInteger(v), integerOf(v) >= -32768, integerOf(v) < 32768 {
            emit(.loadInteger, r, wide: Int(integerOf(v)) & 0xFFFF)
        } else {
            let k = constant(v)
            emit(.loadConstant, r, wide: k)
        }
    }
    /// The integer that a node is, in the range.
    func smallInteger(_ n: NodeIndex, _ range: ClosedRange<Int64>) -> Int64? {
        let node = tree.nodes[Int(n)]
        if node.kind == .unary, node.operation == .negative, tree.kind(node.a) == .number {
            let v = number(-tree.numbers[Int(tree.nodes[Int(node.a)].a)])
            return isInteger(v) && range.contains(integerOf(v)) ? integerOf(v) : nil
        }
        guard node.kind == .number else { return nil }
        let v = number(tree.numbers[Int(node.a)])
        return isInteger(v) && range.contains(integerOf(v)) ? integerOf(v) : nil
    }

    // MARK: Operators

    private mutating func unary(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        switch node.operation {
        case .typeof:
            if tree.kind(node.a) == .identifier, tree.nodes[Int(node.a)].b < 0,
                tree.nodes[Int(node.a)].a != Keyword.undefined
            {
                let t = allocate(4)
                let k = nameConstant(m, tree.nodes[Int(node.a)].a)
                emit(.loadConstant, t + 3, wide: k)
                intrinsic(Native.typeofGlobal, t, count: 1)
                move(r, t)
                return
            }
            let x = operand(m, node.a)
            emit(.typeof, r, x)
        case .void:
            discard(m, node.a)
            loadSpecial(r, undefined)
        case .delete: delete(m, node.a, r)
        case .not:
            let x = operand(m, node.a)
            emit(.not, r, x)
        case .negative:
            if tree.kind(node.a) == .number { return loadNumber(r, -tree.numbers[Int(tree.nodes[Int(node.a)].a)]) }
            let x = operand(m, node.a)
            mark(node: n)
            emit(.negate, r, x)
        case .tilde:
            let x = operand(m, node.a)
            mark(node: n)
            emit(.complement, r, x)
        default:
            let x = operand(m, node.a)
            mark(node: n)
            emit(.toNumber, r, x, word: 0)
        }
    }
    private mutating func delete(_ m: borrowing Arena, _ given: NodeIndex, _ r: Int) {
        var n = given
        if tree.kind(n) == .optionalChain { n = tree.nodes[Int(n)].a }
        let node = tree.nodes[Int(n)]
        var exits: [Int] = []
        switch node.kind {
        case .member, .index:
            let o = allocate()
            chainObject(m, node.a, o, &exits)
            if node.flag != 0 { exits.append(nullishJump(o)) }
            let k = allocate()
            if node.kind == .member {
                let c = nameConstant(m, node.c)
                emit(.loadConstant, k, wide: c)
            } else {
                expression(m, node.c, k)
            }
            mark(node: n)
            emit(.deleteElement, r, o, word: k)
            if !exits.isEmpty {
                let end = jump()
                patch(exits)
                loadSpecial(r, trueValue)
                patch(end)
            }
        case .superMember, .superIndex:
            let t = allocate()
            readVariable(m, node.b, t)
            if node.kind == .superIndex { discard(m, node.c) }
            mark(node: n)
            intrinsic(Native.cannotDeleteSuper, allocate(4), count: 0)
        default:
            discard(m, n)
            loadSpecial(r, trueValue)
        }
    }
    static func opcode(_ t: Token) -> Opcode? {
        switch t {
        case .add: return .add
        case .subtract: return .sub
        case .multiply: return .mul
        case .divide: return .div
        case .remainder: return .mod
        case .and: return .and
        case .or: return .or
        case .xor: return .xor
        case .left: return .shiftLeft
        case .right: return .shiftRight
        case .unsignedRight: return .shiftRightUnsigned
        case .less: return .less
        case .lessEqual: return .lessEqual
        case .same: return .same
        case .notSame: return .notSame
        default: return nil
        }
    }
    static func rare(_ t: Token) -> Rare {
        switch t {
        case .equal: return .equal
        case .notEqual: return .notEqual
        case .greater: return .greater
        case .greaterEqual: return .greaterEqual
        case .power: return .power
        case .in: return .in
        default: return .instanceOf
        }
    }
    private mutating func binary(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        let x = operand(m, node.a, before: n)
        operate(m, node.operation, x, node.b, r, at: n)
    }
    /// r = r[x] op the value of a node.
    mutating func operate(_ m: borrowing Arena, _ t: Token, _ x: Int, _ right: NodeIndex, _ r: Int, at n: NodeIndex) {
        if let c = smallInteger(right, -128...127) {
            var op: Opcode?
            switch t {
            case .add: op = .addImmediate
            case .subtract: op = .subImmediate
            case .and: op = .andImmediate
            case .right where c >= 0 && c < 32: op = .shiftRightImmediate
            case .left where c >= 0 && c < 32: op = .shiftLeftImmediate
            case .remainder where c > 0: op = .modImmediate
            default: break
            }
            if let op {
                mark(node: n)
                return emit(op, r, x, Int(c))
            }
        }
        if tree.kind(right) == .number {
            var op: Opcode?
            switch t {
            case .add: op = .addConstant
            case .subtract: op = .subConstant
            case .multiply: op = .mulConstant
            case .divide: op = .divConstant
            case .remainder: op = .modConstant
            case .and: op = .andConstant
            default: break
            }
            if let op {
                let k = constant(number(tree.numbers[Int(tree.nodes[Int(right)].a)]))
                if k < 256 {
                    mark(node: n)
                    return emit(op, r, x, k)
                }
            }
        }
        let y = operand(m, right)
        mark(node: n)
        if let op = Generator.opcode(t) { emit(op, r, x, y) } else { emit(Generator.rare(t), r, x, word: y) }
    }
    private mutating func branching(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        if node.kind == .conditional {
            let no = condition(m, node.a, jumpIf: false)
            expression(m, node.b, r)
            let end = jump()
            patch(no)
            expression(m, node.c, r)
            patch(end)
            return
        }
        expression(m, node.a, r)
        let end: Int
        switch node.operation {
        case .logicalAnd: end = jump(.jumpIfFalse, r)
        case .logicalOr: end = jump(.jumpIfTrue, r)
        default:
            let some = nullishJump(r)
            end = jump()
            patch(some)
        }
        expression(m, node.b, r)
        patch(end)
    }
    /// A jump that is taken where a register is undefined or null.
    mutating func nullishJump(_ r: Int) -> Int {
        // switchInteger's cousin: `undefined` and `null` are the two least specials; a loose comparison says both.
        let t = allocate(2)
        loadSpecial(t, null)
        emit(.equal, t, r, word: t)
        let j = jump(.jumpIfTrue, t)
        f.free = t
        return j
    }

    // MARK: Conditions

    /// Jumps that are taken where a condition is `sense`; otherwise it goes on.
    mutating func condition(_ m: borrowing Arena, _ n: NodeIndex, jumpIf sense: Bool, back: Int? = nil) -> [Int] {
        let mark = f.free
        defer { f.free = mark }
        let node = tree.nodes[Int(n)]
        if node.kind == .unary, node.operation == .not { return condition(m, node.a, jumpIf: !sense) }
        if node.kind == .logical, node.operation != .nullish {
            let isAnd = node.operation == .logicalAnd
            if isAnd != sense {
                var list = condition(m, node.a, jumpIf: sense)
                list += condition(m, node.b, jumpIf: sense)
                return list
            }
            let skip = condition(m, node.a, jumpIf: !sense)
            let list = condition(m, node.b, jumpIf: sense)
            patch(skip)
            return list
        }
        if node.kind == .true || node.kind == .false {
            return (node.kind == .true) == sense ? [jump()] : []
        }
        if node.kind == .binary, let j = comparison(m, n, sense) { return [j] }
        let r = operand(m, n)
        return [jump(sense ? .jumpIfTrue : .jumpIfFalse, r)]
    }
    private mutating func comparison(_ m: borrowing Arena, _ n: NodeIndex, _ sense: Bool) -> Int? {
        let node = tree.nodes[Int(n)]
        var op: Opcode, swapped = false, same = sense
        if let c = smallInteger(node.b, -128...127) {
            switch node.operation {
            case .less: op = .jumpLessImmediate
            case .lessEqual: op = .jumpLessEqualImmediate
            case .greater: op = .jumpGreaterImmediate
            case .greaterEqual: op = .jumpGreaterEqualImmediate
            case .same: op = .jumpSameImmediate
            case .notSame: (op, same) = (.jumpSameImmediate, !sense)
            default: return nil
            }
            let x = operand(m, node.a)
            mark(node: n)
            return emitComparison(op, same, 0, x, Int(c))
        }
        switch node.operation {
        case .less: op = .jumpLess
        case .lessEqual: op = .jumpLessEqual
        case .greater: (op, swapped) = (.jumpLess, true)
        case .greaterEqual: (op, swapped) = (.jumpLessEqual, true)
        case .same: op = .jumpSame
        case .notSame: (op, same) = (.jumpSame, !sense)
        default: return nil
        }
        let x = operand(m, node.a, before: n)
        let y = operand(m, node.b)
        mark(node: n)
        return swapped ? emitComparison(op, same, 1, y, x) : emitComparison(op, same, 0, x, y)
    }
    private mutating func emitComparison(_ op: Opcode, _ same: Bool, _ a: Int, _ b: Int, _ c: Int) -> Int {
        f.instructions.append(
            UInt32(op.rawValue + (same ? 0 : 8)) | UInt32(a) << 8 | UInt32(b & 255) << 16 | UInt32(c & 255) << 24)
        word(0)
        return here - 2
    }
}
