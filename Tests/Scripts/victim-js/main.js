// Dies in the way that its argument names, with its hands full. The app deaths starts it, and looks at what is left.

import { args, Channel, connect, exit, sleep, syscalls, Timer } from "ftl";

/** Things that a script can hold when it dies. */
const belongings = [];
const [near, far] = Channel.create();
const [, inner] = Channel.create();
for (let count = 0; count < 3; count++) near.send({ body: new Uint8Array(5000) });
near.send({ handle: inner });
belongings.push(near, far, new Uint8Array(200_000), syscalls.vmarea_create(65536));
const timer = new Timer();
belongings.push(timer, timer.fired(), far.receive(), setTimeout(() => {}, 3_600_000));

const watcher = await connect("watcher");

function recurse(depth) {
    return recurse(depth + 1) + 1;
}

const deaths = {
    throw: () => {
        throw new Error("of this kind");
    },
    recursion: () => recurse(0),
    loop: () => {
        while (true);
    },
    bigint: () => 7n ** 50_000_000n,
    array: () => {
        while (true) new Array(1e8).indexOf(3);
    },
    regexp: () => /^(a+)+$/.test("a".repeat(60) + "b"),
    await: () => new Promise(() => setInterval(() => near.handle, 1)),
    memory: () => {
        const pieces = [];
        while (true) pieces.push(new Uint8Array(1 << 20));
    },
    handles: () => {
        while (true) belongings.push(Channel.create());
    },
    flood: () => {
        while (true) watcher.send({ body: new Uint8Array(1000) });
    },
    timers: () => {
        for (let count = 1; count < 200; count++) setTimeout(() => {}, count * 1e6);
        exit(4);
    },
    pending: () => {
        for (let count = 0; count < 20; count++) sleep(count).then(() => watcher.receive());
        Promise.resolve().then(() => exit(5));
        return sleep(1e6);
    },
};

await deaths[args[0]]();
exit(99);
