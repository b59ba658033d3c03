// What moves with a value instead of being cloned (HTML 2.7.2 and 2.7.7, StructuredSerializeWithTransfer): ports, and
// of the system's own objects channels and handles. Each of them is one kernel handle. Moving goes in steps, so that a
// value that cannot be sent moves nothing: everything is checked (`require`), then taken from its object (`take`), and
// given back where it went no further. The bytes of an ArrayBuffer are copied with the value, and the buffer is emptied
// once the value is on its way (`detach`).

import { calls, detach, Handle, handleNumber } from "ftl:native";
import { Channel, channelParts } from "../channel/channel.js";
import { requireNoWaiter, waitOnSink } from "../core/loop.js";
import { makeInfo } from "../core/message.js";
import { Request } from "../service/request.js";
import { Service } from "../service/service.js";
import { Sink, Timer } from "../channel/sink.js";
import { refuseCloning } from "./cloneable.js";
import { DOMException } from "../webidl/dom-exception.js";
import { cloneError, isDetached } from "./structured-serializer.js";
import { TextDecoder } from "../encoding/text-decoder.js";
import { TextEncoder } from "../encoding/text-encoder.js";
import { toSequence } from "../webidl/webidl.js";

refuseCloning(Channel, Sink, Timer, Service, Request, TextDecoder, TextEncoder);

/** Objects that can move with one value at most. */
export const mostTransfers = 64;

/** How the objects of each class move; the index is the number of the kind in a message (docs/web/messageport.md). */
const rules = [
    {
        isOne: (object) => object instanceof Handle,
        require(handle) {
            if (handleNumber(handle) === 0) throw cloneError("a handle that is closed cannot be moved");
            requireNoWaiter(handle);
        },
        take: (handle) => handle,
        give() {},
        make: (handle) => handle,
    },
    {
        isOne: (object) => object instanceof Channel,
        require(channel) {
            if (!channel.handle || handleNumber(channel.handle) === 0) {
                throw cloneError("a channel that is closed cannot be moved");
            }
            channelParts.requireIdle(channel);
        },
        take: (channel) => channelParts.takeHandle(channel).handle,
        give: (channel, handle) => channelParts.putHandle(channel, handle),
        make(handle) {
            requireChannel(handle);
            return new Channel(handle);
        },
    },
];

/** The kinds that there are, in numbers. */
const kindOfHandle = 0;
const kindOfPort = 2;

/** For MessagePort: how ports move. */
export function movePorts(rule) {
    rules[kindOfPort] = rule;
}

/** Fails where the handle is none of a channel: asking for a message that is not there shows it. */
export function requireChannel(handle) {
    try {
        calls.channel_discard(handle, 0);
    } catch (error) {
        if (error?.code !== "notFound") throw error;
    }
}

/** The object of that kind for a handle that has arrived. */
export function makeTransferred(kind, handle) {
    const rule = rules[kind];
    if (rule === undefined) throw cloneError(`malformed: no kind of handle has the number ${kind}`);
    return rule.make(handle);
}

/** Moves a handle into an object that nobody else has: the one that it was in is closed. */
function park(handle) {
    requireNoWaiter(handle);
    const [near, far] = calls.channel_create();
    const sink = calls.sink_create();
    try {
        calls.sink_add(sink, far);
        calls.channel_send(near, makeInfo("write", 0), 0, 0, null, handle);
        const [event] = waitOnSink(sink, 0);
        return calls.channel_recv(far, event.token, new Uint8Array(0));
    } finally {
        for (const one of [sink, near, far]) calls.handle_close(one);
    }
}

/** The objects of one transfer list. */
export class Transfer {
    /** { object, kind, handle }: handles first, because they may lack the right to be moved. */
    #items = [];
    #buffers = new Set();
    /** The numbers of the objects, as the value refers to them. */
    numbers = new Map();

    /** Throws DataCloneError where an object is there twice or cannot be moved. */
    constructor(list) {
        const objects = list === undefined ? [] : toSequence(list, "a transfer list");
        if (objects.length > mostTransfers) {
            throw cloneError(`more than ${mostTransfers} objects in a transfer list`);
        }
        for (const object of objects) {
            if (isBuffer(object)) {
                if (this.#buffers.has(object)) throw cloneError("an object is in the transfer list twice");
                this.#buffers.add(object);
                continue;
            }
            const kind = rules.findIndex((rule) => rule.isOne(object));
            if (kind < 0) throw cloneError("only a MessagePort, a Channel, a Handle or an ArrayBuffer can be moved");
            this.#items.push({ object, kind, handle: null });
        }
        this.#items.sort((one, other) => one.kind - other.kind);
        this.#items.forEach(({ object }, number) => this.numbers.set(object, number));
        if (this.numbers.size < this.#items.length) throw cloneError("an object is in the transfer list twice");
        this.require();
    }

    get kinds() {
        return this.#items.map(({ kind }) => kind);
    }

    /** Fails where an object cannot be moved now: something may have happened since it was put into the list. */
    require() {
        for (const buffer of this.#buffers) {
            if (isDetached(buffer)) throw cloneError("a buffer that was moved already cannot be moved");
        }
        for (const { object, kind } of this.#items) {
            try {
                rules[kind].require(object);
            } catch (error) {
                throw error instanceof DOMException ? error : cloneError(`cannot be moved: ${error.message}`);
            }
        }
    }

    /** Empties the buffers: their bytes are in the value by now. */
    detach() {
        for (const buffer of this.#buffers) detach(buffer);
    }

    /** Takes the handles out of the objects. */
    take() {
        for (const item of this.#items) item.handle = rules[item.kind].take(item.object);
        return this.#items.map(({ handle }) => handle);
    }

    /** Puts handles back that were taken, from that number on. */
    giveBack(first = 0) {
        for (const item of this.#items.slice(first)) rules[item.kind].give(item.object, item.handle);
    }

    /** For handles that are kept for later: takes them from whoever holds their objects, from that number on. */
    park(handles, first = 0) {
        this.#items.forEach(({ kind }, number) => {
            if (kind === kindOfHandle && number >= first) handles[number] = park(handles[number]);
        });
    }

    /** New objects for the handles. */
    make(handles) {
        return this.#items.map(({ kind }, number) => makeTransferred(kind, handles[number]));
    }
}

const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;

/** Whether this is an ArrayBuffer, whatever its prototype says. */
function isBuffer(object) {
    try {
        byteLength.call(object);
        return true;
    } catch {
        return false;
    }
}
