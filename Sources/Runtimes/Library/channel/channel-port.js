// What a channel waits for, and who waits for it: its port in the script's loop. Channels have one each, which nobody
// else sees.
//
// Nothing is taken from the kernel's queue before somebody asks for it, so that a script that does not receive pushes
// back on whoever sends. What has to wait for room at the other end waits in one queue and goes out in order.
//
// Everything is told here as it is meant. The usual course of it, one message for whoever waits for one, the runtime
// does itself, on the same fields (Sources/Runtimes/QuickJS/ports.c).

import { calls, handleNumber, hold, pending, Port, receive, reject, settle } from "ftl:native";
import { failMessages } from "./channel-messages.js";
import { eventField, eventKinds, infoField, messageKinds, replyBit } from "../core/abi.js";
import { FtlError } from "../core/error.js";
import { copyEvent, kindAt, readEvent, unwatch, watch } from "../core/loop.js";
import { handleOf, makeInfo, requestKind } from "../core/message.js";

const [messageEvent, writableEvent, peerClosedEvent] =
    ["message", "writable", "peerClosed"].map((name) => eventKinds.indexOf(name));
const { errorReply } = messageKinds;
/** Where in an event, in words of 32 bits, the kind of its message is and the id. */
const messageKindAt = (eventField.info + infoField.kind) / 4;
const messageIdAt = (eventField.info + infoField.id) / 4;

function peerClosed() {
    return new FtlError("peerClosed", "channel: peerClosed");
}

export class ChannelPort extends Port {
    // The runtime knows these by their order.
    handle;
    isWatched = false;
    isPeerClosed = false;
    /** Copies of events of messages that nobody has asked for yet. */
    inbox = [];
    /** Who waits longest for a message: a promise, and the ChannelMessages it is of, if it is; then the others. */
    receiver;
    taker;
    receivers = [];
    /** How many wait for anything: while there is one, the port is held. */
    waiting = 0;
    /** A request without options, by its id: the kind that answers it, and its promise. */
    requestId = 0;
    requestAnswer = 0;
    request;
    lastId = 0;
    /** A reply with an id up to this one answers a request of this end's, if only one that was given up. */
    highestId = 0;
    /** Messages that wait for room at the other end, in order: { message, sent(), fail(error) }. */
    outbox = [];

    /**
     * The other requests without a reply yet, by id: { what, answer, promise, signal, stop }; `answer` is the number of
     * the kind that answers. Without a promise, `outcome` gets { reply } or { error }.
     */
    requests = new Map();
    /** Promises of those who wait for room themselves. */
    waitingForRoom = [];
    /** The port of the loop that took the handle over, and gets the events that were on their way here. */
    successor;

    constructor(handle) {
        super();
        this.handle = handle;
    }

    // --- Waiting ---

    /** From now on events come here. */
    watch() {
        if (this.isPeerClosed) throw peerClosed();
        if (this.isWatched) return;
        watch(this.handle, this);
        this.isWatched = true;
    }

    unwatch() {
        if (this.isWatched) unwatch(this.handle, this);
        this.isWatched = false;
    }

    /** One more waits. Comes first: what fails here (at the end of the stack) leaves nobody who waits. */
    add() {
        hold(this, true);
        this.waiting += 1;
    }

    /** So many fewer wait. */
    remove(count = 1) {
        this.waiting -= count;
        if (this.waiting === 0) hold(this, false);
    }

    /** A promise of the next message, where there is none in the inbox. */
    wait(taker) {
        this.watch();
        const promise = pending();
        this.add();
        if (this.receiver === undefined) {
            this.receiver = promise;
            this.taker = taker;
        } else {
            this.receivers.push({ promise, taker });
        }
        return promise;
    }

    /** Whoever waits longest, and waits no more. */
    nextReceiver() {
        const { receiver: promise, taker } = this;
        this.receiver = this.taker = undefined;
        if (this.receivers.length > 0) ({ promise: this.receiver, taker: this.taker } = this.receivers.shift());
        this.waiting -= 1;
        return { promise, taker };
    }

    // --- Events ---

    /** See Port in the loop. */
    event(events, at) {
        if (this.successor !== undefined) return this.successor.event(events, at);
        const { handle } = this;
        // It was closed or sent away after the kernel told of this; a new owner is told again.
        if (handle === undefined || handleNumber(handle) === 0) return;
        const kind = events[at + kindAt];
        if (kind === messageEvent) this.message(events, at);
        else if (kind === writableEvent) this.writable();
        else if (kind === peerClosedEvent) this.fail();
        if (this.waiting === 0) hold(this, false);
    }

    message(events, at) {
        if (events[at + messageKindAt] & replyBit) {
            this.fileRequest();
            const id = events[at + messageIdAt];
            const request = this.requests.get(id);
            if (request !== undefined) return this.answer(id, request, events, at);
            // To a request that was given up, or a second one.
            if (id !== 0 && id <= this.highestId) return this.discard(events, at);
        }
        this.inbox.push(copyEvent(events, at));
        while (this.inbox.length > 0 && this.receiver !== undefined) {
            const { promise, taker } = this.nextReceiver();
            let message;
            try {
                message = this.takeNext();
            } catch (error) {
                fail({ promise, taker }, error);
                continue;
            }
            settle(promise, taker === undefined ? message : { value: message, done: false });
        }
    }

