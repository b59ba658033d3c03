// The system call table: the one list of what a program can ask of the kernel. From it come the kernel's
// dispatch, the checks of arguments, the JavaScript binding (which has no glue of its own for any call), the trace,
// the TypeScript declarations and the reference.
//
// To add a call: a case here with what it does, its row in Syscall+Table.swift, a handler beside its object in
// KernelCore (the compiler asks for both), a method in the FTL library.

/// A system call. The raw value is its number and never changes.
public enum Syscall: UInt, CaseIterable, Sendable {
    /// Does nothing: what a call costs.
    case null = 0
    /// Writes text to the console, line by line with the process's name before each; whole or not at all.
    ///
    /// - Throws: `tooLarge` above `Limits.consoleWriteLength` bytes or `Limits.consoleWriteLines` lines.
    case consoleWrite = 1
    /// Closes a handle. What only this handle kept working ends with it.
    case handleClose = 2
    /// Another handle to the same object, with the rights that both the old one and `rights` have.
    ///
    /// - Throws: `notAllowed` without the right to duplicate, which channels never have; `limitReached`.
    case handleDuplicate = 3
    /// Two new channel ends, connected with each other.
    case channelCreate = 4
    /// Sends a message: the body is copied, the handle is moved. Never waits.
    ///
    /// - Throws: `overloaded` where the peer has too much to receive already (a writable event follows),
    ///   `peerClosed`, `tooLarge`, `wouldCycle`, `limitReached`, `invalidState` for a process that is not started.
    case channelSend = 5
    /// Receives the message that an event reported: its body into the buffer; the result is its handle, or none.
    ///
    /// - Throws: `notFound` for a token that is nobody's, `tooLarge` where the body does not fit, `limitReached`.
    case channelRecv = 6
    /// Forgets the message that an event reported, and closes the handle in it.
    ///
    /// - Throws: `notFound` for a token that is nobody's.
    case channelDiscard = 7
    /// A new sink with nothing in it.
    case sinkCreate = 8
    /// From now on the sink reports the object's events.
    ///
    /// - Throws: `invalidState` where the object is in a sink already, `wrongType` where it has no events.
    case sinkAdd = 9
    /// Takes an object out of the sink; nothing of it is delivered any more.
    ///
    /// - Throws: `notFound` where it is not in this sink.
    case sinkRemove = 10
    /// Waits for events until the deadline (0: not at all; the largest number: for ever) and takes as many as fit into
    /// the buffer, `Event.size` bytes each. The result is how many.
    ///
    /// - Throws: `timedOut`, `tooLarge` for a buffer without room for one event.
    case sinkWait = 11
    /// A new timer that is not set.
    case timerCreate = 12
    /// Sets the timer instead of what it was set for; 0 stops it. A deadline that is past fires at once.
    case timerSet = 13
    /// Nanoseconds since boot.
    case timeNow = 14
    /// Reads and checks a program: a static-PIE ELF file in the area's `length` bytes from `offset` on.
    ///
    /// - Throws: `malformed` where it is not what the system can run; the kernel's log says why.
    case imageCreate = 15
    /// A process that is not running yet. Each argument is followed by a NUL byte. Without a space it gets one of its
    /// own, of the caller's isolation; with one, what is mapped there is there when it starts.
    ///
    /// - Throws: `tooLarge`, `invalidArgument` for a bad name, `invalidState` for a space that is another's already,
    ///   `notAllowed` for a program in kernel isolation that the image builder did not mark as trusted.
    case processCreate = 16
    /// Gives a process one more of the handles it starts with.
    ///
    /// - Throws: `invalidState` once it was started, `limitReached`.
    case processInjectHandle = 17
    /// Lets a process run.
    ///
    /// - Throws: `invalidState` the second time, `outOfMemory`, `limitReached`.
    case processStart = 18
    /// Ends a process, wherever it is then, when the deadline has passed: at once for 0. It takes the place of an earlier
    /// deadline; one that never comes takes that back.
    ///
    /// - Throws: `invalidState` where it has ended already.
    case processKill = 19
    /// Ends the process that calls, with a status of its choice.
    case processExit = 20
    /// A thread of this process that is not running yet: entered at `entry` with the argument, on a stack of its own.
    ///
    /// - Throws: `badAccess` for an entry that is no code, `invalidArgument` for a stack outside
    ///   `Limits.stackLength`, `limitReached`.
    case threadCreate = 21
    /// Lets other threads run first.
    case threadYield = 22
    /// Ends the thread that calls; the process with it, where it was the last.
    case threadExit = 23
    /// A new memory area of zeroes. A program that is written there can be run in user isolation only.
    case vmAreaCreate = 24
    /// Copies bytes of an area, from `offset` on, into the buffer.
    ///
    /// - Throws: `invalidArgument` where the area ends before the buffer does.
    case vmAreaRead = 25
    /// Copies bytes into an area, from `offset` on.
    ///
    /// - Throws: `invalidArgument` where the area ends before the bytes do.
    case vmAreaWrite = 26
    /// Maps whole pages of an area where there is room, readable, and writable where the area's handle is. Without a
    /// space: into that of the process that calls. The result is the address.
    ///
    /// - Throws: `invalidArgument`, `notAllowed` for an area that cannot be read, `limitReached`, `invalidState` for
    ///   the space of a process that has ended.
    case vmSpaceMap = 27
    /// Ends a mapping that `vmspace_map` made, by its address.
    ///
    /// - Throws: `notFound` where no mapping begins there, `notAllowed` for what a process was started with and, through
    ///   a handle to its space, for what it mapped itself.
    case vmSpaceUnmap = 28
    /// Powers the machine off; the emulator exits with the status.
    case systemShutdown = 29
    /// The length of an area in bytes.
    case vmAreaLength = 30
    /// Lets a thread run.
    ///
    /// - Throws: `invalidState` the second time.
    case threadStart = 31
    /// An address space for a process that is to come, of kernel (1) or user (2) isolation. Areas can be mapped into it
    /// before and while the process runs.
    ///
    /// - Throws: `invalidArgument` for another number, `limitReached`.
    case vmSpaceCreate = 32
    /// Fills the buffer with random bytes that nobody can foresee.
    ///
    /// - Throws: `unavailable` where the machine gave nothing to begin with; `tooLarge` above `Limits.randomLength`.
    case randomFill = 33
    /// Nanoseconds since 1970-01-01 00:00:00 UTC.
    ///
    /// - Throws: `unavailable` where the machine has no real-time clock.
    case timeReal = 34
    /// Takes what was typed; the result is how many bytes, 0 where there are none (a readable event comes with the
    /// next).
    case consoleRead = 35
    /// Writes bytes to the console as they are. What stands in the current row is shown again after the lines of
    /// others.
    ///
    /// - Throws: `tooLarge` above `Limits.consoleWriteLength`.
    case consolePut = 36
    /// Asks a process to break off what it is doing, if it cares (`interrupt_take`).
    ///
    /// - Throws: `invalidState` where it does not run.
    case processInterrupt = 37
    /// Whether this process was asked to break off since it last took that question.
    case interruptTake = 38
    /// Describes processes from the id `from` on, in order: `ProcessRecord.size` bytes each. The result is how many.
    case systemProcesses = 39
    /// Describes the handles of a process from the index `from` on: `HandleRecord.size` bytes each. The result is how
    /// many.
    ///
    /// - Throws: `notFound` where there is no such process.
    case systemHandles = 40
    /// Fills the buffer with the counters of `MemoryRecord`. The result is how many bytes.
    case systemMemory = 41
    /// A handle to the process with that id.
    ///
    /// - Throws: `notFound` where there is no such process.
    case systemProcess = 42
    /// From now on the kernel prints (1) or does not print (0) the calls of a process.
    ///
    /// - Throws: `notFound` where there is no such process, `invalidArgument`.
    case systemTrace = 43
    /// The process's id.
    case processID = 44
    /// Sets a quota (`Resource`) of a process that is not running yet: at most what the process that calls has itself.
    ///
    /// - Throws: `invalidArgument` outside `Resource.range` or below what it uses already, `notAllowed` above the
    ///   caller's own, `invalidState` once it was started.
    case processLimit = 45
    /// An image of the calling process: its program, with the variables as they are now. Processes of it begin at the
    /// program's entry, like any other. A word that looks like an address inside the program is one, and will be of their
    /// own; an address of anything else that the process has mapped is 0 for them.
    ///
    /// - Throws: `invalidState` where the process has unmapped a part of its program.
    case imageCapture = 46
}
