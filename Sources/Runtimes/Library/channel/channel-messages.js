// The messages of a channel as `for await` asks for them: one promise for each, which the channel's port settles.

import { pending, reject, settle, usual } from "ftl:native";
import { fulfilled } from "../core/outcome.js";

/** What the language's own async iterators have: `[Symbol.asyncIterator]`. */
const AsyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));

/** `failMessages(messages, promise, error)`: there is none for who asked for one; the sequence is over. */
export let failMessages;

/** The channel's messages until the other end is closed. */
export class ChannelMessages {
    // The runtime knows these by their order.
    #port;
    #isOver = false;
    /** The promise of the message that was asked for last, where it may be on its way still. */
    #last;

    static {
        failMessages = (messages, promise, error) => {
            messages.#isOver = true;
            if (error?.code === "peerClosed") settle(promise, { value: undefined, done: true });
            else reject(promise, error);
        };
    }

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
            const promise = pending();
            failMessages(this, promise, error);
            return promise;
        }
    }

    /** Ends the sequence, after what was asked for already. */
    async return(value) {
        this.#isOver = true;
        await ended(this.#last);
        return { value: await value, done: true };
    }

    /** Ends the sequence, after what was asked for already, with an error. */
    async throw(error) {
        this.#isOver = true;
        await ended(this.#last);
        throw error;
    }
}

/** Waits until the promise is settled, however. */
async function ended(promise) {
    try {
        await promise;
    } catch {
        // Whoever asked for it is told.
    }
}

Object.defineProperty(ChannelMessages.prototype, "next", { value: usual("next", ChannelMessages.prototype.next) });
Object.setPrototypeOf(ChannelMessages.prototype, AsyncIterator);
