// Starts the app `intruder` once for every attack there is, and checks what became of it; at the end, that nothing of the
// intruders is left in the kernel and that a neighbour, which was there all the time, still answers. A line for each
// attack, with the process and the cause that the kernel's log has to name.
//
// In batch mode the machine's status is that of a failure in any case, since most intruders end by a fault.

import { connect, System, syscalls, Timer } from "ftl";
import args from "ftl:args";
import { check, finish, same } from "ftl:test";
import { arranged, attacks } from "./table.js";

const system = System.open();

function start(words) {
    return system.start("intruder", { isolation: "user", arguments: words });
}

/** Starts an intruder and waits for its end. */
async function attack(words, cause) {
    const intruder = start(words);
    const { status, reason } = await intruder.exited;
    const isRight = cause === "" ? reason === "exited" && status === 0 : reason === "faulted";
    check(`${words.join(" ")}, process ${intruder.pid}: ${cause || "refused"}`, isRight, reason, status);
}

/** What the machine's memory is used for, less what this app and its supervisor have by now. */
function usage() {
    const { free, promised, kernelHeap, processes, threads, handles, messages } = system.memory();
    const charged = system.processes().reduce((sum, { memory }) => sum + memory, 0);
    return { available: free - promised + charged + kernelHeap, kernelHeap, processes, threads, handles, messages };
}

// The neighbour.
const neighbour = system.start("kv");
const store = await connect("kv");
const key = await store.open("neighbour");
await key.write("still here");

const groups = attacks(args);
const all = Object.values(groups).flat();
const names = new Set([...all.map(([words]) => words[0]), ...arranged]);
const { status: count } = await start(["count"]).exited;
same("every attack of the intruder's is in the table", names.size, count);
same("one that there is not", (await start(["nonsense"]).exited).status, 255);

// Foreign machine code where only page tables would keep it inside: the kernel does not run it.
try {
    system.start("hello-c", { isolation: "kernel" });
    check("an app in c in kernel isolation", false);
} catch (error) {
    same("an app in c in kernel isolation", error.message, "the app hello-c: an app in c can have user isolation only");
}

// What lasts is made before it is counted.
const timers = Array.from({ length: 20 }, () => new Timer());
await attack(["registers-at-start"], "");

async function attackEverything() {
    for (const [group, list] of Object.entries(groups)) {
        for (const [words, cause] of list) await attack(words, cause);
        console.log(`${group}: ${list.length} attacks`);
    }

    // The numbers of handles that others have. An intruder's own have the first indices.
    const self = system.processes().find(({ name }) => name === "isolation-attacks");
    const numbers = [1, self.pid].flatMap((pid) => system.handles(pid)).map(({ handle }) => handle)
        .filter((handle) => (handle & 0xfff) >= 8);
    await attack(["handle-foreign", ...numbers.map(String)], "");

    // One that keeps values in its memory and its registers while others overwrite the same address and the same
    // registers.
    const keeper = start(["keep"]);
    await attack(["registers-at-start"], "");
    await attack(["overwrite"], "");
    await attack(["registers-at-start"], "");
    syscalls.process_interrupt(keeper.handle);
    same("what was kept was not changed", (await keeper.exited).status, 0);
    keeper.handle.close();
}

// Twice, and counted the second time: this app's own memory comes page by page, when a page is touched first.
await attackEverything();
usage();
const before = usage();
await attackEverything();
const after = usage();
for (const [name, value] of Object.entries(before)) same(`${name}, as before`, after[name], value);
same("the neighbour answers", (await key.read()).text, "still here");
key.close();
store.close();
neighbour.kill();
await neighbour.exited;
check(`${all.length + arranged.length} attacks, and each of them was refused`, true);
finish();
