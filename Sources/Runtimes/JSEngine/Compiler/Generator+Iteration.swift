// Iterators (ECMA-262, 7.4), regions of code whose exceptions are handled, generators' and asynchronous functions' stops.

extension Generator {
    // MARK: Iterators

    /// The iterator of a value in it + 1, its `next` in it + 2 (7.4.3).
    mutating func iterator(_ m: borrowing Arena, _ v: Int, _ it: Int, async: Bool, at n: NodeIndex) {
        let t = allocate(4)
        move(t + 3, v)
        mark(startPosition(n))
        intrinsic(async ? Native.getAsyncIterator : Native.getIterator, t, count: 1)
        move(it + 1, t)
        let k = constant(m[Atom.next])
        field(.getField, it + 2, it + 1, k)
        f.free = t
    }
    /// Where the text of an expression begins; members are at their names.
    private func startPosition(_ n: NodeIndex) -> Int32 {
        var n = n
        while true {
            let node = tree.nodes[Int(n)]
            guard node.kind == .member || node.kind == .index || node.kind == .privateMember else {
                return node.position
            }
            n = node.a
        }
    }
    /// The next value in `it`; the jumps are taken where there is none.
    mutating func iteratorStep(_ m: borrowing Arena, _ it: Int, async: Bool) -> [Int] {
        var ends: [Int] = []
        let fast = here
        if !async {
            emit(.iteratorNext, it)
            word(0)
        }
        let t = allocate(4)
        move(t + 1, it + 2)
        move(t + 2, it + 1)
        emit(.call, t, 0)
        if async { awaitValue(m, t, t) }
        let s = allocate(4)
        move(s + 3, t)
        intrinsic(Native.requireIteratorResult, s, count: 1)
        f.free = s
        let done = constant(m[Atom.done]), value = constant(m[Atom.value])
        field(.getField, t + 1, t, done)
        ends.append(jump(.jumpIfTrue, t + 1))
        field(.getField, it, t, value)
        f.free = t
        if !async {
            let over = jump()
            let skip = jump()
            ends.append(skip)
            patch(over)
            f.instructions[fast + 1] = UInt32(skip - fast) | UInt32(here - fast) << 16
        }
        return ends
    }
    /// Closes an iterator after a normal end or a jump (7.4.11): what `return` throws is thrown.
    mutating func closeIterator(_ m: borrowing Arena, _ it: Int, async: Bool) {
        let t = allocate(3)
        let k = constant(m[Atom.return])
        move(t + 2, it + 1)
        field(.getMethod, t, t + 2, k)
        let none = nullishJump(t + 1)
        emit(.call, t, 0)
        if async { awaitValue(m, t, t) }
        let s = allocate(4)
        move(s + 3, t)
        intrinsic(Native.requireIteratorResult, s, count: 1)
        patch(none)
        f.free = t
    }
    /// Closes an iterator as an exception passes: what `return` throws is dropped.
    mutating func closeQuietly(_ m: borrowing Arena, _ it: Int, async: Bool) {
        let t = allocate(4)
        let start = here
        let k = constant(m[Atom.return])
        move(t + 2, it + 1)
        field(.getMethod, t, t + 2, k)
        let none = nullishJump(t + 1)
        emit(.call, t, 0)
        if async { awaitValue(m, t, t) }
        patch(none)
        let end = here
        let over = jump()
        addHandler(start, end, here, t + 3)
        patch(over)
        f.free = t
    }
    /// Runs through an iterable; `body` gets the register of each value. Not for code that jumps out.
    mutating func iterate(
        _ m: borrowing Arena, _ v: Int, async: Bool, at n: NodeIndex,
        _ body: (inout Generator, borrowing Arena, Int) -> Void
    ) {
        let it = allocate(3)
        iterator(m, v, it, async: async, at: n)
        let start = here
        let end = iteratorStep(m, it, async: async)
        body(&self, m, it)
        jumpBack(start)
        patch(end)
        f.free = it
    }

    // MARK: Regions

