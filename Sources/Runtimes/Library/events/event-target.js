// EventTarget (DOM 2.7).

import { refuseCloning } from "../clone/cloneable.js";
import { DOMException } from "../webidl/dom-exception.js";
import { stateOf } from "./event.js";
import { ListenerList } from "./listener-list.js";
import { defineInterface, requireArguments } from "../webidl/webidl.js";

/** For classes of the library: the listeners of a target of theirs. Set when the class is defined. */
export let listenersOf;

/** Checks what a script dispatches (DOM 2.7, dispatchEvent). */
export function requireDispatchable(event) {
    const state = stateOf(event);
    if (state === undefined) throw new TypeError("dispatchEvent takes an Event");
    if (state.isDispatched) throw new DOMException("the event is being dispatched already", "InvalidStateError");
}

export class EventTarget {
    #listeners = new ListenerList(this);

    static {
        listenersOf = (target) => target.#listeners;
    }

    addEventListener(type, callback, options) {
        requireArguments("addEventListener", arguments.length, 2);
        this.#listeners.add(type, callback, options);
    }

    removeEventListener(type, callback, options) {
        requireArguments("removeEventListener", arguments.length, 2);
        this.#listeners.remove(type, callback, options);
    }

    /** Calls the listeners; false where one of them called preventDefault and the event can be canceled. */
    dispatchEvent(event) {
        requireArguments("dispatchEvent", arguments.length, 1);
        requireDispatchable(event);
        return this.#listeners.dispatch(event);
    }
}

defineInterface(EventTarget);
refuseCloning(EventTarget);
