// What a host does with a script: compile, run, run its jobs, take its output.

/// How a run ended.
public enum Outcome: Equatable {
    case finished
    /// An exception nobody caught; its text is in the output.
    case uncaught
    case syntaxError
    case outOfMemory
    /// An invariant of the engine did not hold: the arena is not used again.
    case damaged
}

extension Arena {
    /// Runs a source as a script, and all jobs that come of it.
    public func runScript(_ text: [UInt8]) -> Outcome {
        let outcome = evaluate(text, isLibrary: false)
        if outcome != .finished { return outcome }
        return runJobs()
    }
    func runLibrary(_ text: [UInt8]) -> Value {
        evaluate(text, isLibrary: true) == .finished ? undefined : thrown
    }
    private func evaluate(_ text: [UInt8], isLibrary: Bool) -> Outcome {
        var tries = 0
        if isDamaged { return .damaged }
        while true {
            let (code, failed) = compile(text, isLibrary: isLibrary)
            if let failed {
                reportSyntax(failed, text)
                return .syntaxError
            }
            if code != 0 {
                let f = newFunction(code, boxes: 0, shape: self[RootShape.function])
                if f != 0 { return start(f) }
            }
            if tries == 1 || isLibrary { return .outOfMemory }
            tries += 1
            collect(stackTop: self[State.stack])
        }
    }
    /// The code of a script, or 0 where memory is short, or what is wrong with it.
    func compile(_ text: [UInt8], isLibrary: Bool) -> (code: Reference, fault: SyntaxFault?) {
        var parser = Parser(text)
        parser.isLibrary = isLibrary
        do { try parser.parse(asModule: false) } catch { return (0, error) }
        var source: Reference = 0
        if !isLibrary || true {
            source = allocate(Kind.raw, 2 &+ UInt64(text.count &+ 7) / 8)
            if source == 0 { return (0, nil) }
            setWord(source, 8, UInt64(text.count))
            for i in text.indices { setByte(source &+ UInt64(i), 16, UInt64(text[i])) }
        }
        let tree = parser.tree
        var generator = Generator(tree: tree, names: parser.scanner.names, source: source, isLibrary: isLibrary)
        let code = generator.script(self)
        return (code, generator.fault)
    }
    /// Calls a function from outside: it runs until it returns.
    private func start(_ f: Reference) -> Outcome {
        let frame = self[State.stack]
        setWord(frame, 8, f)
        setWord(frame, 16, undefined)
        var p = Position(fp: frame, code: code(f), pc: entry(code(f)))
        enter(&p, frame, Link.mark | Link.exit)
        return run(p) == thrown || isDamaged ? reportUncaught() : .finished
    }
    /// Runs the jobs (9.5) in order until there are none.
    public func runJobs() -> Outcome {
        while true {
            let queue = self[State.jobs]
            let next = word(queue, 8) == 0 ? 0 : elementCount(queue)
            if next == 0 { return .finished }
            // The queue is taken as a whole, and run by a function of the library.
            let fresh = newArray(0)
            if fresh == 0 {
                collect(stackTop: self[State.stack])
                if newArray(0) == 0 { return .outOfMemory }
                continue
            }
            self[State.jobs] = fresh
            let frame = self[State.stack]
            let f = self[State.helpers &+ Helper.runJob.rawValue &* 8]
            setWord(frame, 8, f)
            setWord(frame, 16, undefined)
            setWord(frame, 24, queue)
            _ = prepare(f, frame, 1, hole)
            var p = Position(fp: frame, code: code(f), pc: entry(code(f)))
            enter(&p, frame, Link.mark | Link.exit)
            if run(p) == thrown || isDamaged { return reportUncaught() }
        }
    }
    /// The lines printed so far, as UTF-8; they are taken.
    public func takeOutput() -> [UInt8] {
        var bytes: [UInt8] = []
        let list = self[State.output]
        for i in 0..<elementCount(list) {
            appendUTF8(element(list, i), to: &bytes)
            bytes.append(10)
            setElement(list, i, undefined)
        }
        setHalf(list, 12, 0)
        setArrayLength(list, 0)
        return bytes
    }
    func appendUTF8(_ s: Reference, to bytes: inout [UInt8]) {
        var i: UInt64 = 0
        let n = length(s)
        while i < n {
            var c = UInt32(unit(s, i))
            i &+= 1
            if c & 0xFC00 == 0xD800, i < n, unit(s, i) & 0xFC00 == 0xDC00 {
                c = (c - 0xD800) << 10 + UInt32(unit(s, i)) - 0xDC00 + 0x10000
                i &+= 1
            } else if c & 0xF800 == 0xD800 {
                c = 0xFFFD
            }
            if c < 0x80 {
                bytes.append(UInt8(c))
            } else if c < 0x800 {
                bytes += [UInt8(0xC0 | c >> 6), UInt8(0x80 | c & 63)]
            } else if c < 0x10000 {
                bytes += [UInt8(0xE0 | c >> 12), UInt8(0x80 | c >> 6 & 63), UInt8(0x80 | c & 63)]
            } else {
                bytes += [
                    UInt8(0xF0 | c >> 18), UInt8(0x80 | c >> 12 & 63), UInt8(0x80 | c >> 6 & 63), UInt8(0x80 | c & 63),
                ]
            }
        }
    }

