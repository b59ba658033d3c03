// What ECMAScript takes for white space and line ends: few, and asked for often, so no table.

/// WhiteSpace (ECMA-262 12.2) and LineTerminator (12.3).
enum WhiteSpace {
    /// Whether a unit is either: what String.prototype.trim, StringToNumber and `\s` pass over.
    @inline(__always) static func contains(_ unit: UInt16) -> Bool {
        if unit <= 0x20 { return unit == 0x20 || unit &- 9 <= 4 }
        return unit >= 0xA0 && isWide(unit)
    }

    /// LF, CR, LS, PS
    @inline(__always) static func isLineTerminator(_ unit: UInt16) -> Bool {
        unit == 10 || unit == 13 || unit & 0xFFFE == 0x2028
    }

    /// The general category Zs, the byte order mark, and the two separators.
    private static func isWide(_ unit: UInt16) -> Bool {
        switch unit {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }
}