    mutating func addHandler(_ start: Int, _ end: Int, _ target: Int, _ register: Int) {
        if end <= start { return }
        if target > 0xFFFF { tooMuch() }
        f.handlers.append(
            UInt64(start & 0xFFFF) | UInt64(end & 0xFFFF) << 16 | UInt64(target & 0xFFFF) << 32 | UInt64(register) << 48
        )
    }
    /// Ends the region of a control entry that has been taken off: its handler is the next instruction (`handler`).
    mutating func endRegions(_ c: Control, at end: Int) {
        // The target is written by `handler`; until then the region's register is known only.
        pendingEnd = end
        _ = c
    }
    /// The handler of a region begins here; the exception is in a register.
    mutating func handler(_ c: Control, _ register: Int) {
        for i in c.pendingHandlers {
            f.handlers[i] = f.handlers[i] & 0xFFFF_FFFF | UInt64(here & 0xFFFF) << 32 | UInt64(register) << 48
        }
        addHandler(c.regionStart, pendingEnd, here, register)
    }
    /// Interrupts the regions of all control entries from `depth` on: what follows is not protected by them.
    mutating func suspendRegions(from depth: Int) {
        for i in f.control.indices.reversed() where i >= depth && f.control[i].regionStart >= 0 {
            if here > f.control[i].regionStart {
                f.control[i].pendingHandlers.append(f.handlers.count)
                f.handlers.append(UInt64(f.control[i].regionStart & 0xFFFF) | UInt64(here & 0xFFFF) << 16)
            }
        }
    }
    mutating func resumeRegions(from depth: Int) {
        for i in f.control.indices where i >= depth && f.control[i].regionStart >= 0 { f.control[i].regionStart = here }
    }

    // MARK: Stops

    /// r = what a promise comes to (27.7.5.3).
    mutating func awaitValue(_ m: borrowing Arena, _ v: Int, _ r: Int) {
        let t = allocate(2)
        emit(.await, t, v)
        emit(.resumed, t, 0, word: 0)
        let resumedAt = here - 1
        // An await goes on or throws, it never returns.
        f.instructions[resumedAt] = 2
        move(r, t)
        f.free = t
    }
    /// `yield` and `yield*` (15.5.5).
    mutating func yield(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        if node.flag == 1 { return delegate(m, n, r) }
        let t = allocate(2)
        if node.a >= 0 { expression(m, node.a, t) } else { loadSpecial(t, undefined) }
        mark(node: n)
        if f.isAsync { awaitValue(m, t, t) }
        yieldValue(m, t, t)
        move(r, t)
    }
    /// Yields r[v]; what comes back is in t.
    private mutating func yieldValue(_ m: borrowing Arena, _ v: Int, _ t: Int) {
        emit(.yield, t, v)
        emit(.resumed, t, 0)
        let at = here
        word(0)
        let on = jump()
        f.instructions[at] = UInt32(here - (at - 1))
        if f.isAsync { awaitValue(m, t, t) }
        returnRegister(m, t)
        patch(on)
    }
    /// `yield*`: the library's state machine says what to do with what comes back.
    private mutating func delegate(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        let it = allocate(5)  // value, iterator, next, received, mode
        let v = operand(m, node.a)
        iterator(m, v, it, async: f.isAsync, at: n)
        loadSpecial(it + 3, undefined)
        emit(.loadInteger, it + 4, wide: 0)
        let start = here
        let s = allocate(7)
        move(s + 3, it + 1)
        move(s + 4, it + 2)
        move(s + 5, it + 3)
        move(s + 6, it + 4)
        mark(node: n)
        // The result of next, throw or return; undefined where there is no `return`.
        intrinsic(Native.delegate, s, count: 4)
        let t = s
        emit(.loadInteger, t + 1, wide: 2)
        emit(.same, t + 1, it + 4, t + 1)
        let isReturn = jump(.jumpIfFalse, t + 1)
        let hasReturn = allocate()
        loadSpecial(hasReturn, hole)
        emit(.same, hasReturn, t, hasReturn)
        let has = jump(.jumpIfFalse, hasReturn)
        if f.isAsync { awaitValue(m, it + 3, it + 3) }
        returnRegister(m, it + 3)
        patch(has)
        patch(isReturn)
        if f.isAsync { awaitValue(m, t, t) }
        let q = allocate(4)
        move(q + 3, t)
        intrinsic(Native.requireIteratorResult, q, count: 1)
        let done = constant(m[Atom.done]), value = constant(m[Atom.value])
        field(.getField, t + 1, t, done)
        let isDone = jump(.jumpIfTrue, t + 1)
        if f.isAsync {
            field(.getField, t, t, value)
            emit(.yield, it + 3, t)
        } else {
            // The result object goes out as it is.
            intrinsicYieldResult(t)
            emit(.yield, it + 3, t)
        }
        jumpBack(start)
        patch(isDone)
        field(.getField, it, t, value)
        emit(.loadInteger, t + 1, wide: 2)
        emit(.same, t + 1, it + 4, t + 1)
        let normal = jump(.jumpIfFalse, t + 1)
        returnRegister(m, it)
        patch(normal)
        move(r, it)
    }
    /// Says that the next `yield` gives a result object itself.
    private mutating func intrinsicYieldResult(_ t: Int) {
        let s = allocate(4)
        emit(.callee, s + 3)
        intrinsic(Native.yieldsResult, s, count: 0)
        f.free = s
    }
}
