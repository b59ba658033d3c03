// Channels: requests with their replies, and messages as they come. Nothing is taken from the kernel's queue before
// somebody asks for it, so that a script that does not receive pushes back on whoever sends.
//
// Requests go out under ids, and a reply carries the id of its request, so many can be on their way at once
// (docs/rpc.md). What has to wait for room at the other end waits in one queue and goes out in order.

import { calls, handleNumber } from "ftl:native";
import { isHandle, requireObject, requireSignal, requireString } from "./check.js";
import "./dispose.js";
import { FtlError } from "./error.js";
import { hold, requireNoWaiter, unwatch, waitFor, watch } from "./loop.js";
import { Attribute, checkMessage, handleOf, isRequest, makeInfo, Message } from "./message.js";
import { reasonOf, receiveAll, settle } from "./outcome.js";

/** Bytes in a body (Limits.bodyLength). */
const longestBody = 16 * 1024;

// For modules of the library that move a channel's handle: `requireIdle(channel)` fails where it cannot be moved now,
// `takeHandle(channel, successor)` leaves a channel that is nothing any more, `putHandle(channel, handle)` puts it back.
export let channelParts;

/** One end of a pair; what is sent here comes out at the other end. */
export class Channel {
    #handle;
    /** Events of messages that nobody has asked for yet. */
    #inbox = [];
    #receivers = [];
    /** Requests without a reply yet, by id: { what, resolve, reject }. */
    #requests = new Map();
    #lastId = 0;
    /** A reply with an id up to this one answers a request of this end's, if only one that was given up. */
    #highestId = 0;
    /** Messages that wait for room at the other end, in order: { message, resolve, reject }. */
    #outbox = [];
    /** Those who wait for room themselves. */
    #waitingForRoom = [];
    #isWatched = false;
    #isPeerClosed = false;
    #port = { event: (event) => this.#event(event) };
    /** The port of the loop that took the handle over, and gets the events that were on their way here. */
    #successor;

