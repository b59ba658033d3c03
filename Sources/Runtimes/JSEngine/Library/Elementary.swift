// Elementary functions from nothing but arithmetic: argument reduction and a series. Relative errors are of the order of
// a few units in the last place.

enum Elementary {
    static let ln2High = 6.93147180369123816490e-01, ln2Low = 1.90821492927058770002e-10
    static func exp(_ x: Double) -> Double {
        if x != x { return .nan }
        if x > 709.79 { return .infinity }
        if x < -745.2 { return 0 }
        let k = (x / 0.6931471805599453).rounded()
        let r = (x - k * ln2High) - k * ln2Low
        var term = 1.0, sum = 1.0
        for i in 1..<22 {
            term *= r / Double(i)
            sum += term
        }
        let n = Int(k)
        if n > 1000 {
            return sum * Double(sign: .plus, exponent: 1000, significand: 1)
                * Double(sign: .plus, exponent: n - 1000, significand: 1)
        }
        if n < -1000 {
            return sum * Double(sign: .plus, exponent: -1000, significand: 1)
                * Double(sign: .plus, exponent: n + 1000, significand: 1)
        }
        return sum * Double(sign: .plus, exponent: n, significand: 1)
    }
    static func log(_ x: Double) -> Double {
        if x != x || x < 0 { return .nan }
        if x == 0 { return -.infinity }
        if x.isInfinite { return x }
        var m = x.significand, e = Double(x.exponent)
        if m > 1.4142135623730951 { (m, e) = (m / 2, e + 1) }
        let s = (m - 1) / (m + 1), z = s * s
        var term = s, sum = 0.0
        for i in 0..<22 {
            sum += term / Double(2 * i + 1)
            term *= z
        }
        return e * ln2High + (2 * sum + e * ln2Low)
    }
    static func pow(_ x: Double, _ y: Double) -> Double {
        if x != x { return .nan }
        let isWhole = y == y.rounded(.towardZero) || y.isInfinite
        let isOdd = isWhole && y.magnitude < 9_007_199_254_740_992 && Int64(y) & 1 != 0
        let a = x.magnitude
        var r: Double
        if a == 0 {
            r = y > 0 ? 0 : .infinity
        } else if a.isInfinite {
            r = y > 0 ? .infinity : 0
        } else if y.isInfinite {
            r = (a > 1) == (y > 0) ? .infinity : 0
        } else if x < 0, !isWhole {
            return .nan
        } else if y == 0.5 {
            r = a.squareRoot()
        } else {
            r = exp(y * log(a))
        }
        if x.sign == .minus, isOdd { r = -r }
        return r
    }
    private static func reduced(_ x: Double) -> (r: Double, quadrant: Int) {
        let k = (x * 0.6366197723675814).rounded()
        let r = ((x - k * 1.5707963267341256) - k * 6.077100506303966e-11) - k * 2.0222662487959506e-21
        return (r, Int(k.truncatingRemainder(dividingBy: 4)) & 3)
    }
    private static func sine(_ r: Double) -> Double {
        var term = r, sum = r
        for i in 1..<13 {
            term *= -r * r / Double((2 * i) * (2 * i + 1))
            sum += term
        }
        return sum
    }
    private static func cosine(_ r: Double) -> Double {
        var term = 1.0, sum = 1.0
        for i in 1..<13 {
            term *= -r * r / Double((2 * i - 1) * (2 * i))
            sum += term
        }
        return sum
    }
    static func sin(_ x: Double) -> Double {
        if x == 0 { return x }
        if !x.isFinite { return .nan }
        let (r, q) = reduced(x)
        let v = q & 1 == 0 ? sine(r) : cosine(r)
        return q & 2 == 0 ? v : -v
    }
    static func cos(_ x: Double) -> Double {
        if !x.isFinite { return .nan }
        let (r, q) = reduced(x)
        let v = q & 1 == 0 ? cosine(r) : sine(r)
        return q == 1 || q == 2 ? -v : v
    }
    static func atan(_ x: Double) -> Double {
        if x != x || x == 0 { return x }
        if x.magnitude > 1 { return (x > 0 ? 1.5707963267948966 : -1.5707963267948966) - atan(1 / x) }
        // Half the angle twice, then the series.
        var t = x
        for _ in 0..<3 { t = t / (1 + (1 + t * t).squareRoot()) }
        var term = t, sum = t
        for i in 1..<20 {
            term *= -t * t
            sum += term / Double(2 * i + 1)
        }
        return 8 * sum
    }
    static func atan2(_ y: Double, _ x: Double) -> Double {
        if x != x || y != y { return .nan }
        let pi = Double.pi
        if y == 0 { return x > 0 || x == 0 && x.sign == .plus ? y : y.sign == .minus ? -pi : pi }
        if x == 0 { return y > 0 ? pi / 2 : -pi / 2 }
        if x.isInfinite {
            let base = y.isInfinite ? (x > 0 ? pi / 4 : 3 * pi / 4) : x > 0 ? 0 : pi
            return y.sign == .minus ? -base : base
        }
        if y.isInfinite { return y > 0 ? pi / 2 : -pi / 2 }
        let r = atan((y / x).magnitude)
        let positive = x > 0 ? r : pi - r
        return y > 0 ? positive : -positive
    }
}
