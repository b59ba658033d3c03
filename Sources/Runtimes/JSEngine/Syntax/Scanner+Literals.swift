// Numbers, strings, templates, regular expressions and punctuators (ECMA-262, 12.8 and 12.9).

extension Scanner {
    // MARK: Numbers (12.9.3)

    mutating func scanNumber() throws(SyntaxFault) {
        token = .number
        let from = at
        if text[at] == 48 {
            let radix: UInt32
            switch byte(at + 1) | 32 {
            case 120: radix = 16
            case 111: radix = 8
            case 98: radix = 2
            default: radix = 10
            }
            if radix != 10 {
                at += 2
                let digits = at
                try scanDigits(radix)
                guard at > digits else { throw fault("a number without digits") }
                if byte(at) == 110 { return try finishBigInt(from) }
                number = integerValue(digits..<at, radix)
                return try finishNumber()
            }
            if byte(at + 1) >= 48, byte(at + 1) <= 57 || byte(at + 1) == 95 {
                throw fault("a decimal number does not begin with 0")
            }
        }
        var isInteger = true
        if byte(at) != 46 { try scanDigits(10) }
        if byte(at) == 110 { return try finishBigInt(from) }
        if byte(at) == 46 {
            isInteger = false
            at += 1
            if byte(at) == 95 { throw fault("misplaced separator", at: at) }
            try scanDigits(10)
        }
        if byte(at) | 32 == 101 {
            isInteger = false
            at += 1
            if byte(at) == 43 || byte(at) == 45 { at += 1 }
            let digits = at
            try scanDigits(10)
            guard at > digits else { throw fault("an exponent without digits") }
        }
        if isInteger, at - from < 16 {
            number = integerValue(from..<at, 10)
        } else {
            var digits: [UInt8] = []
            for i in from..<at where text[i] != 95 { digits.append(text[i]) }
            number = decimalNumber(digits)
        }
        try finishNumber()
    }
    private mutating func scanDigits(_ radix: UInt32) throws(SyntaxFault) {
        var last: UInt8 = 95
        let from = at
        while digit(byte(at)) < radix || byte(at) == 95 {
            if byte(at) == 95, last == 95 { throw fault("misplaced separator", at: at) }
            last = byte(at)
            at += 1
        }
        if last == 95, at > from { throw fault("misplaced separator", at: at) }
    }
    private func integerValue(_ range: Range<Int>, _ radix: UInt32) -> Double {
        var digits: [UInt8] = []
        for i in range where text[i] != 95 { digits.append(text[i]) }
        return integerNumber(digits, radix: UInt64(radix))
    }
    private mutating func finishNumber() throws(SyntaxFault) {
        let (c, _) = codePoint(at)
        if Scanner.isNameStart(c) || c >= 48 && c <= 57 || c == 92 { throw fault("a name follows the number", at: at) }
    }
    /// A BigInt's token has its text, without separators and the `n`, as a name.
    private mutating func finishBigInt(_ from: Int) throws(SyntaxFault) {
        var digits: [UInt16] = []
        for i in from..<at where text[i] != 95 { digits.append(UInt16(text[i] | (text[i] >= 65 ? 32 : 0))) }
        name = names.intern(digits)
        at += 1
        token = .bigInt
        try finishNumber()
    }

    // MARK: Strings (12.9.4) and templates (12.9.6)

