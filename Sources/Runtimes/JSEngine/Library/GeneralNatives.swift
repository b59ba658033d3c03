// Functions that scripts see, of no constructor with a file of its own: output, constructors, generators, numbers' texts.

extension Arena {
    func generalNative(_ native: Native, _ frame: UInt64, _ count: UInt64, _ target: Value) -> Value {
        let this = word(frame, 16)
        let x = argument(frame, count, 0)
        switch native {
        case .print: return printLine(frame, count)
        case .generatorNext: return generatorCall(this, 0, x)
        case .generatorThrow: return generatorCall(this, 1, x)
        case .generatorReturn: return generatorCall(this, 2, x)
        case .errorConstructor: return newErrorObject(frame, count, target)
        case .objectConstructor:
            if target != hole, target != word(frame, 8) { return ordinary(target, Prototype.object) }
            return isNullish(x) ? ordinary(hole, Prototype.object) : toObject(x)
        case .stringConstructor:
            if count == 0 {
                return target == hole
                    ? self[Atom.empty] : wrap(self[Atom.empty], Kind.stringObject, target, Prototype.string)
            }
            if target == hole, isSymbol(x) { return describe(x) }
            let s = isObject(x) ? needPrimitive(1, hint: 1) : toString(x)
            if isAnswer(s) || target == hole { return s }
            return wrap(s, Kind.stringObject, target, Prototype.string)
        case .numberConstructor:
            var v = count == 0 ? integer(0) : isObject(x) ? needPrimitive(1, hint: 0) : toNumber(x)
            if isAnswer(v) { return v }
            if isBigInt(v) { v = number(bigIntDouble(v)) }
            return target == hole ? v : wrap(v, Kind.primitive, target, Prototype.number)
        case .booleanConstructor:
            let v = boolean(isTrue(x))
            return target == hole ? v : wrap(v, Kind.primitive, target, Prototype.boolean)
        case .symbolConstructor:
            if target != hole { return newError(.type, "Symbol is not a constructor") }
            if x == undefined { return newSymbol(description: undefined, flags: 0) }
            let s = stringArgument(frame, count, 0)
            return isAnswer(s) ? s : newSymbol(description: s, flags: 0)
        case .functionConstructor: return newError(.eval, "functions cannot be made from text")
        case .hasOwnProperty:
            if isObject(x) { return needPrimitive(1, hint: 1) }
            let k = propertyKey(x)
            if isAnswer(k) { return k }
            let o = toObject(this)
            if isAnswer(o) { return o }
            if kind(o) == Kind.proxy { return deferred }
            let found = lookUpOwn(o, k)
            return found.outcome == undefined ? falseValue : found.outcome
        case .thrower: return newError(.type, "callee cannot be read in strict code")
        case .numberToString: return numberText(frame, count)
        case .numberToFixed:
            guard isNumber(this) else { return deferred }
            var digits = 0.0
            let r = integerArgument(frame, count, 0, 0, &digits)
            if isAnswer(r) { return r }
            if digits < 0 || digits > 100 { return newError(.range, "toFixed takes 0 to 100 digits") }
            var buffer = [UInt8](repeating: 0, count: 140)
            if toDouble(this).magnitude >= 1e21 { return toString(this) }
            let n = NumberText.fixed(toDouble(this), digits: Int(digits), into: buffer.mutableSpan)
            let s = newString(latin1: Array(buffer[..<n]))
            return s == 0 ? again : s
        case .parseFloat:
            let s = stringArgument(frame, count, 0)
            if isAnswer(s) { return s }
            return number(NumberParser.float(count: Int(length(s))) { UInt16(unit(s, UInt64($0))) })
        case .parseInt:
            let s = stringArgument(frame, count, 0)
            if isAnswer(s) { return s }
            let radix = numberArgument(frame, count, 1)
            if isAnswer(radix) { return radix }
            return number(
                NumberParser.integer(count: Int(length(s)), radix: toInt32(radix)) { UInt16(unit(s, UInt64($0))) })
        case .functionText: return functionText(x)
        case .heapUsed: return integer(small: self[State.top] &- self[State.start])
        case .collectNow:
            self[State.soft] = 0
            return undefined
        default: return damage()
        }
    }
    private func ordinary(_ target: Value, _ fallback: UInt64) -> Value {
        let proto = target == hole ? self[fallback] : prototypeForNew(target, fallback)
        if isAnswer(proto) { return proto }
        let root = rootShape(prototype: proto, plain: true)
        if root == again { return again }
        let o = newObject(root)
        return o == 0 ? again : o
    }
    private func wrap(_ v: Value, _ kind: UInt64, _ target: Value, _ fallback: UInt64) -> Value {
        let proto = prototypeForNew(target, fallback)
        if isAnswer(proto) { return proto }
        let root = rootShape(prototype: proto, plain: false)
        if root == again { return again }
        let o = newObject(kind: kind, shape: root, fields: 1)
        if o == 0 { return again }
        setWord(o, 16, v)
        return o
    }
    private func describe(_ symbol: Reference) -> Value {
        let head = newString("Symbol(")
        if head == 0 { return again }
        let d = half(symbol, 8)
        let s = concatenate(head, d == 0 ? self[Atom.empty] : d)
        return isAnswer(s) ? s : concatenate(s, character(41))
    }
    /// Error and its kinds (20.5.1.1, 20.5.6.1.1).
    private func newErrorObject(_ frame: UInt64, _ count: UInt64, _ target: Value) -> Value {
        let constructor = target == hole ? word(frame, 8) : target
        let message = argument(frame, count, 0), options = argument(frame, count, 1)
        if isObject(message) { return needPrimitive(1, hint: 1) }
        let proto = prototypeForNew(constructor, Prototype.error)
        if isAnswer(proto) { return proto }
        let root = rootShape(prototype: proto, plain: false)
        if root == again { return again }
        let e = newObject(kind: Kind.error, shape: root, fields: 1)
        if e == 0 { return again }
        if message != undefined {
            let s = toString(message)
            if isAnswer(s) { return s }
            if addProperty(e, self[Atom.message], s, Attribute.hidden) == again { return again }
        }
        if isObject(options), kind(options) != Kind.proxy {
            let found = lookUpOwn(options, self[Atom.cause])
            if found.isFound, addProperty(e, self[Atom.cause], found.value, Attribute.hidden) == again { return again }
        }
        self[State.freshError] = e
        return e
    }
    private func numberText(_ frame: UInt64, _ count: UInt64) -> Value {
        let this = word(frame, 16)
        var v = this
        if isKind(this, Kind.primitive) { v = word(this, 16) }
        guard isNumber(v) else { return newError(.type, "the receiver is no number") }
        var radix = 10.0
        let r = integerArgument(frame, count, 0, 10, &radix)
        if isAnswer(r) { return r }
        if radix < 2 || radix > 36 { return newError(.range, "a radix is from 2 to 36") }
        if radix == 10 { return toString(v) }
        var buffer = [UInt8](repeating: 0, count: 2200)
        let n = NumberText.radix(toDouble(v), radix: Int(radix), into: buffer.mutableSpan)
        let s = newString(latin1: Array(buffer[..<n]))
        return s == 0 ? again : s
    }
    private func functionText(_ f: Value) -> Value {
        guard isCallable(f) else { return newError(.type, "the receiver is no function") }
        if kind(f) == Kind.function || kind(f) == Kind.specialFunction {
            let c = code(f)
            let source = half(c, 28), from = half(c, 40), to = half(c, 44)
            if source != 0, to > from, self[State.image] == 0 || f >= self[State.image] {
                return text(source, from, to)
            }
        }
        let s = newString("function () { [native code] }")
        return s == 0 ? again : s
    }
    /// UTF-8 bytes of a source as a string.
    func text(_ source: Reference, _ from: UInt64, _ to: UInt64) -> Value {
        var bytes: [UInt8] = []
        for i in from..<min(to, word(source, 8)) { bytes.append(UInt8(truncatingIfNeeded: byte(source &+ i, 16))) }
        let scanner = Scanner(bytes)
        var units: [UInt16] = []
        var i = 0
        while i < bytes.count {
            let (c, n) = scanner.codePoint(i)
            scanner.append(c, to: &units)
            i += n
        }
        let s = newString(units: units)
        return s == 0 ? again : s
    }
    /// A line of output, into the buffer that the host empties: as UTF-8.
    private func printLine(_ frame: UInt64, _ count: UInt64) -> Value {
        var line: Value = self[Atom.empty]
        for k in 0..<count {
            let v = argument(frame, count, k)
            if isObject(v) { return needPrimitive(k &+ 1, hint: 1) }
            let s = isSymbol(v) ? describe(v) : toString(v)
            if isAnswer(s) { return s }
            if k > 0 {
                line = concatenate(line, character(32))
                if isAnswer(line) { return line }
            }
            line = concatenate(line, s)
            if isAnswer(line) { return line }
        }
        let f = flat(line)
        if f == again { return again }
        return append(self[State.output], f) == again ? again : undefined
    }
}
