// Operations that are not in the main switch.

extension Arena {
    /// Does an operation: writes its result and moves the position, or answers.
    @inline(never) func stepRare(_ i: UInt64, _ at: UInt64, _ p: inout Position) -> Value {
        let fp = p.fp
        @inline(__always) func get(_ m: borrowing Arena, _ r: UInt64) -> Value { m.word(fp, r &+ 16) }
        let x = get(self, b8(i))
        let r: Value
        switch i & 255 {
        case UInt64(Opcode.typeof.rawValue): r = typeof(x)
        case UInt64(Opcode.negate.rawValue):
            r =
                isInteger(x) && x != bias && x != integerBase
                ? bias &- (x &- bias) : isNumber(x) ? number(-toDouble(x)) : arithmetic(.negate, x, x)
        case UInt64(Opcode.complement.rawValue):
            r = isInteger(x) ? integer(~int32Of(x)) : arithmetic(.complement, x, x)
        case UInt64(Opcode.not.rawValue): r = boolean(!isTrue(x))
        case UInt64(Opcode.raise.rawValue):
            self[State.exception] = get(self, a8(i))
            return thrown
        case UInt64(Opcode.newArray.rawValue):
            let a = newArray(i >> 16)
            r = a == 0 ? again : a
        case UInt64(Opcode.append.rawValue):
            let v = append(get(self, a8(i)), x)
            return v == again ? again : undefined
        case UInt64(Opcode.putField.rawValue):
            let o = get(self, a8(i)), w = half(at, 4)
            let e = half(p.code, 8) &+ (w >> 16) &* 16
            if half(o) == half(e, 8), half(e, 12) & 7 == Place.added {
                setHalf(o, 0, half(e, 16))
                setWord(o, half(e, 12) & Place.displacement, x)
            } else {
                let done = putField(o, word(p.code &+ (w & 0xFFFF) &* 8, Code.constants), x, e &+ 8)
                if isAnswer(done) { return done }
            }
            p.pc = at &+ 8
            return undefined
        case UInt64(Opcode.shiftLeft.rawValue):
            let y = get(self, c8(i))
            r = areIntegers(x, y) ? integer(int32Of(x) &<< int32Of(y)) : arithmetic(.shiftLeft, x, y)
        case UInt64(Opcode.shiftRight.rawValue):
            let y = get(self, c8(i))
            r = areIntegers(x, y) ? integer(int32Of(x) &>> int32Of(y)) : arithmetic(.shiftRight, x, y)
        case UInt64(Opcode.shiftRightUnsigned.rawValue): r = arithmetic(.shiftRightUnsigned, x, get(self, c8(i)))
        case UInt64(Opcode.modConstant.rawValue): r = remainder(x, word(p.code &+ c8(i), Code.constants))
        case UInt64(Opcode.setGlobal.rawValue):
            let w = half(at, 4)
            let done = setGlobal(word(p.code &+ (w & 0xFFFF) &* 8, Code.constants), get(self, a8(i)))
            if isAnswer(done) { return done }
            p.pc = at &+ 8
            return undefined
        case UInt64(Opcode.closure.rawValue): r = makeClosure(word(p.code &+ (i >> 16) &* 8, Code.constants), fp)
        case UInt64(Opcode.subConstant.rawValue): r = subtract(x, word(p.code &+ c8(i), Code.constants))
        case UInt64(Opcode.or.rawValue):
            let y = get(self, c8(i))
            r = areIntegers(x, y) ? bias &+ ((x &- bias) | (y &- bias)) : arithmetic(.or, x, y)
        case UInt64(Opcode.xor.rawValue):
            let y = get(self, c8(i))
            r = areIntegers(x, y) ? bias &+ ((x &- bias) ^ (y &- bias)) : arithmetic(.xor, x, y)
        case UInt64(Opcode.divConstant.rawValue): r = divide(x, word(p.code &+ c8(i), Code.constants))
        case UInt64(Opcode.getLocalBox.rawValue): r = word(x, 8)
        case 255: return stepRarest(i, at, &p, x)
        default: return damage()
        }
        if isAnswer(r) { return r }
        setWord(fp, a8(i) &+ 16, r)
        return undefined
    }
    private func stepRarest(_ i: UInt64, _ at: UInt64, _ p: inout Position, _ x: Value) -> Value {
        let fp = p.fp
        guard let rare = Rare(rawValue: UInt8(truncatingIfNeeded: i >> 24)) else { return damage() }
        var r: Value = undefined
        let w = hasWord(rare.rawValue) ? half(at, 4) : 0
        // The register of the second word, or its constant.
        @inline(__always) func third(_ m: borrowing Arena) -> Value { m.word(fp &+ (w & 0xFF) &* 8, 16) }
        @inline(__always) func constant(_ m: borrowing Arena, _ code: Reference) -> Value {
            m.word(code &+ (w & 0xFFFF) &* 8, Code.constants)
        }
        switch rare {
        case .setLocalBox:
            setWord(word(fp, a8(i) &+ 16), 8, x)
            return undefined
        case .newBox:
            r = allocate(Kind.box, 2)
            if r == 0 { return again }
            setWord(r, 8, x)
        case .callee: r = word(fp, 8)
        case .newWithTarget:
            let frame = fp &+ a8(i) &+ 16
            return constructSlow(word(frame, 8), frame, i >> 16 & 0xFF, word(frame), p.code, at)
        case .startGenerator, .startAsync: return startGenerator(&p, async: rare == .startAsync)
        case .yield, .await: return stop(&p, x, awaiting: rare == .await)
        case .resumed:
            let mode = word(fp, a8(i) &+ 24)
            if mode == integer(1) {
                self[State.exception] = word(fp, a8(i) &+ 16)
                return thrown
            }
            p.pc = at &+ (mode == integer(2) ? offset32(w) : 8)
            return undefined
        case .intrinsic where w == Native.getIterator.rawValue:
            r = getIterator(word(fp, a8(i) &+ 40), p.code, at)
        case .intrinsic: r = native(w, fp &+ a8(i) &+ 16, i >> 16 & 0xFF, hole)
        case .iteratorNext: return iteratorNext(fp &+ a8(i) &+ 16, at, w, &p)
        case .callVariable: return callVariable(&p)
        case .raiseConstant: return newError(.type, "an assignment to the constant ", constant(self, p.code))
        case .checkThis:
            if word(fp, a8(i) &+ 16) != hole { return newError(.reference, "super() was called twice") }
            return undefined
        case .check:
            r = x
            if x == hole {
                let name = constant(self, p.code)
                if name == undefined { return newError(.reference, "this has no value before super() returns") }
                return uninitialized(name)
            }
        case .increment:
            r = isInteger(x) && x != UInt64.max ? x &+ 1 : arithmetic(.increment, x, x)
        case .decrement: r = isInteger(x) && x != integerBase ? x &- 1 : arithmetic(.decrement, x, x)
        case .toNumber:
            r = isNumber(x) ? x : isObject(x) ? help(.toNumber, x) : toNumber(x)
            if isBigInt(r) { return newError(.type, "a BigInt cannot become a number") }
        case .toNumeric: r = isNumber(x) ? x : isObject(x) ? help(.toNumeric, x) : isBigInt(x) ? x : toNumber(x)
        case .equal: r = equal(x, third(self))
        case .notEqual:
            r = equal(x, third(self))
            if r == invoke { _ = help(.notEqual, x, third(self)) }
            if !isAnswer(r) { r ^= 1 }
        case .greater: r = less(third(self), x, swapped: true)
        case .greaterEqual: r = lessEqual(third(self), x, swapped: true)
        case .power: r = arithmetic(.power, x, third(self))
        case .in: r = isIn(x, third(self))
        case .instanceOf: r = isInstance(x, third(self))
        case .getPrivate: r = getPrivate(x, third(self))
        case .hasPrivate:
            r =
                isObject(x)
                ? boolean(find(shape(x), third(self)) != nil) : newError(.type, "the right side of in is no object")
        case .setPrivate:
            let done = setPrivate(word(fp, a8(i) &+ 16), third(self), x)
            if isAnswer(done) { return done }
            p.pc = at &+ 8
            return undefined
        case .deleteElement:
            r = deleteElement(x, third(self))
        case .toPropertyKey:
            if isNullish(third(self)), b8(i) != (w & 0xFF) &* 8 {
                return newError(.type, "undefined and null have no properties")
            }
            r = isObject(x) ? help(.toPropertyKey, x) : isSymbol(x) || isInteger(x) ? x : toString(x)
        case .toStringValue:
            r =
                isString(x)
                ? x
                : isObject(x)
                    ? help(.toStringValue, x)
                    : isSymbol(x) ? newError(.type, "a symbol cannot become a string") : toString(x)
        case .setBoxChecked, .setLocalBoxChecked: return damage()
        }
        if isAnswer(r) { return r }
        setWord(fp, a8(i) &+ 16, r)
        p.pc = at &+ (hasWord(rare.rawValue) ? 8 : 4)
        return undefined
    }
    /// A closure with its boxes, or `again`.
    func makeClosure(_ code: Reference, _ fp: UInt64) -> Value {
        let n = short(code, 38)
        let f = newFunction(code, boxes: n, shape: functionShape(code))
        if f == 0 { return again }
        let boxes = half(code, 32)
        let own = word(fp, 8)
        for k in 0..<n {
            let from = half(boxes &+ k &* 4, 8)
            let box = from & 0x10000 != 0 ? word(fp &+ (from & 0xFF) &* 8, 16) : word(own &+ (from & 0xFFFF) &* 8, 16)
            setWord(f &+ k &* 8, 16, box)
        }
        return f
    }
    private func functionShape(_ code: Reference) -> Reference {
        switch byte(code, 19) & (Code.isAsync | Code.isGenerator) {
        case 0: return self[RootShape.function]
        case Code.isAsync: return self[RootShape.asyncFunction]
        case Code.isGenerator: return self[RootShape.generatorFunction]
        default: return self[RootShape.asyncGeneratorFunction]
        }
    }
    /// A step of an iterator without a result object, where iterator and `next` are the library's own: the value is in
    /// the frame's first register. Otherwise the code that follows does it.
    private func iteratorNext(_ frame: UInt64, _ at: UInt64, _ w: UInt64, _ p: inout Position) -> Value {
        p.pc = at &+ 8
        let it = word(frame, 8), next = word(frame, 16)
        guard isKind(it, Kind.iterator), next == self[State.arrayIteratorNext] else { return undefined }
        let v = advance(it)
        if v == again { return again }
        if v == deferred { return undefined }
        if v == hole {
            p.pc = at &+ (w & 0xFFFF) &* 4
        } else {
            setWord(frame, 0, v)
            p.pc = at &+ (w >> 16) &* 4
        }
        return undefined
    }
}
