// Calls that are not a plain function's (ECMA-262, 10.2, 10.3).

extension Arena {
    /// Says what is to be called; answers `invoke`.
    func call(_ f: Value, _ this: Value, _ args: Value...) -> Value {
        self[State.callee] = f
        self[State.calleeThis] = this
        self[State.calleeTarget] = hole
        self[State.argumentArray] = 0
        self[State.calleeCount] = UInt64(args.count)
        for (i, v) in args.enumerated() { self[State.arguments &+ UInt64(i) &* 8] = v }
        return invoke
    }
    /// The same, with an array's elements as arguments, as a constructor where `target` is given.
    func call(_ f: Value, _ this: Value, array: Reference, target: Value = hole) -> Value {
        self[State.callee] = f
        self[State.calleeThis] = this
        self[State.calleeTarget] = target
        self[State.argumentArray] = array
        self[State.calleeCount] = 0
        return invoke
    }
    /// Calls a function of the library.
    func help(_ h: Helper, _ a: Value, _ b: Value = hole, _ c: Value = hole, _ d: Value = hole) -> Value {
        let f = self[State.helpers &+ h.rawValue &* 8]
        self[State.callee] = f
        self[State.calleeThis] = undefined
        self[State.calleeTarget] = hole
        self[State.argumentArray] = 0
        self[State.calleeCount] = b == hole ? 1 : c == hole ? 2 : d == hole ? 3 : 4
        self[State.arguments] = a
        self[State.arguments &+ 8] = b
        self[State.arguments &+ 16] = c
        self[State.arguments &+ 24] = d
        return invoke
    }
    /// Prepares a frame whose function, this and arguments are there: `undefined`, or an answer.
    @inline(never) func prepare(_ f: Reference, _ frame: UInt64, _ count: UInt64, _ target: Value) -> Value {
        let code = half(f, 12)
        let meta = word(code, 16)
        if frame &+ (meta & 0xFFFF) &* 8 &+ 16 >= self[State.stackEnd] { return stackOverflow() }
        let flags = meta >> 24 & 0xFF, parameters = meta >> 16 & 0xFF
        if flags & Code.needsEntry != 0 {
            if flags & Code.isClass != 0, target == hole {
                return newError(.type, "a class's constructor needs new")
            }
            let registers = word(code, 48)
            let restRegister = registers & 0xFF, argumentsRegister = registers >> 8 & 0xFF,
                targetRegister = registers >> 16 & 0xFF
            var rest: Value = undefined, arguments: Value = undefined
            if restRegister != 255 {
                let n = count > parameters ? count &- parameters : 0
                rest = newArray(copying: frame &+ 24 &+ parameters &* 8, count: n)
                if rest == 0 { return again }
            }
            if argumentsRegister != 255 {
                arguments = newArguments(frame, count)
                if arguments == again { return again }
            }
            var p = count
            while p < parameters {
                setWord(frame &+ p &* 8, 24, undefined)
                p &+= 1
            }
            if restRegister != 255 { setWord(frame &+ restRegister &* 8, 16, rest) }
            if argumentsRegister != 255 { setWord(frame &+ argumentsRegister &* 8, 16, arguments) }
            if targetRegister != 255 { setWord(frame &+ targetRegister &* 8, 16, target == hole ? undefined : target) }
            return undefined
        }
        var p = count
        while p < parameters {
            setWord(frame &+ p &* 8, 24, undefined)
            p &+= 1
        }
        return undefined
    }
    /// The arguments object of strict code (10.4.4.6), or `again`.
    private func newArguments(_ frame: UInt64, _ count: UInt64) -> Value {
        let root = rootShape(prototype: self[Prototype.object], plain: false)
        if root == again { return again }
        let list = newArray(copying: frame &+ 24, count: count)
        if list == 0 { return again }
        let o = allocate(Kind.arguments, 3, auxiliary: root)
        if o == 0 { return again }
        setWord(o, 8, count &<< 32)
        setWord(o, 16, elements(list) | count &<< 32)
        if addProperty(o, self[Atom.length], integer(small: count), Attribute.hidden) == again { return again }
        if addProperty(o, self[Atom.iterator], self[State.arrayValues], Attribute.hidden) == again { return again }
        let pair = self[State.throwerPair]
        if addProperty(o, self[Atom.callee], pair, Attribute.accessor) == again { return again }
        return o
    }
    /// A call of what is no plain function: an answer, or a native's value.
    @inline(never) func callSlow(_ f: Value, _ frame: UInt64, _ n: UInt64, _ code: Reference, _ at: UInt64) -> Value {
        guard f < limit else { return notCallable(code, at) }
        switch kind(f) {
        case Kind.function, Kind.specialFunction:
            let r = prepare(f, frame, n, hole)
            if isAnswer(r) { return r }
            self[State.enteredFlags] = 0
            return entered
        case Kind.native: return native(half(f, 16) & 0xFFFF, frame, n, hole)
        case Kind.bound:
            let list = boundArguments(f, frame, n)
            return list == again ? again : call(word(f, 16), word(f, 24), array: list)
        case Kind.proxy where half(f, 12) & 1 != 0:
            let list = newArray(copying: frame &+ 24, count: n)
            return list == 0 ? again : help(.proxyCall, f, word(frame, 16), list)
        default: return notCallable(code, at)
        }
    }
    private func boundArguments(_ f: Reference, _ frame: UInt64, _ n: UInt64) -> Value {
        let first = word(f, 32)
        let m = elementCount(first)
        let list = newArray(m &+ n)
        if list == 0 { return again }
        if m > 0 { copy(from: elements(first) &+ 8, to: elements(list) &+ 8, bytes: m &* 8) }
        if n > 0 { copy(from: frame &+ 24, to: elements(list) &+ 8 &+ m &* 8, bytes: n &* 8) }
        setHalf(list, 12, m &+ n)
        setArrayLength(list, m &+ n)
        return list
    }
    /// The object that a plain constructor gets, `again`, or `deferred` where it is none.
    @inline(__always) func newThis(_ f: Value, _ frame: UInt64) -> Value {
        guard f < limit, kind(f) == Kind.function else { return deferred }
        let code = half(f, 12)
        guard byte(code, 19) & Code.isConstructor != 0 else { return deferred }
        if frame &+ registerBytes(code) &+ 16 >= self[State.stackEnd] { return deferred }
        guard let p = find(shape(f), self[Atom.prototype]) else { return deferred }
        let proto = slotValue(f, shape(f), p.slot)
        guard proto < limit, kind(proto) >= Kind.object else { return deferred }
        let root = rootShape(prototype: proto, plain: true)
        if root == again { return again }
        let o = newObject(root)
        return o == 0 || self[State.top] >= self[State.soft] ? again : o
    }
    /// `new` of what is no plain constructor: an answer, or a native's value.
    @inline(never) func constructSlow(
        _ f: Value, _ frame: UInt64, _ n: UInt64, _ target: Value, _ code: Reference, _ at: UInt64
    ) -> Value {
        guard isConstructor(f) else { return notConstructor(code, at) }
        switch kind(f) {
        case Kind.native: return native(half(f, 16) & 0xFFFF, frame, n, target)
        case Kind.bound:
            let list = boundArguments(f, frame, n)
            if list == again { return again }
            return call(word(f, 16), undefined, array: list, target: target == f ? word(f, 16) : target)
        case Kind.proxy:
            let list = newArray(copying: frame &+ 24, count: n)
            return list == 0 ? again : help(.proxyConstruct, f, list, target)
        default: break
        }
        var this: Value = hole
        let isDerived = byte(half(f, 12), 19) & Code.isDerived != 0
        if !isDerived {
            let proto = prototypeForNew(target, Prototype.object)
            if isAnswer(proto) { return proto }
            let root = rootShape(prototype: proto, plain: true)
            if root == again { return again }
            this = newObject(root)
            if this == 0 { return again }
        }
        let r = prepare(f, frame, n, target)
        if isAnswer(r) { return r }
        setWord(frame, 16, this)
        self[State.enteredFlags] = isDerived ? 0 : Link.construct
        return entered
    }
    /// The prototype for an object that a constructor makes (10.1.14): from new.target, or one of the library's.
    func prototypeForNew(_ target: Value, _ fallback: UInt64) -> Value {
        guard isObject(target) else { return self[fallback] }
        if kind(target) == Kind.proxy || kind(target) == Kind.bound {
            // Prepared by the library, see Reflect.construct.
            var o = target
            while kind(o) == Kind.bound || kind(o) == Kind.proxy { o = word(o, 16) }
            return isObject(o) ? prototypeForNew(o, fallback) : self[fallback]
        }
        let found = lookUpOwn(target, self[Atom.prototype])
        if found.outcome == again { return again }
        if found.isFound, !found.isAccessor, isObject(found.value) { return found.value }
        return self[fallback]
    }
    /// The trampoline's call.
    func callVariable(_ p: inout Position) -> Value {
        let f = word(p.fp, 40), n = word(p.fp, 16) &- bias, target = word(p.fp, 24)
        let frame = p.fp &+ 32
        let r = target == hole ? callSlow(f, frame, n, p.code, p.pc) : constructSlow(f, frame, n, target, p.code, p.pc)
        if isAnswer(r) { return r }
        setWord(p.fp, 16, r)
        return undefined
    }
}
