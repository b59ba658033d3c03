// setTimeout and setInterval, over the script's timers.

import { clearTimer, nanoseconds, setTimer } from "./loop.js";

/** A length of time of the web's, in milliseconds, as nanoseconds. */
export function toNanoseconds(milliseconds) {
    // What is no number counts as none, as on the web; a year is for ever enough.
    const number = Number(milliseconds);
    return number > 0 ? Math.round(Math.min(number, 3.2e10) * 1e6) : 0;
}

const timeouts = new Map();
let lastTimeout = 0;

function begin(call, milliseconds, values, isRepeated) {
    if (typeof call !== "function") throw new TypeError("a timer calls a function");
    const id = ++lastTimeout;
    // An interval of nothing would let nothing else happen.
    const length = isRepeated ? Math.max(toNanoseconds(milliseconds), 1e6) : toNanoseconds(milliseconds);
    const arm = () =>
        timeouts.set(
            id,
            setTimer(nanoseconds() + length, () => {
                if (isRepeated) arm();
                else timeouts.delete(id);
                call(...values);
            }));
    arm();
    return id;
}

export function setTimeout(call, milliseconds, ...values) {
    return begin(call, milliseconds, values, false);
}

export function setInterval(call, milliseconds, ...values) {
    return begin(call, milliseconds, values, true);
}

export function clearTimeout(id) {
    if (timeouts.has(id)) clearTimer(timeouts.get(id));
    timeouts.delete(id);
}