    mutating func scanString(_ quote: UInt8) throws(SyntaxFault) {
        token = .string
        escaped = false
        at += 1
        let from = at
        while byte(at) != quote, byte(at) != 92, byte(at) < 0x80, byte(at) >= 32 { at += 1 }
        if byte(at) == quote {
            name = names.intern(text, from..<at)
            at += 1
            return
        }
        var units: [UInt16] = []
        for i in from..<at { units.append(UInt16(text[i])) }
        while byte(at) != quote {
            let (c, n) = codePoint(at)
            if at >= text.count || c == 10 || c == 13 { throw fault("the string does not end") }
            at += n
            if c != 92 { append(c, to: &units) } else { try scanEscape(&units, inTemplate: false) }
        }
        at += 1
        name = names.intern(units)
    }
    /// What comes after a backslash.
    private mutating func scanEscape(_ units: inout [UInt16], inTemplate: Bool) throws(SyntaxFault) {
        escaped = true
        let (c, n) = codePoint(at)
        if at >= text.count { throw fault("the string does not end") }
        at += n
        switch c {
        case 110: units.append(10)
        case 116: units.append(9)
        case 114: units.append(13)
        case 98: units.append(8)
        case 102: units.append(12)
        case 118: units.append(11)
        case 13:
            if byte(at) == 10 { at += 1 }
        case 10, 0x2028, 0x2029: break
        case 48 where !(byte(at) >= 48 && byte(at) <= 57): units.append(0)
        case 48...57: throw fault("octal escapes are not allowed in strict code", at: at - 1)
        case 120:
            let a = digit(byte(at)), b = digit(byte(at + 1))
            guard a < 16, b < 16 else { throw fault("invalid hexadecimal escape", at: at) }
            at += 2
            units.append(UInt16(a << 4 | b))
        case 117: append(try unicodeEscape(), to: &units)
        default: append(c, to: &units)
        }
    }
    /// A part of a template, from where the scanner is to `${` or the end. Answers the names of the cooked text (nil: an
    /// escape is invalid) and of the raw one, and whether that was the last part.
    mutating func scanTemplatePart() throws(SyntaxFault) -> (cooked: Name?, raw: Name, isLast: Bool) {
        var cooked: [UInt16] = [], raw: [UInt16] = []
        var valid = true
        let from = at
        while true {
            if at >= text.count { throw fault("the template does not end", at: from) }
            let (c, n) = codePoint(at)
            if c == 96 || c == 36 && byte(at + 1) == 123 {
                at += c == 96 ? 1 : 2
                end = at
                return (valid ? names.intern(cooked) : nil, names.intern(raw), c == 96)
            }
            let before = at
            at += n
            if c == 13 {
                if byte(at) == 10 { at += 1 }
                cooked.append(10)
                raw.append(10)
                continue
            }
            if c != 92 {
                append(c, to: &cooked)
                append(c, to: &raw)
                continue
            }
            do { try scanEscape(&cooked, inTemplate: true) } catch { valid = false }
            if !valid, at == before + 1 { at += 1 }
            var i = before
            while i < at {
                let (c, n) = codePoint(i)
                if c == 13 {
                    raw.append(10)
                    if byte(i + 1) == 10 { i += 1 }
                } else {
                    append(c, to: &raw)
                }
                i += n
            }
        }
    }

    // MARK: Regular expressions (12.9.5)

    /// The current token is `/` or `/=`: what follows is a regular expression. Answers the names of pattern and flags.
    mutating func scanRegExp() throws(SyntaxFault) -> (pattern: Name, flags: Name) {
        at = start + 1
        var units: [UInt16] = []
        var inClass = false
        while true {
            let (c, n) = codePoint(at)
            if at >= text.count || Scanner.isLineEnd(c) { throw fault("the regular expression does not end") }
            if c == 47, !inClass { break }
            if c == 91 { inClass = true } else if c == 93 { inClass = false }
            append(c, to: &units)
            at += n
            if c == 92 {
                let (c, n) = codePoint(at)
                if at >= text.count || Scanner.isLineEnd(c) { throw fault("the regular expression does not end") }
                append(c, to: &units)
                at += n
            }
        }
        at += 1
        let pattern = names.intern(units)
        let from = at
        while at < text.count {
            let (c, n) = codePoint(at)
            if c == 92 { throw fault("an escape in the flags of a regular expression", at: at) }
            if !Scanner.isNamePart(c) { break }
            at += n
        }
        var seen: UInt32 = 0
        for i in from..<at {
            let b = text[i]
            let known: StaticString = "dgimsuvy"
            var isKnown = false
            known.withUTF8Buffer { k in
                for j in 0..<k.count where unsafe k[j] == b { isKnown = true }
            }
            let bit = UInt32(1) << UInt32(b & 31)
            if !isKnown || seen & bit != 0 { throw fault("invalid flags of a regular expression", at: from) }
            seen |= bit
        }
        if seen & 1 << 21 != 0, seen & 1 << 22 != 0 { throw fault("invalid flags of a regular expression", at: from) }
        let flags = names.intern(text, from..<at)
        try next()
        return (pattern, flags)
    }

