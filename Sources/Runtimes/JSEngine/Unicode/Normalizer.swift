// Normalization of texts: NFC, NFD, NFKC, NFKD (UAX #15; String.prototype.normalize, ECMA-262 22.1.3.15).
//
// It works on an area of the script's own memory, whose size the caller learns first, so that no text, however many
// combining marks it piles up, takes other memory or more than linear time.

/// A form of normalization.
struct Normalizer {
    let isCompatibility: Bool
    let isComposed: Bool

    static let nfc = Normalizer(isCompatibility: false, isComposed: true)
    static let nfd = Normalizer(isCompatibility: false, isComposed: false)
    static let nfkc = Normalizer(isCompatibility: true, isComposed: true)
    static let nfkd = Normalizer(isCompatibility: true, isComposed: false)

    /// Units below this are normalized as they are, whatever stands beside them.
    var firstToLookAt: UInt16 { isCompatibility ? 0xA0 : isComposed ? 0x300 : 0xC0 }

    /// How many code points a text decomposes to. The area for `normalize` takes 8 bytes for each.
    func decomposedCount(count: Int, unit: (Int) -> UInt16) -> Int {
        var total = 0
        forEachDecomposed(count: count, unit: unit) { _ in total &+= 1 }
        return total
    }

    private func forEachDecomposed(count: Int, unit: (Int) -> UInt16, _ body: (UInt32) -> Void) {
        var i = 0
        while i < count {
            let (point, length) = CaseMapping.codePoint(at: i, count: count, unit: unit)
            i &+= length
            Decomposition.forEach(point, isCompatibility: isCompatibility, body)
        }
    }

    /// Normalizes a text into the area at `area`: 32 bits for each code point of the answer, whose lower 21 are the point.
    /// `decomposed` is what `decomposedCount` said; the area has 8 bytes for each. Answers how many there are.
    func normalize(
        _ arena: borrowing Arena, area: UInt64, decomposed: Int, count: Int, unit: (Int) -> UInt16
    ) -> Int {
        var place = area
        forEachDecomposed(count: count, unit: unit) { point in
            let value = UInt64(UnicodeTables.combiningClass(of: point))
            arena.setHalf(place, 0, UInt64(point) | value &<< 24)
            place &+= 4
        }
        order(arena, area: area, count: decomposed)
        return isComposed ? compose(arena, area: area, count: decomposed) : decomposed
    }

    /// The code point at a place of the area.
    @inline(__always) static func point(_ arena: borrowing Arena, _ area: UInt64, _ i: Int) -> UInt32 {
        UInt32(arena.half(area &+ UInt64(i) &* 4) & 0x1F_FFFF)
    }

    /// The Canonical Ordering Algorithm (3.11, D109): each run of marks sorted by class, stably.
    private func order(_ arena: borrowing Arena, area: UInt64, count: Int) {
        var i = 0
        while i < count {
            let start = i
            while i < count, arena.half(area &+ UInt64(i) &* 4) &>> 24 != 0 { i &+= 1 }
            if i &- start > 32 {
                distribute(arena, from: area &+ UInt64(start) &* 4, count: i &- start, into: area &+ UInt64(count) &* 4)
            } else if i &- start > 1 {
                insert(arena, from: area &+ UInt64(start) &* 4, count: i &- start)
            }
            i &+= 1
        }
    }

    /// Sorts a short run by insertion.
    private func insert(_ arena: borrowing Arena, from start: UInt64, count: Int) {
        for i in 1..<count {
            let mark = arena.half(start &+ UInt64(i) &* 4)
            var k = i
            while k > 0 {
                let other = arena.half(start &+ UInt64(k &- 1) &* 4)
                if other &>> 24 <= mark &>> 24 { break }
                arena.setHalf(start &+ UInt64(k) &* 4, 0, other)
                k &-= 1
            }
            arena.setHalf(start &+ UInt64(k) &* 4, 0, mark)
        }
    }

    /// Sorts a long run by counting its classes.
    private func distribute(_ arena: borrowing Arena, from start: UInt64, count: Int, into other: UInt64) {
        var places = InlineArray<256, UInt32>(repeating: 0)
        for i in 0..<count { places[Int(arena.half(start &+ UInt64(i) &* 4) &>> 24)] &+= 1 }
        var sum: UInt32 = 0
        for value in 0..<256 {
            let own = places[value]
            places[value] = sum
            sum &+= own
        }
        for i in 0..<count {
            let mark = arena.half(start &+ UInt64(i) &* 4)
            let value = Int(mark &>> 24)
            arena.setHalf(other &+ UInt64(places[value]) &* 4, 0, mark)
            places[value] &+= 1
        }
        arena.copy(from: other, to: start, bytes: UInt64(count) &* 4)
    }

    /// The Canonical Composition Algorithm (3.11, D117).
    private func compose(_ arena: borrowing Arena, area: UInt64, count: Int) -> Int {
        var end = 0
        var starter = -1
        // The class of what was last written behind the starter; -1 where nothing was.
        var lastClass = -1
        for i in 0..<count {
            let value = arena.half(area &+ UInt64(i) &* 4)
            let combiningClass = Int(value &>> 24)
            if starter >= 0, lastClass < combiningClass,
                let composite = Decomposition.composite(
                    Normalizer.point(arena, area, starter), UInt32(value & 0x1F_FFFF))
            {
                arena.setHalf(area &+ UInt64(starter) &* 4, 0, UInt64(composite))
                continue
            }
            if combiningClass == 0 {
                starter = end
                lastClass = -1
            } else {
                lastClass = combiningClass
            }
            arena.setHalf(area &+ UInt64(end) &* 4, 0, value)
            end &+= 1
        }
        return end
    }
}
