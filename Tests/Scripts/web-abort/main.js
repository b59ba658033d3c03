// AbortController and AbortSignal (DOM 3).
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, fails, finish, same } from "ftl:test";

const caught = (attempt) => {
    try {
        attempt();
    } catch (error) {
        return error;
    }
    return undefined;
};

// --- One controller ---

const controller = new AbortController();
const { signal } = controller;
check("a signal", signal instanceof AbortSignal && signal instanceof EventTarget);
same("always the same", controller.signal, signal);
same("not aborted", signal.aborted, false);
same("no reason", signal.reason, undefined);
same("nothing to throw", caught(() => signal.throwIfAborted()), undefined);
same("no handler", signal.onabort, null);
same("the tag", String(controller), "[object AbortController]");
same("the signal's tag", String(signal), "[object AbortSignal]");
await fails("a signal is not made", "TypeError", () => new AbortSignal());

const order = [];
signal.addEventListener("abort", (event) => {
    order.push("listener");
    check("the event", event.type === "abort" && event.isTrusted && event.target === signal);
    check("it neither bubbles nor can be canceled", !event.bubbles && !event.cancelable);
    same("aborted by then", signal.aborted, true);
});
signal.onabort = () => order.push("handler");
same("abort answers nothing", controller.abort(), undefined);
same("both are called", order.join(), "listener,handler");
check("the reason without one", signal.reason instanceof DOMException && signal.reason.name === "AbortError");
same("its code", signal.reason.code, DOMException.ABORT_ERR);
same("throwIfAborted throws it", caught(() => signal.throwIfAborted()), signal.reason);
const { reason } = signal;
controller.abort("again");
check("aborted once", order.length === 2 && signal.reason === reason);

for (const given of ["text", 0, null, false, new Error("why")]) {
    const one = new AbortController();
    one.abort(given);
    same(`a reason of one's own: ${String(given)}`, one.signal.reason, given);
    same("is thrown", caught(() => one.signal.throwIfAborted()), given);
}
const undefinedReason = new AbortController();
undefinedReason.abort(undefined);
same("undefined is no reason", undefinedReason.signal.reason.name, "AbortError");

const twice = new AbortController();
let seen;
twice.signal.addEventListener("abort", () => {
    twice.abort("from within");
    seen = twice.signal.reason;
});
twice.abort("first");
same("aborting from within changes nothing", seen, "first");

const late = new AbortController();
late.abort();
let isCalled = false;
late.signal.onabort = () => (isCalled = true);
late.abort();
same("who comes late is not told", isCalled, false);

// --- abort ---

const aborted = AbortSignal.abort();
check("AbortSignal.abort", aborted.aborted && aborted.reason.name === "AbortError");
same("with a reason", AbortSignal.abort(7).reason, 7);

// --- timeout ---

const begin = performance.now();
const timeout = AbortSignal.timeout(20);
same("not yet", timeout.aborted, false);
// Its timer does not keep the process alive: ours does.
const guard = setTimeout(() => {}, 30_000);
const event = await new Promise((resolve) => (timeout.onabort = resolve));
clearTimeout(guard);
check("a timeout", event.target === timeout && timeout.aborted && event.isTrusted);
check("after its time", performance.now() - begin >= 20, performance.now() - begin);
check("for a TimeoutError", timeout.reason instanceof DOMException && timeout.reason.name === "TimeoutError");
same("a timeout of nothing is not aborted at once", AbortSignal.timeout(0).aborted, false);
for (const wrong of [-1, NaN, Infinity, 2 ** 53, "soon", undefined, -0.5 - 1]) {
    await fails(`a timeout of ${String(wrong)}`, "TypeError", () => AbortSignal.timeout(wrong));
}
check("part of a millisecond counts as none", AbortSignal.timeout(0.9) instanceof AbortSignal);
check("-0.5 too", AbortSignal.timeout(-0.5) instanceof AbortSignal);
await fails("no time", "TypeError", () => AbortSignal.timeout());

// --- any ---

const [one, two] = [new AbortController(), new AbortController()];
const any = AbortSignal.any([one.signal, two.signal]);
check("any of two", any instanceof AbortSignal && !any.aborted && any.reason === undefined);
let fired = 0;
any.onabort = () => fired++;
two.abort("two");
check("aborted by the second", any.aborted && any.reason === "two" && fired === 1);
one.abort("one");
check("and only once", any.reason === "two" && fired === 1);
check("the first is what it was", one.signal.reason === "one");

