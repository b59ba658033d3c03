// Whole numbers of up to 3,072 bits, for the conversions that must be exact where 128 bits do not decide: a double's value
// is a whole number below 2^1024 or one divided by 2^1074, and 800 decimal digits take 2,658 bits.
//
// It lies on the stack and has no operations but those needed. What would not fit ends the program: no caller computes
// such a number (bounds are at the callers), and a wrong digit would be worse.

/// A natural number, little end first.
struct Natural {
    /// How many words there are room for.
    static let capacity = 48

    private var words: InlineArray<48, UInt64>
    /// How many words count. The highest of them is not 0.
    private(set) var count: Int

    init(_ value: UInt64) {
        words = InlineArray(repeating: 0)
        words[0] = value
        count = value == 0 ? 0 : 1
    }

    var isZero: Bool { count == 0 }

    /// How many bits there are up to the highest that is set.
    var bitWidth: Int { count == 0 ? 0 : count &* 64 &- words[count &- 1].leadingZeroBitCount }

    /// self = self * factor + addend
    mutating func multiply(by factor: UInt64, adding addend: UInt64 = 0) {
        var carry = addend
        for i in 0..<count {
            let (high, low) = words[i].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[i] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
        if carry != 0 {
            words[count] = carry
            count &+= 1
        }
        while count > 0, words[count &- 1] == 0 { count &-= 1 }
    }

    /// self = self * base^exponent, for a base of 2…36.
    mutating func multiply(by base: UInt64, toThe exponent: Int) {
        var left = exponent
        while left > 0 {
            // As many factors at a time as fit in a word.
            var factor: UInt64 = 1
            while left > 0, factor <= UInt64.max / base {
                factor &*= base
                left &-= 1
            }
            multiply(by: factor)
        }
    }

    /// self = self * 2^bits
    mutating func shiftLeft(_ bits: Int) {
        if count == 0 || bits == 0 { return }
        let whole = bits / 64
        let rest = UInt64(bits % 64)
        var i = count &- 1
        if rest != 0 {
            let over = words[i] &>> (64 &- rest)
            if over != 0 {
                words[count &+ whole] = over
                count &+= 1
            }
        }
        while i >= 0 {
            let below = rest != 0 && i > 0 ? words[i &- 1] &>> (64 &- rest) : 0
            words[i &+ whole] = words[i] &<< rest | below
            i &-= 1
        }
        for i in 0..<whole { words[i] = 0 }
        count &+= whole
    }

    /// self = self - other * factor, which is not below 0.
    mutating func subtract(_ other: borrowing Natural, times factor: UInt64 = 1) {
        var carry: UInt64 = 0
        for i in 0..<other.count {
            let (high, low) = other.words[i].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            let (difference, borrow) = words[i].subtractingReportingOverflow(sum)
            words[i] = difference
            carry = high &+ (overflow ? 1 : 0) &+ (borrow ? 1 : 0)
        }
        var i = other.count
        while carry != 0 {
            let (difference, borrow) = words[i].subtractingReportingOverflow(carry)
            words[i] = difference
            carry = borrow ? 1 : 0
            i &+= 1
        }
        while count > 0, words[count &- 1] == 0 { count &-= 1 }
    }

    /// self = self + other
    mutating func add(_ other: borrowing Natural) {
        var carry: UInt64 = 0
        var i = 0
        while i < max(count, other.count) || carry != 0 {
            let (half, first) = words[i].addingReportingOverflow(i < other.count ? other.words[i] : 0)
            let (sum, second) = half.addingReportingOverflow(carry)
            words[i] = sum
            carry = first || second ? 1 : 0
            i &+= 1
        }
        count = max(i, count)
    }

    /// Below 0, 0 or above 0 as self is less than, equal to or greater than other.
    func compare(_ other: borrowing Natural) -> Int {
        if count != other.count { return count < other.count ? -1 : 1 }
        var i = count &- 1
        while i >= 0 {
            if words[i] != other.words[i] { return words[i] < other.words[i] ? -1 : 1 }
            i &-= 1
        }
        return 0
    }

    /// floor(self / other), and self becomes the rest. The quotient is less than 64 and the other's highest bit is bit 57
    /// of a word (`DigitGenerator` sees to both), so that both have as many words and the highest ones tell the quotient
    /// but for one.
    mutating func divide(by other: borrowing Natural) -> UInt64 {
        if count < other.count { return 0 }
        var quotient = words[count &- 1] / (other.words[count &- 1] &+ 1)
        if quotient != 0 { subtract(other, times: quotient) }
        while compare(other) >= 0 {
            subtract(other)
            quotient &+= 1
        }
        return quotient
    }

    /// The upper 64 bits, the highest of them set, and whether any bit below them is set. Not for 0.
    var leading: (bits: UInt64, isMore: Bool) {
        let top = words[count &- 1]
        let shift = UInt64(top.leadingZeroBitCount)
        var bits = top &<< shift
        var isMore = false
        if count > 1 {
            let next = words[count &- 2]
            if shift != 0 { bits |= next &>> (64 &- shift) }
            isMore = next &<< shift != 0
            for i in 0..<(count &- 2) where words[i] != 0 { isMore = true }
        }
        return (bits, isMore)
    }
}
