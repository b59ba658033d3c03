// Operators (ECMA-262, 13.6 to 13.12, 6.1.6): numbers at once, everything else in functions of their own. Objects become
// primitives by the library: the operation answers `invoke`.

/// What `arithmetic` can do; the library knows them by number.
enum Arithmetic: UInt64 {
    case add, subtract, multiply, divide, remainder, power, and, or, xor, shiftLeft, shiftRight, shiftRightUnsigned
    case negate, complement, increment, decrement
}

extension Arena {
    @inline(__always) func add(_ x: Value, _ y: Value) -> Value {
        if areIntegers(x, y) {
            let r = x &+ (y &- bias)
            if r >= integerBase { return r }
        }
        if isNumber(x), isNumber(y) { return arithmeticResult(toDouble(x) + toDouble(y)) }
        return addSlow(x, y)
    }
    @inline(__always) func subtract(_ x: Value, _ y: Value) -> Value {
        if areIntegers(x, y) {
            let r = x &- (y &- bias)
            if r >= integerBase { return r }
        }
        if isNumber(x), isNumber(y) { return arithmeticResult(toDouble(x) - toDouble(y)) }
        return arithmetic(.subtract, x, y)
    }
    @inline(__always) func multiply(_ x: Value, _ y: Value) -> Value {
        if areIntegers(x, y) {
            let p = integerOf(x) &* integerOf(y)
            if p == Int64(Int32(truncatingIfNeeded: p)), p != 0 { return bias &+ UInt64(bitPattern: p) }
        }
        if isNumber(x), isNumber(y) {
            let d = toDouble(x) * toDouble(y)
            return d == 0 && d.sign == .plus ? bias : arithmeticResult(d)
        }
        return arithmetic(.multiply, x, y)
    }
    @inline(__always) func divide(_ x: Value, _ y: Value) -> Value {
        if isNumber(x), isNumber(y) { return number(toDouble(x) / toDouble(y)) }
        return arithmetic(.divide, x, y)
    }
    @inline(__always) func remainder(_ x: Value, _ y: Value) -> Value {
        if areIntegers(x, y), x >= bias, y > bias { return bias &+ (x &- bias) % (y &- bias) }
        return arithmetic(.remainder, x, y)
    }
    /// x < y; `swapped`: y came first in the source.
    @inline(__always) func less(_ x: Value, _ y: Value, swapped: Bool) -> Value {
        if areIntegers(x, y) { return boolean(x < y) }
        if isNumber(x), isNumber(y) { return boolean(toDouble(x) < toDouble(y)) }
        return compareSlow(x, y, orEqual: false, swapped: swapped)
    }
    @inline(__always) func lessEqual(_ x: Value, _ y: Value, swapped: Bool) -> Value {
        if areIntegers(x, y) { return boolean(x <= y) }
        if isNumber(x), isNumber(y) { return boolean(toDouble(x) <= toDouble(y)) }
        return compareSlow(x, y, orEqual: true, swapped: swapped)
    }
    /// x === y (7.2.14): a boolean, or `again`.
    @inline(__always) func same(_ x: Value, _ y: Value) -> Value {
        if areIntegers(x, y) { return boolean(x == y) }
        return sameSlow(x, y)
    }
    @inline(never) func sameSlow(_ x: Value, _ y: Value) -> Value {
        if isNumber(x), isNumber(y) { return boolean(toDouble(x) == toDouble(y)) }
        if x == y { return trueValue }
        if isString(x), isString(y) { return areEqualStrings(x, y) }
        if isBigInt(x), isBigInt(y) { return boolean(compareBigInts(x, y) == 0) }
        return falseValue
    }
    /// SameValueZero (7.2.11), or SameValue (7.2.10): a boolean, or `again`.
    func sameValue(_ x: Value, _ y: Value, zero: Bool) -> Value {
        if isNumber(x), isNumber(y) {
            let a = toDouble(x), b = toDouble(y)
            if a != a, b != b { return trueValue }
            if !zero, a == 0, b == 0 { return boolean(a.sign == b.sign) }
            return boolean(a == b)
        }
        return sameSlow(x, y)
    }
    @inline(__always) func isTrue(_ v: Value) -> Bool {
        if v &- undefined < 4 { return v == trueValue }
        if isInteger(v) { return v != bias }
        return isTrueSlow(v)
    }
    @inline(never) func isTrueSlow(_ v: Value) -> Bool {
        if isNumber(v) { return !(doubleOf(v) == 0 || doubleOf(v) != doubleOf(v)) }
        if isString(v) { return length(v) != 0 }
        if isBigInt(v) { return bigIntCount(v) != 0 }
        return isReference(v)
    }
    @inline(never) func addSlow(_ x: Value, _ y: Value) -> Value {
        if isString(x), isString(y) { return concatenate(x, y) }
        if isNumber(x), isNumber(y) { return arithmeticResult(toDouble(x) + toDouble(y)) }
        if isObject(x) || isObject(y) { return help(.add, x, y) }
        if isString(x) || isString(y) {
            let p = toString(x)
            if isAnswer(p) { return p }
            let q = toString(y)
            if isAnswer(q) { return q }
            return concatenate(p, q)
        }
        return arithmetic(.add, x, y)
    }
    /// Arithmetic on what are not both numbers at once: a value or an answer.
    @inline(never) func arithmetic(_ op: Arithmetic, _ x: Value, _ y: Value) -> Value {
        if isObject(x) || isObject(y) { return help(.arithmetic, integer(small: op.rawValue), x, y) }
        if isBigInt(x) || isBigInt(y) { return bigIntArithmetic(op, x, y) }
        let a = toNumber(x)
        if isAnswer(a) { return a }
        let b = toNumber(y)
        if isAnswer(b) { return b }
        if isBigInt(a) || isBigInt(b) { return bigIntArithmetic(op, a, b) }
        switch op {
        case .add: return number(toDouble(a) + toDouble(b))
        case .subtract: return number(toDouble(a) - toDouble(b))
        case .multiply: return number(toDouble(a) * toDouble(b))
        case .divide: return number(toDouble(a) / toDouble(b))
        case .remainder: return number(remainder(toDouble(a), toDouble(b)))
        case .power: return number(power(toDouble(a), toDouble(b)))
        case .and: return integer(toInt32(a) & toInt32(b))
        case .or: return integer(toInt32(a) | toInt32(b))
        case .xor: return integer(toInt32(a) ^ toInt32(b))
        case .shiftLeft: return integer(toInt32(a) &<< toInt32(b))
        case .shiftRight: return integer(toInt32(a) &>> toInt32(b))
        case .shiftRightUnsigned:
            return number(Int64(UInt32(bitPattern: toInt32(a)) &>> UInt32(bitPattern: toInt32(b))))
        case .negate: return number(-toDouble(a))
        case .complement: return integer(~toInt32(a))
        case .increment: return number(toDouble(a) + 1)
        case .decrement: return number(toDouble(a) - 1)
        }
    }
    /// The remainder with the sign of the dividend (6.1.6.1.6), exact.
    func remainder(_ n: Double, _ d: Double) -> Double {
        if d == 0 || n.isInfinite || n != n || d != d { return .nan }
        if d.isInfinite || n == 0 { return n }
        if n.magnitude < 9e15, d.magnitude < 9e15 {
            let a = Int64(n), b = Int64(d)
            if Double(a) == n, Double(b) == d {
                let r = Double(a % b)
                return r == 0 && n < 0 ? -0.0 : r
            }
        }
        return exactRemainder(n, d)
    }
    /// Long division in binary: the significands' difference in exponents is worked off a bit at a time.
    private func exactRemainder(_ n: Double, _ d: Double) -> Double {
        var r = n.magnitude
        let m = d.magnitude
        while r >= m {
            var step = m
            let e = Int(r.exponent) - Int(m.exponent)
            if e > 0 {
                step = Double(sign: .plus, exponent: e, significand: m)
                if step > r { step = Double(sign: .plus, exponent: e - 1, significand: m) }
            }
            r -= step
        }
        return n < 0 ? -r : r
    }
    /// ToInt32 (7.1.6) of a number.
    @inline(__always) func toInt32(_ v: Value) -> Int32 { isInteger(v) ? int32Of(v) : toInt32(doubleOf(v)) }
    @inline(never) func toInt32(_ d: Double) -> Int32 {
        if d > -9.2e18 && d < 9.2e18 { return Int32(truncatingIfNeeded: Int64(d)) }
        if d != d || d.isInfinite { return 0 }
        let e = Int(d.exponent) - 52
        if e > 31 { return 0 }
        let bits = Int64(bitPattern: d.significandBitPattern | 1 << 52) &<< Int64(e)
        return Int32(truncatingIfNeeded: d < 0 ? 0 &- bits : bits)
    }
    @inline(never) func compareSlow(_ x: Value, _ y: Value, orEqual: Bool, swapped: Bool) -> Value {
        if isString(x), isString(y) {
            if !orEqual { return isLessString(x, y) }
            let r = isLessString(y, x)
            return r == again ? again : r ^ 1
        }
        if isObject(x) || isObject(y) {
            let how = integer((orEqual ? 1 : 0) | (swapped ? 2 : 0))
            return help(.compare, how, swapped ? y : x, swapped ? x : y)
        }
        if isBigInt(x) || isBigInt(y) { return compareBigInt(x, y, orEqual: orEqual) }
        let a = toNumber(x)
        if isAnswer(a) { return a }
        let b = toNumber(y)
        if isAnswer(b) { return b }
        return boolean(orEqual ? toDouble(a) <= toDouble(b) : toDouble(a) < toDouble(b))
    }
    /// x == y (7.2.13): a boolean, or an answer.
    @inline(never) func equal(_ x: Value, _ y: Value) -> Value {
        if isNumber(x), isNumber(y) { return boolean(toDouble(x) == toDouble(y)) }
        if isNullish(x) || isNullish(y) { return boolean(isNullish(x) && isNullish(y)) }
        if isString(x) && isString(y) || isObject(x) && isObject(y) || isSymbol(x) && isSymbol(y) { return same(x, y) }
        if isBoolean(x), isBoolean(y) { return boolean(x == y) }
        if isObject(x) || isObject(y) { return help(.equal, x, y) }
        if isSymbol(x) || isSymbol(y) { return falseValue }
        if isBoolean(x) { return equal(integer(x == trueValue ? 1 : 0), y) }
        if isBoolean(y) { return equal(x, integer(y == trueValue ? 1 : 0)) }
        if isBigInt(x) || isBigInt(y) { return equalBigInt(x, y) }
        let a = toNumber(x)
        if isAnswer(a) { return a }
        let b = toNumber(y)
        if isAnswer(b) { return b }
        return boolean(toDouble(a) == toDouble(b))
    }
    func typeof(_ v: Value) -> Value {
        if isNumber(v) { return self[Atom.number] }
        if v == undefined { return self[Atom.undefined] }
        if isBoolean(v) { return self[Atom.boolean] }
        if v == null { return self[Atom.object] }
        if isString(v) { return self[Atom.string] }
        if isSymbol(v) { return self[Atom.symbol] }
        if isBigInt(v) { return self[Atom.bigint] }
        return isCallable(v) ? self[Atom.function] : self[Atom.object]
    }
}
