// What the library does where the stack or the memory ends: a call fails in the middle of it, wherever that is, and
// afterwards no timer and no message is lost, and none comes twice.

import { Channel, sleep } from "ftl";
import { check, finish } from "ftl:test";

/** Calls the function at the end of the stack and a little before it, with frames of many sizes. */
function atTheEdge(call) {
    for (let size = 0; size < 12; size++) {
        const locals = Array.from({ length: size }, (_, index) => `let a${index} = ${index};`).join(" ");
        let left = 12;
        const act = () => {
            if (left-- > 0) call();
        };
        const dig = new Function("act", `return function dig() { ${locals} try { dig(); } catch {} act(); }`)(act);
        try {
            dig();
        } catch {
            // The first one was too deep already.
        }
    }
}

// A promise that was made there may be one that nobody can handle.
addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof InternalError) event.preventDefault();
});

// --- Timers ---

const count = 600;
const fired = new Array(count).fill(0);
const ids = fired.map((_, index) => setTimeout(() => (fired[index] += 1), 2000 + ((index * 389) % count)));
const isCleared = new Array(count).fill(false);
let next = 0;
atTheEdge(() => {
    clearTimeout(ids[next]);
    isCleared[next++] = true;
});
let extra = 0;
let isSet = 0;
atTheEdge(() => {
    setTimeout(() => (extra += 1), 1500 - isSet);
    isSet += 1;
});
check("some could be cleared, and some set", next > 50 && isSet > 50, next, isSet);
await sleep(3000);
check("of the others each goes off once", fired.every((times, index) => times === (isCleared[index] ? 0 : 1)));
check("so do those that were set", extra >= isSet, extra, isSet);

// --- Messages ---

let lost = 0;
for (let round = 0; round < 2; round++) {
    const [near, far] = Channel.create();
    const promises = [];
    atTheEdge(() => promises.push(near.receive()));
    const got = [];
    for (const promise of promises) promise.then(({ words }) => got.push(words[0]), () => {});
    const posts = Array.from({ length: 400 }, (_, index) => far.post({ words: [index, 0] }));
    Promise.all(posts).then(() => far.close());
    for await (const { words } of near) got.push(words[0]);
    if (got.join() !== Array.from({ length: 400 }, (_, index) => index).join()) lost += 1;
}
check("every message comes, in order", lost === 0, lost);

// --- Memory: modules of the library that are loaded when there is little of it ---

let short = 0;
const lazy = ["URL", "TextDecoder", "structuredClone", "MessageChannel", "atob", "crypto", "performance"];
function useAll() {
    for (let index = 0; index < lazy.length; index++) {
        try {
            globalThis[lazy[index]];
        } catch {
            short += 1;
        }
    }
}
let blocks = [];
for (let size = 1 << 20; size >= 1024; size >>= 1) {
    try {
        while (true) blocks.push(new Uint8Array(size));
    } catch {
        // Smaller ones, then.
    }
}
while (blocks.length > 0 && short < 400) {
    useAll();
    blocks.pop();
}
blocks = undefined;
check("modules cannot be loaded without memory", short > 0);
check("and can be with it", new URL("a:b").href === "a:b" && structuredClone(1) === 1 && atob("YQ==") === "a");

// --- Memory: messages ---

const [near, far] = Channel.create();
for (let index = 0; index < 8; index++) far.send({ words: [index, 0], body: new Uint8Array(16_000) });
far.close();
const order = [(await near.receive()).words[0]];
// What waiting itself takes, but no message.
const cushions = [new Uint8Array(4_000), new Uint8Array(4_000)];
let filling = [];
function fill() {
    for (let size = 1 << 20; size >= 64; size >>= 1) {
        try {
            while (true) filling.push(new Uint8Array(size));
        } catch {
            // Smaller ones, then.
        }
    }
}
fill();
cushions.pop();
// Some more becomes free when the script goes on.
await undefined;
fill();
cushions.pop();
let refused = 0;
for (let attempt = 0; attempt < 4; attempt++) {
    try {
        order.push((await near.receive()).words[0]);
    } catch {
        refused += 1;
    }
}
filling = undefined;
for await (const { words } of near) order.push(words[0]);
check("a message that could not be received comes when there is memory", order.join() === "0,1,2,3,4,5,6,7", order);
check("and there was none", refused > 0);

finish();
