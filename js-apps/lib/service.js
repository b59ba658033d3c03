// Services by name, as the supervisor connects them: asking for one, and being one.

import { start } from "ftl:native";
import { Channel } from "./channel.js";
import { FtlError } from "./error.js";
import { replyKind } from "./message.js";

const supervisor = start.supervisor === undefined ? undefined : new Channel(start.supervisor);

async function openService(name, word) {
    if (typeof name !== "string") throw new TypeError("the name of a service is a string");
    if (!supervisor) throw new FtlError("invalidState", "this process has no supervisor");
    const path = `service/${name}`;
    try {
        return await supervisor.open(path, { words: [word, 0] });
    } catch (error) {
        if (error instanceof FtlError) throw new FtlError(error.code, `${path}: ${error.code}`);
        throw error;
    }
}

/** Resolves to a channel to the service; waits until somebody provides it. The manifest has to say `uses: NAME`. */
export async function connect(name) {
    return openService(name, 0);
}

/**
 * Provides a service. Resolves to the channel on which each new client is announced by an "open" message whose handle
 * is the channel to it; Service does the rest. The manifest has to say `provides: NAME`.
 */
export async function register(name) {
    return openService(name, 1);
}

/** One request of a client of a service. */
export class Request {
    #message;
    #client;
    #isAnswered = false;

    constructor(message, client) {
        this.#message = message;
        this.#client = client;
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
        return this.#client;
    }

    /** Answers. Resolves to false where the client is gone meanwhile, which is no error of the service's. */
    reply({ words, body, handle } = {}) {
        return this.#answer({ kind: replyKind(this.kind), words, body, handle });
    }

    /** Answers with an error: an FtlError or the name of one. */
    fail(error) {
        const { number } = error instanceof FtlError ? error : new FtlError(error);
        return this.#answer({ kind: "errorReply", words: [number || new FtlError("unsupported").number, 0] });
    }

    async #answer(message) {
        if (this.#isAnswered) throw new FtlError("invalidState", "this request is answered already");
        this.#isAnswered = true;
        try {
            await this.#client.post({ ...message, id: this.#message.id });
            return true;
        } catch (error) {
            if (error?.code === "peerClosed") return false;
            throw error;
        }
    }
}

/**
 * A service as the sequence of its requests:
 *
 *     for await (const request of Service.register("echo")) request.reply({ body: request.body });
 *
 * A client's next request is taken only when the one before was handed out, so clients push back on nobody else.
 */
export class Service {
    #name;
    #clientsLeft;
    #registration;
    #clients = new Set();
    /** Requests that wait for somebody who takes them: { request, taken }. */
    #offers = [];
    /** Those who wait for a request: { resolve, reject }. */
    #takers = [];
    #isOver = false;
    #failure;

    /** With `clients`: the sequence ends when that many clients have come and gone. Otherwise it does not. */
    static register(name, { clients = Infinity } = {}) {
        return new Service(name, clients);
    }

    constructor(name, clients) {
        this.#name = name;
        this.#clientsLeft = clients;
        this.#accept();
    }

    [Symbol.asyncIterator]() {
        return this;
    }

    async next() {
        if (this.#offers.length > 0) {
            const { request, taken } = this.#offers.shift();
            taken();
            return { value: request, done: false };
        }
        if (this.#failure) throw this.#failure;
        if (this.#isOver) return { value: undefined, done: true };
        return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
    }

    /** Ends the service and disconnects everybody. */
    async return(value) {
        this.#end();
        return { value, done: true };
    }

    async #accept() {
        try {
            this.#registration = await register(this.#name);
            for await (const message of this.#registration) {
                if (message.kind !== "open" || message.handle === null) continue;
                const client = new Channel(message.handle);
                this.#clients.add(client);
                this.#serve(client);
                if (--this.#clientsLeft <= 0) return;
            }
            this.#end();
        } catch (error) {
            this.#end(error);
        }
    }

    async #serve(client) {
        try {
            for await (const message of client) {
                // What is no request has no answer.
                if (message.kind === undefined || replyKind(message.kind) === message.kind) continue;
                await this.#offer(new Request(message, client));
            }
        } catch (error) {
            if (!this.#isOver) this.#end(error);
        }
        if (this.#clients.delete(client)) client.close();
        if (this.#clients.size === 0 && this.#clientsLeft <= 0) this.#end();
    }

    #offer(request) {
        const taker = this.#takers.shift();
        if (taker) return taker.resolve({ value: request, done: false });
        return new Promise((taken) => this.#offers.push({ request, taken }));
    }

    #end(failure) {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#failure = failure;
        this.#registration?.close();
        for (const client of this.#clients) client.close();
        this.#clients.clear();
        for (const taker of this.#takers.splice(0)) {
            if (failure) taker.reject(failure);
            else taker.resolve({ value: undefined, done: true });
        }
    }
}
