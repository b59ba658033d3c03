// Tries every way to get at a handle or at memory that it was not given. Each attempt has to end in an error.
// @ts-nocheck (it does what the declarations forbid, on purpose)

import { Channel, connect, exit, FtlError, Handle, register, Sink, syscalls, System, Timer } from "ftl";
import { Terminal } from "ftl:terminal";

let failures = 0;

async function refused(what, attempt, check = (error) => error instanceof TypeError) {
    try {
        await attempt();
        console.log(`FAILED: ${what}: nothing was thrown`);
        failures += 1;
    } catch (error) {
        if (check(error)) {
            console.log(`ok: ${what}: ${error.message}`);
        } else {
            console.log(`FAILED: ${what}:`, error);
            failures += 1;
        }
    }
}

const [near, far] = Channel.create();
/** Sends on a channel whose handle is the value. */
const sendOn = (handle) => new Channel(handle).send({ body: "x" });
const sendHandle = (handle) => near.send({ handle });
const sendBody = (body) => near.send({ body });
const sendWords = (...words) => near.send({ words });

// --- Making a handle ---

await refused("new Handle", () => new Handle());
await refused("new Handle(1)", () => new Handle(1));
await refused("Handle()", () => Handle(1));
await refused("the constructor from the prototype", () => new near.handle.constructor(1));
await refused("a class that extends Handle", () => new (class extends Handle {})());
await refused("Reflect.construct", () => Reflect.construct(Handle, [1], Object));
await refused("Reflect.construct for its prototype", () => sendOn(Reflect.construct(Object, [], Handle)));
await refused("Object.create of its prototype", () => sendOn(Object.create(Handle.prototype)));
await refused("Object.create of a handle", () => sendOn(Object.create(near.handle)));
await refused("an object with its prototype", () => sendOn(Object.setPrototypeOf({ number: 1 }, Handle.prototype)));
await refused("a typed array with its prototype", () =>
    sendOn(Object.setPrototypeOf(new Uint32Array([1]), Handle.prototype)));
