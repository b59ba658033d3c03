// What a script waits for, and the one place where its process waits: a sink with everything that is being watched,
// and the timers. The runtime calls `wait` whenever there are no jobs left; each call lets one thing happen.
//
// A script has come to its end when nothing is held and no timer is set that keeps it alive. Watching alone keeps
// nothing alive: a channel that nobody receives from is no reason to stay, and it can be collected (ports are kept
// weakly here).

import { calls, handleNumber } from "ftl:native";
import { FtlError } from "./error.js";
import { readInfo } from "./message.js";
import { TimerQueue } from "./timer-queue.js";
import { forever, wordAt } from "./words.js";

const eventSize = 40;
const eventsPerWait = 64;
const kinds = [
    undefined, "message", "writable", "peerClosed", "timer", "processExited", "threadExited", "readable",
];

/** Waits on a sink; the events, or none where the deadline passed first. */
export function waitOnSink(sink, deadline, buffer = new Uint8Array(eventSize * eventsPerWait)) {
    let count;
    try {
        count = calls.sink_wait(sink, buffer, deadline);
    } catch (error) {
        if (error instanceof FtlError && error.code === "timedOut") return [];
        throw error;
    }
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const events = [];
    for (let at = 0; at < count * eventSize; at += eventSize) {
        events.push({
            kind: kinds[view.getUint32(at, true)],
            number: view.getUint32(at + 4, true),
            token: wordAt(view, at + 8),
            info: readInfo(view, at + 16),
            words: [wordAt(view, at + 24), wordAt(view, at + 32)],
        });
    }
    return events;
}

// --- Objects ---

const sink = calls.sink_create();
const buffer = new Uint8Array(eventSize * eventsPerWait);
/** Ports by the numbers of their handles. A port is what takes an object's events: `{ event(event) }`. */
const ports = new Map();
/** The ports that somebody waits on. */
const held = new Set();
const forgotten = new FinalizationRegistry((number) => {
    if (ports.get(number)?.deref() === undefined) ports.delete(number);
});

/** From now on the port takes the events of the object that the handle names. */
export function watch(handle, port) {
    const number = handleNumber(handle);
    const reference = new WeakRef(port);
    calls.sink_add(sink, handle);
    try {
        ports.set(number, reference);
        forgotten.register(port, number);
    } catch (error) {
        // Out of stack or memory: whoever calls takes it for not watched.
        calls.sink_remove(sink, handle);
        throw error;
    }
}

/** Ends that. Has to come before the handle is closed or moved. */
export function unwatch(handle, port) {
    held.delete(port);
    const number = handleNumber(handle);
    if (number === 0 || ports.get(number)?.deref() !== port) return;
    ports.delete(number);
    calls.sink_remove(sink, handle);
}

/** Before a handle is closed or moved by itself: whoever waits on its object would wait for ever. */
export function requireNoWaiter(handle) {
    if (held.has(ports.get(handleNumber(handle))?.deref())) {
        throw new FtlError("invalidState", "a handle that is being waited on can be neither closed nor sent away");
    }
}

/** Says whether somebody waits on the port, which keeps it and the process alive. */
export function hold(port, isHeld) {
    if (isHeld) held.add(port);
    else held.delete(port);
}

/** Waits for events of one watched object, which go to its port. Nothing else of the script happens meanwhile. */
export function waitFor(handle, port) {
    const alone = calls.sink_create();
    calls.sink_remove(sink, handle);
    try {
        calls.sink_add(alone, handle);
        for (const event of waitOnSink(alone, forever)) port.event(event);
    } finally {
        calls.handle_close(alone);
        calls.sink_add(sink, handle);
    }
}

// --- Timers ---

/** Nanoseconds since boot. */
export function nanoseconds() {
    return calls.time_now();
}

/** When the library was loaded: what the web calls the time origin. */
export const started = nanoseconds();

const timers = new TimerQueue();

/** How many of them keep the process alive. */
let timersHeld = 0;

/**
 * Calls the function at a time in nanoseconds since boot; the timer is the return value.
 * `keepsAlive`: whether the process goes on until it has gone off.
 */
export function setTimer(when, call, { keepsAlive = true } = {}) {
    const timer = { when, call, keepsAlive: false };
    timers.add(timer);
    // Only now: one whose adding failed is not counted, and must not be counted down.
    timer.keepsAlive = keepsAlive;
    if (keepsAlive) timersHeld++;
    return timer;
}

export function clearTimer(timer) {
    if (timers.remove(timer) && timer.keepsAlive) timersHeld--;
    timer.isCleared = true;
}

// --- Waiting ---

/** What happened and has not been acted on yet, in order: functions from `nextDue` on. */
let due = [];
let nextDue = 0;

/** How many things have happened: what runs until the next one, jobs included, belongs to the one before. */
export let turn = 0;

let sweep;
/** Not before that time, in nanoseconds since boot. */
let sweepAt = 0;
let hasRun = true;

/**
 * From now on the function is called whenever something of the script has run and nothing else is to be done; it gets
 * a twentieth of the time at most. With undefined it no longer is.
 */
export function whenIdle(call) {
    sweep = call;
}

/** Lets the function be called after everything that has happened so far. */
export function soon(call) {
    due.push(call);
}

/** Lets the next thing happen, waiting for it if need be; false where there is nothing to wait for. */
export function wait() {
    while (nextDue === due.length) {
        [due, nextDue] = [[], 0];
        if (held.size === 0 && timersHeld === 0) return false;
        const isSweepDue = sweep !== undefined && hasRun;
        const next = timers.length > 0 ? timers.first.when : forever;
        collect(isSweepDue && sweepAt < next ? sweepAt : next);
        if (!isSweepDue || due.length > 0) continue;
        const start = nanoseconds();
        if (start < sweepAt) continue;
        hasRun = false;
        sweep();
        sweepAt = nanoseconds() + 20 * (nanoseconds() - start);
        // For the jobs that came of it.
        return true;
    }
    hasRun = true;
    turn += 1;
    due[nextDue++]();
    return true;
}

/** Waits until the deadline at most, and makes everything that happened due: events before timers. */
function collect(deadline) {
    for (const event of waitOnSink(sink, deadline, buffer)) {
        const port = ports.get(event.number)?.deref();
        // An object that was closed or forgotten meanwhile has nobody to tell.
        if (port) due.push(() => port.event(event));
    }
    if (timers.length === 0) return;
    const now = nanoseconds();
    while (timers.length > 0 && timers.first.when <= now) {
        const timer = timers.first;
        timers.remove(timer);
        if (timer.keepsAlive) timersHeld--;
        due.push(() => {
            if (!timer.isCleared) timer.call();
        });
    }
}
