// setTimeout and setInterval (HTML, section 8.6), over the script's timers.

import { clearTimer, nanoseconds, setTimer, turn } from "../core/loop.js";
import { requireArguments, toLong } from "../webidl/idl.js";

/** A length of time in milliseconds as nanoseconds. */
export function toNanoseconds(milliseconds) {
    // What is no number counts as none, as on the web; a year is for ever enough.
    const number = Number(milliseconds);
    return number > 0 ? Math.round(Math.min(number, 3.2e10) * 1e6) : 0;
}

/** The map of setTimeout and setInterval IDs: timers by their ids. */
const timeouts = new Map();
let lastId = 0;

/** How deep timers are nested that were set by timers: the level of the one that is running, and its turn. */
let nesting = { level: 0, turn: -1 };
/** Timers that are nested deeper than this take this many milliseconds at least. */
const nestingLimit = 5;
const nestedLength = 4;

function newId() {
    do {
        lastId = (lastId % 0x7fff_ffff) + 1;
    } while (timeouts.has(lastId));
    return lastId;
}

/** The timer initialization steps. */
function begin(what, call, delay, values, isRepeated) {
    if (typeof call !== "function") {
        const why = typeof call === "string" ? ": no text is run as a script here" : "";
        throw new TypeError(`${what} takes a function, not a ${call === null ? "null" : typeof call}${why}`);
    }
    const milliseconds = Math.max(toLong(delay, `${what}: the delay`), 0);
    const id = newId();
    arm(id, { call, milliseconds, values, isRepeated });
    return id;
}

function arm(id, task) {
    const level = nesting.turn === turn() ? nesting.level : 0;
    const milliseconds = level > nestingLimit ? Math.max(task.milliseconds, nestedLength) : task.milliseconds;
    timeouts.set(id, setTimer(nanoseconds() + milliseconds * 1e6, () => run(id, task, level + 1)));
}

function run(id, task, level) {
    nesting = { level, turn: turn() };
    if (!task.isRepeated) timeouts.delete(id);
    try {
        Reflect.apply(task.call, globalThis, task.values);
    } finally {
        // Unless it was cleared meanwhile; that it threw does not end an interval.
        if (timeouts.has(id)) arm(id, task);
    }
}

/** Calls the function once, after that many milliseconds, with the values. The id is for clearTimeout. */
export function setTimeout(call, delay = 0, ...values) {
    requireArguments("setTimeout", arguments.length, 1);
    return begin("setTimeout", call, delay, values, false);
}

/** Calls the function again and again. The next time is counted from the end of a call. */
export function setInterval(call, delay = 0, ...values) {
    requireArguments("setInterval", arguments.length, 1);
    return begin("setInterval", call, delay, values, true);
}

/** Clears a timeout or an interval. An id that is none, or not any more, is no error. */
export function clearTimeout(id = 0) {
    const number = toLong(id, "clearTimeout: the id");
    const timer = timeouts.get(number);
    if (timer === undefined) return;
    clearTimer(timer);
    timeouts.delete(number);
}

/** The same: ids of both are of one kind. */
export function clearInterval(id = 0) {
    clearTimeout(id);
}
