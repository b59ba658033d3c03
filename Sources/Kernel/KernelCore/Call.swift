// One system call on its way: who makes it, and its argument words as what the table says they are. A handler
// never sees a raw address as something to follow, only as a `UserBuffer` that was checked.
//
// Each accessor names the argument *word*. On the host it checks that the table has that kind there, so a handler
// and the table cannot drift apart unnoticed.

import FTLTypes

@safe struct Call: ~Copyable {
    let words: InlineArray<7, UInt>
    /// Harts live as long as the kernel, and the thread is there until the call itself ends it.
    private let caller: Uncounted<Thread>
    private let callerHart: Uncounted<Hart>
    let number: Syscall

    @inline(__always)
    init(hart: Hart, number: Syscall, words: consuming InlineArray<7, UInt>) {
        guard let thread = hart.running else { fatalError("no thread makes this call") }
        self.words = words
        caller = thread
        callerHart = Uncounted(hart)
        self.number = number
    }

    var hart: Hart { callerHart.object }

    /// The thread that calls.
    var thread: Thread { caller.object }

    var process: Process { withProcess { $0 } }

    // The same for what every message does: without counting.

    @inline(__always)
    func withHart<Result>(_ body: (Hart) -> Result) -> Result { callerHart.with(body) }

    @inline(__always)
    func withThread<Result>(_ body: (Thread) -> Result) -> Result { caller.with(body) }

    @inline(__always)
    func withProcess<Result, Failure: Error>(_ body: (Process) throws(Failure) -> Result) throws(Failure) -> Result {
        try caller.with { (thread) throws(Failure) -> Result in try body(thread.process) }
    }

    @inline(__always)
    func withChannel<Result>(
        _ index: Int, _ rights: Rights, _ body: (Channel) throws(FTLError) -> Result
    ) throws(FTLError) -> Result {
        expect(index) { $0 == .handle(.channel, rights) }
        return try find(index, rights, of: .channel).with(Channel.self, body)
    }

    @inline(__always)
    func withSink<Result>(
        _ index: Int, _ rights: Rights, _ body: (Sink) throws(FTLError) -> Result
    ) throws(FTLError) -> Result {
        expect(index) { $0 == .handle(.sink, rights) }
        return try find(index, rights, of: .sink).with(Sink.self, body)
    }

    @inline(__always)
    func withTimer<Result>(
        _ index: Int, _ rights: Rights, _ body: (Timer) throws(FTLError) -> Result
    ) throws(FTLError) -> Result {
        expect(index) { $0 == .handle(.timer, rights) }
        return try find(index, rights, of: .timer).with(Timer.self, body)
    }

    @inline(__always)
    private func find(_ index: Int, _ rights: Rights) throws(FTLError) -> StoredHandle {
        let word = words[index]
        let handle = try withProcess { (process) throws(FTLError) in try process.handles.find(word) }
        guard handle.rights.contains(rights) else { throw .notAllowed }
        return handle
    }

    @inline(__always)
    private func find(_ index: Int, _ rights: Rights, of type: ObjectType) throws(FTLError) -> StoredHandle {
        let handle = try find(index, rights)
        guard handle.isOf(type) else { throw .wrongType }
        return handle
    }

    /// A plain number.
    @inline(__always)
    func word(_ index: Int) -> UInt { words[index] }

    @inline(__always)
    func deadline(_ index: Int) -> UInt64 {
        expect(index) { if case .deadline = $0 { true } else { false } }
        return UInt64(words[index])
    }

    /// An address that is not a buffer, or a buffer's, to be looked up again later.
    @inline(__always)
    func address(_ index: Int) -> UInt { words[index] }

    @inline(__always)
    func handleNumber(_ index: Int) -> HandleNumber { HandleNumber(rawValue: UInt32(truncatingIfNeeded: words[index])) }

    /// The handle of an argument, with at least these rights.
    func handle(_ index: Int, _ rights: Rights) throws(FTLError) -> Handle { try find(index, rights).handle }

    func channel(_ index: Int, _ rights: Rights) throws(FTLError) -> Channel {
        try withChannel(index, rights) { $0 }
    }

    func sink(_ index: Int, _ rights: Rights) throws(FTLError) -> Sink { try withSink(index, rights) { $0 } }

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

    /// The handle of an argument that the call will take away, or none for `HandleNumber.none`.
    ///
    /// A process that is not started lives by its handles alone. They stay with whoever made it: in each other's
    /// tables, or in queues those hold the ends of, such processes could keep each other where nobody reaches them.
    @inline(__always)
    func transferable(_ index: Int) throws(FTLError) -> StoredHandle {
        expect(index) { if case .consumedHandle = $0 { true } else { false } }
        guard words[index] != 0 else { return StoredHandle() }
        let handle = try find(index, .transfer)
        if handle.isOf(.process) {
            guard handle.with(Process.self, { $0.state != .created }) else { throw .invalidState }
        }
        return handle
    }

    /// A buffer: the address is in this word, the length in the next.
    /// - Parameter access: what the kernel will do with the bytes.
    @inline(__always)
    func bytes(_ index: Int, _ access: Permissions) throws(FTLError) -> UserBuffer {
        expect(index) { $0 == (access == .write ? .bytesOut : .bytesIn) }
        return try buffer(words[index], words[index + 1], access)
    }

    /// The first bytes of a buffer that is to be written, all of which must be the program's.
    @inline(__always)
    func bytesToWrite(_ index: Int, used: Int) throws(FTLError) -> UserBuffer {
        expect(index) { $0 == .bytesOut }
        let (address, count) = (words[index], words[index + 1])
        return try withProcess { (process) throws(FTLError) in
            try process.space.writableBuffer(at: address, count: count, used: min(count, UInt(used)))
        }
    }

    /// A message's body, whose length is in the info word.
    @inline(__always)
    func body(_ index: Int, length: Int) throws(FTLError) -> UserBuffer {
        expect(index) { if case .body = $0 { true } else { false } }
        return try buffer(words[index], UInt(length), .read)
    }

    @inline(__always)
    private func buffer(_ address: UInt, _ count: UInt, _ access: Permissions) throws(FTLError) -> UserBuffer {
        try withProcess { (process) throws(FTLError) in
            try process.space.buffer(at: address, count: count, access)
        }
    }

    /// Gives the caller a handle. Where there is no room it is closed again.
    func insert(_ handle: Handle) throws(FTLError) -> Int {
        guard process.handles.hasRoom() else {
            process.kernel.close(handle)
            throw .limitReached
        }
        return Int(process.insert(handle).rawValue)
    }

    @inline(__always)
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
