// The strings that properties of strings stand for in regular expressions with the flag `v` (ECMA-262, table 69).

/// Sequences of emoji, by the number of their property.
enum EmojiSequences {
    /// No sequence is longer.
    static let mostPoints = 16
    typealias Points = InlineArray<16, UInt32>

    private static let tones: UInt32 = 0x1F3FB

    /// Calls `body` with each string of a property, in no particular order, as code points and their count.
    static func forEach(_ property: Int, _ body: (Points, Int) -> Void) {
        switch property {
        case 0: basic(body)
        case 1: keycaps(body)
        case 2: modified(body)
        case 3: flags(body)
        case 4: templates(byte: UnicodeTables.taggedEmojiByte, body)
        case 5: templates(byte: UnicodeTables.joinedEmojiByte, body)
        default: for each in 0..<6 { forEach(each, body) }
        }
    }

    private static func basic(_ body: (Points, Int) -> Void) {
        var points = Points(repeating: 0)
        points[1] = 0xFE0F
        for count in 1...2 {
            var ranges = UnicodeSet(number: UnicodeTables.basicEmoji &+ count &- 1).ranges
            while let range = ranges.next() {
                for point in range.low...range.high {
                    points[0] = point
                    body(points, count)
                }
            }
        }
    }

    private static func keycaps(_ body: (Points, Int) -> Void) {
        var points = Points(repeating: 0)
        points[1] = 0xFE0F
        points[2] = 0x20E3
        for key in 0x23...0x39 as ClosedRange<UInt32> where key == 0x23 || key == 0x2A || key >= 0x30 {
            points[0] = key
            body(points, 3)
        }
    }

    private static func modified(_ body: (Points, Int) -> Void) {
        var points = Points(repeating: 0)
        var ranges = UnicodeSet(number: UnicodeTables.basicEmoji &+ 2).ranges
        while let range = ranges.next() {
            for point in range.low...range.high {
                points[0] = point
                for tone in 0..<5 as Range<UInt32> {
                    points[1] = tones &+ tone
                    body(points, 2)
                }
            }
        }
    }

    private static func flags(_ body: (Points, Int) -> Void) {
        var points = Points(repeating: 0)
        for first in 0..<26 {
            points[0] = 0x1F1E6 &+ UInt32(first)
            for second in 0..<26 where UnicodeTables.flags[first] &>> UInt64(second) & 1 != 0 {
                points[1] = 0x1F1E6 &+ UInt32(second)
                body(points, 2)
            }
        }
    }

    /// Sequences whose tones of skin vary: all combinations, or those of two different ones.
    private static func templates(byte: (Int) -> Int, _ body: (Points, Int) -> Void) {
        var place = 0
        while byte(place) != 0 {
            let count = byte(place) & 63
            let isDifferent = byte(place) >> 6 == 2
            var points = Points(repeating: 0)
            var varying = InlineArray<2, Int>(repeating: 0)
            var varyingCount = 0
            for i in 0..<count {
                let element = byte(place &+ 1 &+ i)
                if element == 255 {
                    varying[varyingCount] = i
                    varyingCount &+= 1
                } else {
                    points[i] = UnicodeTables.emojiElement(element)
                }
            }
            place &+= 1 &+ count
            for first in 0..<(varyingCount > 0 ? 5 : 1) as Range<UInt32> {
                if varyingCount > 0 { points[varying[0]] = tones &+ first }
                for second in 0..<(varyingCount > 1 ? 5 : 1) as Range<UInt32> where !(isDifferent && first == second) {
                    if varyingCount > 1 { points[varying[1]] = tones &+ second }
                    body(points, count)
                }
            }
        }
    }
}
