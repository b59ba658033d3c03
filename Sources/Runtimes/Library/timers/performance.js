// performance (High Resolution Time, the Performance interface): the time since the process began. Marks and measures
// are left out.

import { nanoseconds, started } from "../core/loop.js";
import { refuseCloning } from "../clone/cloneable.js";
import { defineInterface } from "../webidl/webidl.js";

const key = Symbol("Performance");

export class Performance {
    #timeOrigin;

    constructor(secret) {
        if (secret !== key) throw new TypeError("there is one Performance: the global 'performance'");
    }

    /** Milliseconds since the time origin, with parts of them; it never goes back. */
    now() {
        // Answers for a Performance only.
        this.#timeOrigin;
        return (nanoseconds() - started) / 1e6;
    }

    /** The time at which the library of this process was loaded, in milliseconds of Date.now(). */
    get timeOrigin() {
        return (this.#timeOrigin ??= Date.now() - this.now());
    }

    toJSON() {
        return { timeOrigin: this.timeOrigin };
    }
}

defineInterface(Performance);
refuseCloning(Performance);

export const performance = new Performance(key);
