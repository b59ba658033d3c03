// Services by name, as the supervisor connects them: asking for one, and being one.

import { Channel } from "../channel/channel.js";
import { requireFunction, requireObject, requireString } from "../core/check.js";
import { FtlError } from "../core/error.js";
import { isRequest } from "../core/message.js";
import { Request, Responder } from "./request.js";

let supervisor;

/** Takes the channel to the supervisor from what the runtime says of the process. */
export function begin(start) {
    supervisor = start.supervisor === undefined ? undefined : new Channel(start.supervisor);
}

/** The channel to the supervisor, for modules of the library. */
export function requireSupervisor() {
    if (!supervisor) throw new FtlError("invalidState", "this process has no supervisor");
    return supervisor;
}

/** Why something is not allowed, by the word that says what was asked for. */
const reasons = ["notAllowed (the manifest has no such `uses:`)", "notAllowed (the manifest has no such `provides:`)"];

/** Why nobody is waited for. */
const endedReason = "peerClosed (what provided it has ended, and is not started again)";

async function openService(what, name, word, options = {}) {
    requireString(`${what}: name`, name);
    const supervisor = requireSupervisor();
    const path = `service/${name}`;
    // Made here, because here the stack still says who asks.
    const failure = new FtlError("malformed");
    try {
        return await supervisor.open(path, { ...options, words: [word, 0] });
    } catch (error) {
        if (!(error instanceof FtlError)) throw error;
        const { code } = error;
        const reason = code === "notAllowed" ? reasons[word] : code === "peerClosed" ? endedReason : code;
        throw Object.assign(failure, { code, message: `${path}: ${reason}` });
    }
}

/**
 * Resolves to a channel to the service; waits until somebody provides it, or the option `signal` is aborted. The
 * manifest has to say `uses: NAME`. Rejects with FtlError "peerClosed" where what provided it has ended and is not
 * started again.
 */
export async function connect(name, { signal } = {}) {
    return openService("connect", name, 0, { signal });
}

/**
 * Provides a service. Resolves to the channel on which each new client is announced by an "open" message whose handle
 * is the channel to it; Service does the rest. The manifest has to say `provides: NAME`.
 */
export async function register(name) {
    return openService("register", name, 1);
}

/**
 * A service as the sequence of its requests:
 *
 *     for await (const request of Service.register("echo")) request.reply({ body: request.body });
 *
 * A request may be answered later, and out of turn. A client's next request is taken only when the one before was
 * handed out and fewer than 16 of them are unanswered, so clients push back on nobody else.
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
    static register(name, options = {}) {
        requireString("Service.register: name", name);
        return new Service(name, readClients("Service.register", options));
    }

    /**
     * Provides a service by a function that gets each request. The FtlError that it throws, or that its promise rejects
     * with, is the answer where there is none yet; any other error ends the service. A request that the function keeps
     * nowhere and does not answer is answered with "unsupported". Resolves when the service has ended.
     */
    static async run(name, handler, options = {}) {
        requireString("Service.run: name", name);
        requireFunction("Service.run: handler", handler);
        const service = new Service(name, readClients("Service.run", options));
        // In a function of its own, so that nothing here keeps the request when it is over.
        const next = async () => {
            const { value, done } = await service.next();
            if (!done) answer(value, handler).catch((error) => service.#fail(error));
            return done;
        };
        while (!(await next())) {
            // The next one.
        }
    }

    constructor(name, clients) {
        this.#name = name;
        this.#clientsLeft = clients;
        this.#accept();
    }

    /** Serves the requests of a channel that came some other way as well; `context` is theirs. */
    add(channel, context, opener) {
        if (!(channel instanceof Channel)) throw new TypeError("service.add: channel must be a Channel");
        if (this.#isOver) throw new FtlError("invalidState", "the service is closed");
        this.#clients.add(channel);
        this.#serve(channel, context, opener);
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

    /** Ends the service and disconnects everybody. */
    close() {
        this.#end();
    }

    [Symbol.dispose]() {
        this.#end();
    }

    async [Symbol.asyncDispose]() {
        this.#end();
    }

    async #accept() {
        try {
            this.#registration = await register(this.#name);
            if (this.#isOver) return this.#registration.close();
            for await (const message of this.#registration) {
                if (message.kind !== "open" || message.handle === null) continue;
                this.add(new Channel(message.handle));
                if (--this.#clientsLeft <= 0) return;
            }
            this.#end();
        } catch (error) {
            this.#end(error);
        }
    }

    async #serve(channel, context, opener) {
        const responder = new Responder(this, channel, opener);
        try {
            for await (const message of channel) {
                // What is no request has no answer.
                if (!isRequest(message.kind)) continue;
                await this.#offer(new Request(message, responder, context));
                await responder.room();
            }
        } catch (error) {
            if (!this.#isOver) this.#end(error);
        }
        responder.close();
        if (this.#clients.delete(channel)) channel[Symbol.dispose]();
        if (this.#clients.size === 0 && this.#clientsLeft <= 0) this.#end();
    }

    #offer(request) {
        const taker = this.#takers.shift();
        if (taker) return taker.resolve({ value: request, done: false });
        return new Promise((taken) => this.#offers.push({ request, taken }));
    }

    /** Ends the service with an error of a handler's. One that comes after the end is an error that nobody caught. */
    #fail(error) {
        if (this.#isOver) throw error;
        this.#end(error);
    }

    #end(failure) {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#failure = failure;
        this.#registration?.close();
        for (const client of this.#clients) client[Symbol.dispose]();
        this.#clients.clear();
        // Nobody waits for the answers any more.
        for (const { taken } of this.#offers.splice(0)) taken();
        for (const taker of this.#takers.splice(0)) {
            if (failure) taker.reject(failure);
            else taker.resolve({ value: undefined, done: true });
        }
    }
}

async function answer(request, handler) {
    try {
        await handler(request);
    } catch (error) {
        if (!(error instanceof FtlError)) throw error;
        if (!request.isAnswered) await request.fail(error);
    }
}

function readClients(what, options) {
    requireObject(`${what}: options`, options);
    const { clients = Infinity } = options;
    if (clients !== Infinity && !(Number.isInteger(clients) && clients > 0)) {
        throw new TypeError(`${what}: clients must be a whole number above 0, not ${String(clients)}`);
    }
    return clients;
}
