// Made by scripts/reference from js-apps/types/ftl.in.d.ts and the tables in Sources/ABI/FTLTypes; do not edit.

declare module "ftl" {
    // --- What goes into calls and comes back ---

    /** A number of the system's, 64 bits: a BigInt where a Number cannot hold it exactly. */
    type Word = number | bigint;

    /** Memory of the script's own. */
    type Bytes =
        | ArrayBuffer | Uint8Array | Uint8ClampedArray | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array
        | Float32Array | Float64Array | BigUint64Array | BigInt64Array;

    /** An object of the kernel's: its handle, or the object of this library that has it. */
    type HandleOrObject = Handle | { readonly handle: Handle };

    /** Why a call failed. */
    type FtlErrorCode =
        // The number names no open handle of this process.
        | "invalidHandle"
        // The handle names an object of another type than the call takes.
        | "wrongType"
        // The handle lacks a right that the call needs, or the process may not do this.
        | "notAllowed"
        // A buffer lies, wholly or in part, outside the process's own memory.
        | "badAccess"
        // An argument has a value that no state could make valid.
        | "invalidArgument"
        // No call has this number.
        | "unknownSyscall"
        // The machine or the kernel has no memory left for this.
        | "outOfMemory"
        // A limit of this process or object is reached: handles, threads, pages.
        | "limitReached"
        // The receiver's queue is full. The sender's sink gets a writable event when there is room again.
        | "overloaded"
        // The other end of the channel is closed.
        | "peerClosed"
        // What was named does not exist.
        | "notFound"
        // Something of that name is there already.
        | "alreadyExists"
        // The deadline passed first.
        | "timedOut"
        // The object is in a state that does not allow this (not started yet, exited, already in a sink).
        | "invalidState"
        // A body or a buffer is larger than the limit, or the result does not fit into the buffer given.
        | "tooLarge"
        // The bytes are not what they should be: an executable, an archive, a message.
        | "malformed"
        // Moving this handle there would make a ring of queues that nobody could ever reach again.
        | "wouldCycle"
        // Whoever was asked does not do this: a call that takes addresses is not for scripts, a service has no use for the request or left it unanswered.
        | "unsupported"
        // The machine has no such device, or gave nothing to begin with.
        | "unavailable";

    /** The kinds of a message. */
    type MessageKind =
        | "open"
        | "read"
        | "write"
        | "getattr"
        | "setattr"
        | "openReply"
        | "readReply"
        | "writeReply"
        | "getattrReply"
        | "setattrReply"
        | "errorReply";

    /** The kinds that ask for a reply. */
    type RequestKind =
        | "open"
        | "read"
        | "write"
        | "getattr"
        | "setattr";

    /** What a sink reports. */
    type EventKind =
        | "message"
        | "writable"
        | "peerClosed"
        | "timer"
        | "processExited"
        | "threadExited"
        | "readable"
        | "interrupt";

    /** The types of the kernel's objects. */
    type ObjectType =
        | "channel"
        | "sink"
        | "timer"
        | "process"
        | "thread"
        | "vmArea"
        | "image"
        | "system"
        | "vmSpace"
        | "console"
        | "interrupt";

    /** The rights of a handle, by their names. */
    type RightName =
        // Receive from a channel, wait on a sink, receive an object's events, read a memory area.
        | "read"
        // Send on a channel, put objects into a sink, set a timer, write a memory area.
        | "write"
        // Make another handle to the same object.
        | "duplicate"
        // Move the handle to another process.
        | "transfer"
        // Run an image.
        | "execute"
        // Start, kill and give handles to a process, start a thread; find and trace processes.
        | "manage"
        // Map a memory area into an address space.
        | "map"
        // Switch the machine off.
        | "power";

    /** The bit of each right: `handle_duplicate` takes a sum of them. */
    interface Rights {
        /** Receive from a channel, wait on a sink, receive an object's events, read a memory area. */
        readonly read: 1;
        /** Send on a channel, put objects into a sink, set a timer, write a memory area. */
        readonly write: 2;
        /** Make another handle to the same object. */
        readonly duplicate: 4;
        /** Move the handle to another process. */
        readonly transfer: 8;
        /** Run an image. */
        readonly execute: 16;
        /** Start, kill and give handles to a process, start a thread; find and trace processes. */
        readonly manage: 32;
        /** Map a memory area into an address space. */
        readonly map: 64;
        /** Switch the machine off. */
        readonly power: 128;
    }