    static {
        channelParts = {
            requireIdle: (channel) => channel.#requireIdle(),
            takeHandle: (channel, successor) => channel.#takeHandle(successor),
            putHandle: (channel, handle) => (channel.#handle = handle),
        };
    }

    /** Takes a handle to a channel, as it came with a message. */
    constructor(handle) {
        if (!isHandle(handle)) throw new TypeError("new Channel: handle must be a handle; a pair: Channel.create()");
        this.#handle = handle;
    }

    /** Two new ends, connected with each other. */
    static create() {
        const [first, second] = calls.channel_create();
        return [new Channel(first), new Channel(second)];
    }

    /** The handle itself, for example to send it away. */
    get handle() {
        return this.#handle;
    }

    // --- Messages ---

    /**
     * Sends a message, without waiting for anything.
     * Throws FtlError: "overloaded" where the other end has too much to receive already (see writable), "peerClosed".
     */
    send(message = {}) {
        this.#transmit(checkMessage("channel.send", message));
    }

    /** After "overloaded": resolves when the other end takes messages again. */
    async writable() {
        this.#watch();
        await this.#wait(this.#waitingForRoom);
    }

    /** Sends a message as soon as there is room for it, after those that wait for room already. */
    async post(message = {}) {
        const checked = checkMessage("channel.post", message);
        await new Promise((resolve, reject) => this.#enqueue({ message: checked, resolve, reject }));
    }

    /** Resolves to the next message that is no reply to a request; rejects with "peerClosed" after the last one. */
    async receive() {
        if (this.#inbox.length > 0) return this.#takeNext();
        this.#watch();
        return this.#wait(this.#receivers);
    }

    /** Iterating receives until the other end is closed. */
    [Symbol.asyncIterator]() {
        return receiveAll(this);
    }

    // --- Requests ---

    /**
     * Sends a request and resolves to its reply; an error reply rejects with its FtlError.
     * Options: `words`, `body`, `handle`, and `signal`, an AbortSignal: when it is aborted the request is forgotten and
     * rejects with the signal's reason. The other end is not told; its reply, when it comes, is dropped.
     */
    async request(kind, options = {}) {
        if (!isRequest(kind)) {
            throw new TypeError(`channel.request: kind must be the kind of a request, and '${String(kind)}' is none`);
        }
        return this.#ask(kind, "channel.request", options);
    }

    /**
     * Sends a request and answers its reply, or throws its error; nothing else of the script runs meanwhile. For what
     * is answered at once, by somebody who does not wait for this script. Throws "overloaded" where there is no room.
     */
    requestNow(kind, { words, body, handle } = {}) {
        const id = this.#nextId();
        const message = checkMessage("channel.requestNow", { kind, id, words, body, handle });
        this.#watch();
        let outcome;
        this.#requests.set(id, {
            what: kind, resolve: (reply) => (outcome = { reply }), reject: (error) => (outcome = { error }),
        });
        try {
            this.#transmit(message);
            while (outcome === undefined) waitFor(this.#handle, this.#port);
        } finally {
            this.#requests.delete(id);
            this.#updateHold();
        }
        if (outcome.error) throw outcome.error;
        return outcome.reply;
    }

    /** Asks for a channel to something by its path. */
    async open(path, options = {}) {
        requireString("channel.open: path", path);
        const reply = await this.#ask("open", "channel.open", options, path);
        if (reply.handle === null) throw new FtlError("malformed", "open: a reply without a channel");
        return new Channel(reply.handle);
    }

    /** Asks for bytes; they are the reply's body. `words`: from where, and how many at most; by default all there are. */
    async read(options = {}) {
        return this.#ask("read", "channel.read", options, null, options?.words ?? [0, longestBody]);
    }

    /** Hands over bytes or a string. */
    async write(body, options = {}) {
        return this.#ask("write", "channel.write", options, body);
    }

    /** Asks for a number about what was opened. */
    async getattr(attribute = Attribute.length, options = {}) {
        const reply = await this.#ask("getattr", "channel.getattr", options, null, [attribute, 0]);
        return reply.words[0];
    }

    /** Changes a number about what was opened. */
    async setattr(attribute, value, options = {}) {
        await this.#ask("setattr", "channel.setattr", options, null, [attribute, value]);
    }

    /** A promise of the reply. `body` and `words` count where they are given, otherwise those of the options. */
    #ask(kind, what, options, body, words) {
        requireObject(`${what}: options`, options);
        const { signal } = options;
        requireSignal(`${what}: signal`, signal);
        const id = this.#nextId();
        const message = checkMessage(what, {
            kind, id, words: words ?? options.words, body: body ?? options.body, handle: options.handle,
        });
        if (signal?.aborted) throw reasonOf(signal);
        this.#watch();
        return new Promise((resolve, reject) => {
            const entry = { message, resolve() {}, reject: (error) => request.reject(error) };
            const stop = () => {
                const at = this.#outbox.indexOf(entry);
                if (at >= 0) this.#outbox.splice(at, 1);
                request.reject(reasonOf(signal));
            };
            const end = () => {
                this.#requests.delete(id);
                this.#updateHold();
                signal?.removeEventListener?.("abort", stop);
            };
            const request = {
                what: kind,
                resolve: (value) => (resolve(value), end()),
                reject: (error) => (reject(error), end()),
            };
            this.#requests.set(id, request);
            try {
                signal?.addEventListener("abort", stop);
                // Unless it was aborted in there.
                if (this.#requests.has(id)) this.#enqueue(entry);
                this.#updateHold();
            } catch (error) {
                request.reject(error);
            }
        });
    }

    /** An id that no request on its way has. */
    #nextId() {
        do this.#lastId = (this.#lastId % 0xffff_ffff) + 1;
        while (this.#requests.has(this.#lastId));
        this.#highestId = Math.max(this.#highestId, this.#lastId);
        return this.#lastId;
    }

    // --- The end ---

    /** Closes this end. What waits on it is rejected with "peerClosed". */
    close() {
        unwatch(this.#handle, this.#port);
        calls.handle_close(this.#handle);
        this.#inbox = [];
        this.#fail();
    }

    [Symbol.dispose]() {
        if (this.#isOpen) this.close();
    }

    // --- Sending ---

    /** Sends a message that was checked. */
    #transmit({ kind, id, words, body, handle }) {
        if (handle instanceof Channel) handle.#release();
        else if (handle !== null) requireNoWaiter(handleOf(handle));
        const info = makeInfo(kind, id);
        calls.channel_send(this.#handle, info, words[0], words[1], body, handle && handleOf(handle));
    }

    /** Sends the entry's message, now or when there is room, and settles the entry. */
    #enqueue(entry) {
        if (this.#outbox.length === 0 && this.#try(entry)) return;
        try {
            this.#watch();
            // Before it is in the queue: what fails here (at the end of the stack) leaves nothing to be sent.
            hold(this.#port, true);
            this.#outbox.push(entry);
        } catch (error) {
            entry.reject(error);
            this.#updateHold();
        }
    }

    /** Settles the entry, or says that there is no room. */
    #try({ message, resolve, reject }) {
        try {
            this.#transmit(message);
            resolve();
        } catch (error) {
            if (error?.code === "overloaded") return false;
            reject(error);
        }
        return true;
    }

    // --- Events ---

    #event(event) {
        if (this.#successor) return this.#successor.event(event);
        // It was closed or sent away after the kernel told of this; a new owner is told again.
        if (!this.#isOpen) return;
        switch (event.kind) {
            case "message":
                this.#message(event);
                break;
            case "writable":
                while (this.#outbox.length > 0 && this.#try(this.#outbox[0])) this.#outbox.shift();
                for (const waiter of this.#waitingForRoom.splice(0)) waiter.resolve();
                break;
            case "peerClosed":
                this.#fail();
        }
        this.#updateHold();
    }

    #message(event) {
        const { isReply, id } = event.info;
        const request = isReply ? this.#requests.get(id) : undefined;
        if (request) {
            settle(request, () => this.#takeReply(event), request.what);
        } else if (isReply && id !== 0 && id <= this.#highestId) {
            // To a request that was given up, or a second one.
            calls.channel_discard(this.#handle, event.token);
        } else {
            this.#inbox.push(event);
            while (this.#inbox.length > 0 && this.#receivers.length > 0) {
                settle(this.#receivers.shift(), () => this.#takeNext());
            }
        }
    }

    /** Receives the message that is next. One that cannot be received now (for lack of memory) can be later. */
    #takeNext() {
        try {
            const message = this.#take(this.#inbox[0]);
            this.#inbox.shift();
            return message;
        } catch (error) {
            if (error?.code === "notFound") this.#inbox.shift();
            throw error;
        }
    }

    /** Receives a reply. One that cannot be received is nobody's, and must not take up room. */
    #takeReply(event) {
        try {
            return this.#take(event);
        } catch (error) {
            calls.channel_discard(this.#handle, event.token);
            throw error;
        }
    }

    /** Receives the message that the event told of. */
    #take({ info, words, token }) {
        const body = new Uint8Array(info.length);
        const handle = calls.channel_recv(this.#handle, token, body) ?? null;
        return new Message(info.kind, info.id, words, body, handle);
    }

    /** The other end is closed: nothing that is waited for will come. */
    #fail() {
        this.#isPeerClosed = true;
        const lists = [this.#receivers, this.#waitingForRoom, this.#outbox].map((list) => list.splice(0));
        const waiters = [...this.#requests.values(), ...lists.flat()];
        for (const waiter of waiters) waiter.reject(new FtlError("peerClosed", "channel: peerClosed"));
    }

    // --- Waiting ---

    /** A promise that the list's next event settles. */
    #wait(list) {
        return new Promise((resolve, reject) => {
            // First: what fails here (at the end of the stack) leaves nobody who takes a message and drops it.
            hold(this.#port, true);
            list.push({ resolve, reject });
        });
    }

    #watch() {
        if (this.#isPeerClosed) throw new FtlError("peerClosed", "channel: peerClosed");
        if (this.#isWatched) return;
        watch(this.#handle, this.#port);
        this.#isWatched = true;
    }

    #updateHold() {
        const lists = [this.#receivers, this.#waitingForRoom, this.#outbox];
        hold(this.#port, this.#requests.size > 0 || lists.some((list) => list.length > 0));
    }

    /** Whether the handle is here still, neither closed nor moved. */
    get #isOpen() {
        return this.#handle !== undefined && handleNumber(this.#handle) !== 0;
    }

    #requireIdle() {
        if (this.#isPeerClosed) throw new FtlError("peerClosed", "channel: peerClosed");
        const lists = [this.#receivers, this.#waitingForRoom, this.#outbox];
        if (this.#requests.size > 0 || lists.some((list) => list.length > 0)) {
            throw new FtlError("invalidState", "a channel that is being waited on cannot be moved");
        }
    }

    /**
     * The handle, and events of messages that were not received: a successor receives them with it. Without one they
     * stay, in case the handle is put back.
     */
    #takeHandle(successor) {
        this.#requireIdle();
        if (this.#isWatched) unwatch(this.#handle, this.#port);
        this.#isWatched = false;
        const taken = { handle: this.#handle, events: this.#inbox };
        if (successor) this.#inbox = [];
        this.#handle = undefined;
        this.#successor = successor;
        return taken;
    }

    /** Before the channel is sent away: nothing here may wait on it any more. */
    #release() {
        if (this.#inbox.length + this.#receivers.length + this.#requests.size + this.#outbox.length > 0) {
            throw new FtlError("invalidState", "a channel that is being received from cannot be sent away");
        }
        if (!this.#isWatched) return;
        unwatch(this.#handle, this.#port);
        this.#isWatched = false;
    }
}
