// AbortSignal (DOM 3.2). A signal that depends on others (any) is held by them only while somebody listens to it:
// otherwise a signal that lives as long as its process would hold every signal that was ever made of it.

import { nanoseconds, setTimer } from "../core/loop.js";
import { toNanoseconds } from "../timers/timers.js";
import { defineSignals, isAbortSignal } from "./abort-steps.js";
import { DOMException } from "../webidl/dom-exception.js";
import { Event } from "./event.js";
import { EventTarget, listenersOf } from "./event-target.js";
import { defineHandlers } from "./listener-list.js";
import { reportError } from "./report.js";
import { defineInterface, requireArguments, toSequence } from "../webidl/webidl.js";

/** For AbortController: a new signal, and what aborts one. Set when the class is defined. */
export let makeSignal;
export let signalAbort;

/** Only who has this can make a signal. */
const key = Symbol("AbortSignal");

/** Signals that depend on one that nobody can reach any more are taken from its list. */
const forgotten = new FinalizationRegistry(({ dependents, reference }) => dependents.delete(reference));

export class AbortSignal extends EventTarget {
    /** `steps`: what is done when it is aborted, before the listeners; `changed`: called after some came or went. */
    #state = { isAborted: false, steps: new Set(), changed: () => this.#updateHold() };
    #reason = undefined;
    #isDependent = false;
    /** The signals that this one depends on; none of them depends on others. */
    #sources = new Set();
    /** Weak references to the signals that depend on this one, in the order in which they came. */
    #dependents = new Set();
    /** Those of them that are listened to. */
    #held = new Set();

    static {
        defineSignals((value) => (Object(value) === value && #state in value ? value.#state : undefined));
        makeSignal = () => new AbortSignal(key);
        signalAbort = (signal, reason) => signal.#abort(reason);
    }

    constructor(secret) {
        if (secret !== key) {
            throw new TypeError("an AbortSignal comes from an AbortController, or from abort, timeout and any");
        }
        super();
        listenersOf(this).changed = this.#state.changed;
    }

    /** A signal that is aborted. */
    static abort(reason) {
        const signal = makeSignal();
        signal.#setReason(reason);
        return signal;
    }

    /**
     * A signal that is aborted after so many milliseconds, with a TimeoutError. Its timer does not keep the process
     * alive: when there is nothing else to wait for, nobody is interrupted by it.
     */
    static timeout(milliseconds) {
        requireArguments("AbortSignal.timeout", arguments.length, 1);
        const number = Math.trunc(Number(milliseconds));
        // EnforceRange (WebIDL).
        if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) {
            throw new TypeError(`a timeout is a number of milliseconds below 2^53, not ${String(milliseconds)}`);
        }
        const signal = makeSignal();
        setTimer(
            nanoseconds() + toNanoseconds(number),
            () => signal.#abort(new DOMException("the time is up", "TimeoutError")), { keepsAlive: false });
        return signal;
    }

    /** A signal that is aborted when the first of the others is, for the same reason. */
    static any(signals) {
        requireArguments("AbortSignal.any", arguments.length, 1);
        const sources = toSequence(signals, "the signals of AbortSignal.any");
        if (!sources.every(isAbortSignal)) throw new TypeError("AbortSignal.any takes AbortSignals");
        const signal = makeSignal();
        const aborted = sources.find((source) => source.#state.isAborted);
        if (aborted) {
            signal.#setReason(aborted.#reason);
            return signal;
        }
        for (const source of sources) {
            // Of one that depends on others: those.
            for (const origin of source.#isDependent ? source.#sources : [source]) signal.#dependOn(origin);
        }
        signal.#isDependent = true;
        return signal;
    }

    get aborted() {
        return this.#state.isAborted;
    }

    get reason() {
        return this.#reason;
    }

    throwIfAborted() {
        if (this.#state.isAborted) throw this.#reason;
    }

    // --- Aborting ---

    #setReason(reason) {
        this.#state.isAborted = true;
        this.#reason = reason === undefined ? new DOMException("the operation was aborted", "AbortError") : reason;
    }

    /** DOM 3.2, signal abort: all get their reason before any listener is called. */
    #abort(reason) {
        if (this.#state.isAborted) return;
        this.#setReason(reason);
        const dependents = [];
        for (const reference of this.#dependents) {
            const dependent = reference.deref();
            if (dependent === undefined || dependent.#state.isAborted) continue;
            dependent.#setReason(this.#reason);
            dependents.push(dependent);
        }
        this.#dependents.clear();
        this.#held.clear();
        this.#notify();
        for (const dependent of dependents) dependent.#notify();
    }

    #notify() {
        for (const source of this.#sources) source.#held.delete(this);
        this.#sources.clear();
        const { steps } = this.#state;
        const due = [...steps];
        steps.clear();
        for (const step of due) {
            try {
                step();
            } catch (error) {
                reportError(error);
            }
        }
        listenersOf(this).fire(new Event("abort"));
    }

    // --- Dependence ---

    #dependOn(source) {
        if (this.#sources.has(source)) return;
        this.#sources.add(source);
        const reference = new WeakRef(this);
        source.#dependents.add(reference);
        forgotten.register(this, { dependents: source.#dependents, reference });
    }

    #updateHold() {
        const isHeld = this.#state.steps.size > 0 || listenersOf(this).has("abort");
        for (const source of this.#sources) {
            if (isHeld) source.#held.add(this);
            else source.#held.delete(this);
        }
    }
}

defineHandlers(AbortSignal.prototype, ["abort"], listenersOf);
defineInterface(AbortSignal);