    // --- The system ---

    /** The name this process was started under. */
    const name: string;

    /** What keeps this process inside its memory. */
    const isolation: "kernel" | "user";

    /** The words of `arguments:` in the app's manifest, or those that whoever started the process gave it. */
    const args: readonly string[];

    /** Time: nanoseconds since boot. */
    const Clock: {
        /** Nanoseconds since boot. */
        now(): number;
        /** One microsecond in nanoseconds. */
        readonly microsecond: number;
        /** One millisecond in nanoseconds. */
        readonly millisecond: number;
        /** One second in nanoseconds. */
        readonly second: number;
    };

    /** Milliseconds since boot. */
    function now(): number;

    /** Resolves after that many milliseconds. */
    function sleep(milliseconds?: number): Promise<void>;

    /** Ends the process at once. Status 0 says that all is well. */
    function exit(status?: number): never;

    /** The error of a system call that failed. */
    class FtlError extends Error {
        constructor(code: FtlErrorCode, message?: string);
        readonly code: FtlErrorCode;
        /** The error's number, as it goes over a channel in an error reply; 0 for a code that the system does not know. */
        get number(): number;
        /** The error of that number. */
        static from(number: Word, what?: string): FtlError;
    }

    /** The authority over one object of the kernel's. Scripts get them from calls and with messages only. */
    class Handle {
        private constructor();
        /** Closes the handle. */
        close(): void;
        [Symbol.dispose](): void;
    }

    // --- Messages ---

    /** Attributes that mean the same for every service; from 256 on they are its own. */
    const Attribute: {
        /** Bytes in what was opened. */
        readonly length: 1;
    };

    /** What goes with a message or a request. */
    interface MessageParts {
        /** Two numbers. */
        words?: readonly Word[];
        /** At most 16 KiB; a string becomes UTF-8. */
        body?: string | Bytes | null;
        /** Is the receiver's afterwards. */
        handle?: HandleOrObject | null;
    }

    /** An AbortSignal, or anything of its shape. */
    interface Signal {
        readonly aborted: boolean;
        readonly reason?: any;
        addEventListener(type: "abort", listener: () => void): void;
        removeEventListener?(type: "abort", listener: () => void): void;
    }

    /** What goes with a request that can be given up. */
    interface RequestParts extends MessageParts {
        /** Where it is aborted, the request is forgotten and rejects with the signal's reason. */
        signal?: Signal;
    }

    /** A message to be sent. */
    interface OutgoingMessage extends MessageParts {
        /** "write" without. */
        kind?: MessageKind;
        /** Ties a reply to its request: a whole number below 2^32. */
        id?: number;
    }

    /** A message as it was received. */
    class Message {
        constructor(kind: MessageKind | undefined, id: number, words: Word[], body: Uint8Array, handle: Handle | null);
        /** Undefined for a kind that is none of the system's. */
        kind: MessageKind | undefined;
        id: number;
        /** Two numbers; a BigInt where a Number cannot hold it exactly. */
        words: [any, any];
        body: Uint8Array;
        /** What came with it, or null. */
        handle: Handle | null;
        /** The body as text. */
        get text(): string;
    }

