// The Math object (ECMA-262, 21.3). What needs no table or series is here; results of the transcendental functions are
// approximations, as the specification allows.

extension Arena {
    func math(_ native: Native, _ frame: UInt64, _ count: UInt64) -> Value {
        if native == .mathMin || native == .mathMax || native == .mathHypot {
            var r = native == .mathMin ? Double.infinity : native == .mathMax ? -Double.infinity : 0
            var isNaN = false, isInfinite = false
            for k in 0..<count {
                let v = numberArgument(frame, count, k)
                if isAnswer(v) { return v }
                let d = toDouble(v)
                if d != d { isNaN = true }
                if d.isInfinite { isInfinite = true }
                switch native {
                case .mathMin: if d < r || d == 0 && r == 0 && d.sign == .minus { r = d }
                case .mathMax: if d > r || d == 0 && r == 0 && d.sign == .plus { r = d }
                default: r += d * d
                }
            }
            if native == .mathHypot {
                return isInfinite ? boxed(.infinity) : isNaN ? canonicalNaN : number(r.squareRoot())
            }
            return isNaN ? canonicalNaN : number(r)
        }
        if native == .mathRandom { return boxed(Double(nextRandom() >> 11) / 9_007_199_254_740_992) }
        let a = numberArgument(frame, count, 0)
        if isAnswer(a) { return a }
        if isInteger(a) {
            switch native {
            case .mathFloor, .mathCeil, .mathTrunc, .mathRound, .mathFround: return a
            case .mathAbs: return a >= bias ? a : number(-integerOf(a))
            default: break
            }
        }
        let x = toDouble(a)
        switch native {
        case .mathFloor: return number(x.rounded(.down))
        case .mathCeil: return number(x.rounded(.up))
        case .mathTrunc: return number(x.rounded(.towardZero))
        case .mathRound:
            if x != x || x.isInfinite || x.magnitude >= 4_503_599_627_370_496 { return number(x) }
            let r = (x).rounded(.down)
            let rounded = x - r >= 0.5 ? r + 1 : r
            return rounded == 0 && (x < 0 || x.sign == .minus) ? boxed(-0.0) : number(rounded)
        case .mathSqrt: return number(x.squareRoot())
        case .mathAbs: return number(x.magnitude)
        case .mathSign: return x != x || x == 0 ? a : integer(x < 0 ? -1 : 1)
        case .mathFround: return number(Double(Float(x)))
        case .mathClz32:
            let u = UInt32(bitPattern: toInt32(a))
            return integer(Int32(u.leadingZeroBitCount))
        default: break
        }
        if native == .mathImul || native == .mathPow || native == .mathAtan2 {
            let b = numberArgument(frame, count, 1)
            if isAnswer(b) { return b }
            if native == .mathImul { return integer(toInt32(a) &* toInt32(b)) }
            return number(native == .mathPow ? power(x, toDouble(b)) : Elementary.atan2(x, toDouble(b)))
        }
        switch native {
        case .mathLog: return number(Elementary.log(x))
        case .mathExp: return number(Elementary.exp(x))
        case .mathSin: return number(Elementary.sin(x))
        case .mathCos: return number(Elementary.cos(x))
        case .mathTan: return number(Elementary.sin(x) / Elementary.cos(x))
        case .mathAtan: return number(Elementary.atan(x))
        default: return damage()
        }
    }
    /// xorshift64*, seeded by the host.
    private func nextRandom() -> UInt64 {
        var x = self[State.random] | 1
        x ^= x >> 12
        x ^= x &<< 25
        x ^= x >> 27
        self[State.random] = x
        return x &* 2_685_821_657_736_338_717
    }
    /// Number::exponentiate (6.1.6.1.3). Whole exponents by squaring.
    func power(_ x: Double, _ y: Double) -> Double {
        if y != y { return .nan }
        if y == 0 { return 1 }
        if x.magnitude == 1, y.isInfinite { return .nan }
        if y == y.rounded(.towardZero), y.magnitude <= 1024 {
            var n = Int(y.magnitude)
            var base = x, r = 1.0
            while n > 0 {
                if n & 1 != 0 { r *= base }
                base *= base
                n >>= 1
            }
            if y > 0 { return r }
            if r.isFinite, r != 0 { return 1 / r }
            return power(1 / x, -y)
        }
        return Elementary.pow(x, y)
    }
}
