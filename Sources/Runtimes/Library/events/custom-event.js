// CustomEvent (DOM 2.4): an event with a value of the script's.

import { Event, stateOf } from "./event.js";
import { defineInterface, requireArguments, toDictionary } from "../webidl/webidl.js";

export class CustomEvent extends Event {
    #detail;

    constructor(type, init) {
        requireArguments("new CustomEvent", arguments.length, 1);
        super(type, init);
        const { detail } = toDictionary(init, "an event's init");
        this.#detail = detail === undefined ? null : detail;
    }

    get detail() {
        return this.#detail;
    }

    /** The old way of making an event again; does nothing while it is dispatched. */
    initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
        requireArguments("initCustomEvent", arguments.length, 1);
        if (stateOf(this).isDispatched) return;
        this.initEvent(type, bubbles, cancelable);
        this.#detail = detail;
    }
}

defineInterface(CustomEvent);
