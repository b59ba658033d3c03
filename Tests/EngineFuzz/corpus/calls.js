// Calls with objects of every kind, and handles on their way.
import { Channel, Sink, System, Timer, connect, syscalls } from "ftl";
const handles = [];
for (let index = 0; index < 12; index++) {
    try {
        handles.push((await connect(`service${index}`)).handle);
    } catch {
        handles.push(syscalls.sink_create());
    }
}
const others = [0, 1, -1, 2 ** 40, 2n ** 64n - 1n, null, undefined, "x", new Uint8Array(64), new ArrayBuffer(0), [], {}];
const values = [...handles, ...others];
const ends = new Set(["process_exit", "thread_exit", "system_shutdown", "process_kill"]);
let seed = 1;
const next = (bound) => (seed = (seed * 16807) % 2147483647) % bound;
for (const name of Object.keys(syscalls)) {
    for (let times = 0; times < 30 && !ends.has(name); times++) {
        for (let count = 0; count < 7; count++) {
            try {
                const result = syscalls[name](...Array.from({ length: count }, () => values[next(values.length)]));
                if (typeof result === "object") values[next(12)] = Array.isArray(result) ? result[0] : result;
            } catch {
                // Most fit nothing.
            }
        }
    }
}
