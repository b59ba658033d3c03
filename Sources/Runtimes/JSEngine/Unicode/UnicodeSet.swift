// A set of code points out of the tables: a general category or a union of some, a binary property, a script. It is stored
// as the exclusive or of a union of categories and up to four lists of places where membership changes.

/// A set of the Unicode Character Database.
struct UnicodeSet {
    /// Bit n: the category n of `UnicodeTables.category(of:)`.
    private var mask = 0
    /// Where the lists begin.
    private var streams = InlineArray<4, Int>(repeating: 0)
    private var streamCount = 0

    /// A union of general categories.
    init(categories mask: Int) { self.mask = mask }

    /// The set of a number in the tables.
    init(number: Int) {
        var set = number
        while true {
            var place = UnicodeTables.setStart(set)
            let header = UnicodeTables.setByte(place)
            place &+= 1
            if header & 1 != 0 { (mask, place) = UnicodeTables.variable(from: place, byte: UnicodeTables.setByte) }
            if header & 2 != 0 { (set, place) = UnicodeTables.variable(from: place, byte: UnicodeTables.setByte) }
            streams[streamCount] = place
            streamCount &+= 1
            if header & 2 == 0 { return }
        }
    }

    static func script(_ script: Int) -> UnicodeSet { UnicodeSet(number: UnicodeTables.firstScript &+ script) }
    static func scriptExtensions(_ script: Int) -> UnicodeSet {
        UnicodeSet(number: UnicodeTables.firstScript &+ UnicodeTables.scriptCount &+ script)
    }

    /// Whether a code point is in the set. Takes time in proportion to the set's ranges up to it; for the sets that a lexer
    /// asks for these are few.
    func contains(_ point: UInt32) -> Bool {
        var isIn = mask != 0 && mask >> UnicodeTables.category(of: point) & 1 != 0
        for i in 0..<streamCount {
            var place = streams[i]
            var toggle = -1
            while true {
                let distance: Int
                (distance, place) = UnicodeTables.variable(from: place, byte: UnicodeTables.setByte)
                toggle &+= distance
                if distance == 0 || toggle > Int(point) { break }
                isIn.toggle()
            }
        }
        return isIn
    }

    /// IdentifierStartChar (ECMA-262 12.7) beyond ASCII.
    static func isIdentifierStart(_ point: UInt32) -> Bool { UnicodeSet(number: UnicodeTables.idStart).contains(point) }
    /// IdentifierPartChar (12.7) beyond ASCII.
    static func isIdentifierPart(_ point: UInt32) -> Bool {
        UnicodeSet(number: UnicodeTables.idContinue).contains(point) || point & ~1 == 0x200C
    }

    /// The ranges of the set, ascending and apart from one another.
    var ranges: Ranges { Ranges(self) }

    /// A place in the set's ranges.
    struct Ranges {
        private let mask: Int
        private var streams: InlineArray<4, Int>
        private let streamCount: Int
        /// The next toggle of each stream; the last is of the categories.
        private var heads = InlineArray<5, Int>(repeating: .max)
        private var categoryPlace = 0
        private var categoryEnd = 0
        private var isCategoryIn = false

        fileprivate init(_ set: UnicodeSet) {
            mask = set.mask
            streams = set.streams
            streamCount = set.streamCount
            for i in 0..<streamCount {
                heads[i] = -1
                advance(i)
            }
            if mask != 0 { advanceCategory() }
        }

        private mutating func advance(_ i: Int) {
            let distance: Int
            (distance, streams[i]) = UnicodeTables.variable(from: streams[i], byte: UnicodeTables.setByte)
            heads[i] = distance == 0 ? .max : heads[i] &+ distance
        }

        private mutating func advanceCategory() {
            while categoryEnd < 0x110000 {
                let start = categoryEnd
                let byte = UnicodeTables.categoryByte(categoryPlace)
                var length = byte >> 5 &+ 1
                categoryPlace &+= 1
                if length == 8 {
                    (length, categoryPlace) = UnicodeTables.variable(
                        from: categoryPlace, byte: UnicodeTables.categoryByte)
                }
                categoryEnd &+= length
                if (mask >> (byte & 31) & 1 != 0) != isCategoryIn {
                    isCategoryIn.toggle()
                    heads[4] = start
                    return
                }
            }
            heads[4] = isCategoryIn ? 0x110000 : .max
            isCategoryIn = false
        }

        private mutating func nextToggle() -> Int? {
            while true {
                var toggle = heads[4]
                for i in 0..<streamCount where heads[i] < toggle { toggle = heads[i] }
                if toggle == .max { return nil }
                var isToggled = false
                for i in 0..<streamCount where heads[i] == toggle {
                    isToggled.toggle()
                    advance(i)
                }
                if heads[4] == toggle {
                    isToggled.toggle()
                    advanceCategory()
                }
                if isToggled { return toggle }
            }
        }

        /// The next range, both ends included.
        mutating func next() -> (low: UInt32, high: UInt32)? {
            guard let low = nextToggle(), low < 0x110000 else { return nil }
            return (UInt32(low), UInt32((nextToggle() ?? 0x110000) &- 1))
        }
    }
}