    // MARK: Reports

    private func report(_ bytes: [UInt8]) {
        let s = newString(latin1: bytes)
        if s != 0 { _ = append(self[State.output], s) }
    }
    private func reportSyntax(_ f: SyntaxFault, _ text: [UInt8]) {
        var line = 1, column = 1
        for i in 0..<min(f.position, text.count) {
            column += 1
            if text[i] == 10 { (line, column) = (line + 1, 1) }
        }
        var bytes: [UInt8] = Array("SyntaxError: ".utf8)
        f.message.withUTF8Buffer { for i in 0..<$0.count { bytes.append(unsafe $0[i]) } }
        bytes += Array(" at ".utf8)
        appendNumber(Double(line), to: &bytes)
        bytes.append(58)
        appendNumber(Double(column), to: &bytes)
        report(bytes)
    }
    private func reportUncaught() -> Outcome {
        if isDamaged {
            report(Array("the engine has a fault".utf8))
            return .damaged
        }
        let e = self[State.exception]
        self[State.exception] = undefined
        var bytes: [UInt8] = Array("Uncaught ".utf8)
        if isObject(e), kind(e) != Kind.proxy {
            for (i, key) in [self[Atom.name], self[Atom.message]].enumerated() {
                let v = get(e, key, receiver: e)
                let s = isString(v) ? flat(v) : self[Atom.empty]
                if i == 1, s != again, length(s) > 0 { bytes += [58, 32] }
                if s != again { for k in 0..<length(s) { bytes.append(UInt8(truncatingIfNeeded: unit(s, k))) } }
            }
            if kind(e) == Kind.error {
                let stack = get(e, self[Atom.stack], receiver: e)
                if isString(stack) {
                    bytes.append(10)
                    let s = flat(stack)
                    if s != again { for k in 0..<length(s) { bytes.append(UInt8(truncatingIfNeeded: unit(s, k))) } }
                }
            }
        } else {
            let s = isObject(e) || isSymbol(e) ? self[Atom.object] : toString(e)
            let t = isAnswer(s) ? again : flat(s)
            if t != again { for k in 0..<length(t) { bytes.append(UInt8(truncatingIfNeeded: unit(t, k))) } }
        }
        report(bytes)
        return .uncaught
    }
}

extension Arena {
    /// From now on memory is collected at every safepoint, and operations are short of it all the time. For tests.
    public func stress() {
        self[State.stress] = 256
        self[State.soft] = 0
        self[State.end] = self[State.top]
    }
}
