// Errors that the engine throws (ECMA-262, 20.5), and their stacks.

enum ErrorKind: UInt64 {
    case type, range, reference, syntax, eval, uri, error
    var prototype: UInt64 {
        switch self {
        case .type: return Prototype.typeError
        case .range: return Prototype.rangeError
        case .reference: return Prototype.referenceError
        case .syntax: return Prototype.syntaxError
        case .eval: return Prototype.evalError
        case .uri: return Prototype.uriError
        case .error: return Prototype.error
        }
    }
}

extension Arena {
    /// Makes an error with a text in the program, and further text behind: `thrown`, or `again`.
    @inline(never) func newError(
        _ kind: ErrorKind, _ message: StaticString, _ more: Value = hole, _ end: StaticString = ""
    ) -> Value {
        var s: Value = newString(message)
        if s == 0 { return again }
        if more != hole {
            var text: Value = more
            if isReference(more), self.kind(more) == Kind.symbol {
                text = half(more, 8) == 0 ? self[Atom.empty] : half(more, 8)
            }
            if !isReference(more), isIndexKey(more), more < 1 << 32 { text = keyValue(more) }
            text = isObject(text) ? self[Atom.object] : toString(text)
            if isAnswer(text) { return again }
            s = concatenate(s, text)
            if isAnswer(s) { return again }
            let e = newString(end)
            if e == 0 { return again }
            s = concatenate(s, e)
            if isAnswer(s) { return again }
        }
        let r = newObject(kind: Kind.error, prototype: kind.prototype, fields: 1)
        if r == 0 { return again }
        if addProperty(r, self[Atom.message], s, Attribute.hidden) == again { return again }
        self[State.exception] = r
        self[State.freshError] = r
        return thrown
    }
    func outOfMemory() -> Value {
        let reserve = self[State.reserve]
        self[State.end] = self[State.end] &+ reserve
        let r = newError(.range, "out of memory")
        self[State.end] = self[State.end] &- reserve
        if r == again {
            self[State.exception] = null
            return thrown
        }
        return r
    }
    @inline(never) func stackOverflow() -> Value { newError(.range, "the stack is full") }
    func cannotRead(_ v: Value, _ key: Value) -> Value {
        newError(
            .type,
            v == null ? "Cannot read properties of null (reading '" : "Cannot read properties of undefined (reading '",
            key, "')")
    }
    func cannotWrite(_ v: Value, _ key: Value) -> Value {
        newError(
            .type,
            v == null ? "Cannot set properties of null (setting '" : "Cannot set properties of undefined (setting '",
            key, "')")
    }
    func cannotSet(_ key: PropertyKey) -> Value { newError(.type, "the property cannot be written: ", key) }
    func cannotAdd(_ key: PropertyKey) -> Value { newError(.type, "the object is not extensible: ", key) }
    func uninitialized(_ key: Value) -> Value {
        newError(.reference, "Cannot access '", key, "' before initialization")
    }
    func notDefined(_ name: Reference) -> Value { newError(.reference, "", name, " is not defined") }
    func noValue(_ code: Reference, _ at: UInt64) -> Value {
        let text = sourceText(code, at, isName: true)
        return text == again ? again : uninitialized(text)
    }
    func notCallable(_ code: Reference, _ at: UInt64) -> Value {
        let text = sourceText(code, at)
        return text == again ? again : newError(.type, "", text, " is not a function")
    }
    func notConstructor(_ code: Reference, _ at: UInt64) -> Value {
        let text = sourceText(code, at)
        return text == again ? again : newError(.type, "", text, " is not a constructor")
    }

    func notIterable(_ code: Reference, _ at: UInt64) -> Value {
        let text = sourceText(code, at)
        return text == again ? again : newError(.type, "", text, " is not iterable")
    }

    // MARK: Positions

