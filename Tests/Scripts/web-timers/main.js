// setTimeout and setInterval (HTML, section 8.6): arguments, order, clearing, nesting, and many at once.
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { now } from "ftl";
import { finish, same as check } from "ftl:test";

/** The message of what a function throws, where that is a TypeError. */
function refusal(call) {
    try {
        return `answers ${call()}`;
    } catch (error) {
        return error instanceof TypeError ? error.message : String(error);
    }
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// --- Arguments ---

check("a text is refused", refusal(() => setTimeout("1 + 1", 0)),
    "setTimeout takes a function, not a string: no text is run as a script here");
check("an object too", refusal(() => setInterval({}, 0)), "setInterval takes a function, not a object");
check("null too", refusal(() => setTimeout(null)), "setTimeout takes a function, not a null");
check("nothing too", refusal(() => setTimeout()).includes("setTimeout needs 1 argument"), true);
check("a symbol for the delay", refusal(() => setTimeout(() => {}, Symbol("x"))).includes("the delay"), true);
check("a BigInt for the delay", refusal(() => setTimeout(() => {}, 1n)).includes("the delay"), true);
check("how many arguments they take", `${setTimeout.length} ${setInterval.length} ${clearTimeout.length}`, "1 1 0");

const ids = [setTimeout(() => {}), setTimeout(() => {}), setInterval(() => {}), setTimeout(() => {})];
check("ids are positive integers", ids.every((id) => Number.isInteger(id) && id > 0), true);
check("no two of them the same", new Set(ids).size, ids.length);
clearTimeout(ids[2]);
for (const id of [0, -1, 1e9, undefined, null, "x", {}, NaN, ids[2]]) clearTimeout(id);
clearInterval();
check("clearing what is not there is no error", true, true);

const given = await new Promise((resolve) => {
    setTimeout(function (...values) {
        resolve({ self: this, values });
    }, 0, 1, "two", null);
});
check("the values come with the call", JSON.stringify(given.values), '[1,"two",null]');
check("this is the global object", given.self === globalThis, true);

// --- Delays ---

/** The order in which timers with these delays go off. */
async function order(...delays) {
    const seen = [];
    await Promise.all(delays.map((delay, at) => new Promise((resolve) => setTimeout(() => resolve(seen.push(at)), delay))));
    return seen.join();
}

check("by their delays", await order(60, 5, 30, 0), "3,1,2,0");
check("equal ones as they were set", await order(...new Array(20).fill(3)), Array.from({ length: 20 }, (_, at) => at).join());
check("texts of numbers", await order("40", "0"), "1,0");
check("what is no number is 0", await order(20, NaN, undefined, null, "x", {}, -5, -Infinity), "1,2,3,4,5,6,7,0");
check("an object's value", await order({ valueOf: () => 30 }, 0), "1,0");
check("true is 1", await order(30, true), "1,0");
check("delays are taken modulo 2^32", await order(30, 2 ** 32, 2 ** 31, Infinity, 2 ** 32 + 60), "1,2,3,0,4");
check("parts of milliseconds do not count", await order(1.9, 1.1, 1.5), "0,1,2");
const start = now();
await after(50);
const length = now() - start;
check("not before its time", length >= 50 && length < 5000, true);

// --- Clearing ---

const kept = [];
const cleared = setTimeout(() => kept.push("cleared"), 1);
setTimeout(() => kept.push("kept"), 1);
clearTimeout(cleared);
await after(10);
check("a cleared timeout does not go off", kept.join(), "kept");

const due = [];
let second = 0;
setTimeout(() => {
    due.push("first");
    clearTimeout(second);
}, 1);
second = setTimeout(() => due.push("second"), 1);
const busy = now();
while (now() - busy < 5);
await after(10);
check("nor one that is due already", due.join(), "first");

const swapped = [setTimeout(() => due.push("x"), 1), setInterval(() => due.push("y"), 1)];
clearInterval(swapped[0]);
clearTimeout(swapped[1]);
await after(10);
check("either function clears both kinds", due.join(), "first");
const text = setTimeout(() => due.push("z"), 1);
clearTimeout(String(text));
await after(5);
check("an id may be a text", due.join(), "first");

// --- Intervals ---

const ticks = [];
await new Promise((resolve) => {
    const id = setInterval((word) => {
        ticks.push(word);
        if (ticks.length < 4) return;
        clearInterval(id);
        resolve();
    }, 2, "tick");
});
await after(20);
check("an interval ends when it clears itself", ticks.join(), "tick,tick,tick,tick");

let rounds = 0;
const ended = await new Promise((resolve) => {
    const id = setInterval(() => {
        rounds += 1;
        if (rounds === 3) clearInterval(id);
    }, 0);
    setTimeout(() => resolve(rounds), 60);
});
check("an interval of nothing lets other things happen", ended, 3);

let long = 0;
const longStart = now();
await new Promise((resolve) => {
    const id = setInterval(() => {
        const begin = now();
        while (now() - begin < 10);
        if (++long < 3) return;
        clearInterval(id);
        resolve();
    }, 10);
});
check("the next time is counted from the end of a call", now() - longStart >= 60, true);

// --- Nesting ---

const depth = 12;
const nestedStart = now();
await new Promise((resolve) => {
    const next = (left) => (left === 0 ? resolve() : setTimeout(next, 0, left - 1));
    next(depth);
});
check("timers deep inside one another take 4 ms", now() - nestedStart >= (depth - 7) * 4, true);
const flatStart = now();
await Promise.all(Array.from({ length: 50 }, () => after(0)));
check("those beside one another do not", now() - flatStart < 1000, true);

// --- Jobs come first ---

const steps = [];
setTimeout(() => {
    steps.push("timer 1");
    Promise.resolve().then(() => steps.push("job"));
}, 0);
setTimeout(() => steps.push("timer 2"), 0);
await after(5);
check("jobs run before the next timer", steps.join(), "timer 1,job,timer 2");

// --- Many ---

const count = 10_000;
const manyStart = now();
/** In which order they went off, and between which times each was to. */
const sequence = [];
const bounds = [];
await new Promise((resolve) => {
    // Each has a shorter delay than those before, which is the worst for a list in order.
    for (let at = 0; at < count; at++) {
        const delay = 3000 + Math.floor((count - at) / 5);
        const earliest = now() + delay;
        setTimeout(() => {
            if (sequence.push(at) === count) resolve();
        }, delay);
        bounds.push([earliest, now() + delay]);
    }
    const others = Array.from({ length: count }, (_, at) => setTimeout(() => sequence.push(-1), 60_000 + (at % 100)));
    for (const id of others) clearTimeout(id);
    const setting = now() - manyStart;
    check(`${2 * count} timers are set and ${count} cleared in good time`, setting < 15_000 || setting, true);
});
check("they go off in order", sequence.every((at, index) => index === 0 ||
    bounds[sequence[index - 1]][0] <= bounds[at][1]), true);
check("all of them, and no cleared one", sequence.length === count && !sequence.includes(-1), true);

finish();
