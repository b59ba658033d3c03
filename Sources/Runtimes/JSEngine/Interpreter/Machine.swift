// The machine's loop. Everything that is not simple is in a function elsewhere, which answers a value or an answer; on
// an answer the loop is left, `Machine+Answers.swift` sees to it, and the loop is entered again.
// `fp` is checked once an instruction, which covers all registers. No Swift frame but this one is there while a script
// runs.

extension Arena {
    /// Runs from a position on until a frame with the link's `exit` is left: its value, or `thrown`.
    @inline(never) func run(_ start: Position) -> Value {
        var fp = start.fp
        var code = start.code
        var caches = half(code, 8)
        var pc = start.pc
        var status: Value = undefined
        while true {
            step: while true {
                let at = pc
                if fp >= limit || at >= limit { return damage() }
                let i = half(at)
                pc = at &+ 4
                @inline(__always) func get(_ m: borrowing Arena, _ r: UInt64) -> Value { m.word(fp, r &+ 16) }
                @inline(__always) func set(_ m: borrowing Arena, _ r: UInt64, _ v: Value) { m.setWord(fp, r &+ 16, v) }
                let r: Value
                switch UInt8(truncatingIfNeeded: i) & 63 {
                case Opcode.move.rawValue:
                    set(self, a8(i), get(self, b8(i)))
                    continue step
                case Opcode.loadInteger.rawValue:
                    set(self, a8(i), bias &+ UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: i) >> 16)))
                    continue step
                case Opcode.loadConstant.rawValue:
                    set(self, a8(i), word(code &+ (i >> 16) &* 8, Code.constants))
                    continue step
                case Opcode.loadSpecial.rawValue:
                    set(self, a8(i), undefined &+ (i >> 16 & 0xFF))
                    continue step
                case Opcode.add.rawValue: r = add(get(self, b8(i)), get(self, c8(i)))
                case Opcode.addConstant.rawValue: r = add(get(self, b8(i)), word(code &+ c8(i), Code.constants))
                case Opcode.sub.rawValue: r = subtract(get(self, b8(i)), get(self, c8(i)))
                case Opcode.mul.rawValue: r = multiply(get(self, b8(i)), get(self, c8(i)))
                case Opcode.mulConstant.rawValue: r = multiply(get(self, b8(i)), word(code &+ c8(i), Code.constants))
                case Opcode.div.rawValue: r = divide(get(self, b8(i)), get(self, c8(i)))
                case Opcode.mod.rawValue: r = remainder(get(self, b8(i)), get(self, c8(i)))
                case Opcode.modImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x), x >= bias {
                        set(self, a8(i), bias &+ (x &- bias) % immediate(i))
                        continue step
                    }
                    r = remainder(x, bias &+ immediate(i))
                case Opcode.and.rawValue:
                    let x = get(self, b8(i)), y = get(self, c8(i))
                    if areIntegers(x, y) {
                        set(self, a8(i), bias &+ ((x &- bias) & (y &- bias)))
                        continue step
                    }
                    r = arithmetic(.and, x, y)
                case Opcode.andConstant.rawValue:
                    let x = get(self, b8(i)), y = word(code &+ c8(i), Code.constants)
                    if areIntegers(x, y) {
                        set(self, a8(i), bias &+ ((x &- bias) & (y &- bias)))
                        continue step
                    }
                    r = arithmetic(.and, x, y)
                case Opcode.andImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x) {
                        set(self, a8(i), bias &+ ((x &- bias) & immediate(i)))
                        continue step
                    }
                    r = arithmetic(.and, x, bias &+ immediate(i))
                case Opcode.addImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x) {
                        let r = x &+ immediate(i)
                        if r >= integerBase {
                            set(self, a8(i), r)
                            continue step
                        }
                    }
                    r = addSlow(x, bias &+ immediate(i))
                case Opcode.subImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x) {
                        let r = x &- immediate(i)
                        if r >= integerBase {
                            set(self, a8(i), r)
                            continue step
                        }
                    }
                    r = arithmetic(.subtract, x, bias &+ immediate(i))
                case Opcode.shiftRightImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x) {
                        set(self, a8(i), integer(int32Of(x) &>> Int32(truncatingIfNeeded: immediate(i))))
                        continue step
                    }
                    r = arithmetic(.shiftRight, x, bias &+ immediate(i))
                case Opcode.shiftLeftImmediate.rawValue:
                    let x = get(self, b8(i))
                    if isInteger(x) {
                        set(self, a8(i), integer(int32Of(x) &<< Int32(truncatingIfNeeded: immediate(i))))
                        continue step
                    }
                    r = arithmetic(.shiftLeft, x, bias &+ immediate(i))
                case Opcode.less.rawValue: r = less(get(self, b8(i)), get(self, c8(i)), swapped: false)
                case Opcode.lessEqual.rawValue: r = lessEqual(get(self, b8(i)), get(self, c8(i)), swapped: false)
                case Opcode.same.rawValue: r = same(get(self, b8(i)), get(self, c8(i)))
                case Opcode.notSame.rawValue:
                    let v = same(get(self, b8(i)), get(self, c8(i)))
                    r = v == again ? v : v ^ 1
                case Opcode.jump.rawValue:
                    pc = at &+ offset24(i)
                    continue step
                case Opcode.loop.rawValue:
                    pc = at &+ offset24(i)
                    if self[State.top] < self[State.soft] { continue step }
                    status = again
                    break step
                case Opcode.jumpIfTrue.rawValue:
                    if isTrue(get(self, a8(i))) { pc = at &+ offset16(i) }
                    continue step
                case Opcode.jumpIfFalse.rawValue:
                    if !isTrue(get(self, a8(i))) { pc = at &+ offset16(i) }
                    continue step
                case Opcode.jumpLess.rawValue, Opcode.jumpNotLess.rawValue:
                    status = branch(
                        less(get(self, b8(i)), get(self, c8(i)), swapped: i & 256 != 0), i, at, &pc,
                        negative: Opcode.jumpNotLess)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpLessEqual.rawValue, Opcode.jumpNotLessEqual.rawValue:
                    status = branch(
                        lessEqual(get(self, b8(i)), get(self, c8(i)), swapped: i & 256 != 0), i, at, &pc,
                        negative: Opcode.jumpNotLessEqual)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpSame.rawValue, Opcode.jumpNotSame.rawValue:
                    status = branch(same(get(self, b8(i)), get(self, c8(i))), i, at, &pc, negative: Opcode.jumpNotSame)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpLessImmediate.rawValue, Opcode.jumpNotLessImmediate.rawValue:
                    status = branch(
                        less(get(self, b8(i)), bias &+ immediate(i), swapped: false), i, at, &pc,
                        negative: Opcode.jumpNotLessImmediate)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpLessEqualImmediate.rawValue, Opcode.jumpNotLessEqualImmediate.rawValue:
                    status = branch(
                        lessEqual(get(self, b8(i)), bias &+ immediate(i), swapped: false), i, at, &pc,
                        negative: Opcode.jumpNotLessEqualImmediate)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpGreaterImmediate.rawValue, Opcode.jumpNotGreaterImmediate.rawValue:
                    status = branch(
                        less(bias &+ immediate(i), get(self, b8(i)), swapped: true), i, at, &pc,
                        negative: Opcode.jumpNotGreaterImmediate)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpGreaterEqualImmediate.rawValue, Opcode.jumpNotGreaterEqualImmediate.rawValue:
                    status = branch(
                        lessEqual(bias &+ immediate(i), get(self, b8(i)), swapped: true), i, at, &pc,
                        negative: Opcode.jumpNotGreaterEqualImmediate)
                    if status == undefined { continue step }
                    break step
                case Opcode.jumpSameImmediate.rawValue, Opcode.jumpNotSameImmediate.rawValue:
                    let x = get(self, b8(i)), y = bias &+ immediate(i)
                    let holds = isInteger(x) ? x == y : isNumber(x) && doubleOf(x) == toDouble(y)
                    status = branch(boolean(holds), i, at, &pc, negative: Opcode.jumpNotSameImmediate)
                    if status == undefined { continue step }
                    break step
                case Opcode.switchInteger.rawValue:
                    let w = half(at, 4), n = w >> 16
                    var x = get(self, a8(i))
                    if !isInteger(x), isNumber(x) { x = number(doubleOf(x)) }
                    var k = x &- bias &- UInt64(bitPattern: Int64(Int16(truncatingIfNeeded: w)))
                    if k >= n { k = n }
                    pc = at &+ offset32(half(at &+ k &* 4, 8))
                    continue step
                case Opcode.getField.rawValue:
                    let o = get(self, b8(i)), w = half(at, 4)
                    let e = caches &+ (w >> 16) &* 16
                    let place = half(e, 12)
                    pc = at &+ 8
                    if o < limit, half(o) == half(e, 8) {
                        if place & 7 == Place.inPlace {
                            set(self, a8(i), word(o, place & Place.displacement))
                            continue step
                        }
                        if place & 7 == Place.inSlots {
                            set(self, a8(i), word(half(o, 8), place & Place.displacement))
                            continue step
                        }
                    }
                    r = getField(o, word(code &+ (w & 0xFFFF) &* 8, Code.constants), e &+ 8)
                case Opcode.getMethod.rawValue:
                    let o = get(self, b8(i)), w = half(at, 4)
                    let e = caches &+ (w >> 16) &* 16
                    let place = half(e, 12)
                    pc = at &+ 8
                    if o < limit, half(o) == half(e, 8), place & 7 == Place.holderInSlots,
                        half(e, 20) == self[State.epoch]
                    {
                        set(self, a8(i) &+ 8, word(half(half(e, 16), 8), place & Place.displacement))
                        set(self, a8(i) &+ 16, o)
                        continue step
                    }
                    r = getField(o, word(code &+ (w & 0xFFFF) &* 8, Code.constants), e &+ 8)
                    set(self, a8(i) &+ 16, o)
                    if !isAnswer(r) {
                        set(self, a8(i) &+ 8, r)
                        continue step
                    }
                case Opcode.setField.rawValue:
                    let o = get(self, a8(i)), v = get(self, b8(i)), w = half(at, 4)
                    let e = caches &+ (w >> 16) &* 16
                    let place = half(e, 12)
                    pc = at &+ 8
                    if o < limit, half(o) == half(e, 8) {
                        if place & 7 == Place.inPlace {
                            setWord(o, place & Place.displacement, v)
                            continue step
                        }
                        if place & 7 == Place.inSlots {
                            setWord(half(o, 8), place & Place.displacement, v)
                            continue step
                        }
                        if place & 7 == Place.added, half(e, 20) == self[State.epoch] {
                            setHalf(o, 0, half(e, 16))
                            setWord(o, place & Place.displacement, v)
                            continue step
                        }
                    }
                    status = setField(o, word(code &+ (w & 0xFFFF) &* 8, Code.constants), v, e &+ 8)
                    if !isAnswer(status) { continue step }
                    pc = at
                    break step
                case Opcode.length.rawValue:
                    let o = get(self, b8(i))
                    if o < limit {
                        let k = kind(o)
                        if k == Kind.array {
                            set(self, a8(i), bias &+ arrayLength(o))
                            continue step
                        }
                        if k &- Kind.string <= 1 {
                            set(self, a8(i), bias &+ length(o))
                            continue step
                        }
                    }
                    r = getValue(o, self[Atom.length])
                case Opcode.getElement.rawValue:
                    let o = get(self, b8(i)), key = get(self, c8(i))
                    if o < limit, kind(o) == Kind.array, key &- bias < elementCount(o) {
                        let v = element(o, key &- bias)
                        if v != hole {
                            set(self, a8(i), v)
                            continue step
                        }
                    }
                    r = getElementSlow(o, key)
                case Opcode.setElement.rawValue:
                    let o = get(self, a8(i)), key = get(self, b8(i)), v = get(self, c8(i))
                    if o < limit, kind(o) == Kind.array, key &- bias < elementCount(o) {
                        let e = elements(o) &+ (key &- bias) &* 8
                        if word(e, 8) != hole {
                            setWord(e, 8, v)
                            continue step
                        }
                    }
                    status = setElementSlow(o, key, v)
                    if !isAnswer(status) { continue step }
                    pc = at
                    break step
                case Opcode.getBox.rawValue:
                    set(self, a8(i), word(word(word(fp, 8), b8(i) &+ 16), 8))
                    continue step
                case Opcode.getBoxChecked.rawValue:
                    let v = word(word(word(fp, 8), b8(i) &+ 16), 8)
                    r = v == hole ? noValue(code, at) : v
                case Opcode.setBox.rawValue:
                    setWord(word(word(fp, 8), b8(i) &+ 16), 8, get(self, a8(i)))
                    continue step
                case Opcode.getGlobal.rawValue:
                    let w = half(at, 4)
                    let e = caches &+ (w >> 16) &* 16
                    pc = at &+ 8
                    let o = half(e, 16)
                    if half(o) == half(e, 8) {
                        let v = word(half(o, 8), half(e, 12) & Place.displacement)
                        if v != hole {
                            set(self, a8(i), v)
                            continue step
                        }
                    }
                    r = getGlobal(word(code &+ (w & 0xFFFF) &* 8, Code.constants), e &+ 8)
                case Opcode.call.rawValue:
                    let f = word(fp, a8(i) &+ 24)
                    let frame = fp &+ a8(i) &+ 16
                    let n = i >> 16 & 0xFF
                    if f < limit {
                        let k = kind(f)
                        if k == Kind.function {
                            let target = half(f, 12)
                            let meta = word(target, 16)
                            if frame &+ (meta & 0xFFFF) &* 8 >= self[State.stackEnd] {
                                status = stackOverflow()
                                pc = at
                                break step
                            }
                            var p = n
                            while p < meta >> 16 & 0xFF {
                                setWord(frame &+ p &* 8, 24, undefined)
                                p &+= 1
                            }
                            setWord(frame, 0, Link.make(pc &- code, distance: a8(i) >> 3 &+ 2, register: i >> 8 & 0xFF))
                            fp = frame
                            code = target
                            caches = half(target, 8)
                            pc = target &+ meta >> 48 &* 8
                            continue step
                        }
                        r =
                            k == Kind.native
                            ? native(half(f, 16) & 0xFFFF, frame, n, hole) : callSlow(f, frame, n, code, at)
                    } else {
                        r = callSlow(f, frame, n, code, at)
                    }
                case Opcode.new.rawValue:
                    let f = word(fp, a8(i) &+ 24)
                    let frame = fp &+ a8(i) &+ 16
                    let o = newThis(f, frame)
                    if o < limit {
                        let target = half(f, 12)
                        let meta = word(target, 16)
                        setWord(frame, 16, o)
                        var p = i >> 16 & 0xFF
                        while p < meta >> 16 & 0xFF {
                            setWord(frame &+ p &* 8, 24, undefined)
                            p &+= 1
                        }
                        let link = Link.make(pc &- code, distance: a8(i) >> 3 &+ 2, register: i >> 8 & 0xFF)
                        setWord(frame, 0, Link.construct | link)
                        fp = frame
                        code = target
                        caches = half(target, 8)
                        pc = target &+ meta >> 48 &* 8
                        continue step
                    }
                    r = o == deferred ? constructSlow(f, frame, i >> 16 & 0xFF, f, code, at) : o
                case Opcode.returnValue.rawValue, Opcode.returnUndefined.rawValue:
                    let v = UInt8(truncatingIfNeeded: i) == Opcode.returnValue.rawValue ? get(self, a8(i)) : undefined
                    let link = word(fp)
                    if link & Link.flags != 0 {
                        var p = Position(fp: fp, code: code, pc: pc)
                        r = leave(v, &p)
                        if r == deferred { return v }
                        (fp, code, pc) = (p.fp, p.code, p.pc)
                        caches = half(code, 8)
                        if !isAnswer(r) { continue step }
                        status = r
                        break step
                    }
                    fp = fp &- Link.distance(link)
                    code = half(word(fp, 8), 12)
                    caches = half(code, 8)
                    pc = code &+ Link.pc(link)
                    setWord(fp, (link & 0xFF) &<< 3 &+ 16, v)
                    continue step
                case Opcode.newObject.rawValue:
                    let o = newObject(word(code &+ (i >> 16) &* 8, Code.constants))
                    r = o == 0 ? again : o
                default:
                    var p = Position(fp: fp, code: code, pc: pc)
                    r = stepRare(i, at, &p)
                    if isAnswer(r) {
                        status = r
                        pc = at
                        break step
                    }
                    (fp, code, pc) = (p.fp, p.code, p.pc)
                    caches = half(code, 8)
                    continue step
                }
                if isAnswer(r) {
                    status = r
                    pc = at
                    break step
                }
                set(self, a8(i), r)
            }
            var p = Position(fp: fp, code: code, pc: pc)
            let ended = answer(status, &p)
            if ended != again { return ended }
            (fp, code, pc) = (p.fp, p.code, p.pc)
            caches = half(code, 8)
            status = undefined
        }
    }
}
