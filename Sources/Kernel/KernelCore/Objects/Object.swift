// Kernel objects, and a handle's content: an object and what may be done with it.
//
// An object lives as long as something refers to it, but what makes it *work* is its handles: when the last is
// closed, the object is told (a channel tells its peer, a timer stops). Handles are counted for that, whether they
// are in a process's table or on their way in a message.

import FTLTypes

public enum Object {
    case channel(Channel)
    case sink(Sink)
    case timer(Timer)
    case process(Process)
    case thread(Thread)
    case vmSpace(VmSpace)
    case vmArea(VmArea)
    case image(Image)
    /// What is typed, and the screen as it is.
    case console(Console)
    /// The machine as a whole; whoever has it may power it off, and see and end every process.
    case system

    public var type: ObjectType {
        switch self {
        case .channel: .channel
        case .sink: .sink
        case .timer: .timer
        case .process: .process
        case .thread: .thread
        case .vmSpace: .vmSpace
        case .vmArea: .vmArea
        case .image: .image
        case .console: .console
        case .system: .system
        }
    }

    /// The object as something that a sink can report about, where it is one.
    var eventSource: EventSource? {
        switch self {
        case .channel(let channel): channel
        case .timer(let timer): timer
        case .process(let process): process
        case .thread(let thread): thread
        case .console(let console): console
        case .sink, .vmSpace, .vmArea, .image, .system: nil
        }
    }
}

/// What a slot of a handle table, or a message, holds.
public struct Handle {
    public let object: Object
    public let rights: Rights

    public init(_ object: Object, _ rights: Rights) {
        self.object = object
        self.rights = rights
    }
}

extension Kernel {
    /// A new handle to an object; every `Handle` made here must end in `close`.
    func makeHandle(_ object: Object, _ rights: Rights) -> Handle {
        handleCount += 1
        switch object {
        case .channel: break  // has exactly one handle, from its creation on
        case .sink(let sink): sink.handleCount += 1
        case .timer(let timer): timer.handleCount += 1
        case .process(let process): process.handleCount += 1
        case .thread(let thread): thread.handleCount += 1
        case .vmSpace(let space): space.handleCount += 1
        case .vmArea, .image, .console, .system: break  // nothing happens when their handles are closed
        }
        return Handle(object, rights)
    }

    /// Ends a handle, and what it alone kept working. Closing a channel closes the handles in its queue, which may
    /// be channels again: `doomed` collects those messages, so that depth costs no stack.
    func close(_ handle: Handle) {
        var doomed = MessageQueue()
        closeOne(handle, &doomed)
        while let message = doomed.popFirst() {
            let handle = message.handle
            settleLoan(for: message)
            message.empty(bodies)
            message.free()
            if !handle.isNone { closeOne(handle.taken(), &doomed) }
        }
    }

    private func closeOne(_ handle: Handle, _ doomed: inout MessageQueue) {
        handleCount -= 1
        switch handle.object {
        case .channel(let channel):
            channel.close(self, &doomed)
        case .sink(let sink):
            sink.handleCount -= 1
            if sink.handleCount == 0 { sink.close(self) }
        case .timer(let timer):
            timer.handleCount -= 1
            if timer.handleCount == 0 { timer.close(self) }
        case .process(let process):
            process.handleCount -= 1
            if process.handleCount == 0 { process.lastHandleClosed(self) }
        case .thread(let thread):
            thread.handleCount -= 1
            if thread.handleCount == 0 { lastHandleClosed(to: thread) }
        case .vmSpace(let space):
            space.handleCount -= 1
            if space.handleCount == 0 { space.lastHandleClosed() }
        case .vmArea, .image, .console, .system: break
        }
    }
}
