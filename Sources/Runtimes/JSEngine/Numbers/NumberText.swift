// Numbers as text: Number::toString and its relatives, written as ASCII into memory of the caller's. This file has the
// decimal form and what all forms share.

/// A cursor that writes ASCII into a span. Writing past its end ends the program; callers give the sizes named below.
struct NumberText: ~Copyable, ~Escapable {
    /// What a number's shortest decimal form takes at most: `-1.2345678901234567e-308`.
    static let decimalCapacity = 25
    /// What toFixed, toExponential and toPrecision take at most: a sign, 21 digits, a point and 100 more.
    static let fixedCapacity = 128
    /// What toString takes at most in any radix: the least double in base two has 1,074 digits after the point.
    static let radixCapacity = 1_152

    private var span: MutableSpan<UInt8>
    private(set) var count = 0

    @_lifetime(copy span)
    init(_ span: consuming MutableSpan<UInt8>) { self.span = span }

    @_lifetime(self: copy self)
    mutating func write(_ byte: UInt8) {
        span[count] = byte
        count &+= 1
    }

    @_lifetime(self: copy self)
    mutating func write(zeros: Int) { for _ in 0..<max(zeros, 0) { write(UInt8(ascii: "0")) } }

    /// A digit of a radix up to 36.
    @_lifetime(self: copy self)
    mutating func write(digit: UInt64) { write(UInt8(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)) }

    /// All digits of a number in a radix, at least `width` of them.
    @_lifetime(self: copy self)
    mutating func write(_ number: UInt64, radix: UInt64 = 10, width: Int = 1) {
        var length = 1
        var rest = number / radix
        while rest != 0 {
            length &+= 1
            rest /= radix
        }
        length = max(length, width)
        var place = count &+ length
        rest = number
        while place > count {
            place &-= 1
            let next = rest / radix
            let digit = rest &- next &* radix
            span[place] = UInt8(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
            rest = next
        }
        count &+= length
    }

    @_lifetime(self: copy self)
    mutating func write(exponent: Int) {
        write(UInt8(ascii: "e"))
        write(UInt8(ascii: exponent < 0 ? "-" : "+"))
        write(UInt64(exponent.magnitude))
    }

    /// Adds one to the digits from `start` on, carrying. Answers whether there is a digit more now.
    @_lifetime(self: copy self)
    mutating func increment(from start: Int) -> Bool {
        var place = count
        while place > start {
            place &-= 1
            if span[place] != UInt8(ascii: "9") {
                span[place] &+= 1
                return false
            }
            span[place] = UInt8(ascii: "0")
        }
        // All were 9.
        write(UInt8(ascii: "0"))
        span[start] = UInt8(ascii: "1")
        return true
    }

    /// Takes back what stands from `place` on.
    @_lifetime(self: copy self)
    mutating func truncate(to place: Int) { count = place }

    @_lifetime(self: copy self)
    mutating func insertPoint(at place: Int) { insert(UInt8(ascii: "."), at: place) }

    /// Moves what stands from `place` on by one and puts a byte there.
    @_lifetime(self: copy self)
    mutating func insert(_ byte: UInt8, at place: Int) {
        var i = count
        while i > place {
            span[i] = span[i &- 1]
            i &-= 1
        }
        span[place] = byte
        count &+= 1
    }

    /// NaN, infinities and the sign; whether that was all. What is left to write is then the absolute value.
    @_lifetime(self: copy self)
    mutating func writeSpecial(_ value: Double) -> Bool {
        if value != value {
            write(UInt8(ascii: "N"))
            write(UInt8(ascii: "a"))
            write(UInt8(ascii: "N"))
            return true
        }
        if value < 0 { write(UInt8(ascii: "-")) }
        if value.magnitude == .infinity {
            var letters: UInt64 = 0x7974_696E_6966_6E49  // Infinity, little end first
            for _ in 0..<8 {
                write(UInt8(truncatingIfNeeded: letters))
                letters &>>= 8
            }
            return true
        }
        return false
    }
}

extension NumberText {
    /// Number::toString(value, 10) (ECMA-262 6.1.6.1.20). Answers how many bytes it wrote.
    static func decimal(_ value: Double, into span: consuming MutableSpan<UInt8>) -> Int {
        var text = NumberText(span)
        if text.writeSpecial(value) { return text.count }
        if value == 0 {
            text.write(UInt8(ascii: "0"))
            return text.count
        }
        let shortest = ShortestDecimal(value.magnitude)
        let start = text.count
        text.write(shortest.digits)
        let k = text.count &- start
        let n = k &+ shortest.exponent
        if n >= k, n <= 21 {
            text.write(zeros: n &- k)
        } else if n > 0, n <= 21 {
            text.insertPoint(at: start &+ n)
        } else if n > -6, n <= 0 {
            text.truncate(to: start)
            text.write(UInt8(ascii: "0"))
            text.write(UInt8(ascii: "."))
            text.write(zeros: -n)
            text.write(shortest.digits)
        } else {
            if k > 1 { text.insertPoint(at: start &+ 1) }
            text.write(exponent: n &- 1)
        }
        return text.count
    }
}
