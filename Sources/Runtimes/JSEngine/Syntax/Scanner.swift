// From the bytes of a source text (UTF-8) to tokens (ECMA-262, 12), one at a time. Regular expressions and the parts of
// templates are scanned when the parser, which knows where they can be, asks for them.

struct Scanner: ~Copyable {
    let text: [UInt8]
    var names = NameTable()
    /// Where the next token is looked for.
    var at = 0
    // The current token.
    var token = Token.end
    var start = 0
    var end = 0
    var previousEnd = 0
    var newlineBefore = false
    /// A name's or string's number.
    var name: Name = 0
    var number = 0.0
    /// The name was written with an escape, so that it is no keyword; the string had one.
    var escaped = false
    /// `%name` is a token, as in the library.
    var allowsIntrinsics = false
    /// Positions in a string or template that are no valid escape, for untagged templates.
    var invalidEscape = false

    init(_ text: [UInt8]) { self.text = text }

    func byte(_ i: Int) -> UInt8 { i < text.count ? text[i] : 0 }
    func fault(_ message: StaticString, at position: Int? = nil) -> SyntaxFault {
        SyntaxFault(message: message, position: position ?? start)
    }

    /// The code point that begins at `i`, and how many bytes it has. Bytes that are no UTF-8 are U+FFFD.
    func codePoint(_ i: Int) -> (value: UInt32, count: Int) {
        let b = UInt32(byte(i))
        func more(_ k: Int) -> UInt32? {
            let c = UInt32(byte(i + k))
            return c & 0xC0 == 0x80 ? c & 0x3F : nil
        }
        if b < 0x80 { return (b, 1) }
        if b >= 0xC2, b < 0xE0, let c = more(1) { return ((b & 0x1F) << 6 | c, 2) }
        if b >= 0xE0, b < 0xF0, let c = more(1), let d = more(2) { return ((b & 0xF) << 12 | c << 6 | d, 3) }
        if b >= 0xF0, b < 0xF5, let c = more(1), let d = more(2), let e = more(3) {
            return ((b & 7) << 18 | c << 12 | d << 6 | e, 4)
        }
        return (0xFFFD, 1)
    }
    static func isSpace(_ c: UInt32) -> Bool {
        switch c {
        case 9, 11, 12, 32, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, 0xFEFF: return true
        default: return c >= 0x2000 && c <= 0x200A
        }
    }
    static func isLineEnd(_ c: UInt32) -> Bool { c == 10 || c == 13 || c == 0x2028 || c == 0x2029 }
    static func isNameStart(_ c: UInt32) -> Bool {
        c | 32 >= 97 && c | 32 <= 122 || c == 36 || c == 95 || c >= 0x80 && isIdentifierStart(c)
    }
    static func isNamePart(_ c: UInt32) -> Bool {
        isNameStart(c) || c >= 48 && c <= 57 || c == 0x200C || c == 0x200D || c >= 0x80 && isIdentifierPart(c)
    }

    // MARK: What is between tokens

    private mutating func skipSpace() throws(SyntaxFault) {
        while at < text.count {
            let b = text[at]
            if b == 32 || b == 9 { at += 1; continue }
            if b == 10 || b == 13 { newlineBefore = true; at += 1; continue }
            if b == 47, byte(at + 1) == 47 { skipLine(); continue }
            if b == 47, byte(at + 1) == 42 {
                let start = at
                at += 2
                while !(byte(at) == 42 && byte(at + 1) == 47) {
                    if at >= text.count { throw fault("the comment does not end", at: start) }
                    let (c, n) = codePoint(at)
                    if Scanner.isLineEnd(c) { newlineBefore = true }
                    at += n
                }
                at += 2
                continue
            }
            let (c, n) = codePoint(at)
            if Scanner.isLineEnd(c) { newlineBefore = true } else if !Scanner.isSpace(c) { return }
            at += n
        }
    }
    mutating func skipLine() {
        while at < text.count {
            let (c, n) = codePoint(at)
            if Scanner.isLineEnd(c) { return }
            at += n
        }
    }

    // MARK: Tokens

