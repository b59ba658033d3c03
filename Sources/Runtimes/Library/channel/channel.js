// Channels: requests with their replies, and messages as they come. What a channel waits for is in channel-port.js.
//
// What answers a promise never throws: an error rejects it.

import { calls, handleNumber, pending, reject, settle, usual } from "ftl:native";
import { ChannelMessages } from "./channel-messages.js";
import { ChannelPort } from "./channel-port.js";
import { ask, askNow } from "./channel-request.js";
import { bodyLength } from "../core/abi.js";
import { isHandle, requireString } from "../core/check.js";
import "../core/dispose.js";
import { FtlError } from "../core/error.js";
import { readEvent, requireNoWaiter, unwatch } from "../core/loop.js";
import { Attribute, checkMessage, handleOf, isRequest } from "../core/message.js";
import { fulfilled, rejected } from "../core/outcome.js";

// For modules of the library that move a channel's handle: `requireIdle(channel)` fails where it cannot be moved now,
// `takeHandle(channel, successor)` leaves a channel that is nothing any more, `putHandle(channel, handle)` puts it back.
export let channelParts;

/** What every channel looks like, for the runtime. */
export let channelPattern;

/** In place of a handle: a channel that is nothing, as a pattern. */
const none = {};

/** One end of a pair; what is sent here comes out at the other end. */
export class Channel {
    #port;

    static {
        channelPattern = new Channel(none);
        channelParts = {
            requireIdle: (channel) => channel.#requireIdle(),
            takeHandle: (channel, successor) => channel.#takeHandle(successor),
            putHandle: (channel, handle) => (channel.#port.handle = handle),
        };
        ChannelPort.release = (handle) => {
            if (handle instanceof Channel) handle.#release();
            else requireNoWaiter(handleOf(handle));
        };
    }

    /** Takes a handle to a channel, as it came with a message. */
    constructor(handle) {
        if (!isHandle(handle) && handle !== none) {
            throw new TypeError("new Channel: handle must be a handle; a pair: Channel.create()");
        }
        this.#port = new ChannelPort(handle);
    }

    /** Two new ends, connected with each other. */
    static create() {
        const [first, second] = calls.channel_create();
        return [new Channel(first), new Channel(second)];
    }

    /** The handle itself, for example to send it away. */
    get handle() {
        return this.#port.handle;
    }

    // --- Messages ---

    /**
     * Sends a message, without waiting for anything.
     * Throws FtlError: "overloaded" where the other end has too much to receive already (see writable), "peerClosed".
     */
    send(message = {}) {
        this.#port.transmit(checkMessage("channel.send", message));
    }

    /** After "overloaded": resolves when the other end takes messages again. */
    writable() {
        try {
            const port = this.#port;
            port.watch();
            const promise = pending();
            port.add();
            port.waitingForRoom.push(promise);
            return promise;
        } catch (error) {
            return rejected(error);
        }
    }

    /** Sends a message as soon as there is room for it, after those that wait for room already. */
    post(message = {}) {
        try {
            const port = this.#port;
            const checked = checkMessage("channel.post", message);
            const promise = pending();
            port.enqueue({
                message: checked, sent: () => settle(promise), fail: (error) => reject(promise, error),
            });
            return promise;
        } catch (error) {
            return rejected(error);
        }
    }

    /** Resolves to the next message that is no reply to a request; rejects with "peerClosed" after the last one. */
    receive() {
        try {
            const port = this.#port;
            return port.inbox.length > 0 ? fulfilled(port.takeNext()) : port.wait();
        } catch (error) {
            return rejected(error);
        }
    }

    /** Iterating receives until the other end is closed. */
    [Symbol.asyncIterator]() {
        return new ChannelMessages(this.#port);
    }

    // --- Requests ---

    /**
     * Sends a request and resolves to its reply; an error reply rejects with its FtlError.
     * Options: `words`, `body`, `handle`, and `signal`, an AbortSignal: when it is aborted the request is forgotten and
     * rejects with the signal's reason. The other end is not told; its reply, when it comes, is dropped.
     */
    request(kind, options = {}) {
        try {
            if (!isRequest(kind)) {
                throw new TypeError(
                    `channel.request: kind must be the kind of a request, and '${String(kind)}' is none`);
            }
            return ask(this.#port, kind, "channel.request", options);
        } catch (error) {
            return rejected(error);
        }
    }

    /**
     * Sends a request and answers its reply, or throws its error; nothing else of the script runs meanwhile. For what
     * is answered at once, by somebody who does not wait for this script. Throws "overloaded" where there is no room.
     */
    requestNow(kind, options = {}) {
        return askNow(this.#port, kind, options);
    }

    /** Asks for a channel to something by its path. */
    async open(path, options = {}) {
        requireString("channel.open: path", path);
        const reply = await ask(this.#port, "open", "channel.open", options, path);
        if (reply.handle === null) throw new FtlError("malformed", "open: a reply without a channel");
        return new Channel(reply.handle);
    }

    /** Asks for bytes; they are the reply's body. `words`: from where, and how many at most; by default all there are. */
    read(options = {}) {
        try {
            return ask(this.#port, "read", "channel.read", options, null, options?.words ?? [0, bodyLength]);
        } catch (error) {
            return rejected(error);
        }
    }

    /** Hands over bytes or a string. */
    write(body, options = {}) {
        try {
            return ask(this.#port, "write", "channel.write", options, body);
        } catch (error) {
            return rejected(error);
        }
    }

    /** Asks for a number about what was opened. */
    async getattr(attribute = Attribute.length, options = {}) {
        const reply = await ask(this.#port, "getattr", "channel.getattr", options, null, [attribute, 0]);
        return reply.words[0];
    }

    /** Changes a number about what was opened. */
    async setattr(attribute, value, options = {}) {
        await ask(this.#port, "setattr", "channel.setattr", options, null, [attribute, value]);
    }

    // --- The end ---

    /** Closes this end. What waits on it is rejected with "peerClosed". */
    close() {
        const port = this.#port;
        unwatch(port.handle, port);
        calls.handle_close(port.handle);
        port.inbox = [];
        port.fail();
    }

    [Symbol.dispose]() {
        const { handle } = this.#port;
        if (handle !== undefined && handleNumber(handle) !== 0) this.close();
    }

    // --- Being moved ---

    #requireIdle() {
        const port = this.#port;
        if (port.isPeerClosed) throw new FtlError("peerClosed", "channel: peerClosed");
        if (port.waiting > 0) throw new FtlError("invalidState", "a channel that is being waited on cannot be moved");
    }

    /**
     * The handle, and events of messages that were not received: a successor receives them with it. Without one they
     * stay, in case the handle is put back.
     */
    #takeHandle(successor) {
        this.#requireIdle();
        const port = this.#port;
        port.unwatch();
        const taken = { handle: port.handle, events: port.inbox.map((event) => readEvent(event, 0)) };
        if (successor) port.inbox = [];
        port.handle = undefined;
        port.successor = successor;
        return taken;
    }

    /** Before the channel is sent away: nothing here may wait on it any more. */
    #release() {
        const port = this.#port;
        if (port.inbox.length > 0 || port.waiting > port.waitingForRoom.length) {
            throw new FtlError("invalidState", "a channel that is being received from cannot be sent away");
        }
        port.unwatch();
    }
}

for (const name of ["send", "receive", "write"]) {
    Object.defineProperty(Channel.prototype, name, { value: usual(name, Channel.prototype[name]) });
}
