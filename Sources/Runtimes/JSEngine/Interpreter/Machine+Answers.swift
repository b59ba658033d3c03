// What the machine does about answers: collect, call, coerce, resume, throw.

extension Arena {
    /// Sees to an answer of the operation at the position. Answers `again` where the machine goes on from the position,
    /// otherwise what the run ends with.
    @inline(never) func answer(_ given: Value, _ p: inout Position) -> Value {
        if self[State.damage] != 0 { return thrown }
        var status = given
        if status == again { status = makeRoom(&p) }
        if status == invoke {
            let i = half(p.pc)
            status = push(&p, resultLink(i, p))
        }
        if status == deferred { status = enterFallback(&p) }
        if status == entered {
            let (frame, _, link) = nativeFrame(p)
            enter(&p, frame, link | self[State.enteredFlags])
            status = undefined
        }
        if status == coerce { status = coerceOperand(&p) }
        if status == resume { status = resumeGenerator(&p) }
        if status == thrown {
            attachStack(p)
            guard let q = unwind(p.fp, p.pc) else { return thrown }
            p = q
            return again
        }
        return status == undefined || status == again ? again : status
    }
    /// Collects; `undefined`, or `thrown` where that did not help: the same operation lacked memory before, and nothing
    /// has become free since.
    private func makeRoom(_ p: inout Position) -> Value {
        if self[State.interrupt] != 0, self[State.interrupt] & 1 != 0 {
            self[State.interrupt] = 0
            self[State.exception] = null
            return thrown
        }
        let relative = p.pc &- p.code
        let wanted = self[State.wanted]
        let before = self[State.topAfter]
        self[State.wanted] = 0
        var top = p.fp &+ 16 &+ registerBytes(p.code)
        if p.code == self[State.trampoline] { top = p.fp &+ 56 &+ (word(p.fp, 16) &- bias) &* 8 }
        collect(stackTop: min(top, self[State.stackEnd]))
        p.code = frameCode(p.fp)
        p.pc = p.code &+ relative
        let place = p.fp &<< 24 ^ relative
        let isSame = self[State.retryPlace] == place && before == self[State.topAfter] &- self[State.start] &+ 1
        self[State.retryPlace] = place
        self[State.topAfter] = self[State.top] &- self[State.start] &+ 1
        if self[State.end] <= self[State.top] || self[State.end] &- self[State.top] < wanted &+ 64
            || wanted > 0 && isSame && before == self[State.topAfter]
        {
            return outOfMemory()
        }
        if self[State.stress] != 0 {
            // The next collection comes soon: what an operation gets grows where it was not enough.
            let grant = isSame ? self[State.stress] &* 2 : 256
            self[State.stress] = min(grant, 1 << 22)
            let end = self[State.top] &+ max(self[State.stress], wanted &+ 64)
            if end < self[State.end] { self[State.end] = end }
            self[State.soft] = self[State.end]
        }
        return undefined
    }
    /// Where the result of an operation goes that calls something: the link without flags of its own.
    private func resultLink(_ i: UInt64, _ p: Position) -> UInt64 {
        let distance = (registerBytes(p.code) &+ 16) / 8
        let at = p.pc &- p.code
        let op = i & 63
        var register = i >> 8 & 0xFF
        var flags: UInt64 = 0
        var size: UInt64 = 4
        if op >= UInt64(Opcode.jumpLess.rawValue), op <= UInt64(Opcode.jumpNotSameImmediate.rawValue) {
            return Link.condition | Link.make(at, distance: distance, register: 0)
        }
        switch i & 255 {
        case UInt64(Opcode.getField.rawValue), UInt64(Opcode.getGlobal.rawValue): size = 8
        case UInt64(Opcode.getMethod.rawValue):
            size = 8
            register &+= 1
        case UInt64(Opcode.setField.rawValue), UInt64(Opcode.putField.rawValue), UInt64(Opcode.setGlobal.rawValue):
            size = 8
            flags = Link.discard
        case UInt64(Opcode.rare.rawValue):
            let rare = UInt8(truncatingIfNeeded: i >> 24)
            if hasWord(rare) { size = 8 }
            if rare == Rare.setPrivate.rawValue { flags = Link.discard }
        default: if op == UInt64(Opcode.setElement.rawValue) { flags = Link.discard }
        }
        if p.code == self[State.trampoline] {
            return Link.make(at &+ size, distance: 7 &+ (word(p.fp, 16) &- bias), register: 0)
        }
        return flags | Link.make(at &+ size, distance: distance, register: register)
    }
    func hasWord(_ rare: UInt8) -> Bool {
        rare == Rare.resumed.rawValue || rare == Rare.intrinsic.rawValue || rare == Rare.iteratorNext.rawValue
            || rare == Rare.raiseConstant.rawValue || rare >= Rare.check.rawValue
    }
    /// Pushes the frame of the call in the state: `undefined`, or an answer.
    func push(_ p: inout Position, _ link: UInt64) -> Value {
        let frame = p.fp &+ Link.distance(link)
        let f = self[State.callee]
        let count = self[State.calleeCount]
        let array = self[State.argumentArray]
        let isScript = self[State.calleeTarget] == hole && (isKind(f, Kind.function) || isKind(f, Kind.specialFunction))
        let n = array != 0 ? elementCount(array) : count
        let start = isScript ? frame : frame &+ 32
        if start &+ 64 &+ n &* 8 >= self[State.stackEnd] {
            return stackOverflow()
        }
        setWord(start, 8, f)
        setWord(start, 16, self[State.calleeThis])
        if array != 0 {
            if n > 0 { copy(from: elements(array) &+ 8, to: start &+ 24, bytes: n &* 8) }
            for k in 0..<n where word(start &+ k &* 8, 24) == hole { setWord(start &+ k &* 8, 24, undefined) }
        } else {
            for k in 0..<n { setWord(start &+ k &* 8, 24, self[State.arguments &+ k &* 8]) }
        }
        self[State.argumentArray] = 0
        self[State.callee] = 0
        if isScript {
            let r = prepare(f, frame, n, hole)
            if isAnswer(r) { return r }
            enter(&p, frame, link)
            return undefined
        }
        // Anything else is called from a frame of the trampoline, whose registers are all it needs to be done again.
        setWord(frame, 0, link)
        setWord(frame, 8, self[State.trampolineFunction])
        setWord(frame, 16, integer(small: n))
        setWord(frame, 24, self[State.calleeTarget])
        setWord(frame, 32, undefined)
        p = Position(fp: frame, code: self[State.trampoline], pc: entry(self[State.trampoline]))
        return undefined
    }
    /// Makes a prepared frame the current one.
    @inline(__always) func enter(_ p: inout Position, _ frame: UInt64, _ link: UInt64) {
        setWord(frame, 0, link)
        let target = code(word(frame, 8))
        p = Position(fp: frame, code: target, pc: entry(target))
    }
    /// The frame that the native call at the position has: where it is, its count of arguments, and the link for one
    /// that takes its place.
    private func nativeFrame(_ p: Position) -> (frame: UInt64, count: UInt64, link: UInt64) {
        let i = half(p.pc), at = p.pc &- p.code
        if p.code == self[State.trampoline] {
            return (p.fp &+ 32, word(p.fp, 16) &- bias, Link.make(at &+ 4, distance: 4, register: 0))
        }
        let size: UInt64 = i & 255 == 255 && hasWord(UInt8(truncatingIfNeeded: i >> 24)) ? 8 : 4
        let link = Link.make(at &+ size, distance: a8(i) >> 3 &+ 2, register: i >> 8 & 0xFF)
        return (p.fp &+ 16 &+ a8(i), i >> 16 & 0xFF, link)
    }
    /// A native function leaves the work to the library's code of the same function.
    private func enterFallback(_ p: inout Position) -> Value {
        let (frame, count, link) = nativeFrame(p)
        let f = word(frame, 8)
        let closure = isKind(f, Kind.native) ? half(f, 12) : 0
        if closure == 0 { return newError(.type, "the operand is of the wrong kind") }
        let target =
            p.code == self[State.trampoline]
            ? word(p.fp, 24) : half(p.pc) & 63 == UInt64(Opcode.new.rawValue) ? f : hole
        setWord(frame, 8, closure)
        let r = prepare(closure, frame, count, target)
        if isAnswer(r) {
            setWord(frame, 8, f)
            return r
        }
        enter(&p, frame, link)
        return undefined
    }
    /// An operand of a native call has to be a primitive: the library makes it one, in its place, and the call is done
    /// again.
    private func coerceOperand(_ p: inout Position) -> Value {
        let (frame, count, _) = nativeFrame(p)
        let k = self[State.operand]
        let register = (frame &- p.fp) / 8 &+ k
        let v = word(frame &+ k &* 8, 16)
        _ = help(.toPrimitive, v, self[State.hint])
        let above = frame &+ 24 &+ count &* 8
        let distance = max((above &- p.fp) / 8, (registerBytes(p.code) &+ 16) / 8)
        return push(&p, Link.wide | Link.make(p.pc &- p.code, distance: distance, register: register))
    }