    mutating func next() throws(SyntaxFault) {
        previousEnd = end
        newlineBefore = false
        try skipSpace()
        start = at
        defer { end = at }
        guard at < text.count else {
            token = .end
            return
        }
        let b = text[at]
        if b | 32 >= 97 && b | 32 <= 122 || b == 95 || b == 36 {
            try scanName()
            return
        }
        if b >= 48 && b <= 57 || b == 46 && byte(at + 1) >= 48 && byte(at + 1) <= 57 {
            try scanNumber()
            return
        }
        switch b {
        case 34, 39: try scanString(b)
        case 96:
            at += 1
            token = .template
        case 92: try scanName()
        case 35:
            at += 1
            let (c, _) = codePoint(at)
            if start == 0, byte(1) == 33 {
                skipLine()
                try next()
                return
            }
            guard Scanner.isNameStart(c) || c == 92 else { throw fault("unexpected character") }
            try scanName(private: true)
        case 37 where allowsIntrinsics && Scanner.isNameStart(UInt32(byte(at + 1))) && byte(at + 1) < 128:
            at += 1
            try scanName()
            token = .privateName
        default:
            if b >= 0x80 {
                let (c, _) = codePoint(at)
                guard Scanner.isNameStart(c) else { throw fault("unexpected character") }
                try scanName()
            } else {
                try scanPunctuator(b)
            }
        }
    }

    private mutating func scanName(private isPrivate: Bool = false) throws(SyntaxFault) {
        token = isPrivate ? .privateName : .name
        escaped = false
        let from = isPrivate ? at - 1 : at
        while at < text.count {
            let b = text[at]
            if b | 32 >= 97 && b | 32 <= 122 || b == 95 || b == 36 || b >= 48 && b <= 57 { at += 1 } else { break }
        }
        if byte(at) < 0x80, byte(at) != 92 {
            name = names.intern(text, from..<at)
            return
        }
        var units: [UInt16] = []
        for i in from..<at { units.append(UInt16(text[i])) }
        while at < text.count {
            var (c, n) = codePoint(at)
            if c == 92 {
                escaped = true
                guard byte(at + 1) == 117 else { throw fault("invalid escape in a name", at: at) }
                at += 2
                c = try unicodeEscape()
                n = 0
                guard units.count == (isPrivate ? 1 : 0) ? Scanner.isNameStart(c) : Scanner.isNamePart(c) else {
                    throw fault("invalid escape in a name", at: at)
                }
            } else if !Scanner.isNamePart(c) {
                break
            }
            at += n
            append(c, to: &units)
        }
        name = names.intern(units)
    }
    func append(_ c: UInt32, to units: inout [UInt16]) {
        if c < 0x10000 {
            units.append(UInt16(c))
        } else {
            units.append(UInt16(0xD800 + ((c - 0x10000) >> 10)))
            units.append(UInt16(0xDC00 + ((c - 0x10000) & 0x3FF)))
        }
    }
    func digit(_ b: UInt8) -> UInt32 {
        if b >= 48, b <= 57 { return UInt32(b) - 48 }
        let l = b | 32
        return l >= 97 && l <= 122 ? UInt32(l) - 87 : 99
    }
    /// What comes after `\u`.
    mutating func unicodeEscape() throws(SyntaxFault) -> UInt32 {
        var c: UInt32 = 0
        if byte(at) == 123 {
            at += 1
            var n = 0
            while digit(byte(at)) < 16 {
                c = c << 4 | digit(byte(at))
                if c > 0x10FFFF { throw fault("the code point is too large", at: at) }
                at += 1
                n += 1
            }
            guard n > 0, byte(at) == 125 else { throw fault("invalid Unicode escape", at: at) }
            at += 1
            return c
        }
        for _ in 0..<4 {
            let d = digit(byte(at))
            guard d < 16 else { throw fault("invalid Unicode escape", at: at) }
            c = c << 4 | d
            at += 1
        }
        return c
    }
    /// Where the word that begins at `i` ends, if one does.
    func wordEnd(_ i: Int) -> Int? {
        var j = i
        while j < text.count {
            let (c, n) = codePoint(j)
            if !(j == i ? Scanner.isNameStart(c) : Scanner.isNamePart(c)) { break }
            j += n
        }
        return j > i ? j : nil
    }
    /// Whether a word of the grammar is at `i`.
    func hasWord(_ w: Name, at i: Int) -> Bool {
        guard let end = wordEnd(i), end - i == names.length(w) else { return false }
        for k in i..<end where UInt16(text[k]) != names.unit(w, k - i) { return false }
        return true
    }
}
