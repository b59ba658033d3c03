// What every object has that a handle can name. A new kind of object is a file with a class of these, and its case in
// `ObjectType`; nothing else in the kernel lists the kinds.
//
// An object lives as long as something refers to it, but what makes it *work* is its handles: when the last is closed, the
// object is called (a channel tells its peer, a timer stops). Handles are counted for that, whether they are in a process's
// table or on their way in a message.

import FTLTypes

public class KernelObject {
    public final let type: ObjectType
    /// Handles to it, in tables and on their way.
    final var handleCount = 0

    init(_ type: ObjectType) { self.type = type }

    /// The object as something that a sink can report about, where it is one.
    var eventSource: EventSource? { nil }

    /// Whether a handle to it may leave its process, in a message or into another process.
    var isMovable: Bool { true }

    /// A handle to it was put into the process's table.
    func wasInserted(into process: Process) {}

    /// A handle to it was taken out of the process's table, where it had this number.
    func wasTaken(from process: Process, as number: HandleNumber) {}

    /// The last handle to it is closed.
    ///
    /// - Parameter messages: those that nobody can receive any more go here. The caller ends them, and closes their handles:
    ///   a channel may be in the queue of a channel, and so on, and depth is to cost no stack.
    func lastHandleClosed(_ kernel: Kernel, _ hart: Hart, _ messages: inout MessageQueue) {}

    /// What a `HandleRecord` tells of it beside its type.
    var details: (UInt64, UInt64) { (0, 0) }
}

/// A class of objects, and the type that handles to them have.
protocol TypedObject: KernelObject {
    static var objectType: ObjectType { get }
}

/// The machine as a whole. Whoever has it may power it off, and see and end every process.
final class System: KernelObject, TypedObject {
    static var objectType: ObjectType { .system }

    init() { super.init(.system) }
}