    /// Leaves a frame whose link has flags: `undefined` and the new position; `deferred`: the run ends; or an answer, at
    /// the old one.
    @inline(never) func leave(_ given: Value, _ p: inout Position) -> Value {
        var v = given
        let link = word(p.fp)
        if link & Link.exit != 0 { return deferred }
        if link & Link.construct != 0, !isObject(v) { v = word(p.fp, 16) }
        if link & (Link.generator | Link.raw) != 0 {
            if link & Link.generator != 0 {
                p.pc = p.pc &- 4
                v = newResult(v, done: trueValue)
                if v == again { return again }
            }
            setWord(word(generatorPlace(p.fp, p.code)), 24, GeneratorState.done)
        }
        finishLeave(v, link, &p)
        return undefined
    }
    func finishLeave(_ v: Value, _ link: UInt64, _ p: inout Position) {
        p.fp = p.fp &- Link.distance(link)
        p.code = frameCode(p.fp)
        p.pc = p.code &+ Link.pc(link)
        if link & Link.condition != 0 {
            let i = half(p.pc)
            let isNegative = i & 63 >= UInt64(Opcode.jumpNotLess.rawValue)
            p.pc = isTrue(v) != isNegative ? p.pc &+ offset32(half(p.pc, 4)) : p.pc &+ 8
        } else if link & Link.discard == 0 {
            setWord(p.fp &+ (link & 0xFFFF) &* 8, 16, v)
        }
    }
    func newResult(_ v: Value, done: Value) -> Value {
        let r = newObject(self[RootShape.result])
        if r == 0 { return again }
        setWord(r, 16, v)
        setWord(r, 24, done)
        return r
    }
}
