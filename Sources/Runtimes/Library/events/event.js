// Event (DOM 2.2). There is no tree here: the path of an event is its target alone, and so there is no composed or
// bubbling path to walk. What dispatching changes is in a state that only the library reaches (stateOf).

import { nanoseconds, started } from "../core/loop.js";
import { refuseCloning } from "../clone/cloneable.js";
import { defineInterface, requireArguments, toDictionary } from "../webidl/webidl.js";

/** The state of an event, or undefined for what is none. Set when the class is defined. */
export let stateOf;

const getTrusted = Object.getOwnPropertyDescriptor(
    {
        get isTrusted() {
            return stateOf(this).isTrusted;
        },
    },
    "isTrusted").get;

export class Event {
    #state;

    static {
        stateOf = (value) => (Object(value) === value && #state in value ? value.#state : undefined);
    }

    constructor(type, init) {
        requireArguments("new Event", arguments.length, 1);
        const text = `${type}`;
        const { bubbles, cancelable, composed } = toDictionary(init, "an event's init");
        this.#state = {
            type: text,
            bubbles: Boolean(bubbles),
            cancelable: Boolean(cancelable),
            composed: Boolean(composed),
            target: null,
            currentTarget: null,
            phase: 0,
            isInitialized: true,
            isDispatched: false,
            isStopped: false,
            isStoppedAtOnce: false,
            isCanceled: false,
            isPassive: false,
            isTrusted: false,
            time: (nanoseconds() - started) / 1e6,
        };
        // LegacyUnforgeable: each event has it itself, so that nobody can put another in its place.
        Object.defineProperty(this, "isTrusted", { get: getTrusted, enumerable: true });
    }

    get type() {
        return this.#state.type;
    }
    get target() {
        return this.#state.target;
    }
    get srcElement() {
        return this.#state.target;
    }
    get currentTarget() {
        return this.#state.currentTarget;
    }
    get eventPhase() {
        return this.#state.phase;
    }
    get bubbles() {
        return this.#state.bubbles;
    }
    get cancelable() {
        return this.#state.cancelable;
    }
    get composed() {
        return this.#state.composed;
    }
    get defaultPrevented() {
        return this.#state.isCanceled;
    }
    /** Milliseconds from the time origin (performance.timeOrigin) to when the event was made. */
    get timeStamp() {
        return this.#state.time;
    }

    /** While the event is dispatched: its target. */
    composedPath() {
        const { currentTarget } = this.#state;
        return currentTarget === null ? [] : [currentTarget];
    }

    stopPropagation() {
        this.#state.isStopped = true;
    }

    stopImmediatePropagation() {
        this.#state.isStopped = true;
        this.#state.isStoppedAtOnce = true;
    }

    preventDefault() {
        const state = this.#state;
        if (state.cancelable && !state.isPassive) state.isCanceled = true;
    }

    get cancelBubble() {
        return this.#state.isStopped;
    }
    set cancelBubble(value) {
        if (value) this.#state.isStopped = true;
    }

    get returnValue() {
        return !this.#state.isCanceled;
    }
    set returnValue(value) {
        if (!value) this.preventDefault();
    }

    /** The old way of making an event again; does nothing while it is dispatched. */
    initEvent(type, bubbles = false, cancelable = false) {
        requireArguments("initEvent", arguments.length, 1);
        const text = `${type}`;
        const state = this.#state;
        if (state.isDispatched) return;
        Object.assign(state, {
            type: text, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), target: null, isStopped: false,
            isStoppedAtOnce: false, isCanceled: false, isTrusted: false, isInitialized: true,
        });
    }
}

defineInterface(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
refuseCloning(Event);
