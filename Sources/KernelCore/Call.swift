// One system call on its way: who makes it, and its argument words as what the table says they are. A handler
// never sees a raw address as something to follow, only as a `UserBuffer` that was checked.
//
// Each accessor names the argument *word*. On the host it checks that the table has that kind there, so a handler
// and the table cannot drift apart unnoticed.

import FTLTypes

@safe struct Call: ~Copyable {
    let words: InlineArray<7, UInt>
    /// Not counted: counting references is half of what a small call costs.
    private unowned(unsafe) let caller: Hart
    let number: Syscall

    @inline(__always)
    init(hart: Hart, number: Syscall, words: consuming InlineArray<7, UInt>) {
        self.words = words
        unsafe caller = hart
        self.number = number
    }

    /// Safe: harts live as long as the kernel.
    var hart: Hart { unsafe caller }

    /// The thread that calls. It is there as long as it was not taken off the hart.
    var thread: Thread {
        guard let thread = hart.current else { fatalError("the calling thread has left already") }
        return thread
    }

    var process: Process { thread.process }

    /// A plain number.
    func word(_ index: Int) -> UInt { words[index] }

    func deadline(_ index: Int) -> UInt64 {
        expect(index) { if case .deadline = $0 { true } else { false } }
        return UInt64(words[index])
    }

    /// An address that is not a buffer, or a buffer's, to be looked up again later.
    func address(_ index: Int) -> UInt { words[index] }

    func handleNumber(_ index: Int) -> HandleNumber { HandleNumber(rawValue: UInt32(truncatingIfNeeded: words[index])) }

    /// The handle of an argument, with at least these rights.
    func handle(_ index: Int, _ rights: Rights) throws(FTLError) -> Handle {
        guard words[index] <= UInt(HandleNumber.largest) else { throw .invalidHandle }
        let handle = try process.handles.lookup(handleNumber(index))
        guard handle.rights.contains(rights) else { throw .notAllowed }
        return handle
    }

    func channel(_ index: Int, _ rights: Rights) throws(FTLError) -> Channel {
        expect(index) { $0 == .handle(.channel, rights) }
        guard case .channel(let channel) = try handle(index, rights).object else { throw .wrongType }
        return channel
    }

    func sink(_ index: Int, _ rights: Rights) throws(FTLError) -> Sink {
        expect(index) { $0 == .handle(.sink, rights) }
        guard case .sink(let sink) = try handle(index, rights).object else { throw .wrongType }
        return sink
    }

    func timer(_ index: Int, _ rights: Rights) throws(FTLError) -> Timer {
        expect(index) { $0 == .handle(.timer, rights) }
        guard case .timer(let timer) = try handle(index, rights).object else { throw .wrongType }
        return timer
    }

    func vmArea(_ index: Int, _ rights: Rights) throws(FTLError) -> VmArea {
        expect(index) { $0 == .handle(.vmArea, rights) }
        guard case .vmArea(let area) = try handle(index, rights).object else { throw .wrongType }
        return area
    }

    func image(_ index: Int, _ rights: Rights) throws(FTLError) -> Image {
        expect(index) { $0 == .handle(.image, rights) }
        guard case .image(let image) = try handle(index, rights).object else { throw .wrongType }
        return image
    }

    func process(_ index: Int, _ rights: Rights) throws(FTLError) -> Process {
        expect(index) { $0 == .handle(.process, rights) }
        guard case .process(let process) = try handle(index, rights).object else { throw .wrongType }
        return process
    }

    func thread(_ index: Int, _ rights: Rights) throws(FTLError) -> Thread {
        expect(index) { $0 == .handle(.thread, rights) }
        guard case .thread(let thread) = try handle(index, rights).object else { throw .wrongType }
        return thread
    }

    func console(_ index: Int, _ rights: Rights) throws(FTLError) -> Console {
        expect(index) { $0 == .handle(.console, rights) }
        guard case .console(let console) = try handle(index, rights).object else { throw .wrongType }
        return console
    }

    /// The space of an argument, or nil for `HandleNumber.none`.
    func optionalSpace(_ index: Int, _ rights: Rights) throws(FTLError) -> VmSpace? {
        expect(index) { $0 == .optionalHandle(.vmSpace, rights) }
        guard words[index] != 0 else { return nil }
        guard case .vmSpace(let space) = try handle(index, rights).object else { throw .wrongType }
        return space
    }

    func system(_ index: Int, _ rights: Rights) throws(FTLError) {
        expect(index) { $0 == .handle(.system, rights) }
        guard case .system = try handle(index, rights).object else { throw .wrongType }
    }

    /// The handle of an argument that the call will take away, or nil for `HandleNumber.none`.
    ///
    /// A process that is not started lives by its handles alone. They stay with whoever made it: in each other's
    /// tables, or in queues those hold the ends of, such processes could keep each other where nobody reaches them.
    func transferable(_ index: Int) throws(FTLError) -> Handle? {
        expect(index) { if case .consumedHandle = $0 { true } else { false } }
        guard words[index] != 0 else { return nil }
        let handle = try handle(index, .transfer)
        if case .process(let process) = handle.object, process.state == .created { throw .invalidState }
        return handle
    }

    /// A buffer: the address is in this word, the length in the next.
    /// - Parameter access: what the kernel will do with the bytes.
    func bytes(_ index: Int, _ access: Permissions) throws(FTLError) -> UserBuffer {
        expect(index) { $0 == (access == .write ? .bytesOut : .bytesIn) }
        return try process.space.buffer(at: words[index], count: words[index + 1], access)
    }

    /// A message's body, whose length is in the info word.
    func body(_ index: Int, length: Int) throws(FTLError) -> UserBuffer {
        expect(index) { if case .body = $0 { true } else { false } }
        return try process.space.buffer(at: words[index], count: UInt(length), .read)
    }

    /// Gives the caller a handle. Where there is no room it is closed again.
    func insert(_ handle: Handle) throws(FTLError) -> Int {
        guard process.handles.hasRoom() else {
            process.kernel.close(handle)
            throw .limitReached
        }
        return Int(process.insert(handle).rawValue)
    }

    private func expect(_ index: Int, _ matches: (ArgumentKind) -> Bool) {
        #if !hasFeature(Embedded)
            var word = 0
            for kind in number.signature.arguments {
                if word == index { return precondition(matches(kind), "\(number): argument word \(index) is \(kind)") }
                word += kind.words
            }
            preconditionFailure("\(number): no argument begins at word \(index)")
        #endif
    }
}
