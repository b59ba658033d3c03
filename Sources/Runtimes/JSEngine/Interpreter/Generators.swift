// Generators and asynchronous functions (ECMA-262, 27.5, 27.7): a frame that stops is copied to a block, and back when it
// goes on. A register of a running generator holds the generator itself.

extension Arena {
    /// The current frame becomes a generator's; its caller gets the generator, or what the library makes of it.
    func startGenerator(_ p: inout Position, async: Bool) -> Value {
        let code = p.code
        let f = word(p.fp, 8)
        let registers = registerBytes(code)
        let isAsync = byte(code, 19) & Code.isAsync != 0
        var prototype: Reference = 0
        if !async {
            // The function's prototype property may be anything by now.
            let own = lookUpOwn(f, self[Atom.prototype])
            if own.outcome == again { return again }
            prototype = isObject(own.value) ? own.value : self[isAsync ? Prototype.asyncGenerator : Prototype.generator]
        } else {
            prototype = self[Prototype.object]
        }
        let root = rootShape(prototype: prototype, plain: false)
        if root == again { return again }
        let block = allocate(Kind.values, 1 &+ registers / 8 &+ 1)
        if block == 0 { return again }
        let g = newObject(kind: Kind.generator, shape: root, fields: 4)
        if g == 0 { return again }
        setWord(block, 8, f)
        copy(from: p.fp &+ 16, to: block &+ 16, bytes: registers)
        setWord(g, 8, block &<< 32)
        setWord(g, 16, integer(small: p.pc &- code))
        setWord(g, 24, GeneratorState.start)
        setWord(g, 32, boolean(isAsync))
        let link = word(p.fp)
        if !async {
            finishLeave(g, link, &p)
            return undefined
        }
        // The library's driver takes the frame's place.
        let driver = self[State.helpers &+ Helper.asyncStart.rawValue &* 8]
        setWord(p.fp, 8, driver)
        setWord(p.fp, 16, undefined)
        setWord(p.fp, 24, g)
        let r = prepare(driver, p.fp, 1, hole)
        if isAnswer(r) { return r }
        enter(&p, p.fp, link & ~Link.construct)
        return undefined
    }
    /// Where a generator's frame holds the generator.
    @inline(__always) func generatorPlace(_ fp: UInt64, _ code: Reference) -> UInt64 {
        fp &+ 16 &+ byte(code, 51) &* 8
    }
    /// `yield` and `await`: the frame goes into its block, and whoever let it run gets the value.
    func stop(_ p: inout Position, _ value: Value, awaiting: Bool) -> Value {
        let link = word(p.fp)
        let registers = registerBytes(p.code)
        let g = word(generatorPlace(p.fp, p.code))
        guard isKind(g, Kind.generator) else { return damage() }
        var v = value
        if link & Link.generator != 0, !awaiting {
            if self[State.yieldsResult] == 0 {
                v = newResult(value, done: falseValue)
                if v == again { return again }
            }
            self[State.yieldsResult] = 0
        }
        let block = half(g, 12)
        copy(from: p.fp &+ 16, to: block &+ 16, bytes: registers)
        setWord(g, 16, integer(small: p.pc &- p.code))
        setWord(g, 24, awaiting ? GeneratorState.awaiting : GeneratorState.yielded)
        finishLeave(v, link, &p)
        return undefined
    }
    /// The generator in the state goes on, called by the operation at the position.
    func resumeGenerator(_ p: inout Position) -> Value {
        let g = self[State.resumed], mode = self[State.resumedMode], value = self[State.resumedValue]
        let raw = self[State.resumedRaw] != 0
        let i = half(p.pc), at = p.pc &- p.code
        let size: UInt64 = i & 255 == 255 && hasWord(UInt8(truncatingIfNeeded: i >> 24)) ? 8 : 4
        let isTrampoline = p.code == self[State.trampoline]
        let distance = isTrampoline ? 7 &+ (word(p.fp, 16) &- bias) : (registerBytes(p.code) &+ 16) / 8
        let link = Link.make(at &+ size, distance: distance, register: isTrampoline ? 0 : i >> 8 & 0xFF)
        let block = half(g, 12)
        let f = word(block, 8)
        let target = code(f)
        let registers = registerBytes(target)
        let frame = p.fp &+ distance &* 8
        if frame &+ registers &+ 64 >= self[State.stackEnd] { return stackOverflow() }
        copy(from: block &+ 8, to: frame &+ 8, bytes: registers &+ 8)
        setWord(generatorPlace(frame, target), 0, g)
        setWord(frame, 0, link | (raw ? Link.raw : Link.generator))
        let wasStart = word(g, 24) == GeneratorState.start
        setWord(g, 24, GeneratorState.running)
        let pc = target &+ (word(g, 16) &- bias)
        p = Position(fp: frame, code: target, pc: pc)
        if wasStart {
            if mode == integer(0) { return undefined }
            self[State.exception] = value
            // Nothing has run yet: a throw ends it. (A return is the library's.)
            return thrown
        }
        let stopped = a8(half(pc &- 4))
        setWord(frame, stopped &+ 16, value)
        setWord(frame, stopped &+ 24, mode)
        return undefined
    }
    /// `next`, `throw`, `return` of generators (27.5.1): by mode 0, 1, 2.
    func generatorCall(_ this: Value, _ mode: Int32, _ value: Value) -> Value {
        guard isKind(this, Kind.generator), word(this, 32) == falseValue else {
            return newError(.type, "the receiver is no generator")
        }
        let state = word(this, 24)
        if state == GeneratorState.running { return newError(.type, "the generator is running") }
        if state == GeneratorState.done || state == GeneratorState.start && mode != 0 {
            if mode == 0 { return newResult(undefined, done: trueValue) }
            if mode == 1 {
                setWord(this, 24, GeneratorState.done)
                self[State.exception] = value
                return thrown
            }
            let r = newResult(value, done: trueValue)
            if r == again { return again }
            setWord(this, 24, GeneratorState.done)
            return r
        }
        return resumes(this, mode, value, raw: false)
    }
    func resumes(_ g: Reference, _ mode: Int32, _ value: Value, raw: Bool) -> Value {
        self[State.resumed] = g
        self[State.resumedMode] = integer(mode)
        self[State.resumedValue] = value
        self[State.resumedRaw] = raw ? 1 : 0
        return resume
    }
}
