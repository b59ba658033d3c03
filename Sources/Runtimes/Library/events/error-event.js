// ErrorEvent (HTML 8.1.4.6, Runtime script errors): how the global object hears of an error that nobody caught.

import { Event } from "./event.js";
import { defineInterface, requireArguments, toDictionary } from "../webidl/webidl.js";

export class ErrorEvent extends Event {
    #message;
    #filename;
    #line;
    #column;
    #error;

    constructor(type, init) {
        requireArguments("new ErrorEvent", arguments.length, 1);
        super(type, init);
        const { colno = 0, error, filename = "", lineno = 0, message = "" } = toDictionary(init, "an event's init");
        this.#message = `${message}`;
        this.#filename = `${filename}`;
        this.#line = lineno >>> 0;
        this.#column = colno >>> 0;
        this.#error = error;
    }

    get message() {
        return this.#message;
    }
    get filename() {
        return this.#filename;
    }
    get lineno() {
        return this.#line;
    }
    get colno() {
        return this.#column;
    }
    get error() {
        return this.#error;
    }
}

defineInterface(ErrorEvent);
