// Requests, as a service gets them. Whoever has one owes the answer, now or later; one that is collected without an
// answer is answered "unsupported", so that no client waits for ever. The limits are those of services in Swift
// (Sources/Libraries/FTL/Service.swift).

import { collect, handleNumber } from "ftl:native";
import { Channel } from "../channel/channel.js";
import { requireObject } from "../core/check.js";
import { FtlError } from "../core/error.js";
import { whenIdle } from "../core/loop.js";
import { replyKind } from "../core/message.js";

/** Requests of one client that may be without an answer; a reply that waits for room in the client's queue counts. */
const requestLimit = 16;

/** Channels that one client may have opened, so that it leaves some for the others. */
const openedLimit = 128;

/** Answers that all clients together are owed. */
let owedToAll = 0;

/**
 * The engine notices what is forgotten when it collects garbage, which can take for ever in a script that does little.
 * So while answers are owed it is made to, whenever the script has run and has nothing else to do.
 */
function countOwed(change) {
    owedToAll += change;
    whenIdle(owedToAll > 0 ? sweep : undefined);
}

function sweep() {
    // What only a cycle held is freed by the first, and noticed by the second.
    collect();
    collect();
}

/** What the requests of one client have in common: where answers go, and how many of them are owed. */
export class Responder {
    #service;
    #channel;
    #owed = 0;
    #waiting;
    /** Of the client's first channel, where it opened this one. */
    #opener;
    #opened = 0;

    constructor(service, channel, opener) {
        this.#service = service;
        this.#channel = channel;
        this.#opener = opener;
        if (opener) opener.#opened += 1;
    }

    get channel() {
        return this.#channel;
    }

    /** Makes a new channel of the same client's; the client's end. */
    open(context) {
        const opener = this.#opener ?? this;
        if (opener.#opened >= openedLimit) throw new FtlError("limitReached", "accept: limitReached");
        const [near, far] = Channel.create();
        this.#service.add(near, context, opener);
        return far;
    }

    /** The channel is closed. */
    close() {
        if (this.#opener) this.#opener.#opened -= 1;
    }

    /** One more answer is owed: `send(message)` sends it, once. */
    owe() {
        this.#owed += 1;
        countOwed(1);
        let isAnswered = false;
        return {
            get isAnswered() {
                return isAnswered;
            },
            send: (message) => {
                isAnswered = true;
                countOwed(-1);
                return this.#send(message);
            },
        };
    }

    /** Resolves when the client may have another request taken. */
    async room() {
        if (this.#owed >= requestLimit) await new Promise((resolve) => (this.#waiting = resolve));
    }

    /** Resolves to false where the client is gone. What cannot be sent is answered with the reason. */
    async #send(message) {
        try {
            await this.#channel.post(message);
            return true;
        } catch (error) {
            if (this.#isGone(error)) return false;
            await this.#channel.post(failure(error, message.id)).catch(() => {});
            throw error;
        } finally {
            this.#owed -= 1;
            if (this.#owed < requestLimit) this.#waiting?.();
        }
    }

    /** Whether the client has left, or the service itself has ended and disconnected it. */
    #isGone(error) {
        return error?.code === "peerClosed" || handleNumber(this.#channel.handle) === 0;
    }
}

/** The answer that a request failed. */
function failure(error, id) {
    const number = (error instanceof FtlError ? error.number : 0) || new FtlError("unsupported").number;
    return { kind: "errorReply", id, words: [number, 0] };
}

const forgotten = new FinalizationRegistry(({ debt, id }) => {
    if (!debt.isAnswered) debt.send(failure(undefined, id)).catch(() => {});
});

/** One request of a client of a service. */
export class Request {
    #message;
    #responder;
    #context;
    #debt;

    constructor(message, responder, context) {
        this.#message = message;
        this.#responder = responder;
        this.#context = context;
        this.#debt = responder.owe();
        forgotten.register(this, { debt: this.#debt, id: message.id });
    }

    get kind() {
        return this.#message.kind;
    }
    get words() {
        return this.#message.words;
    }
    get body() {
        return this.#message.body;
    }
    get text() {
        return this.#message.text;
    }
    get handle() {
        return this.#message.handle;
    }
    /** The channel to the client who asks. */
    get client() {
        return this.#responder.channel;
    }
    /** What the channel was accepted with on which the request came (see accept); undefined for a client's first. */
    get context() {
        return this.#context;
    }
    get isAnswered() {
        return this.#debt.isAnswered;
    }

    /** Answers. Resolves to false where the client is gone meanwhile, which is no error of the service's. */
    async reply(message = {}) {
        requireObject("request.reply: message", message);
        const { words, body, handle } = message;
        return this.#answer({ kind: replyKind(this.kind), id: this.#message.id, words, body, handle });
    }

    /** Answers with an error: an FtlError or the name of one. */
    async fail(error) {
        return this.#answer(failure(error instanceof FtlError ? error : new FtlError(error), this.#message.id));
    }

    /**
     * Answers an "open" with a new channel, whose requests this service gets like those of its other clients, with
     * `context` to tell what was opened.
     */
    async accept(context) {
        this.#requireUnanswered();
        return this.reply({ handle: this.#responder.open(context) });
    }

    #requireUnanswered() {
        if (this.#debt.isAnswered) throw new FtlError("invalidState", "this request is answered already");
    }

    async #answer(message) {
        this.#requireUnanswered();
        return this.#debt.send(message);
    }
}
