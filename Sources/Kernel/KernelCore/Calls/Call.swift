// One system call on its way: who makes it, and its argument words as what the table says they are. A handler
// never sees a raw address as something to follow, only as a `UserBuffer` that was checked.
//
// Each accessor names the argument *word*. On the host it checks that the table has that kind there, so a handler
// and the table cannot drift apart unnoticed.

import FTLTypes

// Safe: it has no address but in buffers that were found to be the caller's, and refers to who cannot end before it.
@safe struct Call: ~Copyable {
    typealias Words = InlineArray<7, UInt>

    let words: Words
    /// Harts live as long as the kernel, and the thread is there until the call itself ends it.
    private let caller: Uncounted<Thread>
    private let callerHart: Uncounted<Hart>
    let number: Syscall

    @inline(__always)
    init(hart: Hart, number: Syscall, words: Words) {
        guard let thread = hart.running else { fatalError("no thread makes this call") }
        self.words = words
        caller = thread
        callerHart = Uncounted(hart)
        self.number = number
    }

    var hart: Hart { callerHart.object }

    /// The thread that calls.
    var thread: Thread { caller.object }

    var process: Process { caller.with { $0.process } }

    /// Fails where the caller may have no program run in that isolation: whoever is behind page tables stays there, and
    /// gains nothing by a trusted program that it gives files of its own.
    func requireMayMake(_ isolation: Isolation) throws(FTLError) {
        guard isolation == .user || process.space.isolation == .kernel else { throw .notAllowed }
    }

    // MARK: Words

    /// A plain number.
    func word(_ index: Int) -> UInt { words[index] }

    func deadline(_ index: Int) -> UInt64 {
        expect(index) { if case .deadline = $0 { true } else { false } }
        return UInt64(words[index])
    }

    /// An address that is not a buffer, or a buffer's, to be looked up again later.
    func address(_ index: Int) -> UInt { words[index] }

    // MARK: Handles

    func handleNumber(_ index: Int) -> HandleNumber { HandleNumber(rawValue: UInt32(truncatingIfNeeded: words[index])) }

    /// The handle of an argument, with at least these rights.
    func handle(_ index: Int, _ rights: Rights) throws(FTLError) -> Handle { try find(index, rights).handle }

    /// The object of an argument, which is to be of this class, by a handle with at least these rights.
    func object<Object: TypedObject>(_ index: Int, _ type: Object.Type, _ rights: Rights) throws(FTLError) -> Object {
        expect(index) { $0 == .handle(Object.objectType, rights) }
        return try find(index, rights, type).with(type) { $0 }
    }

    /// The same, or nil for `HandleNumber.none`.
    func optionalObject<Object: TypedObject>(
        _ index: Int, _ type: Object.Type, _ rights: Rights
    ) throws(FTLError) -> Object? {
        expect(index) { $0 == .optionalHandle(Object.objectType, rights) }
        return words[index] == 0 ? nil : try find(index, rights, type).with(type) { $0 }
    }

    /// The object of an argument as something that a sink can report about.
    func eventSource(_ index: Int, _ rights: Rights) throws(FTLError) -> EventSource {
        guard let source = try handle(index, rights).object.eventSource else { throw .wrongType }
        return source
    }

    /// The handle of an argument that the call will take away, or none for `HandleNumber.none`.
    func movable(_ index: Int) throws(FTLError) -> StoredHandle {
        expect(index) { if case .consumedHandle = $0 { true } else { false } }
        guard words[index] != 0 else { return StoredHandle() }
        let handle = try find(index, .transfer)
        guard handle.withObject({ $0.isMovable }) else { throw .invalidState }
        return handle
    }

    private func find(_ index: Int, _ rights: Rights) throws(FTLError) -> StoredHandle {
        try process.handles.find(words[index], rights)
    }

    private func find<Object: TypedObject>(
        _ index: Int, _ rights: Rights, _ type: Object.Type
    ) throws(FTLError) -> StoredHandle {
        try process.handles.find(words[index], rights, type)
    }

    /// Gives the caller a handle. Where there is no room it is closed again.
    func insert(_ handle: Handle) throws(FTLError) -> Int {
        guard process.handles.hasRoom() else {
            process.kernel.close(handle, hart)
            throw .limitReached
        }
        return Int(process.insert(handle).rawValue)
    }

    // MARK: Memory

    /// A buffer: the address is in this word, the length in the next.
    /// - Parameter access: what the kernel will do with the bytes.
    func bytes(_ index: Int, _ access: Permissions) throws(FTLError) -> UserBuffer {
        expect(index) { $0 == (access == .write ? .bytesOut : .bytesIn) }
        return try process.space.buffer(at: words[index], count: words[index + 1], access)
    }

    /// The first bytes of a buffer that is to be written, all of which must be the program's.
    func bytesToWrite(_ index: Int, used: Int) throws(FTLError) -> UserBuffer {
        expect(index) { $0 == .bytesOut }
        let count = words[index + 1]
        return try process.space.writableBuffer(at: words[index], count: count, used: min(count, UInt(used)))
    }

    /// A message's body, whose length is in the info word.
    func body(_ index: Int, length: Int) throws(FTLError) -> UserBuffer {
        expect(index) { if case .body = $0 { true } else { false } }
        return try process.space.buffer(at: words[index], count: UInt(length), .read)
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