    /** One end of a pair; what is sent here comes out at the other end. */
    class Channel {
        /** Takes a handle to a channel, as it came with a message. */
        constructor(handle: Handle);
        /** Two new ends, connected with each other. */
        static create(): [Channel, Channel];
        /** The handle itself, for example to send it away. */
        get handle(): Handle;
        /**
         * Sends a message, without waiting for anything.
         * Throws FtlError: "overloaded" where the other end has too much to receive already (see writable), "peerClosed".
         */
        send(message?: OutgoingMessage): void;
        /** After "overloaded": resolves when the other end takes messages again. */
        writable(): Promise<void>;
        /** Sends a message as soon as there is room for it, after those that wait for room already. */
        post(message?: OutgoingMessage): Promise<void>;
        /** Resolves to the next message that is no reply to a request; rejects with "peerClosed" after the last one. */
        receive(): Promise<Message>;
        /** Iterating receives until the other end is closed. */
        [Symbol.asyncIterator](): AsyncGenerator<Message, void, undefined>;
        /** Sends a request and resolves to its reply; an error reply rejects with its FtlError. */
        request(kind: RequestKind, options?: RequestParts): Promise<Message>;
        /**
         * The same without `await`: nothing else of the script runs until the reply is there. For what is answered at
         * once, by somebody who does not wait for this script.
         */
        requestNow(
            kind: RequestKind, options?: { words?: [Word, Word]; body?: any; handle?: HandleOrObject | null }): Message;
        /** Asks for a channel to something by its path. */
        open(path: string, options?: RequestParts): Promise<Channel>;
        /** Asks for bytes; they are the reply's body. */
        read(options?: RequestParts): Promise<Message>;
        /** Hands over bytes or a string. */
        write(body?: string | Bytes | null, options?: RequestParts): Promise<Message>;
        /** Asks for a number about what was opened. */
        getattr(attribute?: Word, options?: RequestParts): Promise<any>;
        /** Changes a number about what was opened. */
        setattr(attribute: Word, value: Word, options?: RequestParts): Promise<void>;
        /** Closes this end. What waits on it is rejected with "peerClosed". */
        close(): void;
        [Symbol.dispose](): void;
    }

    // --- Services ---

    /**
     * Resolves to a channel to the service; waits until somebody provides it, or the signal is aborted. The manifest has
     * to say `uses: NAME`. Rejects with "peerClosed" where what provided it has ended and is not started again.
     */
    function connect(name: string, options?: { signal?: Signal }): Promise<Channel>;

    /**
     * Provides a service. Resolves to the channel on which each new client is announced by an "open" message whose
     * handle is the channel to it; Service does the rest. The manifest has to say `provides: NAME`.
     */
    function register(name: string): Promise<Channel>;

    /** One request of a client of a service. */
    class Request {
        private constructor();
        get kind(): RequestKind;
        /** Two numbers; a BigInt where a Number cannot hold it exactly. */
        get words(): [any, any];
        get body(): Uint8Array;
        /** The body as text. */
        get text(): string;
        /** What came with it, or null. */
        get handle(): Handle | null;
        /** The channel to the client who asks. */
        get client(): Channel;
        /** What the channel was accepted with on which the request came; undefined for a client's first. */
        get context(): any;
        get isAnswered(): boolean;
        /** Answers. Resolves to false where the client is gone meanwhile, which is no error of the service's. */
        reply(parts?: MessageParts): Promise<boolean>;
        /** Answers with an error: an FtlError or the name of one. */
        fail(error: FtlError | FtlErrorCode): Promise<boolean>;
        /**
         * Answers an "open" with a new channel, whose requests this service gets like those of its other clients, with
         * `context` to tell what was opened.
         */
        accept(context?: any): Promise<boolean>;
    }

    /** A service as the sequence of its requests. */
    class Service {
        private constructor();
        /** With `clients`: the sequence ends when that many clients have come and gone. Otherwise it does not. */
        static register(name: string, options?: { clients?: number }): Service;
        /**
         * Provides a service by a function that gets each request. The FtlError that it throws, or that its promise
         * rejects with, is the answer where there is none yet; any other error ends the service. Resolves when the
         * service has ended.
         */
        static run(
            name: string, handler: (request: Request) => unknown, options?: { clients?: number }): Promise<void>;
        /** Serves the requests of a channel that came some other way as well; `context` is theirs. */
        add(channel: Channel, context?: any): void;
        [Symbol.asyncIterator](): this;
        next(): Promise<IteratorResult<Request, undefined>>;
        /** Ends the service and disconnects everybody. */
        return(value?: any): Promise<IteratorResult<Request, any>>;
        /** Ends the service and disconnects everybody. */
        close(): void;
        [Symbol.dispose](): void;
        [Symbol.asyncDispose](): Promise<void>;
    }

    // --- Waiting without `await` ---

    /** An event of an object in a sink. */
    interface SinkEvent {
        kind: EventKind;
        /** The object, as it was added. */
        source: any;
        /** Two numbers; a BigInt where a Number cannot hold it exactly. */
        words: [any, any];
        /** Of a message: receives it. */
        receive?(): Message;
        /** Of a message: forgets it, and closes the handle in it. */
        discard?(): void;
    }

