// From the tree to instructions. Values of expressions go where they are wanted; a local variable that is not captured
// is its register. All blocks are allocated as the function they belong to is finished; where memory ends, the whole
// compilation answers `again` and is done once more after a collection: it has no effect until then.

struct Generator: ~Copyable {
    var tree: Tree
    var names: NameTable
    var f: FunctionState
    var outer: [FunctionState] = []
    /// Atoms of names, as they are needed; 0: not yet.
    private var atoms: [Value]
    var failure: Value = undefined
    var fault: SyntaxFault?
    /// Where the region ended whose handler is made next.
    var pendingEnd = 0
    /// The text, as a block.
    let source: Reference
    let isLibrary: Bool

    init(tree: consuming Tree, names: consuming NameTable, source: Reference, isLibrary: Bool) {
        atoms = [Value](repeating: 0, count: names.count)
        self.tree = tree
        self.names = names
        self.source = source
        self.isLibrary = isLibrary
        f = FunctionState(index: 0)
    }

    // MARK: Constants and names

    /// The atom of a name. Where memory ends, something else, and `failure` is `again`.
    mutating func atom(_ m: borrowing Arena, _ name: Name) -> Value {
        if atoms[Int(name)] != 0 { return atoms[Int(name)] }
        let n = names.length(name)
        var wide = false
        for i in 0..<n where names.unit(name, i) > 255 { wide = true }
        let s = m.newString(UInt64(n), wide: wide)
        if s == 0 {
            failure = again
            return m[Atom.empty]
        }
        for i in 0..<n { m.setUnit(s, UInt64(i), UInt64(names.unit(name, i))) }
        let a = m.atom(s)
        if a == again {
            failure = again
            return m[Atom.empty]
        }
        atoms[Int(name)] = a
        return a
    }
    mutating func constant(_ v: Value) -> Int {
        for i in f.constants.indices.reversed() where f.constants[i] == v { return i }
        f.constants.append(v)
        if f.constants.count > 0xFFFF { tooMuch() }
        return f.constants.count - 1
    }
    mutating func nameConstant(_ m: borrowing Arena, _ name: Name) -> Int { constant(atom(m, name)) }
    mutating func tooMuch() {
        if fault == nil {
            fault = SyntaxFault(
                message: "the function is too large",
                position: Int(tree.functions[Int(f.index)].position))
        }
    }

    // MARK: Instructions

    var here: Int { f.instructions.count }
    mutating func emit(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
        f.instructions.append(
            UInt32(op.rawValue) | UInt32(a & 255) << 8 | UInt32(b & 255) << 16 | UInt32(c & 255) << 24)
    }
    mutating func emit(_ op: Opcode, _ a: Int, wide: Int) { emit(op, a, wide & 255, wide >> 8) }
    mutating func emit(_ rare: Rare, _ a: Int = 0, _ b: Int = 0) { emit(.rare, a, b, Int(rare.rawValue)) }
    mutating func emit(_ rare: Rare, _ a: Int, _ b: Int, word: Int) {
        emit(.rare, a, b, Int(rare.rawValue))
        self.word(word)
    }
    mutating func word(_ w: Int) { f.instructions.append(UInt32(truncatingIfNeeded: w)) }
    mutating func field(_ op: Opcode, _ a: Int, _ b: Int, _ constant: Int) {
        emit(op, a, b)
        word(constant | f.caches << 16)
        f.caches += 1
        if f.caches > 0xFFFF { tooMuch() }
    }
    /// Says which part of the source the next instruction is of.
    mutating func mark(_ position: Int32) {
        if f.positions.last?.position != position { f.positions.append((Int32(here), position)) }
    }
    mutating func mark(node n: NodeIndex) { mark(tree.nodes[Int(n)].position) }

    // MARK: Jumps

    mutating func jump(_ op: Opcode = .jump, _ a: Int = 0) -> Int {
        emit(op, a)
        return here - 1
    }
    mutating func patch(_ i: Int, to target: Int? = nil) {
        let d = (target ?? here) - i
        let w = f.instructions[i]
        switch w & 255 {
        case UInt32(Opcode.jump.rawValue), UInt32(Opcode.loop.rawValue):
            f.instructions[i] = w & 255 | UInt32(truncatingIfNeeded: d << 8)
        case UInt32(Opcode.jumpIfTrue.rawValue), UInt32(Opcode.jumpIfFalse.rawValue):
            if d > 32767 || d < -32768 { tooMuch() }
            f.instructions[i] = w & 0xFFFF | UInt32(truncatingIfNeeded: d << 16)
        default: f.instructions[i + 1] = UInt32(truncatingIfNeeded: d)
        }
    }
    mutating func patch(_ list: [Int], to target: Int? = nil) { for i in list { patch(i, to: target) } }
    mutating func jumpBack(_ target: Int) {
        emit(.loop)
        patch(here - 1, to: target)
    }

    // MARK: Registers

    mutating func allocate(_ n: Int = 1) -> Int {
        let r = f.free
        f.free += n
        if f.free > f.most { f.most = f.free }
        if f.free > 250 {
            tooMuch()
            f.free = 1
        }
        return r
    }
    mutating func loadSpecial(_ r: Int, _ v: Value) { emit(.loadSpecial, r, Int(v - undefined)) }
    mutating func move(_ to: Int, _ from: Int) { if to != from { emit(.move, to, from) } }
    mutating func intrinsic(_ native: Native, _ a: Int, count: Int) {
        emit(.intrinsic, a, count, word: Int(native.rawValue))
    }

