// Conversions of primitives (ECMA-262, 7.1). Objects have become primitives before.

extension Arena {
    /// ToNumeric of a primitive: a number or BigInt, or an answer (a symbol is a TypeError).
    @inline(never) func toNumber(_ v: Value) -> Value {
        if isNumber(v) { return v }
        switch v {
        case undefined: return canonicalNaN
        case null, falseValue: return integer(0)
        case trueValue: return integer(1)
        default: break
        }
        if isString(v) {
            let s = flat(v)
            return s == again ? again : number(stringToNumber(s))
        }
        if isBigInt(v) { return v }
        if isSymbol(v) { return newError(.type, "a symbol cannot become a number") }
        return v == hole ? canonicalNaN : coerce
    }
    /// StringToNumber (7.1.4.1.1) of a flat string.
    func stringToNumber(_ s: Reference) -> Double {
        NumberParser.number(count: Int(length(s))) { UInt16(truncatingIfNeeded: unit(s, UInt64($0))) }
    }
    /// The text of a number (6.1.6.1.20).
    func appendNumber(_ d: Double, to bytes: inout [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 40)
        let n = NumberText.decimal(d, into: buffer.mutableSpan)
        for i in 0..<n { bytes.append(buffer[i]) }
    }
    /// ToString of a primitive (7.1.17): a string, or an answer.
    @inline(never) func toString(_ v: Value) -> Value {
        if isString(v) { return v }
        if isInteger(v) { return integerText(integerOf(v)) }
        switch v {
        case undefined: return self[Atom.undefined]
        case null: return self[Atom.null]
        case falseValue: return self[Atom.false]
        case trueValue: return self[Atom.true]
        default: break
        }
        if isNumber(v) {
            let d = doubleOf(v)
            if d == 0 { return character(48) }
            var bytes: [UInt8] = []
            appendNumber(d, to: &bytes)
            let s = newString(latin1: bytes)
            return s == 0 ? again : s
        }
        if isSymbol(v) { return newError(.type, "a symbol cannot become a string") }
        if isBigInt(v) { return bigIntText(v, radix: 10) }
        return v == hole ? self[Atom.undefined] : coerce
    }
    private func integerText(_ given: Int64) -> Value {
        var n = given
        if n >= 0, n < 10 { return character(UInt64(48 &+ n)) }
        let negative = n < 0
        if negative { n = 0 &- n }
        var digits: UInt64 = negative ? 1 : 0
        var k = n
        repeat {
            digits &+= 1
            k /= 10
        } while k > 0
        let r = newString(digits)
        if r == 0 { return again }
        var p = digits
        repeat {
            p &-= 1
            setByte(r &+ p, 16, UInt64(48 &+ n % 10))
            n /= 10
        } while n > 0
        if negative { setByte(r, 16, 45) }
        return r
    }
    /// ToIntegerOrInfinity (7.1.5) of a number.
    func toIntegerOrInfinity(_ v: Value) -> Double {
        if isInteger(v) { return Double(integerOf(v)) }
        let d = doubleOf(v)
        return d != d ? 0 : d.rounded(.towardZero) + 0
    }
}

func isIdentifierStart(_ c: UInt32) -> Bool { UnicodeSet.isIdentifierStart(c) }
func isIdentifierPart(_ c: UInt32) -> Bool { UnicodeSet.isIdentifierPart(c) }
func integerNumber(_ digits: [UInt8], radix: UInt64) -> Double {
    NumberParser.integer(count: digits.count, radix: Int32(radix)) { UInt16(digits[$0]) }
}
func decimalNumber(_ digits: [UInt8]) -> Double { NumberParser.literal(count: digits.count) { UInt16(digits[$0]) } }
