// Made by scripts/reference from js-apps/types/syscalls.in.d.ts and the tables in Sources/ABI/FTLTypes; do not edit.

declare module "ftl" {
    /** Every call that a script can make. Each throws FtlError where the kernel refuses. */
    interface Syscalls {
        /** Does nothing: what a call costs. */
        null(): void;
        /**
         * Writes text to the console, line by line with the process's name before each; whole or not at all.
         *
         * @param text bytes that are read
         * @throws FtlError: `tooLarge` above `Limits.consoleWriteLength` bytes or `Limits.consoleWriteLines` lines.
         */
        console_write(text: Bytes): void;
        /**
         * Closes a handle. What only this handle kept working ends with it.
         *
         * @param handle a handle of any type
         */
        handle_close(handle: Handle): void;
        /**
         * Another handle to the same object, with the rights that both the old one and `rights` have.
         *
         * @param handle a handle of any type with the right to duplicate
         * @param rights a number
         * @throws FtlError: `notAllowed` without the right to duplicate, which channels never have; `limitReached`.
         */
        handle_duplicate(handle: Handle, rights: Word): Handle | undefined;
        /** Two new channel ends, connected with each other. */
        channel_create(): [Handle, Handle];
        /**
         * Sends a message: the body is copied, the handle is moved. Never waits.
         *
         * @param channel a handle: channel with the right to write
         * @param info kind and id; the length is the body's own
         * @param word0 a number
         * @param word1 a number
         * @param body a message's body
         * @param handle a handle, or none; where the call succeeds, it is no longer the caller's
         * @throws FtlError: `overloaded` where the peer has too much to receive already (a writable event follows),
         *   `peerClosed`, `tooLarge`, `wouldCycle`, `limitReached`, `invalidState` for a process that is not started.
         */
        channel_send(
            channel: Handle, info: Word, word0: Word, word1: Word, body: Bytes | null, handle: Handle | null
        ): void;
        /**
         * Receives the message that an event reported: its body into the buffer; the result is its handle, or none.
         *
         * @param channel a handle: channel with the right to read
         * @param token a number
         * @param buffer a buffer that is written
         * @throws FtlError: `notFound` for a token that is nobody's, `tooLarge` where the body does not fit,
         *   `limitReached`.
         */
        channel_recv(channel: Handle, token: Word, buffer: Bytes): Handle | undefined;
        /**
         * Forgets the message that an event reported, and closes the handle in it.
         *
         * @param channel a handle: channel with the right to read
         * @param token a number
         * @throws FtlError: `notFound` for a token that is nobody's.
         */
        channel_discard(channel: Handle, token: Word): void;
        /** A new sink with nothing in it. */
        sink_create(): Handle | undefined;
        /**
         * From now on the sink reports the object's events.
         *
         * @param sink a handle: sink with the right to write
         * @param object a handle of any type with the right to read
         * @throws FtlError: `invalidState` where the object is in a sink already, `wrongType` where it has no events.
         */
        sink_add(sink: Handle, object: Handle): void;
        /**
         * Takes an object out of the sink; nothing of it is delivered any more.
         *
         * @param sink a handle: sink with the right to write
         * @param object a handle of any type with the right to read
         * @throws FtlError: `notFound` where it is not in this sink.
         */
        sink_remove(sink: Handle, object: Handle): void;
        /**
         * Waits for events until the deadline (0: not at all; the largest number: for ever) and takes as many as fit
         *   into
         * the buffer, `Event.size` bytes each. The result is how many.
         *
         * @param sink a handle: sink with the right to read
         * @param events a buffer that is written
         * @param deadline a time in nanoseconds since boot
         * @throws FtlError: `timedOut`, `tooLarge` for a buffer without room for one event.
         */
        sink_wait(sink: Handle, events: Bytes, deadline: Word): Word;
        /** A new timer that is not set. */
        timer_create(): Handle | undefined;
        /**
         * Sets the timer instead of what it was set for; 0 stops it. A deadline that is past fires at once.
         *
         * @param timer a handle: timer with the right to write
         * @param deadline a time in nanoseconds since boot
         */
        timer_set(timer: Handle, deadline: Word): void;
        /** Nanoseconds since boot. */
        time_now(): Word;
        /**
         * Reads and checks a program: a static-PIE ELF file in the area's `length` bytes from `offset` on.
         *
         * @param area a handle: vmArea with the right to read
         * @param offset a number
         * @param length a number
         * @throws FtlError: `malformed` where it is not what the system can run; the kernel's log says why.
         */
        image_create(area: Handle, offset: Word, length: Word): Handle | undefined;
        /**
         * A process that is not running yet. Each argument is followed by a NUL byte. Without a space it gets one of
         *   its
         * own, of the caller's isolation; with one, what is mapped there is there when it starts.
         *
         * @param image a handle: image with the right to execute
         * @param name bytes that are read
         * @param arguments bytes that are read
         * @param space a handle, or none: vmSpace with the right to manage
         * @throws FtlError: `tooLarge`, `invalidArgument` for a bad name, `invalidState` for a space that is another's
         *   already, `notAllowed` for a program in kernel isolation that the image builder did not mark as trusted.
         */
        process_create(image: Handle, name: Bytes, arguments: Bytes, space: Handle | null): Handle | undefined;
        /**
         * Gives a process one more of the handles it starts with.
         *
         * @param process a handle: process with the right to manage
         * @param handle a handle, or none; where the call succeeds, it is no longer the caller's
         * @throws FtlError: `invalidState` once it was started, `limitReached`.
         */
        process_inject_handle(process: Handle, handle: Handle | null): void;
        /**
         * Lets a process run.
         *
         * @param process a handle: process with the right to manage
         * @throws FtlError: `invalidState` the second time, `outOfMemory`, `limitReached`.
         */
        process_start(process: Handle): void;
        /**
         * Ends a process, wherever it is then, when the deadline has passed: at once for 0. It takes the place of an
         *   earlier
         * deadline; one that never comes takes that back.
         *
         * @param process a handle: process with the right to manage
         * @param deadline a time in nanoseconds since boot
         * @throws FtlError: `invalidState` where it has ended already.
         */
        process_kill(process: Handle, deadline: Word): void;
        /**
         * Ends the process that calls, with a status of its choice.
         *
         * @param status a number
         */
        process_exit(status: Word): never;
        /** Lets other threads run first. */
        thread_yield(): void;
        /** Ends the thread that calls; the process with it, where it was the last. */
        thread_exit(): never;
        /**
         * A new memory area of zeroes. A program that is written there can be run in user isolation only.
         *
         * @param length a number
         */
        vmarea_create(length: Word): Handle | undefined;
        /**
         * Copies bytes of an area, from `offset` on, into the buffer.
         *
         * @param area a handle: vmArea with the right to read
         * @param offset a number
         * @param buffer a buffer that is written
         * @throws FtlError: `invalidArgument` where the area ends before the buffer does.
         */
        vmarea_read(area: Handle, offset: Word, buffer: Bytes): void;
        /**
         * Copies bytes into an area, from `offset` on.
         *
         * @param area a handle: vmArea with the right to write
         * @param offset a number
         * @param bytes bytes that are read
         * @throws FtlError: `invalidArgument` where the area ends before the bytes do.
         */
        vmarea_write(area: Handle, offset: Word, bytes: Bytes): void;
        /**
         * Powers the machine off; the emulator exits with the status.
         *
         * @param system a handle: system with the right to power
         * @param status a number
         */
        system_shutdown(system: Handle, status: Word): never;
        /**
         * The length of an area in bytes.
         *
         * @param area a handle: vmArea with the right to read
         */
        vmarea_length(area: Handle): Word;
        /**
         * Lets a thread run.
         *
         * @param thread a handle: thread with the right to manage
         * @throws FtlError: `invalidState` the second time.
         */
        thread_start(thread: Handle): void;
        /**
         * An address space for a process that is to come, of kernel (1) or user (2) isolation. Areas can be mapped
         *   into it
         * before and while the process runs.
         *
         * @param isolation a number
         * @throws FtlError: `invalidArgument` for another number, `limitReached`.
         */
        vmspace_create(isolation: Word): Handle | undefined;
        /**
         * Fills the buffer with random bytes that nobody can foresee.
         *
         * @param buffer a buffer that is written
         * @throws FtlError: `unavailable` where the machine gave nothing to begin with; `tooLarge` above
         *   `Limits.randomLength`.
         */
        random_fill(buffer: Bytes): void;
        /**
         * Nanoseconds since 1970-01-01 00:00:00 UTC.
         *
         * @throws FtlError: `unavailable` where the machine has no real-time clock.
         */
        time_real(): Word;
        /**
         * Takes what was typed; the result is how many bytes, 0 where there are none (a readable event comes with the
         * next).
         *
         * @param console a handle: console with the right to read
         * @param buffer a buffer that is written
         */
        console_read(console: Handle, buffer: Bytes): Word;
        /**
         * Writes bytes to the console as they are. What stands in the current row is shown again after the lines of
         * others.
         *
         * @param console a handle: console with the right to write
         * @param bytes bytes that are read
         * @throws FtlError: `tooLarge` above `Limits.consoleWriteLength`.
         */
        console_put(console: Handle, bytes: Bytes): void;
        /**
         * Asks a process to break off what it is doing, if it cares (`interrupt_take`).
         *
         * @param process a handle: process with the right to manage
         * @throws FtlError: `invalidState` where it does not run.
         */
        process_interrupt(process: Handle): void;
        /** Whether this process was asked to break off since it last took that question. */
        interrupt_take(): Word;
        /**
         * Describes processes from the id `from` on, in order: `ProcessRecord.size` bytes each. The result is how
         *   many.
         *
         * @param system a handle: system with the right to read
         * @param from a number
         * @param buffer a buffer that is written
         */
        system_processes(system: Handle, from: Word, buffer: Bytes): Word;
        /**
         * Describes the handles of a process from the index `from` on: `HandleRecord.size` bytes each. The result is
         *   how
         * many.
         *
         * @param system a handle: system with the right to read
         * @param pid a number
         * @param from a number
         * @param buffer a buffer that is written
         * @throws FtlError: `notFound` where there is no such process.
         */
        system_handles(system: Handle, pid: Word, from: Word, buffer: Bytes): Word;
        /**
         * Fills the buffer with the counters of `MemoryRecord`. The result is how many bytes.
         *
         * @param system a handle: system with the right to read
         * @param buffer a buffer that is written
         */
        system_memory(system: Handle, buffer: Bytes): Word;
        /**
         * A handle to the process with that id.
         *
         * @param system a handle: system with the right to manage
         * @param pid a number
         * @throws FtlError: `notFound` where there is no such process.
         */
        system_process(system: Handle, pid: Word): Handle | undefined;
        /**
         * From now on the kernel prints (1) or does not print (0) the calls of a process.
         *
         * @param system a handle: system with the right to manage
         * @param pid a number
         * @param isOn a number
         * @throws FtlError: `notFound` where there is no such process, `invalidArgument`.
         */
        system_trace(system: Handle, pid: Word, isOn: Word): void;
        /**
         * The process's id.
         *
         * @param process a handle: process with the right to read
         */
        process_id(process: Handle): Word;
        /**
         * Sets a quota (`Resource`) of a process that is not running yet: at most what the process that calls has
         *   itself.
         *
         * @param process a handle: process with the right to manage
         * @param resource a number
         * @param limit a number
         * @throws FtlError: `invalidArgument` outside `Resource.range` or below what it uses already, `notAllowed`
         *   above the caller's own, `invalidState` once it was started.
         */
        process_limit(process: Handle, resource: Word, limit: Word): void;
    }

    /** Every call that a script can make, by its name. */
    const syscalls: Readonly<Syscalls>;
}
