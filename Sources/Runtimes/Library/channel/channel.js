// Channels: requests with their replies, and messages as they come. What a channel waits for, and who waits for it, is the
// runtime's (Sources/Runtimes/JavaScript/Channels/ChannelPort.swift); here is what a script passes.
//
// What answers a promise never throws: an error rejects it.

import {
    calls, channelHandle, closeChannel, handleNumber, makeChannel, method, post, putChannel, requireIdle, room, takeChannel,
    transmit,
} from "ftl:native";
import { bodyLength } from "../core/abi.js";
import { isHandle, requireString } from "../core/check.js";
import "../core/dispose.js";
import { FtlError } from "../core/error.js";
import { eventLength, readEvent } from "../core/loop.js";
import { Attribute, checkMessage, isRequest, toContent } from "../core/message.js";
import { rejected } from "../core/outcome.js";
import { ChannelMessages } from "./channel-messages.js";
import { ask, askNow } from "./channel-request.js";

// For modules of the library that move a channel's handle: `requireIdle(channel)` fails where it cannot be moved now,
// `takeHandle(channel, successor)` leaves a channel that is nothing any more, `putHandle(channel, handle)` puts it back.
export const channelParts = {
    requireIdle,
    takeHandle(channel, successor) {
        const [handle, words] = takeChannel(channel, successor);
        const events = [];
        for (let at = 0; at < words.length; at += eventLength) events.push(readEvent(words, at));
        return { handle, events };
    },
    putHandle: putChannel,
};

/** One end of a pair; what is sent here comes out at the other end. */
export class Channel {
    /** Takes a handle to a channel, as it came with a message. */
    constructor(handle) {
        if (!isHandle(handle)) {
            throw new TypeError("new Channel: handle must be a handle; a pair: Channel.create()");
        }
        // The runtime's object, which has the methods of the class that is being made.
        return makeChannel(handle, new.target);
    }

    /** Two new ends, connected with each other. */
    static create() {
        const [first, second] = calls.channel_create();
        return [new Channel(first), new Channel(second)];
    }

    /** The handle itself, for example to send it away. */
    get handle() {
        return channelHandle(this);
    }

    // --- Messages ---

    /**
     * Sends a message, without waiting for anything.
     * Throws FtlError: "overloaded" where the other end has too much to receive already (see writable), "peerClosed".
     */
    send(message = {}) {
        const checked = checkMessage("channel.send", message);
        transmit(this, checked.id, ...toContent(checked));
    }

    /** After "overloaded": resolves when the other end takes messages again. */
    writable() {
        try {
            return room(this);
        } catch (error) {
            return rejected(error);
        }
    }

    /** Sends a message as soon as there is room for it, after those that wait for room already. */
    post(message = {}) {
        try {
            const checked = checkMessage("channel.post", message);
            return post(this, checked.id, ...toContent(checked));
        } catch (error) {
            return rejected(error);
        }
    }

    /** Resolves to the next message that is no reply to a request; rejects with "peerClosed" after the last one. */
    receive() {
        return rejected(new TypeError("channel.receive: called on what is no channel"));
    }

    /** Iterating receives until the other end is closed. */
    [Symbol.asyncIterator]() {
        return new ChannelMessages(this);
    }

    // --- Requests ---

    /**
     * Sends a request and resolves to its reply; an error reply rejects with its FtlError.
     * Options: `words`, `body`, `handle`, and `signal`, an AbortSignal: when it is aborted the request is forgotten and
     * rejects with the signal's reason. The other end does not learn of it; its reply, when it comes, is dropped.
     */
    request(kind, options = {}) {
        try {
            if (!isRequest(kind)) {
                throw new TypeError(
                    `channel.request: kind must be the kind of a request, and '${String(kind)}' is none`);
            }
            return ask(this, kind, "channel.request", options);
        } catch (error) {
            return rejected(error);
        }
    }

    /**
     * Sends a request and answers its reply, or throws its error; nothing else of the script runs meanwhile. For what
     * is answered at once, by somebody who does not wait for this script. Throws "overloaded" where there is no room.
     */
    requestNow(kind, options = {}) {
        return askNow(this, kind, options);
    }

    /** Asks for a channel to something by its path. */
    async open(path, options = {}) {
        requireString("channel.open: path", path);
        const reply = await ask(this, "open", "channel.open", options, path);
        if (reply.handle === null) throw new FtlError("malformed", "open: a reply without a channel");
        return new Channel(reply.handle);
    }

    /** Asks for bytes; they are the reply's body. `words`: from where, and how many at most; by default all there are. */
    read(options = {}) {
        try {
            return ask(this, "read", "channel.read", options, null, options?.words ?? [0, bodyLength]);
        } catch (error) {
            return rejected(error);
        }
    }

    /** Hands over bytes or a string. */
    write(body, options = {}) {
        try {
            return ask(this, "write", "channel.write", options, body);
        } catch (error) {
            return rejected(error);
        }
    }

    /** Asks for a number about what was opened. */
    async getattr(attribute = Attribute.length, options = {}) {
        const reply = await ask(this, "getattr", "channel.getattr", options, null, [attribute, 0]);
        return reply.words[0];
    }

    /** Changes a number about what was opened. */
    async setattr(attribute, value, options = {}) {
        await ask(this, "setattr", "channel.setattr", options, null, [attribute, value]);
    }

    // --- The end ---

    /** Closes this end. What waits on it is rejected with "peerClosed". */
    close() {
        closeChannel(this);
    }

    [Symbol.dispose]() {
        const { handle } = this;
        if (handle !== undefined && handleNumber(handle) !== 0) this.close();
    }
}

for (const name of ["send", "receive", "write"]) {
    Object.defineProperty(Channel.prototype, name, { value: method(name, Channel.prototype[name]) });
}