    // MARK: Punctuators (12.8)

    mutating func scanPunctuator(_ b: UInt8) throws(SyntaxFault) {
        let c = byte(at + 1), d = byte(at + 2)
        func eq(_ x: UInt8) -> Bool { x == 61 }
        let (t, n): (Token, Int)
        switch b {
        case 40: (t, n) = (.open, 1)
        case 41: (t, n) = (.close, 1)
        case 123: (t, n) = (.openBrace, 1)
        case 125: (t, n) = (.closeBrace, 1)
        case 91: (t, n) = (.openBracket, 1)
        case 93: (t, n) = (.closeBracket, 1)
        case 59: (t, n) = (.semicolon, 1)
        case 44: (t, n) = (.comma, 1)
        case 58: (t, n) = (.colon, 1)
        case 126: (t, n) = (.tilde, 1)
        case 46: (t, n) = c == 46 && d == 46 ? (.ellipsis, 3) : (.dot, 1)
        case 63:
            if c == 63 {
                (t, n) = eq(d) ? (.nullishAssign, 3) : (.nullish, 2)
            } else {
                (t, n) = c == 46 && !(d >= 48 && d <= 57) ? (.optional, 2) : (.question, 1)
            }
        case 61:
            if c == 62 {
                (t, n) = (.arrow, 2)
            } else if eq(c) {
                (t, n) = eq(d) ? (.same, 3) : (.equal, 2)
            } else {
                (t, n) = (.assign, 1)
            }
        case 33: (t, n) = eq(c) ? (eq(d) ? (.notSame, 3) : (.notEqual, 2)) : (.not, 1)
        case 43: (t, n) = c == 43 ? (.increment, 2) : eq(c) ? (.addAssign, 2) : (.add, 1)
        case 45: (t, n) = c == 45 ? (.decrement, 2) : eq(c) ? (.subtractAssign, 2) : (.subtract, 1)
        case 42:
            if c == 42 {
                (t, n) = eq(d) ? (.powerAssign, 3) : (.power, 2)
            } else {
                (t, n) = eq(c) ? (.multiplyAssign, 2) : (.multiply, 1)
            }
        case 47: (t, n) = eq(c) ? (.divideAssign, 2) : (.divide, 1)
        case 37: (t, n) = eq(c) ? (.remainderAssign, 2) : (.remainder, 1)
        case 60:
            if c == 60 {
                (t, n) = eq(d) ? (.leftAssign, 3) : (.left, 2)
            } else {
                (t, n) = eq(c) ? (.lessEqual, 2) : (.less, 1)
            }
        case 62:
            if c == 62 {
                if d == 62 {
                    (t, n) = eq(byte(at + 3)) ? (.unsignedRightAssign, 4) : (.unsignedRight, 3)
                } else {
                    (t, n) = eq(d) ? (.rightAssign, 3) : (.right, 2)
                }
            } else {
                (t, n) = eq(c) ? (.greaterEqual, 2) : (.greater, 1)
            }
        case 38:
            if c == 38 {
                (t, n) = eq(d) ? (.logicalAndAssign, 3) : (.logicalAnd, 2)
            } else {
                (t, n) = eq(c) ? (.andAssign, 2) : (.and, 1)
            }
        case 124:
            if c == 124 {
                (t, n) = eq(d) ? (.logicalOrAssign, 3) : (.logicalOr, 2)
            } else {
                (t, n) = eq(c) ? (.orAssign, 2) : (.or, 1)
            }
        case 94: (t, n) = eq(c) ? (.xorAssign, 2) : (.xor, 1)
        default: throw fault("unexpected character")
        }
        token = t
        at += n
    }
}
