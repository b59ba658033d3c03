// Channels: requests with their replies, and messages as they come. Nothing is taken from the kernel's queue before
// somebody asks for it, so that a script that does not receive pushes back on whoever sends.

import { calls, Handle, syscall } from "ftl:native";
import { FtlError } from "./error.js";
import { hold, requireNoWaiter, unwatch, watch } from "./loop.js";
import { makeBody, makeInfo, Message } from "./message.js";

/** The handle of an object of this library. Anything else as it is: a Handle, or what the natives will refuse. */
export function handleOf(value) {
    return value instanceof Handle ? value : (value?.handle ?? value);
}

/** One end of a pair; what is sent here comes out at the other end. */
export class Channel {
    #handle;
    /** Events of messages that nobody has asked for yet. */
    #inbox = [];
    #receivers = [];
    /** Requests without a reply yet, by id. */
    #requests = new Map();
    #lastId = 0;
    /** What waits for room at the other end: functions. */
    #waitingForRoom = [];
    #isWatched = false;
    #isPeerClosed = false;
    #port = { event: (event) => this.#event(event) };

    /** Takes a handle to a channel, as it came with a message. */
    constructor(handle) {
        if (!(handle instanceof Handle)) throw new TypeError("new Channel takes a handle; a pair: Channel.create()");
        this.#handle = handle;
    }

    /** Two new ends, connected with each other. */
    static create() {
        const [first, second] = syscall(calls.channel_create);
        return [new Channel(first), new Channel(second)];
    }

    /** The handle itself, for example to send it away. */
    get handle() {
        return this.#handle;
    }

    /**
     * Sends a message, without waiting for anything.
     * Throws FtlError: "overloaded" where the other end has too much to receive already (see writable), "peerClosed".
     */
    send(message = {}) {
        // A string would pass for an object without any of these, and send nothing.
        if (typeof message !== "object" || message === null) {
            throw new TypeError("send takes a message: { kind, id, words, body, handle }");
        }
        const { kind = "write", id = 0, words = [0, 0], body = null, handle = null } = message;
        if (handle instanceof Channel) handle.#release();
        else if (handle instanceof Handle) requireNoWaiter(handle);
        syscall(
            calls.channel_send, this.#handle, makeInfo(kind, id), words[0] ?? 0, words[1] ?? 0, makeBody(body),
            handleOf(handle));
    }

    /** After "overloaded": resolves when the other end takes messages again. */
    async writable() {
        this.#watch();
        await new Promise((resolve, reject) => this.#waitingForRoom.push({ resolve, reject }));
    }

    /** Sends a message as soon as there is room for it. */
    async post(message) {
        while (true) {
            try {
                return this.send(message);
            } catch (error) {
                if (error?.code !== "overloaded") throw error;
            }
            await this.writable();
        }
    }

    /** Resolves to the next message that is no reply to a request; rejects with "peerClosed" after the last one. */
    async receive() {
        if (this.#inbox.length > 0) return this.#take(this.#inbox.shift());
        this.#watch();
        return new Promise((resolve, reject) => {
            this.#receivers.push({ resolve, reject });
            this.#updateHold();
        });
    }

    /** Iterating receives until the other end is closed. */
    async *[Symbol.asyncIterator]() {
        while (true) {
            let message;
            try {
                message = await this.receive();
            } catch (error) {
                if (error?.code === "peerClosed") return;
                throw error;
            }
            yield message;
        }
    }

    /** Sends a request and resolves to its reply; an error reply rejects with its FtlError. */
    async request(kind, { words, body, handle } = {}) {
        this.#watch();
        do {
            this.#lastId = (this.#lastId % 0xffff_ffff) + 1;
        } while (this.#requests.has(this.#lastId));
        const id = this.#lastId;
        const reply = new Promise((resolve, reject) => {
            this.#requests.set(id, { resolve, reject, what: kind });
            this.#updateHold();
        });
        try {
            await this.post({ kind, id, words, body, handle });
        } catch (error) {
            // Where the other end closed meanwhile, the reply was rejected for that already.
            this.#requests.get(id)?.reject(error);
            this.#requests.delete(id);
            this.#updateHold();
        }
        return reply;
    }

    /** Asks for a channel to something by its path. */
    async open(path, options = {}) {
        const reply = await this.request("open", { ...options, body: path });
        if (reply.handle === null) throw new FtlError("malformed", "open: a reply without a channel");
        return new Channel(reply.handle);
    }

    /** Asks for bytes; they are the reply's body. */
    read(options = {}) {
        return this.request("read", options);
    }

    /** Hands over bytes or a string. */
    write(body, options = {}) {
        return this.request("write", { ...options, body });
    }

    getattr(options = {}) {
        return this.request("getattr", options);
    }

    setattr(options = {}) {
        return this.request("setattr", options);
    }

    /** Closes this end. What waits on it is rejected with "peerClosed". */
    close() {
        unwatch(this.#handle, this.#port);
        syscall(calls.handle_close, this.#handle);
        this.#inbox = [];
        this.#fail();
    }

    // --- Events ---

    #event(event) {
        switch (event.kind) {
            case "message":
                this.#message(event);
                break;
            case "writable":
                for (const waiter of this.#waitingForRoom.splice(0)) waiter.resolve();
                break;
            case "peerClosed":
                this.#fail();
        }
        this.#updateHold();
    }

    #message(event) {
        const request = event.info.isReply ? this.#requests.get(event.info.id) : undefined;
        if (request) {
            this.#requests.delete(event.info.id);
            settle(request, () => this.#take(event), request.what);
        } else if (this.#receivers.length > 0) {
            settle(this.#receivers.shift(), () => this.#take(event));
        } else {
            this.#inbox.push(event);
        }
    }

    /** Receives the message that the event told of. */
    #take({ info, words, token }) {
        const body = new Uint8Array(info.length);
        const handle = syscall(calls.channel_recv, this.#handle, token, body) ?? null;
        return new Message(info.kind, info.id, words, body, handle);
    }

    /** The other end is closed: nothing that is waited for will come. */
    #fail() {
        this.#isPeerClosed = true;
        const waiters = [...this.#receivers.splice(0), ...this.#waitingForRoom.splice(0), ...this.#requests.values()];
        this.#requests.clear();
        for (const waiter of waiters) waiter.reject(new FtlError("peerClosed", "channel: peerClosed"));
    }

    #watch() {
        if (this.#isPeerClosed) throw new FtlError("peerClosed", "channel: peerClosed");
        if (this.#isWatched) return;
        watch(this.#handle, this.#port);
        this.#isWatched = true;
    }

    #updateHold() {
        const isWaiting = this.#receivers.length > 0 || this.#requests.size > 0 || this.#waitingForRoom.length > 0;
        hold(this.#port, isWaiting);
    }

    /** Before the channel is sent away: nothing here may wait on it any more. */
    #release() {
        if (this.#inbox.length > 0 || this.#receivers.length > 0 || this.#requests.size > 0) {
            throw new FtlError("invalidState", "a channel that is being received from cannot be sent away");
        }
        if (!this.#isWatched) return;
        unwatch(this.#handle, this.#port);
        this.#isWatched = false;
    }
}

/** Settles a promise with a message, or with the error that it is or that came up. */
function settle({ resolve, reject }, take, what) {
    let message;
    try {
        message = take();
    } catch (error) {
        return reject(error);
    }
    if (message.kind === "errorReply" && what !== undefined) reject(FtlError.from(message.words[0], what));
    else resolve(message);
}
