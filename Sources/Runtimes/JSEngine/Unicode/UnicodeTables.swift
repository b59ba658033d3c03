// What the engine knows of Unicode 17: constant tables of 57 kB in all, made by scripts/unicode (the other files named
// UnicodeTables+…). This file reads bytes, shorts and variable numbers out of their words.

/// Constant tables, and access to what is packed in them.
enum UnicodeTables {
    @inline(__always) static func setByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: setStreams[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }
    @inline(__always) static func setStart(_ set: Int) -> Int {
        Int(truncatingIfNeeded: setStarts[set >> 2] &>> UInt64((set & 3) &* 16) & 0xFFFF)
    }
    @inline(__always) static func categoryByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: categoryRuns[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }
    @inline(__always) static func categoryStart(_ block: Int) -> Int {
        Int(truncatingIfNeeded: categoryStarts[block >> 2] &>> UInt64((block & 3) &* 16) & 0xFFFF)
    }
    @inline(__always) static func classByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: classRuns[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }
    @inline(__always) static func classStart(_ block: Int) -> Int {
        Int(truncatingIfNeeded: classStarts[block >> 2] &>> UInt64((block & 3) &* 16) & 0xFFFF)
    }
    @inline(__always) static func nameByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: names[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }
    @inline(__always) static func decompositionUnit(_ i: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: decompositionPool[i >> 2] &>> UInt64((i & 3) &* 16))
    }
    @inline(__always) static func composite(_ i: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: compositions[i / 3] &>> UInt64(i % 3 &* 21) & 0x1F_FFFF)
    }
    @inline(__always) static func emojiElement(_ i: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: emojiElements[i / 3] &>> UInt64(i % 3 &* 21) & 0x1F_FFFF)
    }
    @inline(__always) static func joinedEmojiByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: joinedEmoji[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }
    @inline(__always) static func taggedEmojiByte(_ i: Int) -> Int {
        Int(truncatingIfNeeded: taggedEmoji[i >> 3] &>> UInt64((i & 7) &* 8) & 0xFF)
    }

    /// A number of seven bits a byte, the lowest first, and where it ends.
    @inline(__always) static func variable(from start: Int, byte: (Int) -> Int) -> (number: Int, end: Int) {
        var number = 0
        var shift = 0
        var i = start
        while true {
            let next = byte(i)
            i &+= 1
            number |= (next & 127) &<< shift
            if next < 128 { return (number, i) }
            shift &+= 7
        }
    }

    /// The general category of a code point: its place in the list Lu, Ll, Lt, Lm, Lo, Mn, Mc, Me, Nd, Nl, No, Pc, Pd, Ps,
    /// Pe, Pi, Pf, Po, Sm, Sc, Sk, So, Zs, Zl, Zp, Cc, Cf, Cs, Co, Cn.
    static func category(of point: UInt32) -> Int {
        let block = min(Int(point) >> 9, 255)
        var i = categoryStart(block)
        var start = block &<< 9
        while true {
            let byte = categoryByte(i)
            var length = byte >> 5 &+ 1
            i &+= 1
            if length == 8 { (length, i) = variable(from: i, byte: categoryByte) }
            start &+= length
            if Int(point) < start { return byte & 31 }
        }
    }

    /// The canonical combining class of a code point.
    static func combiningClass(of point: UInt32) -> UInt8 {
        if point < 0x300 || point >= 0x20000 { return 0 }
        let block = Int(point) >> 9
        var i = classStart(block)
        var start = block &<< 9
        while true {
            let value = classByte(i)
            let length: Int
            (length, i) = variable(from: i &+ 1, byte: classByte)
            start &+= length
            if Int(point) < start { return UInt8(value) }
        }
    }
}