    /** Receives the message that is next. One that cannot be received now (for lack of memory) can be later. */
    takeNext() {
        try {
            const message = receive(this.handle, this.inbox[0], 0);
            this.inbox.shift();
            return message;
        } catch (error) {
            if (error?.code === "notFound") this.inbox.shift();
            throw error;
        }
    }

    /** Receives a reply. One that cannot be received is nobody's, and must not take up room. */
    answer(id, request, events, at) {
        const kind = events[at + messageKindAt] & 0xff;
        const { what } = request;
        let message;
        try {
            message = receive(this.handle, events, at);
        } catch (error) {
            this.discard(events, at);
            return this.failRequest(id, request, error);
        }
        if (kind === errorReply) return this.failRequest(id, request, FtlError.from(message.words[0], what));
        if (kind !== request.answer) {
            return this.failRequest(id, request, new FtlError("malformed", `${what}: a reply of another kind`));
        }
        if (request.promise === undefined) request.outcome = { reply: message };
        else settle(request.promise, message);
        this.end(id, request);
    }

    discard(events, at) {
        calls.channel_discard(this.handle, readEvent(events, at).token);
    }

    /** There is room at the other end. */
    writable() {
        while (this.outbox.length > 0 && this.try(this.outbox[0])) {
            this.outbox.shift();
            this.remove();
        }
        const waiters = this.waitingForRoom.splice(0);
        this.waiting -= waiters.length;
        for (const promise of waiters) settle(promise);
    }

    /** The other end is closed: nothing that is waited for will come. */
    fail() {
        this.isPeerClosed = true;
        this.fileRequest();
        const requests = [...this.requests];
        const receivers = [];
        while (this.receiver !== undefined) receivers.push(this.nextReceiver());
        const [rooms, entries] = [this.waitingForRoom.splice(0), this.outbox.splice(0)];
        this.waiting -= rooms.length + entries.length;
        for (const [id, request] of requests) this.failRequest(id, request, peerClosed());
        for (const receiver of receivers) fail(receiver, peerClosed());
        for (const promise of rooms) reject(promise, peerClosed());
        for (const entry of entries) entry.fail(peerClosed());
    }

    // --- Sending ---

    /** For channel.js, which knows what else has a handle: called before a handle is sent away. */
    static release;

    /** Sends a message that was checked. */
    transmit({ kind, id, words, body, handle }) {
        if (handle !== null) ChannelPort.release(handle);
        const info = makeInfo(kind, id);
        calls.channel_send(this.handle, info, words[0], words[1], body, handle && handleOf(handle));
    }

    /** Sends the entry's message, now or when there is room, and tells the entry. */
    enqueue(entry) {
        if (this.outbox.length === 0 && this.try(entry)) return;
        try {
            this.watch();
            // Before it is in the queue: what fails here (at the end of the stack) leaves nothing to be sent.
            this.add();
        } catch (error) {
            return entry.fail(error);
        }
        this.outbox.push(entry);
    }

    /** Sends the entry's message, or says that there is no room. */
    try(entry) {
        try {
            this.transmit(entry.message);
        } catch (error) {
            if (error?.code === "overloaded") return false;
            entry.fail(error);
            return true;
        }
        entry.sent();
        return true;
    }

    // --- Requests ---

    /** A request that the runtime has sent is one like the others, wherever it is not answered as usual. */
    fileRequest() {
        const { request: promise, requestAnswer: answer } = this;
        if (promise === undefined) return;
        this.requests.set(
            this.requestId, { what: requestKind(answer), answer, promise, signal: undefined, stop: undefined });
        this.request = undefined;
    }

    /** An id that no request on its way has. */
    nextId() {
        this.fileRequest();
        do this.lastId = this.lastId === 0xffff_ffff ? 1 : this.lastId + 1;
        while (this.requests.has(this.lastId));
        if (this.lastId > this.highestId) this.highestId = this.lastId;
        return this.lastId;
    }

    /** From now on the request with that id waits for its reply. */
    begin(id, request) {
        this.add();
        try {
            this.requests.set(id, request);
        } catch (error) {
            this.remove();
            throw error;
        }
    }

    /** The request does not wait any more. */
    end(id, { signal, stop }) {
        if (this.requests.delete(id)) this.remove();
        signal?.removeEventListener?.("abort", stop);
    }

    failRequest(id, request, error) {
        if (request.promise === undefined) request.outcome = { error };
        else reject(request.promise, error);
        this.end(id, request);
    }
}

/** There is no message for who waited. */
function fail({ promise, taker }, error) {
    if (taker === undefined) reject(promise, error);
    else failMessages(taker, promise, error);
}