    /// The position in the source of an instruction.
    func sourcePosition(_ code: Reference, _ at: UInt64) -> UInt64 {
        let positions = half(code, 24)
        let wanted = (at &- entry(code)) / 4
        if positions == 0 { return half(code, 40) }
        let n = word(positions, 8)
        var i: UInt64 = 0
        func read() -> UInt64 {
            var v: UInt64 = 0, shift: UInt64 = 0
            while i < n {
                let b = byte(positions &+ i, 16)
                i &+= 1
                v |= (b & 127) &<< shift
                shift &+= 7
                if b < 128 { break }
            }
            return v
        }
        var instruction: UInt64 = 0
        var position: Int64 = 0, found = Int64(half(code, 40))
        while i < n {
            instruction &+= read()
            let z = read()
            position &+= Int64(z >> 1) ^ -Int64(z & 1)
            if instruction > wanted { break }
            found = position
        }
        return UInt64(max(0, found))
    }
    /// The text of the expression that an instruction is about: what is called, or a name.
    private func sourceText(_ code: Reference, _ at: UInt64, isName: Bool = false) -> Value {
        let source = half(code, 28)
        guard source != 0 else { return intermediateValue() }
        let n = word(source, 8)
        var i = sourcePosition(code, at)
        if byte(source &+ i, 16) == 110, byte(source &+ i &+ 1, 16) == 101, byte(source &+ i &+ 2, 16) == 119,
            byte(source &+ i &+ 3, 16) == 32
        {
            i &+= 4
        }
        let start = i
        var depth = 0
        if byte(source &+ i, 16) == 91 { return intermediateValue() }
        while i < n, i &- start < 60 {
            let c = byte(source &+ i, 16)
            if isName, c == 46 || c == 91 { break }
            if c == 91 { depth += 1 }
            if c == 93 { depth -= 1 }
            let isPart =
                c | 32 >= 97 && c | 32 <= 122 || c >= 48 && c <= 57 || c == 95 || c == 36 || c == 46 || c == 35
                || c == 93 || c == 91 || depth > 0
            if !isPart || depth < 0 { break }
            i &+= 1
        }
        let s = newString(i &- start)
        if s == 0 { return again }
        for k in start..<i { setByte(s &+ (k &- start), 16, byte(source &+ k, 16)) }
        return i == start ? intermediateValue() : s
    }
    /// What stands for an expression that is more than names, indices and members.
    private func intermediateValue() -> Value {
        let s = newString("(intermediate value)")
        return s == 0 ? again : s
    }

    // MARK: Stacks

    /// Notes the frames of an error that was just made.
    func attachStack(_ p: Position) {
        let e = self[State.exception]
        guard e == self[State.freshError], isKind(e, Kind.error) else { return }
        self[State.freshError] = 0
        captureStack(e, p.fp, p.pc)
    }
    /// Up to ten frames from a position down, as a block of functions and positions; nothing where memory is short.
    func captureStack(_ e: Reference, _ from: UInt64, _ at: UInt64) {
        let block = allocate(Kind.values, 1 &+ 20)
        if block == 0 { return }
        fill(block, from: 1, to: 21, hole)
        var fp = from
        var code = frameCode(fp)
        var pc = at
        var k: UInt64 = 0
        while k < 20 {
            if code != self[State.trampoline] {
                setWord(block &+ k &* 8, 8, word(fp, 8))
                setWord(block &+ k &* 8, 16, integer(small: sourcePosition(code, pc)))
                k &+= 2
            }
            let link = word(fp)
            if link & Link.exit != 0 { break }
            fp = fp &- Link.distance(link)
            code = frameCode(fp)
            pc = code &+ Link.pc(link) &- 4
        }
        setWord(e, 16, block)
    }
    /// Makes an error's `stack` when somebody asks: `undefined`, or `again`.
    func materializeStack(_ e: Reference) -> Value {
        let block = word(e, 16)
        guard isKind(block, Kind.values) else { return undefined }
        var text: [UInt8] = []
        func put(_ s: StaticString) { s.withUTF8Buffer { for i in 0..<$0.count { text.append(unsafe $0[i]) } } }
        var i: UInt64 = 1
        while i < 21, word(block &+ i &* 8) != hole {
            let f = word(block &+ i &* 8), position = word(block &+ i &* 8 &+ 8) &- bias
            let code = half(f, 12)
            put("    at ")
            let name = auxiliary(code)
            if name != 0, length(name) > 0 {
                for k in 0..<length(name) { text.append(UInt8(truncatingIfNeeded: unit(name, k))) }
                put(" (")
            }
            let source = half(code, 28)
            var line: UInt64 = 1, column: UInt64 = 1
            if source != 0 {
                for k in 0..<min(position, word(source, 8)) {
                    column &+= 1
                    if byte(source &+ k, 16) == 10 { (line, column) = (line &+ 1, 1) }
                }
            }
            appendNumber(Double(line), to: &text)
            put(":")
            appendNumber(Double(column), to: &text)
            if name != 0, length(name) > 0 { put(")") }
            put("\n")
            i &+= 2
        }
        let s = newString(latin1: text)
        if s == 0 { return again }
        if find(shape(e), self[Atom.stack]) == nil, addProperty(e, self[Atom.stack], s, Attribute.hidden) == again {
            return again
        }
        setWord(e, 16, undefined)
        return undefined
    }
}
