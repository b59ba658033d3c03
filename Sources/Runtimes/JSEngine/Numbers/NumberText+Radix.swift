// Numbers in radixes other than ten: Number::toString (ECMA-262 6.1.6.1.20) as it stands, for any radix: the fewest digits
// that name this double, and of those the closest. Whole numbers from 2^53 on so end in zeros where digits say nothing.

extension NumberText {
    /// Number::toString(value, radix) for a radix of 2…36. Answers how many bytes it wrote, at most `radixCapacity`.
    static func radix(_ value: Double, radix: Int, into span: consuming MutableSpan<UInt8>) -> Int {
        if radix == 10 { return decimal(value, into: span) }
        var text = NumberText(span)
        if text.writeSpecial(value) { return text.count }
        let x = value.magnitude
        if x < 9_007_199_254_740_992, x.rounded(.towardZero) == x {
            text.write(UInt64(x), radix: UInt64(radix))
            return text.count
        }
        var generator = DigitGenerator(x, radix: radix, isShortest: true)
        let n = generator.exponent &+ 1
        if n <= 0 {
            text.write(UInt8(ascii: "0"))
            text.write(UInt8(ascii: "."))
            text.write(zeros: -n)
        }
        var written = 0
        while true {
            if written == n, n > 0 { text.write(UInt8(ascii: ".")) }
            let (digit, isLast) = generator.nextShortest()
            text.write(digit: digit)
            written &+= 1
            if isLast { break }
        }
        text.write(zeros: n &- written)
        return text.count
    }
}
