// The console as an object: what is typed, in a queue of bounded length, and the screen as it is. Whoever has the
// handle reads and draws; other programs print lines with `console_write`, for which nobody needs a handle.
//
// A byte that finds the queue full stays in the port, and the port is not listened to until there is room: nothing
// that was typed is lost, and a person who types faster than anyone reads stops the emulator's side instead.

import FTLTypes

public final class Console: EventSource, TypedObject, InterruptHandler {
    public static var objectType: ObjectType { .console }

    private let screen: Screen
    private var typed: [UInt8] = []
    /// There are bytes that no event has reported.
    private var owesReadable = false

    init(screen: Screen) {
        self.screen = screen
        super.init(.console)
    }

    /// Takes what has come in, as much as there is room for.
    public func takeInput(_ kernel: Kernel, _ hart: Hart) {
        var isNew = false
        while typed.count < Limits.consoleReadLength, let byte = kernel.machine.readConsole() {
            typed.append(byte)
            isNew = true
        }
        kernel.machine.listenToConsole(typed.count < Limits.consoleReadLength)
        guard isNew else { return }
        owesReadable = true
        notify(kernel, hart)
    }

    func handleInterrupt(_ kernel: Kernel, _ hart: Hart) { takeInput(kernel, hart) }

    /// Hands out what was typed, at most as much as the buffer holds.
    fileprivate func read(into buffer: UserBuffer, _ kernel: Kernel, _ hart: Hart) -> Int {
        let count = min(buffer.count, typed.count)
        // Safe: the array's own bytes, used only while it is borrowed.
        unsafe typed.withUnsafeBytes { unsafe buffer.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        typed.removeFirst(count)
        owesReadable = !typed.isEmpty
        if owesReadable { notify(kernel, hart) }
        takeInput(kernel, hart)
        return count
    }

    /// Shows the bytes, from where they are: the kernel has no object that holds so many.
    fileprivate func put(_ bytes: UserBuffer) {
        // Safe: the pieces are the buffer's own bytes, used only while this call lasts.
        unsafe bytes.forEachPiece { piece in
            unsafe screen.put(Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(piece)))
        }
    }

    override var hasEvent: Bool { owesReadable }

    override func takeEvent() -> Event {
        owesReadable = false
        return Event(kind: .readable)
    }
}

extension Kernel {
    // MARK: System calls

    func consoleRead(_ call: borrowing Call) throws(FTLError) -> Int {
        let console = try call.object(0, Console.self, .read)
        return console.read(into: try call.bytes(1, .write), self, call.hart)
    }

    func consolePut(_ call: borrowing Call) throws(FTLError) -> Int {
        let console = try call.object(0, Console.self, .write)
        let bytes = try call.bytes(1, .read)
        guard bytes.count <= Limits.consoleWriteLength else { throw .tooLarge }
        console.put(bytes)
        return 0
    }
}
