// The messages of a channel as `for await` asks for them: one promise for each, which the runtime settles.

import { finish, makeMessages, method } from "ftl:native";

/** What the language's own async iterators have: `[Symbol.asyncIterator]`. */
const AsyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));

/** The channel's messages until the other end is closed. */
export class ChannelMessages {
    constructor(channel) {
        return makeMessages(channel, new.target);
    }

    next() {
        throw new TypeError("next: called on what is not the messages of a channel");
    }

    /** Ends the sequence, after what was asked for already. */
    async return(value) {
        await ended(finish(this));
        return { value: await value, done: true };
    }

    /** Ends the sequence, after what was asked for already, with an error. */
    async throw(error) {
        await ended(finish(this));
        throw error;
    }
}

/** Waits until the promise is settled, however. */
async function ended(promise) {
    try {
        await promise;
    } catch {
        // Whoever asked for it gets the reason.
    }
}

Object.defineProperty(ChannelMessages.prototype, "next", { value: method("next", ChannelMessages.prototype.next) });
Object.setPrototypeOf(ChannelMessages.prototype, AsyncIterator);
