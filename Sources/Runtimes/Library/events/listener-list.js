// The listeners of one target, and how an event is dispatched to them (DOM 2.7 to 2.10, HTML 8.1.8.1). The target is
// named, because the global object is one too, without being an EventTarget.

import { addAbortStep, isAborted, isAbortSignal } from "./abort-steps.js";
import { ErrorEvent } from "./error-event.js";
import { stateOf } from "./event.js";
import { reportError } from "./report.js";
import { toDictionary } from "../webidl/webidl.js";

const atTarget = 2;

/** A callback interface's value (WebIDL 3.2.16): an object, or null. */
function toCallback(value) {
    if (value === null || value === undefined) return null;
    if (typeof value === "object" || typeof value === "function") return value;
    throw new TypeError(`an event listener must be a function or an object, not ${typeof value}`);
}

/** The capture option alone: a boolean in itself, or in a dictionary. */
function toCapture(options) {
    return Object(options) === options ? Boolean(options.capture) : Boolean(options);
}

function toOptions(options) {
    if (Object(options) !== options) return { capture: Boolean(options), once: false, passive: false };
    const { capture, once, passive, signal } = toDictionary(options, "the options of a listener");
    if (signal !== undefined && !isAbortSignal(signal)) {
        throw new TypeError("a listener's option 'signal' must be an AbortSignal");
    }
    return { capture: Boolean(capture), once: Boolean(once), passive: Boolean(passive), signal };
}

export class ListenerList {
    #target;
    #listeners = [];
    /** Those of each callback, so that adding and removing one takes no longer when there are thousands. */
    #ofCallback = new Map();
    /** Event handlers (onmessage and the like) by type: { value, listener }. */
    #handlers = new Map();
    /** For the target's own class: called after listeners came or went. */
    changed = () => {};

    constructor(target) {
        this.#target = target;
    }

    add(type, callback, options) {
        this.#add(`${type}`, toCallback(callback), toOptions(options));
    }

    remove(type, callback, options) {
        const name = `${type}`;
        const wanted = toCallback(callback);
        const capture = toCapture(options);
        const found = this.#find(name, wanted, capture);
        if (found && !found.isHandler) this.#remove(found);
    }

    /** Whether anybody listens to events of that type. */
    has(type) {
        return this.#listeners.some((one) => one.type === type);
    }

    /** Dispatches an event of a script's. Answers whether nobody canceled it. */
    dispatch(event) {
        return this.#dispatch(event, false);
    }

    /** Dispatches an event of the platform's own. */
    fire(event) {
        return this.#dispatch(event, true);
    }

    // --- Event handlers ---

    handler(type) {
        return this.#handlers.get(type)?.value ?? null;
    }

    /** Sets the handler. One that is changed keeps its place among the listeners; what is no object takes it away. */
    setHandler(type, value) {
        const current = this.#handlers.get(type);
        if (Object(value) !== value) {
            if (!current) return;
            this.#handlers.delete(type);
            this.#remove(current.listener);
        } else if (current) {
            current.value = value;
        } else {
            const callback = (event) => this.#handle(type, event);
            this.#add(type, callback, { capture: false, once: false, passive: false, isHandler: true });
            const listener = this.#listeners.at(-1);
            this.#handlers.set(type, { value, listener });
        }
    }

    /** HTML 8.1.8.1, the event handler processing algorithm. */
    #handle(type, event) {
        const value = this.handler(type);
        if (typeof value !== "function") return;
        const isOnError = type === "error" && this.#target === globalThis && event instanceof ErrorEvent;
        const result = isOnError
            ? value.call(this.#target, event.message, event.filename, event.lineno, event.colno, event.error)
            : value.call(this.#target, event);
        if (result === (isOnError ? true : false)) event.preventDefault();
    }

    // --- Listeners ---

    #find(type, callback, capture) {
        return this.#ofCallback.get(callback)?.find((one) => one.type === type && one.capture === capture);
    }

    #add(type, callback, { capture, once, passive, signal, isHandler = false }) {
        if (callback === null || (signal !== undefined && isAborted(signal))) return;
        if (this.#find(type, callback, capture)) return;
        const listener = { type, callback, capture, once, passive, isHandler, isRemoved: false };
        this.#listeners.push(listener);
        this.#ofCallback.set(callback, [...(this.#ofCallback.get(callback) ?? []), listener]);
        if (signal !== undefined) addAbortStep(signal, () => this.#remove(listener));
        this.changed();
    }

    #remove(listener) {
        if (listener.isRemoved) return;
        listener.isRemoved = true;
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        const others = this.#ofCallback.get(listener.callback).filter((one) => one !== listener);
        if (others.length > 0) this.#ofCallback.set(listener.callback, others);
        else this.#ofCallback.delete(listener.callback);
        this.changed();
    }

    // --- Dispatching ---

    #dispatch(event, isTrusted) {
        const state = stateOf(event);
        state.isTrusted = isTrusted;
        state.isDispatched = true;
        state.target = this.#target;
        state.currentTarget = this.#target;
        state.phase = atTarget;
        this.#invoke(event, state, true);
        this.#invoke(event, state, false);
        Object.assign(state, {
            phase: 0, currentTarget: null, isDispatched: false, isStopped: false, isStoppedAtOnce: false,
        });
        return !state.isCanceled;
    }

    /** Calls those that capture, or the others. */
    #invoke(event, state, capture) {
        if (state.isStopped) return;
        // Those that are added meanwhile are not called; those that are removed neither.
        const called = this.#listeners.filter((one) => one.type === state.type && one.capture === capture);
        for (const listener of called) {
            if (listener.isRemoved) continue;
            if (listener.once) this.#remove(listener);
            state.isPassive = listener.passive;
            try {
                this.#call(listener.callback, event);
            } catch (error) {
                reportError(error);
            }
            state.isPassive = false;
            if (state.isStoppedAtOnce) return;
        }
    }

    #call(callback, event) {
        if (typeof callback === "function") {
            callback.call(this.#target, event);
            return;
        }
        const { handleEvent } = callback;
        if (typeof handleEvent !== "function") throw new TypeError("an event listener without a method handleEvent");
        handleEvent.call(callback, event);
    }
}

/** Defines event handler attributes: `on` and the type, for each. `listOf(holder)` answers the list of a holder's. */
export function defineHandlers(holder, types, listOf) {
    for (const type of types) {
        const { get, set } = Object.getOwnPropertyDescriptor(
            {
                get handler() {
                    return listOf(this).handler(type);
                },
                set handler(value) {
                    listOf(this).setHandler(type, value);
                },
            },
            "handler");
        Object.defineProperty(holder, `on${type}`, { get, set, enumerable: true, configurable: true });
    }
}
