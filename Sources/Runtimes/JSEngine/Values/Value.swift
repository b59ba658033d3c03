// Values: 64 bits, boxed so that the commonest questions are one comparison.
//
//   0 ..< limit            a reference: the offset of a block in the arena (so "is it a block?" is the bounds check)
//   1<<32 + n              undefined, null, false, true, the hole, and answers of operations that are no values
//   1<<63 | …              a link in a frame; never seen by a script
//   >= 1<<49               a number:
//       a double's bits + 1<<49          (NaN is canonical, so the largest is below the integers)
//       0xFFFF_FFFF_8000_0000 + int32    the integers, in order: a + b is an addition, and its result is an integer where
//                                        it is at least `integerBase`; a < b compares as it is; and one unsigned
//                                        comparison of `value - bias` says "an integer, and within the array"
//
// A link looks like a number to the collector, which only asks whether a word is a reference.

/// A value of the language, or an answer of an operation (`thrown` …).
typealias Value = UInt64
/// The offset of a block.
typealias Reference = UInt64

let integerBase: Value = 0xFFFF_FFFF_0000_0000
let bias: Value = 0xFFFF_FFFF_8000_0000
let doubleBase: Value = 1 << 49
let canonicalNaN: Value = (0x7FF8 << 48) + (1 << 49)

let undefined: Value = 1 << 32
let null: Value = 1 << 32 | 1
let falseValue: Value = 1 << 32 | 2
let trueValue: Value = 1 << 32 | 3
/// No value: an element that is not there, a variable that has none yet.
let hole: Value = 1 << 32 | 4

// What operations answer in place of a value. `isAnswer` is one comparison.

/// An exception is in the state.
let thrown: Value = 1 << 32 | 5
/// Memory is short; nothing has happened yet. The caller collects and does the operation again.
let again: Value = 1 << 32 | 6
/// The generator in the state goes on.
let resume: Value = 1 << 32 | 7
/// The call in the state is to be made; its result is the operation's.
let invoke: Value = 1 << 32 | 8
/// The library's code of this function is to be run in place of the native one.
let deferred: Value = 1 << 32 | 9
/// An operand named in the state has to become a primitive first; then the operation is done again.
let coerce: Value = 1 << 32 | 10

/// A frame of the call at this place is ready; the machine goes into it.
let entered: Value = 1 << 32 | 11

@inline(__always) func isAnswer(_ v: Value) -> Bool { v &- thrown <= 6 }
@inline(__always) func isInteger(_ v: Value) -> Bool { v >= integerBase }
@inline(__always) func areIntegers(_ a: Value, _ b: Value) -> Bool { a & b >= integerBase }
@inline(__always) func isNumber(_ v: Value) -> Bool { v >= doubleBase }
@inline(__always) func isNullish(_ v: Value) -> Bool { v &- undefined <= 1 }
@inline(__always) func isBoolean(_ v: Value) -> Bool { v &- falseValue <= 1 }

@inline(__always) func integer(_ i: Int32) -> Value { bias &+ UInt64(bitPattern: Int64(i)) }
/// The number of an unsigned quantity below 2³¹ (lengths, indices, counts).
@inline(__always) func integer(small n: UInt64) -> Value { bias &+ n }
@inline(__always) func integerOf(_ v: Value) -> Int64 { Int64(bitPattern: v &- bias) }
@inline(__always) func int32Of(_ v: Value) -> Int32 { Int32(truncatingIfNeeded: v &- bias) }
@inline(__always) func doubleOf(_ v: Value) -> Double { Double(bitPattern: v &- doubleBase) }
@inline(__always) func boolean(_ b: Bool) -> Value { b ? trueValue : falseValue }
/// A double as it is. Not for NaNs of other bit patterns than the machine's own.
@inline(__always) func boxed(_ d: Double) -> Value { d.bitPattern &+ doubleBase }
/// A number, as an integer where it is one (so that every integer has one form where it matters).
@inline(__always) func number(_ d: Double) -> Value {
    if d != d { return canonicalNaN }
    if d > -2147483649.0, d < 2147483648.0 {
        let i = Int32(d)
        if Double(i) == d, i != 0 || d.sign == .plus { return integer(i) }
    }
    return boxed(d)
}
@inline(__always) func number(_ i: Int64) -> Value {
    Int64(Int32(truncatingIfNeeded: i)) == i ? bias &+ UInt64(bitPattern: i) : boxed(Double(i))
}
/// The double of a number.
@inline(__always) func toDouble(_ v: Value) -> Double { isInteger(v) ? Double(integerOf(v)) : doubleOf(v) }
/// The result of arithmetic on doubles: the machine's NaN has a sign on some hosts.
@inline(__always) func arithmeticResult(_ d: Double) -> Value {
    #if arch(x86_64)
        if d != d { return canonicalNaN }
    #endif
    return boxed(d)
}