check("any of one that is aborted", AbortSignal.any([new AbortController().signal, AbortSignal.abort(3)]).reason === 3);
same("any of two that are: the first", AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason, 1);
same("any of none never is", AbortSignal.any([]).aborted, false);
const same_ = AbortSignal.any([signal]);
same("the same reason, not a copy", same_.reason, signal.reason);
await fails("any of what is no sequence", "TypeError", () => AbortSignal.any(signal));
await fails("any of what are no signals", "TypeError", () => AbortSignal.any([signal, {}]));
await fails("any of nothing", "TypeError", () => AbortSignal.any());
check("any iterable will do", AbortSignal.any(new Set([signal])).aborted);

const root = new AbortController();
const middle = AbortSignal.any([root.signal]);
const leaf = AbortSignal.any([middle, new AbortController().signal]);
const told = [];
leaf.addEventListener("abort", () => told.push("leaf"));
middle.addEventListener("abort", () => {
    told.push("middle");
    check("all have their reasons before anybody is told", leaf.aborted && leaf.reason === "root");
});
root.signal.addEventListener("abort", () => {
    told.push("root");
    check("so from the first", leaf.aborted && middle.aborted);
});
root.abort("root");
same("in the order in which they depend", told.join(), "root,middle,leaf");

const doubled = new AbortController();
const double = AbortSignal.any([doubled.signal, doubled.signal, AbortSignal.any([doubled.signal])]);
let doubleCount = 0;
double.onabort = () => doubleCount++;
doubled.abort();
same("one signal twice is one", doubleCount, 1);

// A signal that is listened to stays, although nothing else holds it; ten thousand that are not do not.
const lasting = new AbortController();
let isKept = false;
(() => {
    AbortSignal.any([lasting.signal]).addEventListener("abort", () => (isKept = true));
})();
for (let count = 0; count < 10_000; count++) AbortSignal.any([lasting.signal]);
lasting.abort();
check("a dependent signal that somebody listens to is kept", isKept);

// What nobody can reach any more is collected; rings of garbage make the engine look for it.
let collected = 0;
const registry = new FinalizationRegistry(() => collected++);
for (let count = 0; count < 100; count++) {
    const made = new AbortController();
    made.signal.onabort = () => made;
    new EventTarget().addEventListener("a", () => made, { signal: made.signal });
    registry.register(AbortSignal.any([made.signal]), count);
    registry.register(made.signal, count);
}
for (let rounds = 0; rounds < 200 && collected < 190; rounds++) {
    for (let count = 0; count < 1000; count++) {
        const ring = {};
        ring.ring = ring;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
}
check("signals that nobody can reach are collected", collected >= 190, collected);

const mixed = new AbortController();
const mixedAny = AbortSignal.any([mixed.signal, AbortSignal.timeout(1e9)]);
mixed.abort("mine");
same("any of a controller and a timeout", mixedAny.reason, "mine");

// --- Who waits on signals ---

const target = new EventTarget();
const listening = new AbortController();
let steps = 0;
const listener = () => steps++;
target.addEventListener("a", listener, { signal: AbortSignal.any([listening.signal]) });
target.dispatchEvent(new Event("a"));
listening.abort();
target.dispatchEvent(new Event("a"));
same("a listener with a dependent signal is removed", steps, 1);

const failing = new AbortController();
let isNextCalled = false;
failing.signal.addEventListener("abort", () => {
    throw new Error("from a listener (to be seen on the console)");
});
failing.signal.addEventListener("abort", () => (isNextCalled = true));
failing.abort();
check("an error of one listener stops no other", isNextCalled);

/** What a script makes of it: a wait that can be given up. */
function wait(milliseconds, { signal: until }) {
    return new Promise((resolve, reject) => {
        until.throwIfAborted();
        const timer = setTimeout(resolve, milliseconds);
        until.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(until.reason);
        }, { once: true });
    });
}
const waiting = new AbortController();
setTimeout(() => waiting.abort(), 1);
await fails("a wait that is given up", "AbortError", () => wait(60_000, waiting));
await fails("one that was given up before", "AbortError", () => wait(60_000, { signal: AbortSignal.abort() }));
await fails("a signal cannot be cloned", "DataCloneError", () => structuredClone(AbortSignal.abort()));

// These would keep the process for a day.
AbortSignal.timeout(86_400_000).onabort = () => {};
AbortSignal.any([AbortSignal.timeout(86_400_000)]).onabort = () => {};
finish({ exits: false });
