// The messages of a channel as `for await` asks for them: one promise for each, which the channel's port settles.

import { pending, reject, settle } from "ftl:native";
import { fulfilled, rejected } from "./outcome.js";

/** What the language's own async iterators have: `[Symbol.asyncIterator]`. */
const AsyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));

/** The channel's messages until the other end is closed. */
export class ChannelMessages {
    #port;
    #isOver = false;
    /** The promise of the message that was asked for last, where it may be on its way still. */
    #last;

    constructor(port) {
        this.#port = port;
    }

    next() {
        try {
            if (this.#isOver) return fulfilled({ value: undefined, done: true });
            const port = this.#port;
            if (port.inbox.length > 0) return fulfilled({ value: port.takeNext(), done: false });
            return (this.#last = port.wait(this));
        } catch (error) {
            return this.#end(error);
        }
    }

    /** Ends the sequence, after what was asked for already. */
    async return(value) {
        await this.#finish();
        return { value: await value, done: true };
    }

    /** Ends the sequence, after what was asked for already, with an error. */
    async throw(error) {
        await this.#finish();
        throw error;
    }

    async #finish() {
        this.#isOver = true;
        try {
            await this.#last;
        } catch {
            // Whoever asked for that message is told.
        }
    }

    /** The promise of an end: of the sequence's own, or of one by an error. */
    #end(error) {
        this.#isOver = true;
        return error?.code === "peerClosed" ? fulfilled({ value: undefined, done: true }) : rejected(error);
    }

    /** For the port: a message for somebody who waits. */
    give(promise, message) {
        settle(promise, { value: message, done: false });
    }

    /** For the port: there is none, because of the error. */
    fail(promise, error) {
        this.#isOver = true;
        if (error?.code === "peerClosed") settle(promise, { value: undefined, done: true });
        else reject(promise, error);
    }
}

Object.setPrototypeOf(ChannelMessages.prototype, AsyncIterator);
