// The tree of a pattern: nodes of 32 bytes in the workspace, named by their places. A place of 0 is no node.

enum RegExpKind: UInt64 {
    /// Nothing at all.
    case empty
    /// A character: `a`. The flag tells whether its case is ignored.
    case character
    /// A set of characters: `a` is the place of the set.
    case set
    /// The dot: the flag tells whether it matches line ends too.
    case any
    /// Children in a row, one behind another.
    case sequence
    /// Children of which one matches, the first preferred.
    case alternatives
    /// A capturing group: `a` is its number, `child` what it contains.
    case group
    /// `a`: 0 ahead, 1 behind; `b`: 1 negative.
    case look
    /// `a`: the number of a group; the flag tells whether case is ignored.
    case reference
    /// `a`: the place of the name; the flag as above.
    case namedReference
    /// `a`: RegExpAssertion.
    case assertion
    /// `a`: least, `b`: most (`RegExpNode.unlimited`), `c`: lazy, `first` and `last` the groups inside.
    case quantifier
}

enum RegExpAssertion {
    static let start: UInt64 = 0, lineStart: UInt64 = 1, end: UInt64 = 2, lineEnd: UInt64 = 3
    static let wordBoundary: UInt64 = 4, noWordBoundary: UInt64 = 5
    /// Added to a word boundary's: the long s and the Kelvin sign belong to words.
    static let folded: UInt64 = 2
}

/// A node: [kind, flag << 8 | next << 32][child | a << 32][b | c << 32][first group | last group << 32]
struct RegExpNode {
    let place: UInt64
    static let unlimited: UInt64 = 0xFFFF_FFFF

    init(_ place: UInt64) { self.place = place }

    init(
        _ m: borrowing Arena, _ space: inout Workspace, _ kind: RegExpKind, flag: Bool = false, child: UInt64 = 0,
        a: UInt64 = 0, b: UInt64 = 0, c: UInt64 = 0
    ) throws(RegExpError) {
        place = try space.allocate(32)
        m.setWord(place, 0, kind.rawValue | (flag ? 256 : 0))
        m.setWord(place, 8, child | a &<< 32)
        m.setWord(place, 16, b | c &<< 32)
        m.setWord(place, 24, 0)
    }

    @inline(__always) func kind(_ m: borrowing Arena) -> RegExpKind {
        RegExpKind(rawValue: m.byte(place)) ?? .empty
    }
    @inline(__always) func flag(_ m: borrowing Arena) -> Bool { m.byte(place, 1) != 0 }
    @inline(__always) func next(_ m: borrowing Arena) -> UInt64 { m.half(place, 4) }
    @inline(__always) func child(_ m: borrowing Arena) -> UInt64 { m.half(place, 8) }
    @inline(__always) func a(_ m: borrowing Arena) -> UInt64 { m.half(place, 12) }
    @inline(__always) func b(_ m: borrowing Arena) -> UInt64 { m.half(place, 16) }
    @inline(__always) func c(_ m: borrowing Arena) -> UInt64 { m.half(place, 20) }
    @inline(__always) func firstGroup(_ m: borrowing Arena) -> UInt64 { m.half(place, 24) }
    @inline(__always) func lastGroup(_ m: borrowing Arena) -> UInt64 { m.half(place, 28) }
    @inline(__always) func setNext(_ m: borrowing Arena, _ next: UInt64) { m.setHalf(place, 4, next) }
    @inline(__always) func setGroups(_ m: borrowing Arena, first: UInt64, last: UInt64) {
        m.setHalf(place, 24, first)
        m.setHalf(place, 28, last)
    }
}

/// Children while they are being found.
struct RegExpNodeList {
    private(set) var first: UInt64 = 0
    private var last: UInt64 = 0
    private(set) var count = 0

    mutating func append(_ m: borrowing Arena, _ node: RegExpNode) {
        if first == 0 { first = node.place } else { RegExpNode(last).setNext(m, node.place) }
        last = node.place
        count &+= 1
    }
}
