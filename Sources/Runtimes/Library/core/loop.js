// What a script waits for, and the one place where its process waits: a sink with everything that is being watched,
// and the timers. The runtime calls `wait` whenever there are no jobs left; each call lets one thing happen.
//
// A script has come to its end when nothing is held and no timer is set that keeps it alive. Watching alone keeps
// nothing alive: a channel that nobody receives from is no reason to stay, and it can be collected (ports are kept
// weakly here).

import {
    calls, deliver, handleNumber, hold, isHeld, Port as NativePort, portOf, waitForEvents, waitOn, watchPort,
} from "ftl:native";
import { eventField, eventKinds, eventSize, eventsPerWait } from "./abi.js";
import { FtlError } from "./error.js";
import { readInfo } from "./message.js";
import { TimerQueue } from "../timers/timer-queue.js";
import { forever, wordAt } from "./words.js";

/** Words of 32 bits in an event, and where in it the kind is and the number of the handle. */
export const eventLength = eventSize / 4;
const kindAt = eventField.kind / 4;
const handleAt = eventField.handle / 4;

/** The event that begins at that word, as an object. */
export function readEvent(events, at) {
    const view = new DataView(events.buffer, events.byteOffset + 4 * at, eventSize);
    return {
        kind: eventKinds[events[at + kindAt]],
        number: events[at + handleAt],
        token: wordAt(view, eventField.token),
        info: readInfo(view, eventField.info),
        words: [wordAt(view, eventField.word0), wordAt(view, eventField.word1)],
    };
}

/** Waits on a sink; the events, or none where the deadline passed first. */
export function waitOnSink(sink, deadline) {
    const events = new Uint32Array(eventLength * eventsPerWait);
    const count = waitForEvents(sink, events, deadline);
    return Array.from({ length: count }, (_, index) => readEvent(events, index * eventLength));
}

// --- Objects ---

/** What takes the events of an object that is watched; weakly known to the runtime, by the number of its handle. */
export class Port extends NativePort {
    /** `event(events, at)` takes an event that begins at that word of the array, which is gone afterwards. */
    constructor(event) {
        super();
        this.event = event;
    }
}

/** `hold(port, isHeld)` says whether somebody waits on the port, which keeps it and the process alive. */
export { hold };

/** The sink with everything that is watched. */
let sink;

/** From now on the port takes the events of the object that the handle names. */
export function watch(handle, port) {
    calls.sink_add(sink, handle);
    try {
        watchPort(port, handleNumber(handle));
    } catch (error) {
        // Out of stack: whoever calls takes it for not watched.
        calls.sink_remove(sink, handle);
        throw error;
    }
}

/** Ends that. Has to come before the handle is closed or moved. */
export function unwatch(handle, port) {
    hold(port, false);
    const number = handleNumber(handle);
    const isWatching = number !== 0 && portOf(number) === port;
    watchPort(port, 0);
    if (isWatching) calls.sink_remove(sink, handle);
}

/** Before a handle is closed or moved by itself: whoever waits on its object would wait for ever. */
export function requireNoWaiter(handle) {
    const port = portOf(handleNumber(handle));
    if (port !== undefined && isHeld(port)) {
        throw new FtlError("invalidState", "a handle that is being waited on can be neither closed nor sent away");
    }
}

// --- Timers ---

/** Nanoseconds since boot. */
export function nanoseconds() {
    return calls.time_now();
}

/** When the process began: what the web calls the time origin. */
export let started;

/** A process begins; nothing was watched yet, and no time asked for. */
export function begin() {
    sink = calls.sink_create();
    waitOn(sink, events, state);
    started = nanoseconds();
}

const timers = new TimerQueue();

/** How many of them keep the process alive, and how many there are. */
let timersHeld = 0;
let timersSet = 0;

/**
 * Calls the function at a time in nanoseconds since boot; the timer is the return value.
 * `keepsAlive`: whether the process goes on until it has gone off.
 */
export function setTimer(when, call, { keepsAlive = true } = {}) {
    const timer = { when, call, keepsAlive: false };
    timers.add(timer);
    timersSet = timers.length;
    noteState();
    // Only now: one whose adding failed is not counted, and must not be counted down.
    timer.keepsAlive = keepsAlive;
    if (keepsAlive) timersHeld++;
    return timer;
}