    // MARK: Functions

    /// The code of a function of the tree, or 0 (with `failure` or `fault`).
    mutating func function(_ m: borrowing Arena, _ index: Int32, name: Name? = nil) -> Reference {
        outer.append(f)
        f = FunctionState(index: index)
        prologue(m)
        let node = tree.functions[Int(index)]
        if node.isExpressionBody {
            let r = operand(m, node.body[0])
            emit(.returnValue, r)
        } else {
            let s = node.bodyScope >= 0 ? node.bodyScope : node.scope
            instantiateFunctions(m, s)
            for n in node.body { statement(m, n) }
            finishBody(m)
        }
        let code = finish(m, name: name ?? node.name)
        f = outer.removeLast()
        return code
    }
    /// The end of a body that is reached.
    mutating func finishBody(_ m: borrowing Arena) {
        if f.isDerived {
            returnThis(m)
        } else {
            emit(.returnUndefined)
        }
    }
    /// Makes the code's block.
    mutating func finish(_ m: borrowing Arena, name: Name) -> Reference {
        if failure == again || fault != nil { return 0 }
        let node = tree.functions[Int(f.index)]
        let nameAtom = name < 0 ? 0 : atom(m, name)
        let constants = UInt64(f.constants.count), instructions = UInt64(f.instructions.count)
        let head = Code.constants / 8
        let entry = head &+ constants
        let code = m.allocate(Kind.code, entry &+ (instructions &+ 1) / 2, auxiliary: nameAtom)
        let caches = m.allocate(Kind.caches, 1 &+ UInt64(f.caches) &* 2)
        let handlers = f.handlers.isEmpty ? 0 : m.allocate(Kind.raw, 1 &+ UInt64(f.handlers.count))
        let boxes = m.allocate(Kind.raw, 1 &+ (UInt64(f.boxes.count) &+ 1) / 2)
        let positions = packedPositions(m)
        if code == 0 || caches == 0 || boxes == 0 || positions == 0 || handlers == 0 && !f.handlers.isEmpty
            || failure == again
        {
            failure = again
            return 0
        }
        if entry > 0xFFFF || f.instructions.count > 0xFFFF && !f.handlers.isEmpty {
            tooMuch()
            return 0
        }
        m.fill(caches, from: 1, to: m.words(caches), 0)
        for i in f.handlers.indices { m.setWord(handlers &+ UInt64(i) &* 8, 8, f.handlers[i]) }
        for i in f.boxes.indices { m.setHalf(boxes &+ UInt64(i) &* 4, 8, UInt64(f.boxes[i].from)) }
        var flags: UInt64 = 0
        if f.restRegister != 255 || f.argumentsRegister != 255 || f.targetRegister != 255 || node.isClassConstructor {
            flags |= Code.needsEntry
        }
        if node.isConstructor { flags |= Code.isConstructor }
        if node.isClassConstructor { flags |= Code.isClass }
        if node.isDerived { flags |= Code.isDerived }
        if node.isGenerator { flags |= Code.isGenerator }
        if node.isAsync { flags |= Code.isAsync }
        if node.isArrow { flags |= Code.isArrow }
        if node.isMethod { flags |= Code.isMethod }
        let parameters = UInt64(node.parameters.count - (f.restRegister != 255 ? 1 : 0))
        m.setWord(code, 8, caches | handlers &<< 32)
        m.setWord(
            code, 16, UInt64(f.most &+ 2) | min(parameters, 255) &<< 16 | flags &<< 24 | constants &<< 32 | entry &<< 48
        )
        m.setWord(code, 24, positions | source &<< 32)
        m.setWord(code, 32, boxes | UInt64(node.length) &<< 32 | UInt64(f.boxes.count) &<< 48)
        m.setWord(code, 40, UInt64(node.position) | UInt64(node.end) &<< 32)
        m.setWord(
            code, 48,
            UInt64(f.restRegister) | UInt64(f.argumentsRegister) &<< 8 | UInt64(f.targetRegister) &<< 16
                | UInt64(f.generatorRegister) &<< 24)
        for i in f.constants.indices { m.setWord(code &+ UInt64(i) &* 8, Code.constants, f.constants[i]) }
        for i in f.instructions.indices {
            m.setHalf(code &+ entry &* 8 &+ UInt64(i) &* 4, 0, UInt64(f.instructions[i]))
        }
        if instructions & 1 != 0 { m.setHalf(code &+ entry &* 8 &+ instructions &* 4, 0, 0) }
        return code
    }
    /// Positions as differences of variable length: instructions, then source (zigzag), seven bits a byte.
    private func packedPositions(_ m: borrowing Arena) -> Reference {
        var bytes: [UInt8] = []
        func put(_ v: UInt32) {
            var v = v
            while v >= 128 {
                bytes.append(UInt8(v & 127 | 128))
                v >>= 7
            }
            bytes.append(UInt8(v))
        }
        var last = (instruction: Int32(0), position: Int32(0))
        for p in f.positions {
            put(UInt32(p.instruction - last.instruction))
            let d = p.position - last.position
            put(UInt32(bitPattern: d << 1 ^ d >> 31))
            last = p
        }
        let r = m.allocate(Kind.raw, 2 &+ UInt64(bytes.count &+ 7) / 8)
        if r == 0 { return 0 }
        m.setWord(r, 8, UInt64(bytes.count))
        for i in bytes.indices { m.setByte(r &+ UInt64(i), 16, UInt64(bytes[i])) }
        return r
    }
}