    /** A queue of events. An object is in at most one sink, and one that is being awaited is in the script's own. */
    class Sink {
        get handle(): Handle;
        /** From now on this sink reports the events of a channel or a timer. */
        add(object: HandleOrObject): void;
        remove(object: HandleOrObject): void;
        /**
         * Waits for events, until the deadline (nanoseconds since boot) at most; nothing else of the script runs
         * meanwhile. Empty where the deadline passed first.
         */
        wait(deadline?: Word): SinkEvent[];
        close(): void;
        [Symbol.dispose](): void;
    }

    /** A timer of the kernel's. */
    class Timer {
        get handle(): Handle;
        /** Sets the time at which it goes off, in nanoseconds since boot. */
        set(deadline: Word): void;
        stop(): void;
        /** Resolves when the timer goes off. */
        fired(): Promise<void>;
        /** Closes the timer. Whoever waits for it gets the error "peerClosed". */
        close(): void;
        [Symbol.dispose](): void;
    }

    // --- The system, for apps whose manifest says `grants: system` ---

    /** A process. System.process and System.start make them. */
    class Process {
        private constructor();
        readonly pid: number;
        /** What it is called, where that is known. */
        readonly name?: string;
        /** A handle to it. Throws FtlError "notFound" where it has ended. */
        get handle(): Handle;
        /** Ends it at once; nothing happens where it has ended. */
        kill(): void;
        /** Resolves when it has ended. An app that is started again is another process then. */
        get exited(): Promise<{ status: number; reason: "exited" | "faulted" | "killed" }>;
    }

    /** A process, as it is listed: memory in bytes, cpu in milliseconds. */
    interface ProcessRecord {
        pid: number;
        parent: number;
        name: string;
        state: "created" | "running" | "waiting" | "unknown";
        isolation: "kernel" | "user" | "unknown";
        threads: number;
        handles: number;
        memory: number;
        cpu: number;
    }

    /** A handle, as it is listed. */
    interface HandleRecord {
        handle: number;
        type: string;
        rights: string[];
        inSink: boolean;
        /** Of a channel: the pid at the other end (0: none) and how many messages are in its queue. */
        peer?: number;
        queued?: number;
        /** Of a process or a thread. */
        pid?: number;
        /** Of an area. */
        bytes?: number;
        /** Of a timer. */
        deadline?: Word;
    }

    /** The machine as a whole. */
    class System {
        constructor(handle: Handle);
        /** The machine this process runs on. Throws FtlError where the manifest does not grant it. */
        static open(): System;
        get handle(): Handle;
        processes(): ProcessRecord[];
        handles(pid: number): HandleRecord[];
        /** What the machine's memory is used for, in bytes, and how many of what there are. */
        memory(): {
            total: number; free: number; promised: number; kernelHeap: number; processes: number; threads: number;
            handles: number; messages: number;
        };
        /** The process with that number. Throws FtlError "notFound". */
        process(pid: number): Process;
        /** Starts an app; `isolation` instead of what its manifest says. */
        start(name: string, options?: { isolation?: "kernel" | "user"; arguments?: string[] }): Process;
        /** An app that waits to be started again is not. Answers whether it waited; one that runs is as before. */
        cancelRestart(name: string): boolean;
        /** The apps there are: what `start` can start. */
        apps(): AppRecord[];
        /** The services there are: who provides them, and how many clients wait for that. */
        services(): ServiceRecord[];
        /** From now on the kernel prints the calls that a process makes, or does not any more. */
        trace(pid: number, isOn?: boolean): void;
        /** Powers the machine off. Status 0 says that all is well. */
        shutdown(status?: number): void;
    }

    // --- Code as text, values as text ---

    /**
     * Evaluates a script in the global scope, in which `await` may stand outside of functions. Rejects with what the
     * script threw, or with an InternalError "interrupted". `fileName` is what it is called in stacks.
     */
    function evaluate(source: string, fileName: string): Promise<{ value: any }>;
    /**
     * Sets what is called when something else than an evaluation was broken off. It answers true where the process is
     * to go on; without such a function the process ends.
     */
    function onInterrupt(listener: () => boolean): void;
    /** A value as text, for people: what the console prints. */
    function inspect(value: any, options?: { depth?: number }): string;
}

declare module "ftl:terminal";