export function clearTimer(timer) {
    if (timers.remove(timer) && timer.keepsAlive) timersHeld--;
    timersSet = timers.length;
    noteState();
    timer.isCleared = true;
}

// --- Waiting ---

/** Events that have not been taken yet: those from `nextEvent` up to `endOfEvents`, with the ports that take them. */
const events = new Uint32Array(eventLength * eventsPerWait);
const takers = [];
let nextEvent = 0;
let endOfEvents = 0;

/** What comes after them, in order: functions from `nextDue` on. */
let due = [];
let nextDue = 0;

/**
 * What the runtime has to know of all this: whether there is anything but the sink to look after. Where there is not, it
 * waits there itself, and comes here only with events that are not as usual. And how many things have happened.
 */
const state = new Uint32Array(2);
const [isBusy, turns] = [0, 1];

function noteState() {
    const isQuiet = nextEvent === endOfEvents && nextDue === due.length && timersSet === 0 && sweep === undefined;
    state[isBusy] = isQuiet ? 0 : 1;
}

/** How many things have happened: what runs until the next one, jobs included, belongs to the one before. */
export function turn() {
    return state[turns];
}

let sweep;
/** Not before that time, in nanoseconds since boot. */
let sweepAt = 0;
let hasRun = true;

/**
 * From now on the function is called whenever something of the script has run and nothing else is to be done; it gets
 * a twentieth of the time at most. With undefined it no longer is.
 */
export function whenIdle(call) {
    // Only a loop with one keeps account of it.
    if (sweep === undefined) hasRun = true;
    sweep = call;
    noteState();
}

/** Lets the function be called after everything that has happened so far. */
export function soon(call) {
    due.push(call);
    noteState();
}

/** What waitForEvents answers where there is nothing to wait for, and where an event was taken already. */
const [ended, taken] = [1000, 1001];

/**
 * Lets the next thing happen, waiting for it if need be; false where there is nothing to wait for. `count`: so many
 * events are there already.
 */
export function wait(count = 0) {
    if (count > 0) collect(count);
    while (nextEvent === endOfEvents && nextDue === due.length) {
        if (nextDue > 0) [due, nextDue] = [[], 0];
        const isSweepDue = sweep !== undefined && hasRun;
        let deadline = timersSet > 0 ? timers.first.when : forever;
        if (isSweepDue && sweepAt < deadline) deadline = sweepAt;
        // An event that is alone and as usual is taken in there.
        const count = waitForEvents(sink, events, deadline, timersHeld === 0);
        if (count === taken) {
            hasRun = true;
            state[turns] += 1;
            if (timersSet > 0) collectTimers();
            return true;
        }
        if (count === ended) return false;
        collect(count);
        if (!isSweepDue || nextEvent < endOfEvents || due.length > 0) continue;
        const start = nanoseconds();
        if (start < sweepAt) continue;
        hasRun = false;
        sweep();
        sweepAt = nanoseconds() + 20 * (nanoseconds() - start);
        // For the jobs that came of it.
        return true;
    }
    hasRun = true;
    state[turns] += 1;
    if (nextEvent === endOfEvents) {
        const call = due[nextDue++];
        noteState();
        call();
        return true;
    }
    const index = nextEvent++;
    const port = takers[index];
    takers[index] = undefined;
    skipUntaken();
    noteState();
    const at = index * eventLength;
    deliver(port, events, at)?.event(events, at);
    return true;
}

/** Goes on to the next event that has somebody to take it. */
function skipUntaken() {
    while (nextEvent < endOfEvents && takers[nextEvent] === undefined) nextEvent++;
}

/** Makes so many events due, and then the timers that have gone off. */
function collect(count) {
    // Whoever watches an object now takes its event, even if the handle's number is another object's by then. An object
    // that was closed or forgotten meanwhile has no listener.
    for (let index = 0; index < count; index++) takers[index] = portOf(events[index * eventLength + handleAt]);
    nextEvent = 0;
    endOfEvents = count;
    skipUntaken();
    if (timersSet > 0) collectTimers();
}

function collectTimers() {
    const now = nanoseconds();
    while (timers.length > 0 && timers.first.when <= now) {
        const timer = timers.first;
        timers.remove(timer);
        if (timer.keepsAlive) timersHeld--;
        due.push(() => {
            if (!timer.isCleared) timer.call();
        });
    }
    timersSet = timers.length;
    noteState();
}
