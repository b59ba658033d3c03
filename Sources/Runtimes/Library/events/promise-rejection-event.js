// PromiseRejectionEvent (HTML 8.1.4.7, Unhandled promise rejections): how the global object hears of a rejection that
// nobody handled.

import { Event } from "./event.js";
import { defineInterface, requireArguments, toDictionary } from "../webidl/webidl.js";

export class PromiseRejectionEvent extends Event {
    #promise;
    #reason;

    constructor(type, init) {
        requireArguments("new PromiseRejectionEvent", arguments.length, 2);
        super(type, init);
        const { promise, reason } = toDictionary(init, "an event's init");
        if (Object(promise) !== promise) throw new TypeError("a PromiseRejectionEvent's init has no 'promise'");
        this.#promise = promise;
        this.#reason = reason;
    }

    get promise() {
        return this.#promise;
    }
    get reason() {
        return this.#reason;
    }
}

defineInterface(PromiseRejectionEvent);