await refused("a proxy of a handle", () => sendOn(new Proxy(near.handle, {})));
await refused("a copy of a handle", () => sendOn(Object.assign(Object.create(Handle.prototype), near.handle)));
for (const value of [0, 1, 1n, "1", true, null, undefined, [1], { handle: 1 }, Symbol("1"), () => 1]) {
    await refused(`a handle that is ${String(value)}`, () => sendOn(value));
}
for (const value of [1, 1n, "1", true, {}, [1], { handle: 1 }, { handle: { handle: 1 } }]) {
    await refused(`sending away ${JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}n` : item))}`, () =>
        sendHandle(value));
}
Object.defineProperty(Handle, Symbol.hasInstance, { value: () => true, configurable: true });
await refused("an object that passes for a handle", () => sendOn({}));
await refused("a number that passes for a handle", () => sendOn(1));
delete Handle[Symbol.hasInstance];
let isIntercepted = false;
for (const index of [0, 1]) {
    Object.defineProperty(Array.prototype, index, { set: () => (isIntercepted = true), configurable: true });
}
const pair = Channel.create();
for (const index of [0, 1]) delete Array.prototype[index];
console.log(isIntercepted || pair.length !== 2 ? "FAILED: a setter ran inside a call" : "ok: no setter runs inside a call");
if (isIntercepted) failures += 1;
await refused("a handle as a sink's member", () => new Sink().add({ handle: 3 }));
await refused("a changed prototype of a handle", () => {
    const { handle } = new Timer();
    Object.setPrototypeOf(handle, null);
    Object.assign(handle, { number: 1 });
    // It is the timer still, and no channel.
    near.send.call(near, { handle: null });
    new Channel(handle).send();
}, (error) => error.code === "wrongType");

await refused("closing a channel while a message is made for it", () => {
    const [brief] = Channel.create();
    brief.send({
        get words() {
            brief.close();
            return [1, 2];
        },
    });
});

// --- Using one after its end ---

const [first, second] = Channel.create();
first.close();
await refused("a closed channel", () => first.send());
await refused("closing twice", () => first.close());
await refused("the other end of a closed channel", () => second.send(), (error) => error.code === "peerClosed");
const [moved] = Channel.create();
near.send({ handle: moved });
await refused("a channel that was sent away", () => moved.send());
await refused("sending it away again", () => near.send({ handle: moved }));
const [one, other] = Channel.create();
await refused("an end of a channel through the other", () => one.send({ handle: other }), (error) => error.code === "wouldCycle");
await refused("a timer as a channel", () => sendOn(new Timer().handle), (error) => error.code === "wrongType");

const isInvalid = (error) => error.code === "invalidState";
const [waiting, waker] = Channel.create();
const awaited = waiting.receive();
await refused("sending away a handle that is being waited on", () => near.send({ handle: waiting.handle }), isInvalid);
await refused("closing a handle that is being waited on", () => waiting.handle.close(), isInvalid);
await refused("closing what is no handle", () => Handle.prototype.close.call({}));
waker.send({ body: "x" });
await awaited;
const timer = new Timer();
const fired = timer.fired();
timer.close();
await refused("a timer that is closed while it is being waited for", () => fired, (error) => error.code === "peerClosed");
// More than a process may have at a time: those that nobody can reach any more do not count.
for (let count = 0; count < 10_000; count++) new Timer();
console.log("ok: handles that were dropped are closed");

// --- Naming memory ---

for (const value of [0, 1, 4096, 0x8020_0000, 0xffff_ffff_8000_0000n, true, {}, [1, 2, 3], { length: 8 }, () => 1]) {
    await refused(`a body that is ${String(value)}`, () => sendBody(value));
}
await refused("a body that looks like a typed array", () =>
    sendBody(Object.setPrototypeOf({ byteLength: 8, byteOffset: 0, buffer: 1 }, Uint8Array.prototype)));
await refused("a proxy of a typed array", () => sendBody(new Proxy(new Uint8Array(8), {})));
await refused("a body that is too long", () => sendBody(new Uint8Array(65536)), (error) => error.code === "tooLarge");
for (const [what, makeTarget] of [
    ["a proxy", (attack) => new Proxy(Uint8Array, { get: (target, key) => (key === "prototype" && attack(), target[key]) })],
    ["a bound function", (get) => Object.defineProperty(function () {}.bind(), "prototype", { get })],
]) {
    await refused(`a view of a buffer that ${what} moves away while it is made`, () => {
        const buffer = new ArrayBuffer(4096);
        const attack = () => structuredClone(null, { transfer: [buffer] });
        const made = Reflect.construct(Uint8Array, [buffer, 16, 4000], makeTarget(attack));
        // Shows the memory at address 16.
        if (buffer.byteLength === 0 && made.length > 0) return;
        throw new TypeError("the view is one of the buffer's");
    });
}
await refused("a length in the info word", () => near.send({ id: 2 ** 32 }));
await refused("a string in place of a message", () => near.send("x"));
await refused("nothing in place of a message", () => near.send(null));
await refused("a kind that is none", () => near.send({ kind: "constructor" }));
for (const value of [-1, 1.5, NaN, Infinity, 2 ** 60, -1n, 1n << 64n, "1", {}, { valueOf: () => 1 }]) {
    await refused(`a word that is ${String(value)}`, () => sendWords(value, 0));
}

// --- Calls as they are ---

const isTooLarge = (error) => error.code === "tooLarge";
const sink = new Sink();
for (const length of [0, 1, 39]) {
    await refused(`events into ${length} bytes`, () => syscalls.sink_wait(sink.handle, new Uint8Array(length), 0), isTooLarge);
}
await refused("events into a buffer that was moved away", () => {
    const events = new Uint8Array(4096);
    structuredClone(null, { transfer: [events.buffer] });
    syscalls.sink_wait(sink.handle, events, 0);
}, (error) => error instanceof TypeError || isTooLarge(error));
await refused("more random bytes than there may be", () => syscalls.random_fill(new Uint8Array(65537)), isTooLarge);
for (const call of ["thread_create", "vmspace_map", "vmspace_unmap", 45, -1, 2 ** 32, "no_such_call"]) {
    await refused(`the call ${call}`, () => syscalls[call](0, 0, 0));
}
for (const value of [0, 1, 0x1000, 0x7fffffff, 2 ** 32, -1n, "1", {}, near]) {
    await refused(`ending the process ${typeof value} ${String(value)}`, () => syscalls.process_kill(value, 0));
}
await refused("a length in place of a buffer", () => syscalls.console_write(64));
await refused("an address and a length", () => syscalls.random_fill(0x200000, 64));
await refused("ending what is no process", () => syscalls.process_kill(near.handle, 0), (error) =>
    error.code === "wrongType" || error.code === "notAllowed");

// --- What the manifest does not grant ---

const isNotAllowed = (error) => error instanceof FtlError && error.code === "notAllowed";
await refused("the system's handle", () => System.open(), isNotAllowed);
await refused("what is typed on the console", () => Terminal.open(), isNotAllowed);
await refused("a service that the manifest does not name", () => connect("pong"), isNotAllowed);
await refused("to provide one", () => register("pong"), isNotAllowed);
for (const path of ["../initfs", "../system", "initfs", "", "pong/../initfs"]) {
    await refused(`the supervisor's "${path}" as a service`, () => connect(path), isNotAllowed);
}
// What the supervisor does for whoever has the system's handle it does for nobody else.
await refused("to start an app", () => new System(near.handle).start("hello"), isNotAllowed);
await refused("to keep one from being started again", () => new System(near.handle).cancelRestart("hello"), isNotAllowed);
for (const handle of [near.handle, new Timer().handle, new Sink().handle]) {
    const isWrong = (error) => error.code === "wrongType" || error.code === "notAllowed";
    await refused("another handle in place of the system's", () => new System(handle).processes(), isWrong);
    await refused("to find a process with it", () => new System(handle).process(1), isWrong);
    await refused("to power off with it", () => new System(handle).shutdown(0), isWrong);
}

