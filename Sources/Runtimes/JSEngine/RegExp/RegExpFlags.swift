// The flags of a regular expression (ECMA-262 22.2.3.4, RegExpInitialize, and 22.2.6.4, get RegExp.prototype.flags).

struct RegExpFlags: OptionSet {
    let rawValue: UInt8

    static let hasIndices = RegExpFlags(rawValue: 1)
    static let global = RegExpFlags(rawValue: 2)
    static let ignoreCase = RegExpFlags(rawValue: 4)
    static let multiline = RegExpFlags(rawValue: 8)
    static let dotAll = RegExpFlags(rawValue: 16)
    static let unicode = RegExpFlags(rawValue: 32)
    static let unicodeSets = RegExpFlags(rawValue: 64)
    static let sticky = RegExpFlags(rawValue: 128)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Of their letters; nil where one is unknown or stands twice, or where `u` and `v` stand together.
    init?(count: Int, unit: (Int) -> UInt16) {
        var bits: UInt8 = 0
        for i in 0..<count {
            let bit: UInt8
            switch unit(i) {
            case 0x64: bit = 1  // d
            case 0x67: bit = 2  // g
            case 0x69: bit = 4  // i
            case 0x6D: bit = 8  // m
            case 0x73: bit = 16  // s
            case 0x75: bit = 32  // u
            case 0x76: bit = 64  // v
            case 0x79: bit = 128  // y
            default: return nil
            }
            if bits & bit != 0 { return nil }
            bits |= bit
        }
        if bits & 96 == 96 { return nil }
        self.init(rawValue: bits)
    }

    /// Whether characters are code points, not units.
    var isUnicode: Bool { rawValue & 96 != 0 }
}