// --- The natives ---

await refused("importing the natives", () => import("ftl:native"), (error) => error instanceof ReferenceError);
await refused(
    "importing them from eval", () => (0, eval)("import('ftl:native')"));
await refused(
    "importing them from new Function", () => new Function("return import('ftl:native')")(),
    (error) => error instanceof ReferenceError);
await refused(
    "importing them from code that the library calls",
    () => new Promise((resolve, reject) => setTimeout(eval("() => import('ftl:native').then(resolve, reject)"), 0)),
    (error) => error instanceof ReferenceError);
await refused(
    "importing the library's inside", () => import("../../lib/core/loop.js"), (error) => error instanceof ReferenceError);

// --- What is allowed goes on working ---

const arrival = await far.receive();
if (arrival.kind !== "write") failures += 1;
const view = new Uint8Array(new Uint8Array([1, 2, 3, 4, 5]).buffer, 1, 3);
const [left, right] = Channel.create();
left.send({ body: view, words: [2 ** 53, (1n << 64n) - 1n] });
const message = await right.receive();
const isRight = message.body.join() === "2,3,4" && message.words[0] === 2n ** 53n && message.words[1] === (1n << 64n) - 1n;
console.log(isRight ? "ok: a part of a buffer arrives as that part" : `FAILED: ${message.body} ${message.words}`);
if (!isRight) failures += 1;

console.log(failures === 0 ? "every attempt was refused" : `${failures} attempts were not refused`);
exit(failures === 0 ? 0 : 1);
